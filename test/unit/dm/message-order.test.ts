import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import { messageNumber, type OrderVerdict, orderOf, requestHash } from "../../../src/dm/message-order.ts";

/** Rows of the table of duplicates, gaps, lost and late messages: MsgID, last, same body. */
const rows: readonly (readonly [string, string | undefined, number, boolean, OrderVerdict])[] = [
  ["m = L, same hash: the stored reply", "4", 4, true, "repeat"],
  ["m = L, different: the client rebuilt the message", "4", 4, false, "rebuilt"],
  ["m = L + 1: normal", "5", 4, false, "next"],
  ["m = L + 1, first message", "1", 0, false, "next"],
  ["m > L + 1: gap", "6", 4, false, "gap"],
  ["m > L + 1, first message", "2", 0, false, "gap"],
  ["m < L, m = 1: new session with the same id", "1", 4, false, "restart"],
  ["m = L = 1, same hash: repeated, no restart", "1", 1, true, "repeat"],
  ["m = L = 1, different: rebuilt, no restart", "1", 1, false, "rebuilt"],
  ["m < L, other: late copy", "3", 4, false, "late"],
  ["m < L, other, with the octets of the last", "3", 4, true, "late"],
  ["no MsgID", undefined, 4, false, "invalid"],
  ["not a number", "four", 4, false, "invalid"],
  ["not a number: empty", "", 4, false, "invalid"],
  ["not a number: zero, with which nothing counts", "0", 0, true, "invalid"],
  ["not a number: negative", "-1", 4, false, "invalid"],
  ["not a number: fraction", "4.0", 4, false, "invalid"],
  ["not a number: exponent", "1e1", 9, false, "invalid"],
  ["not a number: hexadecimal", "0x5", 4, false, "invalid"],
  ["not a number that can be counted on", "9007199254740992", 4, false, "invalid"],
];

describe("order of messages", () => {
  test.each(rows)("%s", (_, msgID, last, sameBody, verdict) => {
    expect(orderOf(msgID, last, sameBody)).toBe(verdict);
  });

  test("a MsgID is read as a number, with zeros and white space around it", () => {
    expect(orderOf("005", 4, false)).toBe("next");
    expect(orderOf(" 5\n", 4, false)).toBe("next");
    expect(messageNumber("007")).toBe(7);
  });
});

describe("hash of a request", () => {
  const body = encodeUtf8("<SyncML/>");

  test("it is base64 of 32 octets, the same for the same octets", () => {
    expect(requestHash(body, undefined)).toMatch(/^[\w+/]{43}=$/);
    expect(requestHash(body, "mac=a")).toBe(requestHash(Uint8Array.from(body), "mac=a"));
    expect(requestHash(body, null)).toBe(requestHash(body, undefined));
  });

  test("another body or another header gives another", () => {
    const requests = [
      requestHash(body, undefined),
      requestHash(body, ""),
      requestHash(body, "mac=a"),
      requestHash(body, "mac=b"),
      requestHash(encodeUtf8("<SyncML/>:mac=a"), undefined),
      requestHash(encodeUtf8("<SyncML/> "), undefined),
      requestHash(new Uint8Array(0), undefined),
    ];
    expect(new Set(requests).size).toBe(requests.length);
  });

  test("it is the one that any other implementation computes", async () => {
    // printf '<SyncML/>:mac=a0000000000000009' | sha256sum: the body has nine octets.
    const octets = encodeUtf8("<SyncML/>:mac=a0000000000000009");
    const digest = new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", Uint8Array.from(octets)));
    expect(requestHash(body, "mac=a")).toBe(btoa(String.fromCharCode(...digest)));
  });

  test("a body that ends like another one's header and length is told apart", () => {
    const whole = encodeUtf8("<SyncML/>:mac=a0000000000000009");
    expect(requestHash(whole, undefined)).not.toBe(requestHash(body, "mac=a"));
    expect(requestHash(encodeUtf8("<SyncML/>:mac=a"), undefined)).not.toBe(requestHash(body, "mac=a"));
  });
});
