import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { TreeNode } from "../../../src/ast/nodes.ts";
import { encode } from "../../../src/codec/encode.ts";
import {
  type Characteristic,
  encodeDmBootstrap,
  encodeProvisioning,
  parseDmBootstrap,
  parseDmBootstrapPartial,
  parseProvisioning,
  parseProvisioningPartial,
  signDmBootstrap,
} from "../../../src/push/index.ts";
import { errorOf } from "../../support/error-of.ts";

/** Characteristics so many levels deep. */
function nested(levels: number): Characteristic {
  let one: Characteristic = { type: "A", parms: [], characteristics: [] };
  for (let level = 1; level < levels; level++) one = { type: "A", parms: [], characteristics: [one] };
  return one;
}

const parms = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `N${index}`, value: "v" }));
const withParms = (count: number) => encodeProvisioning({ characteristics: [{ ...nested(1), parms: parms(count) }] });

describe("limits of a provisioning document, just under, at and over", () => {
  const document = withParms(3);

  test("maxDocumentBytes", () => {
    const read = (maxDocumentBytes: number) => parseProvisioningPartial(document, { limits: { maxDocumentBytes } });
    expect(read(document.length + 1).error).toBeUndefined();
    expect(read(document.length).error).toBeUndefined();
    expect(read(document.length - 1).error).toMatchObject({ code: "limit-exceeded" });
    const large = withParms(1000);
    expect(large.length).toBeLessThan(20_480);
    const long = encodeProvisioning({ characteristics: [{ ...nested(1), type: "x".repeat(20_480) }] });
    expect(errorOf(() => parseProvisioning(long))).toMatchObject({ code: "limit-exceeded" });
  });

  test("maxParms", () => {
    for (const [maxParms, count] of [
      [4, 3],
      [3, 3],
      [0, 0],
    ] as const) {
      expect(parseProvisioning(withParms(count), { limits: { maxParms } }).document.characteristics).toHaveLength(1);
    }
    const { error, document: read } = parseProvisioningPartial(document, { limits: { maxParms: 2 } });
    expect(error).toMatchObject({ code: "limit-exceeded", reason: "more than 2 parms (maxParms)" });
    expect(read.characteristics[0]?.parms).toHaveLength(2);
    expect(parseProvisioning(withParms(1000)).document.characteristics[0]?.parms).toHaveLength(1000);
    expect(errorOf(() => parseProvisioning(withParms(1001)))).toMatchObject({ code: "limit-exceeded" });
  });

  test("maxDepth counts the root, and parms", () => {
    for (const format of ["wbxml", "xml"] as const) {
      const deep = encodeProvisioning({ characteristics: [nested(3)] }, { format });
      const read = (maxDepth: number) => parseProvisioningPartial(deep, { limits: { maxDepth } });
      expect(read(5).error).toBeUndefined();
      expect(read(4).error).toBeUndefined();
      expect(read(3).error).toMatchObject({ code: "limit-exceeded" });
    }
    const levels = [6, 7, 8].map((count) => encodeProvisioning({ characteristics: [nested(count)] }));
    expect(levels.map((one) => errorOf(() => parseProvisioning(one))?.code)).toEqual([
      undefined,
      undefined,
      "limit-exceeded",
    ]);
  });

  test("a limit outside its range is refused", () => {
    for (const limits of [{ maxDepth: 65 }, { maxDepth: 0 }, { maxParms: -1 }, { maxDocumentBytes: 2 ** 24 + 1 }]) {
      expect(() => parseProvisioning(document, { limits })).toThrow(RangeError);
    }
    const widest = { maxDepth: 64, maxParms: 1_000_000, maxDocumentBytes: 2 ** 24 };
    expect(parseProvisioning(document, { limits: widest }).document.characteristics).toHaveLength(1);
  });

  test("what is written, the widest limits read", () => {
    const limits = { maxDepth: 64 };
    for (const levels of [61, 62]) {
      const document = { characteristics: [{ ...nested(levels) }] };
      expect(parseProvisioning(encodeProvisioning(document), { limits }).document).toEqual(document);
    }
    const error = errorOf(() => encodeProvisioning({ characteristics: [nested(63)] }));
    expect(error).toMatchObject({ code: "limit-exceeded", reason: "characteristics are nested deeper than 62 levels" });
    expect(error?.path).toBe(`/wap-provisioningdoc${"/A".repeat(63)}`);
    const itself = { type: "A", parms: [], characteristics: [] as Characteristic[] };
    itself.characteristics.push(itself);
    expect(errorOf(() => encodeProvisioning({ characteristics: [itself] }))?.code).toBe("limit-exceeded");
    expect(errorOf(() => encodeProvisioning({ characteristics: [nested(100_000)] }))?.code).toBe("limit-exceeded");
  });

  test("a long type is short in the paths of what is in it", () => {
    const type = "T".repeat(1000);
    const inner = { type, parms: [], characteristics: [] };
    const known = { type: "NAPDEF", parms: [{ name: "N".repeat(1000) }], characteristics: [inner] };
    const { unknown, document } = parseProvisioning(encodeProvisioning({ characteristics: [known] }));
    expect(document.characteristics[0]?.characteristics[0]?.type).toBe(type);
    const napdef = "/wap-provisioningdoc/NAPDEF";
    expect(unknown).toEqual([{ path: `${napdef}/${"N".repeat(64)}…` }, { path: `${napdef}/${"T".repeat(64)}…` }]);
  });
});

