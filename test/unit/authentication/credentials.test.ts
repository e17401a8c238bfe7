import { describe, expect, test } from "vitest";
import { create } from "../../../src/ast/create.ts";
import type { Cred } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { decodeBase64 } from "../../../src/core/base64.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import {
  challenge,
  checkCredentials,
  claimedUser,
  credentials,
  type ExpectedCredentials,
  readChallenge,
  storedDigest,
} from "../../../src/push/index.ts";

const nonce = Uint8Array.of(0, 1, 2, 3, 0x3a, 0xff);
const account = { user: "dm-client", secret: "s3cr3t!" } as const;
const md5: ExpectedCredentials = { scheme: "md5", ...account, nonce };
const accepted = { ok: true, user: "dm-client", scheme: "md5" };
const digestText = credentials({ scheme: "md5", ...account, nonce }).data as string;
const digest = decodeBase64(digestText) as Uint8Array;

/** The Cred of a header that consists of it. */
function credOf(content: string): Cred {
  const message = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><Cred>${content}</Cred></SyncHdr><SyncBody/></SyncML>`;
  return decode(message).syncHdr.cred as Cred;
}

const typed = (name: string, text: string) => `<${name} xmlns="syncml:metinf">${text}</${name}>`;
const type = typed("Type", "syncml:auth-md5");
const base64 = typed("Format", "b64");

describe("the shapes of a digest", () => {
  test.each<[string, string]>([
    ["Type and Format in Meta", `<Meta>${base64}${type}</Meta><Data>${digestText}</Data>`],
    ["no Format", `<Meta>${type}</Meta><Data>${digestText}</Data>`],
    ["Format chr", `<Meta>${typed("Format", "chr")}${type}</Meta><Data>${digestText}</Data>`],
    [
      "Format bin, which XML writes in base64",
      `<Meta>${typed("Format", "bin")}${type}</Meta><Data>${digestText}</Data>`,
    ],
    ["Data before Meta", `<Data>${digestText}</Data><Meta>${base64}${type}</Meta>`],
    [
      "a MetInf in Meta",
      `<Meta><MetInf xmlns="syncml:metinf">${base64}${type}</MetInf></Meta><Data>${digestText}</Data>`,
    ],
    ["Type and Format without a Meta", `${type}${base64}<Data>${digestText}</Data>`],
    ["no Type at all", `<Data>${digestText}</Data>`],
    ["white space everywhere", `<Meta>${typed("Type", "\n syncml:auth-md5 ")}</Meta><Data>\n ${digestText}\n</Data>`],
    ["no padding", `<Meta>${type}</Meta><Data>${digestText.replace(/=+$/, "")}</Data>`],
    ["a Type in capitals", `<Meta>${typed("Type", "SYNCML:AUTH-MD5")}</Meta><Data>${digestText}</Data>`],
  ])("%s", (_, content) => {
    expect(checkCredentials(credOf(content), md5)).toEqual(accepted);
  });

  test.each([undefined, "b64", "bin", "chr"])("octets with Format %s, in memory and through WBXML", (format) => {
    const meta = create("Meta", { type: "syncml:auth-md5", format, emi: [] });
    for (const data of [digest, encodeUtf8(digestText)]) {
      const cred = create("Cred", { meta, data });
      expect(checkCredentials(cred, md5)).toEqual(accepted);
      const message = decode(encode(messageWith(cred), { format: "wbxml" }));
      expect(checkCredentials(message.syncHdr.cred, md5)).toEqual(accepted);
    }
  });

  test("octets that happen to be text", () => {
    // A digest whose octets are UTF-8 comes as a string if Format does not say bin.
    const cred = create("Cred", {
      data: "0123456789abcdef",
      meta: create("Meta", { type: "syncml:auth-md5", emi: [] }),
    });
    expect(checkCredentials(cred, md5)).toMatchObject({ reason: "wrong" });
  });
});

function messageWith(cred: Cred) {
  const message = decode('<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody/></SyncML>');
  message.syncHdr.cred = cred;
  return message;
}

describe("the shapes of basic credentials", () => {
  const basic: ExpectedCredentials = { scheme: "basic", ...account };
  const clear = "dm-client:s3cr3t!";
  test.each([
    credentials({ scheme: "basic", ...account }).data as string,
    clear,
    encodeUtf8(clear),
    encodeUtf8(credentials({ scheme: "basic", ...account }).data as string),
  ])("%s", (data) => {
    const cred = create("Cred", { data, meta: create("Meta", { type: "syncml:auth-basic", emi: [] }) });
    expect(checkCredentials(cred, basic)).toEqual({ ok: true, user: "dm-client", scheme: "basic" });
    expect(claimedUser(cred)).toBe("dm-client");
  });

  test("the name claimed is that before the first colon, and only in basic", () => {
    expect(claimedUser(credentials({ scheme: "basic", user: "a:b", secret: "c" }))).toBe("a");
    expect(claimedUser(credentials({ scheme: "md5", ...account }))).toBeUndefined();
    expect(claimedUser(create("Cred", { data: "nothing" }))).toBeUndefined();
    expect(claimedUser(create("Cred", { data: Uint8Array.of(0xff, 0x3a) }))).toBeUndefined();
  });
});

describe("refusals are values", () => {
  const cred = (name: string | undefined, data?: Cred["data"]): Cred => ({
    kind: "Cred",
    meta: create("Meta", { type: name, emi: [] }),
    data,
  });

  test.each<[string, Cred | undefined, ExpectedCredentials, object]>([
    ["none", undefined, md5, { reason: "missing" }],
    ["without Data", cred("syncml:auth-md5"), md5, { reason: "malformed" }],
    ["with empty Data", cred("syncml:auth-md5", ""), md5, { reason: "malformed" }],
    ["of too few octets", cred("syncml:auth-md5", "AAAA"), md5, { reason: "malformed" }],
    ["with elements", cred("syncml:auth-md5", []), md5, { reason: "malformed" }],
    ["without a colon", cred("syncml:auth-basic", "QQ=="), { ...md5, scheme: "basic" }, { reason: "malformed" }],
    ["without a Type or Data", { kind: "Cred" }, md5, { reason: "malformed" }],
    ["of a weaker scheme", credentials({ scheme: "basic", ...account }), md5, { reason: "scheme" }],
    ["of MAC", cred("syncml:auth-MAC", digest), md5, { reason: "scheme" }],
    [
      "of MAC, where the header has it",
      cred("syncml:auth-MAC", digest),
      { ...md5, scheme: "mac" },
      { reason: "malformed" },
    ],
    [
      "where MAC is wanted",
      credentials({ scheme: "md5", ...account, nonce }),
      { ...md5, scheme: "mac" },
      { reason: "scheme" },
    ],
    ["of a registered type", cred("syncml:auth-X509", ""), md5, { reason: "unsupported", type: "syncml:auth-X509" }],
    ["of an unknown type", cred("syncml:auth-SHA256", ""), md5, { reason: "unknown", type: "syncml:auth-SHA256" }],
  ])("%s", (_, given, expected, outcome) => {
    expect(checkCredentials(given, expected)).toMatchObject({ ok: false, ...outcome });
  });

  test("an account may accept several schemes", () => {
    const any: ExpectedCredentials = { ...md5, scheme: ["basic", "md5"] };
    expect(checkCredentials(credentials({ scheme: "basic", ...account }), any)).toMatchObject({ scheme: "basic" });
    expect(checkCredentials(credentials({ scheme: "md5", ...account, nonce }), any)).toMatchObject({ scheme: "md5" });
  });

  test("no result has a secret in it", () => {
    const basic = credentials({ scheme: "basic", ...account });
    for (const scheme of ["basic", "md5"] as const) {
      const result = JSON.stringify(checkCredentials(basic, { ...account, secret: "another", scheme }));
      expect(result).not.toContain("s3cr3t!");
      expect(result).not.toContain("another");
    }
  });
});

describe("wrong arguments", () => {
  const secret = 31337 as never;
  test.each<[() => unknown, typeof TypeError | typeof RangeError]>([
    [() => credentials({ scheme: "md5", user: "a", secret: secret }), TypeError],
    [() => credentials({ scheme: "md5", user: secret, secret: "b" }), TypeError],
    [() => credentials({ scheme: "md5", user: "a" } as never), TypeError],
    [
      () => credentials({ scheme: "md5", user: "a", secret: "b", storedDigest: storedDigest("a", "b") } as never),
      TypeError,
    ],
    [() => credentials({ scheme: "md5", user: "a", storedDigest: "31337" }), RangeError],
    [() => credentials({ scheme: "md5", ...account, nonce: "AAAA" as never }), TypeError],
    [() => credentials({ scheme: "mac" as never, ...account }), RangeError],
    [() => credentials({ ...account } as never), TypeError],
    [() => credentials(undefined as never), TypeError],
    [() => credentials({ scheme: "basic", user: "a", storedDigest: storedDigest("a", "b") }), TypeError],
    [() => checkCredentials(undefined, { ...account } as never), TypeError],
    [() => checkCredentials(undefined, { ...account, scheme: "digest" as never }), RangeError],
    [() => checkCredentials(undefined, null as never), TypeError],
    [() => challenge({ scheme: "md5" }), TypeError],
    [() => challenge({ scheme: "basic", nonce }), TypeError],
    [() => challenge({ nonce } as never), TypeError],
  ])("%s", (call, kind) => {
    expect(call).toThrow(kind);
    expect(call).not.toThrow("31337");
  });

  test("a stored digest may lack its padding", () => {
    const stored = storedDigest("dm-client", "s3cr3t!").replace(/=+$/, "");
    expect(credentials({ scheme: "md5", user: "dm-client", storedDigest: stored, nonce }).data).toBe(digestText);
  });
});

describe("challenges", () => {
  const chalOf = (content: string) => {
    const body = `<Status><Chal>${content}</Chal></Status>`;
    const [status] = decode(`<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody>${body}</SyncBody></SyncML>`).syncBody
      .commands;
    return (status as { chal: Parameters<typeof readChallenge>[0] }).chal;
  };
  const none = new Uint8Array(0);

  test.each<[string, string, object]>([
    [
      "basic",
      `<Meta>${base64}${typed("Type", "syncml:auth-basic")}</Meta>`,
      { scheme: "basic", nonce: none, hasNonce: false },
    ],
    [
      "a nonce",
      `<Meta>${type}${typed("NextNonce", "AAEC")}</Meta>`,
      { scheme: "md5", nonce: Uint8Array.of(0, 1, 2), hasNonce: true },
    ],
    ["an empty nonce", `<Meta>${type}${typed("NextNonce", "")}</Meta>`, { scheme: "md5", nonce: none, hasNonce: true }],
    ["no nonce", `<Meta>${type}</Meta>`, { scheme: "md5", nonce: none, hasNonce: false }],
    [
      "no Meta",
      `${type}${typed("NextNonce", "AAEC")}`,
      { scheme: "md5", nonce: Uint8Array.of(0, 1, 2), hasNonce: true },
    ],
    ["no base64", `<Meta>${type}${typed("NextNonce", "a-b")}</Meta>`, { scheme: "md5", nonce: encodeUtf8("a-b") }],
    [
      "another type",
      `<Meta>${typed("Type", "syncml:auth-X509")}</Meta>`,
      { scheme: undefined, type: "syncml:auth-X509" },
    ],
    ["nothing", "", { scheme: undefined, type: undefined, nonce: none, hasNonce: false }],
  ])("with %s", (_, content, reading) => {
    expect(readChallenge(chalOf(content))).toMatchObject(reading);
  });
});
