import { describe, expect, test } from "vitest";
import { create, newItem, newMessage, newSource, newTarget } from "../../../src/ast/create.ts";
import type { Command, GenericElement, Item, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { describeCommands, shortDevice, shortUri } from "../../../src/dm/redact.ts";
import { redactMessage } from "../../../src/dm/redact-message.ts";
import { isIdentityUri, isSecretUri } from "../../../src/dm/secret-uri.ts";

const IMEI = "350000000000006";
const header = {
  verProto: "DM/1.2",
  sessionID: "7",
  msgID: "2",
  target: "https://dm.example/srv?token=abcdef",
  source: newSource(`IMEI:${IMEI}`, "alice"),
} as const;

function message(...commands: Command[]): SyncML {
  return newMessage(header, commands);
}

function redactedItem(item: Item, kind: "Add" | "Replace" | "Exec" = "Replace"): Item {
  const [command] = redactMessage(message(create(kind, { cmdID: "3", items: [item] }))).syncBody.commands;
  return (command as { readonly items: Item[] }).items[0] as Item;
}

const dataAt = (uri: string, data: Item["data"], meta?: Parameters<typeof newItem>[2]) =>
  redactedItem(newItem(uri, data, meta)).data;

describe("names that make data secret", () => {
  test.each([
    "./DMAcc/a/AppAuth/1/AAuthSecret",
    "./DMAcc/a/AppAuth/1/AAuthData",
    "./DMAcc/a/AppAuth/1/aauthsecret",
    "./DMAcc/a/AppAuth/1/AAuthSecret?prop=Size",
    "./DMAcc/a/AppAuth/1/AAuth%53ecret",
    "./AP/PXLogical/1/PXAUTH-PW",
    "./AP/PXLogical/1/PROXY-PW",
    "./AP/NAPDef/1/NAPAuthInf/AUTHSECRET",
    "./AP/NAPDef/1/NAPAUTH",
    "./Vendor/MSFT/WiFi/Password",
    "./Vendor/UserPassword/Value",
    "./WLAN/PSK",
    "./WLAN/wpa_passphrase",
    "./SIM/PIN",
    "./SIM/USERPIN",
    "./SIM/IMSI",
    "./WLAN/%E0%A4%A/PSK",
  ])("secret: %s", (uri) => {
    expect(isSecretUri(uri)).toBe(true);
  });

  test.each([
    "./DevInfo/Man",
    "./Con/APN",
    "./Mapping/Spinner",
    "./DMAcc/a/AppAuth/1/AAuthName",
    "./DevInfo?list=PSK",
    ".",
  ])("not secret: %s", (uri) => {
    expect(isSecretUri(uri)).toBe(false);
  });

  test("the device's identifier has names of its own", () => {
    expect(["./DevInfo/DevId", "./Ext/IMEI?prop=Type", "./Ext/SerialNumber"].every(isIdentityUri)).toBe(true);
    expect(["./DevInfo/Man", "./DevId/Name"].some(isIdentityUri)).toBe(false);
  });
});

describe("logged redacted", () => {
  test("Cred: scheme and four hexadecimal digits of the SHA-256", () => {
    const cred = create("Cred", {
      meta: create("Meta", { type: "syncml:auth-basic", format: "b64", emi: [] }),
      data: "YWxpY2U6c2VjcmV0",
    });
    const copy = redactMessage(newMessage({ ...header, cred }, []));
    // printf YWxpY2U6c2VjcmV0 | sha256sum
    expect(copy.syncHdr.cred?.data).toMatch(/^\[syncml:auth-basic [0-9a-f]{4}\]$/);
    expect(copy.syncHdr.cred?.meta?.format).toBe("b64");
    const inCommand = create("Get", { cmdID: "1", cred, items: [newItem("./DevInfo")] });
    expect(JSON.stringify(redactMessage(message(inCommand)))).not.toContain("YWxp");
  });

  test("NextNonce: its length in octets", () => {
    const chal = create("Chal", {
      meta: create("Meta", { type: "syncml:auth-md5", format: "b64", nextNonce: "AAECAwQFBgcICQoLDA0ODw==", emi: [] }),
    });
    const status = create("Status", { cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", data: "407", chal });
    const [copy] = redactMessage(message(status)).syncBody.commands;
    expect(copy).toMatchObject({ chal: { meta: { type: "syncml:auth-md5", nextNonce: "[redacted, 16 octets]" } } });
    expect(describeCommands(message(status))).toContain("Status 1: SyncHdr 0 = 407, Chal syncml:auth-md5");
  });

  test("LocName: its length", () => {
    expect(redactMessage(message()).syncHdr.source?.locName).toBe("[redacted, 5 octets]");
  });

  test("device identifier: the last four characters, wherever it appears", () => {
    const status = create("Status", {
      cmdID: "1",
      msgRef: "1",
      cmdRef: "0",
      cmd: "SyncHdr",
      data: "200",
      targetRefs: [`IMEI:${IMEI}`],
      sourceRefs: ["https://dm.example/srv?token=abcdef"],
    });
    const devInfo = create("Replace", {
      cmdID: "2",
      items: [newItem("./DevInfo/DevId", IMEI), newItem(`./Ext/${IMEI}`, "a")],
    });
    const text =
      JSON.stringify(redactMessage(message(status, devInfo))) + describeCommands(message(status, devInfo)).join();
    expect(text).not.toContain(IMEI);
    expect(text).toContain("…0006");
    expect(text).not.toContain("abcdef");
    expect(shortDevice(`IMEI:${IMEI}`)).toBe("…0006");
    expect(shortDevice("A1")).toBe("…A1");
  });

  test("data at secret addresses: its length, by target, source, parent or reference", () => {
    const item = (place: object) => create("Item", { data: "s3cret", ...place });
    const uri = "./DMAcc/a/AAuthSecret";
    for (const place of [
      { target: newTarget(uri) },
      { source: newSource(uri) },
      { targetParent: create("TargetParent", { locURI: uri }), target: newTarget("value") },
    ]) {
      expect(redactedItem(item(place)).data).toBe("[redacted, 6 octets]");
    }
    const results = create("Results", {
      cmdID: "1",
      cmdRef: "4",
      sourceRef: uri,
      items: [item({ source: newSource("a") })],
    });
    const status = create("Status", {
      cmdID: "2",
      msgRef: "1",
      cmdRef: "4",
      cmd: "Get",
      data: "200",
      targetRefs: [uri],
      items: [item({})],
    });
    expect(JSON.stringify(redactMessage(message(results, status)))).not.toContain("s3cret");
  });

  test("items without an address: data hidden, except that of alerts", () => {
    expect(redactedItem(create("Item", { data: "s3cret" }), "Exec").data).toBe("[redacted, 6 octets]");
    const alert = create("Alert", { cmdID: "1", data: "1224", items: [create("Item", { data: "user" })] });
    expect(redactMessage(message(alert)).syncBody.commands[0]).toMatchObject({ items: [{ data: "user" }] });
  });

  test("data that is not secret stays, also inside markup and groups", () => {
    expect(dataAt("./Con/APN", "internet.example")).toBe("internet.example");
    const get = create("Get", { cmdID: "5", items: [newItem("./DevInfo/Man")] });
    const replace = create("Replace", {
      cmdID: "6",
      items: [newItem("./WLAN/PSK", "s3cret"), newItem("./Con/APN", "a")],
    });
    const group = create("Sequence", {
      cmdID: "4",
      commands: [get, create("Atomic", { cmdID: "7", commands: [replace] })],
    });
    const copy = redactMessage(message(group));
    expect(copy.syncBody.commands).toMatchObject([
      {
        kind: "Sequence",
        commands: [
          { kind: "Get", cmdID: "5" },
          { kind: "Atomic", commands: [{ items: [{ data: "[redacted, 6 octets]" }, { data: "a" }] }] },
        ],
      },
    ]);
    expect(replace.items[0]?.data).toBe("s3cret");
  });

  test("octets, base64 and what looks like it: their length", () => {
    expect(dataAt("./Vendor/Blob", Uint8Array.of(1, 2, 3))).toBe("[redacted, 3 octets]");
    expect(dataAt("./Vendor/Blob", "AQID", { format: "b64", emi: [] })).toBe("[redacted, 4 octets]");
    expect(dataAt("./Vendor/Blob", "PE1nbXRUcmVlPjxOb2RlPjxO")).toBe("[redacted, 24 octets]");
    expect(dataAt("./Vendor/Blob", "PE1nbXRUcmVl\r\n  PjxOb2RlPjxO\n")).toMatch(/redacted/);
  });

  test("FUMO PkgURL: no query", () => {
    expect(dataAt("./FUMO/DownloadAndUpdate/PkgURL", "https://u:p@dl.example/fw.bin?sig=s3cret")).toBe(
      "https://dl.example/fw.bin?…",
    );
    expect(shortUri("see https://a.example/x?y=z and ./A/B?prop=ACL")).toBe(
      "see https://a.example/x?… and ./A/B?prop=ACL",
    );
  });
});

describe("secret data inside documents", () => {
  const tnds = (value: string) =>
    `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>DMAcc</NodeName><Node><NodeName>AAuthSecret</NodeName><Value>${value}</Value></Node><Node><NodeName>Addr</NodeName><Value>kept.example</Value></Node></Node></MgmtTree>`;

  test("TNDS as text", () => {
    expect(dataAt("./Vendor", tnds("s3cret"))).toMatch(/^\[redacted, \d+ octets\]$/);
  });

  test("TNDS as a tree: only the secret nodes", () => {
    const xml = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>d</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr><SyncBody><Add><CmdID>1</CmdID><Item><Target><LocURI>./Vendor</LocURI></Target><Meta><Format xmlns="syncml:metinf">xml</Format><Type xmlns="syncml:metinf">application/vnd.syncml.dmtnds+xml</Type></Meta><Data>${tnds("s3cret")}</Data></Item></Add></SyncBody></SyncML>`;
    const decoded = decode(xml);
    expect(decoded).toMatchObject({ syncBody: { commands: [{ items: [{ data: { kind: "MgmtTree" } }] }] } });
    expect(redactMessage(decoded)).toMatchObject({
      syncBody: {
        commands: [
          { items: [{ data: { nodes: [{ nodes: [{ value: "[redacted, 6 octets]" }, { value: "kept.example" }] }] } }] },
        ],
      },
    });
  });

  test("a tree below a secret address, and nodes given by Path", () => {
    const node = (fields: object) => create("Node", { nodeName: "x", nodes: [], value: "s3cret", ...fields });
    const tree = (nodes: ReturnType<typeof node>[]) => create("MgmtTree", { verDTD: "1.2", nodes });
    expect(dataAt("./WLAN/PSK", tree([node({})]))).toBe("[redacted]");
    expect(dataAt("./WLAN", tree([node({ path: "PSK" })]))).toMatchObject({
      nodes: [{ value: "[redacted, 6 octets]" }],
    });
    const properties = create("RTProperties", { format: "b64" });
    expect(dataAt("./Blob", tree([node({ rtProperties: properties })]))).toMatchObject({
      nodes: [{ value: "[redacted, 6 octets]" }],
    });
    const described = create("DFProperties", { defaultValue: "s3cret" });
    expect(
      JSON.stringify(dataAt("./WLAN", tree([node({ nodeName: "PSK", value: undefined, dfProperties: described })]))),
    ).not.toContain("s3cret");
  });

  test("a tree of any depth", () => {
    let node = create("Node", { nodeName: "PSK", nodes: [], value: "s3cret" });
    for (let depth = 0; depth < 20_000; depth++) node = create("Node", { nodeName: "a", nodes: [node] });
    let copy = (dataAt("./A", create("MgmtTree", { verDTD: "1.2", nodes: [node] })) as { nodes: (typeof node)[] })
      .nodes[0];
    while (copy?.nodes[0] !== undefined) copy = copy.nodes[0];
    expect(copy?.value).toBe("[redacted, 6 octets]");
  });

  test("provisioning document as text", () => {
    const document = '<wap-provisioningdoc><parm name="AAUTHSECRET" value="s3cret"/></wap-provisioningdoc>';
    expect(dataAt("./Vendor", document)).toMatch(/^\[redacted/);
    expect(dataAt("./Vendor", document.replace("AAUTHSECRET", "ADDR"))).toContain('value="s3cret"');
  });

  test("markup: hidden as a whole if it names anything secret", () => {
    const element = (local: string, text: string): GenericElement => ({
      kind: "Element",
      local,
      namespace: "",
      page: -1,
      token: -1,
      attributes: [],
      children: [{ kind: "Text", value: text, opaque: false }],
    });
    expect(dataAt("./Policy", [element("enabled", "a")])).toEqual([element("enabled", "a")]);
    expect(dataAt("./Policy", [element("Password", "s3cret")])).toBe("[redacted]");
    const named = { ...element("data", ""), attributes: [{ name: "id", namespace: "", prefix: "", value: "PSK" }] };
    expect(dataAt("./Policy", [named])).toBe("[redacted]");
  });

  test("pieces of documents: a chunk, and the last one, which does not say that it is one", () => {
    const whole = tnds("s3cret");
    const rest = whole.slice(whole.indexOf("<Value>"));
    expect(redactedItem(create("Item", { target: newTarget("./A"), data: "text", moreData: true })).data).toMatch(
      /redacted/,
    );
    expect(dataAt("./A", rest)).toMatch(/^\[redacted/);
    expect(dataAt("./A", rest.slice("<Value>s3".length))).toMatch(/^\[redacted/);
    expect(dataAt("./A", whole.replace("AAuthSecret", "AAuth&#83;ecret"))).toMatch(/^\[redacted/);
  });
});

describe("never logged", () => {
  test.each(["1100", "1101", "1102", "1103", "1104"])("texts of user alert %s", (data) => {
    const alert = create("Alert", {
      cmdID: "1",
      data,
      items: [create("Item", { data: "MINDT=10" }), create("Item", { data: "Wipe all?" })],
    });
    const copy = redactMessage(message(alert));
    expect(copy.syncBody.commands[0]).toMatchObject({ data, items: [{}, { data: "[redacted, 9 octets]" }] });
  });

  test("what the user entered", () => {
    const status = create("Status", {
      cmdID: "1",
      msgRef: "1",
      cmdRef: "2",
      cmd: "Alert",
      data: "200",
      items: [create("Item", { data: "4711" })],
    });
    expect(redactMessage(message(status)).syncBody.commands[0]).toMatchObject({
      items: [{ data: "[redacted, 4 octets]" }],
    });
  });

  test("what no standard has, and experimental Meta", () => {
    const stray: GenericElement = {
      kind: "Element",
      local: "NextNonce",
      namespace: "",
      page: -1,
      token: -1,
      attributes: [],
      children: [{ kind: "Text", value: "s3cret", opaque: false }],
    };
    const alert = create("Alert", { cmdID: "1", data: "1201", items: [], extra: { sequence: [stray] } });
    const replace = create("Replace", { cmdID: "2", meta: create("Meta", { emi: ["s3cret"] }), items: [] });
    expect(JSON.stringify(redactMessage(message(alert, replace)))).not.toContain("s3cret");
  });
});

describe("lines for the log", () => {
  test("name, number, answer, code, addresses; no data", () => {
    const replace = create("Replace", {
      cmdID: "4",
      items: ["a", "b", "c", "d"].map((name) => newItem(`./${name}`, "s3cret")),
    });
    const exec = create("Exec", { cmdID: "5", correlator: "op-7", items: [newItem("./FUMO/Download", "s3cret")] });
    const report = newItem("./FUMO", "200", { type: "org.example.report", emi: [] });
    expect(
      describeCommands(
        message(
          create("Status", { cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", data: "212" }),
          create("Status", { cmdID: "2", msgRef: "1", cmdRef: "5", cmd: "Get", data: "404", targetRefs: ["./X"] }),
          create("Results", {
            cmdID: "3",
            cmdRef: "6",
            items: [create("Item", { source: newSource("./DevInfo/Man"), data: "M" })],
          }),
          create("Alert", { cmdID: "8", data: "1226", correlator: "op-7", items: [report] }),
          create("Sequence", { cmdID: "9", commands: [replace, create("Atomic", { cmdID: "10", commands: [exec] })] }),
          create("Get", { cmdID: "11", items: [create("Item", {})] }),
        ),
      ),
    ).toEqual([
      "Status 1: SyncHdr 0 = 212",
      "Status 2: Get 5 ./X = 404",
      "Results 3: Get 6 ./DevInfo/Man",
      "Alert 8: 1226 org.example.report, Correlator op-7 ./FUMO",
      "Sequence 9",
      "  Replace 4 ./a, ./b, ./c and 1 more",
      "  Atomic 10",
      "    Exec 5, Correlator op-7 ./FUMO/Download",
      "Get 11 (no address)",
      "Final",
    ]);
  });

  test("data that is no code, line breaks and long addresses", () => {
    const alert = create("Alert", { cmdID: "1", data: "s3cret", items: [] });
    const get = create("Get", { cmdID: "2\nFinal", items: [newItem(`./${"a".repeat(1000)}`)] });
    const [first, second] = describeCommands(message(alert, get));
    expect(first).toBe("Alert 1: not a code");
    expect(second).toMatch(/^Get 2\\u\{a\}Final \.\/a{198}…$/);
  });

  test("chunks say that there is more", () => {
    const item = create("Item", { target: newTarget("./Blob"), data: "s3cret", moreData: true });
    expect(describeCommands(message(create("Replace", { cmdID: "1", items: [item] })))[0]).toBe(
      "Replace 1 ./Blob, more data",
    );
  });
});
