import { describe, expect, test } from "vitest";
import { encodeBase64 } from "../../../src/core/base64.ts";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import { checkHmacHeader, hmacHeader, parseHmacHeader } from "../../../src/push/index.ts";

const body = encodeUtf8("<SyncML/>");
const account = { user: "dm-client", secret: "s3cr3t!", nonce: Uint8Array.of(0, 0, 0, 0) } as const;
const header = hmacHeader(body, account);
const mac = header.slice(header.indexOf("mac=") + 4);

describe("forms that are read", () => {
  test.each([
    `username=dm-client,mac=${mac}`,
    `MAC=${mac};x,Username="dm-client"`.replace(";x", ""),
    `username="dm-client", mac="${mac}"`,
    `username="dm-client", mac=${mac.replace(/=+$/, "")}`,
    `, ,username="dm-client",, mac=${mac},`,
    `realm="a, b", username="dm-client", mac=${mac}, x=y`,
    `\tusername\t=\t"dm-client"\t,mac=${mac}`,
    `username="\\d\\m-client", mac=${mac}`,
  ])("%s", (value) => {
    expect(checkHmacHeader(value, body, account)).toEqual({ ok: true, user: "dm-client" });
  });
});

describe("forms that are refused", () => {
  test.each<[string | undefined | null, string]>([
    [undefined, "missing"],
    [null, "missing"],
    ["", "malformed"],
    [" , ", "malformed"],
    ["MD5", "malformed"],
    [`username="dm-client, mac=${mac}`, "malformed"],
    [`username="dm-client" x, mac=${mac}`, "malformed"],
    [`username="dm-client\\`, "malformed"],
    [`username="dm-client", mac=`, "malformed"],
    [`="dm-client", mac=${mac}`, "malformed"],
    [`mac=${mac}`, "malformed"],
    [`username="dm-client"`, "malformed"],
    // Which of two a proxy before us took is not known.
    [`username="dm-client", username="root", mac=${mac}`, "malformed"],
    [`username="dm-client", mac=${mac}, MAC=${mac}`, "malformed"],
    [`username="dm-client", mac=AAAA`, "malformed"],
    [`username="dm-client", mac=*`, "malformed"],
    [`algorithm=SHA1, username="dm-client", mac=${mac}`, "algorithm"],
    [`username="DM-client", mac=${mac}`, "user"],
    [`username="dm-client", mac=${encodeBase64(new Uint8Array(16))}`, "wrong"],
  ])("%s: %s", (value, reason) => {
    expect(checkHmacHeader(value, body, account)).toEqual({ ok: false, reason });
  });
});

test("a mac in hexadecimal digits, as the standard prints it, is taken on request only", () => {
  const octets = Uint8Array.from(atob(mac), (character) => character.charCodeAt(0));
  const digits = [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  const value = `username="dm-client", mac=${btoa(digits).replace(/=+$/, "")}`;
  expect(checkHmacHeader(value, body, account)).toEqual({ ok: false, reason: "malformed" });
  expect(checkHmacHeader(value, body, { ...account, hexMac: "accept" })).toEqual({ ok: true, user: "dm-client" });
  const other = { ...account, secret: "x", hexMac: "accept" } as const;
  expect(checkHmacHeader(value, body, other)).toEqual({ ok: false, reason: "wrong" });
  const noDigits = `username="dm-client", mac=${btoa("z".repeat(32))}`;
  expect(checkHmacHeader(noDigits, body, { ...account, hexMac: "accept" })).toMatchObject({ reason: "malformed" });
});

describe("names", () => {
  test.each(['a"b', "back\\slash", "a, mac=b", "", "gerät", "日本😀", "user:with:colon"])("%s", (user) => {
    const value = hmacHeader(body, { ...account, user });
    // What fetch and node:http take.
    expect(value).toMatch(/^[\x20-\x7e\x80-\xff]*$/);
    expect(parseHmacHeader(value)).toMatchObject({ ok: true, username: user });
    expect(checkHmacHeader(value, body, { ...account, user })).toEqual({ ok: true, user });
  });

  test("that came in Latin-1, or decoded already", () => {
    expect(parseHmacHeader('username="ger\u00e4t", mac=AA')).toMatchObject({ username: "gerät" });
    expect(parseHmacHeader('username="日本", mac=AA')).toMatchObject({ username: "日本" });
  });

  test.each(["a\r\nb", "a\0", "\x7f"])("that no header can hold are refused, without a word of them: %j", (user) => {
    expect(() => hmacHeader(body, { ...account, user })).toThrow(
      new RangeError("user must not have control characters"),
    );
  });
});

test("a body in text is refused: its octets are not known", () => {
  expect(() => hmacHeader("<SyncML/>" as never, account)).toThrow(TypeError);
});