test.each<[string, unknown, string]>([
  ["no type", [{ parms: [], characteristics: [] }], "in /wap-provisioningdoc: type must be a string, not undefined"],
  ["nothing", [null], "in /wap-provisioningdoc: type must be a string, not undefined"],
  [
    "no parms",
    [{ type: "A", characteristics: [] }],
    "in /wap-provisioningdoc: parms and characteristics must be arrays",
  ],
  ["a parm without a name", [{ ...nested(1), parms: [{}] }], "in /wap-provisioningdoc/A: its name must be a string"],
  [
    "a value that is no text",
    [{ ...nested(1), parms: [{ name: "PIN", value: 1234 }] }],
    "in /wap-provisioningdoc/A: the value of PIN, if it has one, must be a string",
  ],
])("the writer refuses %s", (_what, characteristics, message) => {
  let thrown: unknown;
  try {
    encodeProvisioning({ characteristics } as never);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(TypeError);
  expect(String(thrown)).toContain(message);
});

const account = {
  appID: "w7",
  serverID: "com.example",
  address: "https://dm.example/",
  user: "phone",
  secret: "phone-secret",
} as const;

const header = { verProto: "DM/1.2", sessionID: "0", msgID: "0", target: "./", source: "s" } as const;

/** A bootstrap message with a tree whose leaf is so many nodes deep. */
function withTree(depth: number): Uint8Array {
  let nodes: TreeNode[] = [create("Node", { nodeName: "n", nodes: [], value: "v" })];
  for (let level = 1; level < depth; level++) nodes = [create("Node", { nodeName: "n", nodes })];
  const data = create("MgmtTree", { verDTD: "1.2", nodes });
  const item = newItem("./Inbox", data, { format: "xml", type: "application/vnd.syncml.dmtnds+wbxml", emi: [] });
  return encode(newMessage(header, [create("Add", { cmdID: "1", items: [item] })]));
}

describe("limits of a bootstrap message, just under, at and over", () => {
  test("maxDocumentBytes", () => {
    const message = encodeDmBootstrap(account);
    const read = (maxDocumentBytes: number) => parseDmBootstrapPartial(message, { limits: { maxDocumentBytes } }).error;
    expect(read(message.length + 1)).toBeUndefined();
    expect(read(message.length)).toBeUndefined();
    expect(read(message.length - 1)).toMatchObject({ code: "limit-exceeded" });
    const long = encodeDmBootstrap({ ...account, name: "n".repeat(20_480) });
    expect(errorOf(() => parseDmBootstrap(long))).toMatchObject({ code: "limit-exceeded" });
  });

  test("maxDepth counts nodes", () => {
    const read = (depth: number, maxDepth: number) =>
      parseDmBootstrapPartial(withTree(depth), { limits: { maxDepth } }).error;
    for (const depth of [1, 5, 60]) {
      expect(read(depth, depth + 1)).toBeUndefined();
      expect(read(depth, depth)).toBeUndefined();
    }
    for (const depth of [2, 5, 60]) {
      const reason = `nodes are nested deeper than maxDepth (${depth - 1})`;
      expect(read(depth, depth - 1)).toMatchObject({ code: "limit-exceeded", reason });
    }
    const codes = [7, 8, 9].map((depth) => errorOf(() => parseDmBootstrap(withTree(depth)))?.code);
    expect(codes).toEqual([undefined, undefined, "limit-exceeded"]);
    expect(errorOf(() => parseDmBootstrap(withTree(500)))?.code).toBe("limit-exceeded");
  });

  test("addresses of a tree, which repeat the names around a leaf", () => {
    const leaf = (): TreeNode => create("Node", { nodeName: "m", nodes: [], value: "v" });
    const treeBelow = (nameLength: number) => {
      const leaves = Array.from({ length: 1000 }, leaf);
      const nodes = [create("Node", { nodeName: "n".repeat(nameLength), nodes: leaves })];
      const data = create("MgmtTree", { verDTD: "1.2", nodes });
      const item = newItem("./Inbox", data, { format: "xml", type: "application/vnd.syncml.dmtnds+wbxml", emi: [] });
      return encode(newMessage(header, [create("Add", { cmdID: "1", items: [item] })]));
    };
    const addressLength = (nameLength: number) => "./Inbox/".length + nameLength + "/m".length;
    // Each character of the name is one more in the message, and in each of the addresses.
    const rest = treeBelow(300).length - 300;
    const most = Math.floor((16 * rest - 1000 * addressLength(0)) / (1000 - 16));
    for (const nameLength of [most - 1, most]) {
      expect(parseDmBootstrapPartial(treeBelow(nameLength)).error).toBeUndefined();
    }
    expect(errorOf(() => parseDmBootstrap(treeBelow(most + 1)))).toMatchObject({
      code: "limit-exceeded",
      reason: "the addresses of leaves are more than 16 times as long as the message",
    });
  });
});

describe("a bootstrap message that is not whole", () => {
  const message = encodeDmBootstrap(account);

  test("gives what was read before the fault, wherever it is cut", () => {
    const whole = parseDmBootstrap(message);
    let last = 0;
    for (let cut = 0; cut < message.length; cut++) {
      const { error, accounts, message: read, verified } = parseDmBootstrapPartial(message.subarray(0, cut));
      expect(error).toMatchObject({ code: "truncated-input", offset: cut });
      expect(verified).toBe("none");
      expect(errorOf(() => parseDmBootstrap(message.subarray(0, cut)))?.message).toBe(error?.message);
      const [add] = read?.syncBody.commands ?? [];
      const items = add?.kind === "Add" ? add.items.length : 0;
      expect(items).toBeGreaterThanOrEqual(last);
      last = items;
      for (const one of accounts) expect(one.account).toMatchObject({ serverID: account.serverID });
    }
    expect(whole.accounts).toHaveLength(1);
  });

  test("is never verified as the whole", () => {
    const keys = { method: "USERPIN", pin: "1234" } as const;
    const { body, contentType } = signDmBootstrap(message, keys);
    const cut = parseDmBootstrapPartial({ body: body.subarray(0, 100), contentType }, keys);
    expect(cut).toMatchObject({ verified: false, method: "USERPIN", error: { code: "truncated-input" } });
    expect(cut.issues).toContainEqual(expect.objectContaining({ code: "mac-mismatch" }));
  });

  test("or is no message at all", () => {
    const { error, message: read } = parseDmBootstrapPartial('<DevInf xmlns="syncml:devinf"></DevInf>');
    expect(error).toMatchObject({ code: "unexpected-root" });
    expect(read).toBeUndefined();
    expect(parseDmBootstrapPartial(new Uint8Array(0)).error).toMatchObject({ code: "truncated-input", offset: 0 });
  });

  test("keys that are missing are named", () => {
    const issues = (sec: string, mac?: string, pin?: string) =>
      parseDmBootstrap(message, { sec, ...(mac && { mac }), ...(pin && { pin }) }).issues;
    expect(issues("USERPIN_NETWORKID", "00")).toEqual([
      { code: "key-missing", message: "USERPIN_NETWORKID needs the PIN and the secret of the network", path: "" },
    ]);
    expect(issues("USERPIN_NETWORKID", "00", "1")[0]?.message).toBe(
      "USERPIN_NETWORKID needs the secret of the network",
    );
    expect(issues("USERPIN", undefined, "1")[0]).toMatchObject({ code: "mac-missing" });
    expect(issues("OTHER", "00", "1")[0]).toMatchObject({ code: "not-signed" });
  });

  test("accounts of another kind are passed over", () => {
    const tree = (appID: string) => {
      const leaf = (uri: string, value: string) => newItem(`./A/x/${uri}`, value, { format: "chr", emi: [] });
      const items = [leaf("AppID", appID), leaf("ServerID", "s"), leaf("AppAddr/1/Addr", "https://a/")];
      return encode(newMessage(header, [create("Add", { cmdID: "1", items })]));
    };
    expect(parseDmBootstrap(tree("w7")).accounts).toMatchObject([{ uri: "./A/x" }]);
    expect(parseDmBootstrap(tree("w5")).accounts).toEqual([]);
  });
});

test.each([
  ["a/b", "./DMAcc/a%2Fb"],
  ["50%", "./DMAcc/50%25"],
  ["com.example.dm", "./DMAcc/com.example.dm"],
])("the server %s has one node of its own, %s", (serverID, uri) => {
  for (const form of ["items", "tree"] as const) {
    const message = encodeDmBootstrap({ appID: "w7", serverID, address: "https://dm.example/" }, { form });
    const [account] = parseDmBootstrap(message).accounts;
    expect(account?.account).toMatchObject({ serverID });
    if (form === "items") expect(account?.uri).toBe(uri);
  }
});

test.each(["", "./DMAcc/", "./DMAcc//a"])("%j is no address for an account", (accountURI) => {
  const account = { appID: "w7", serverID: "s", address: "https://dm.example/" } as const;
  expect(() => encodeDmBootstrap(account, { accountURI })).toThrow(RangeError);
});
