import fc from "fast-check";
import { expect, test } from "vitest";
import {
  challenge,
  checkCredentials,
  checkHmacHeader,
  credentials,
  hmacHeader,
  parseHmacHeader,
  readChallenge,
  storedDigest,
} from "../../src/push/index.ts";

const text = fc.string({ unit: "binary", maxLength: 30 });
const printable = fc.string({ unit: "grapheme", maxLength: 30 }).filter((name) => !/\p{Cc}/u.test(name));
const octets = fc.uint8Array({ maxLength: 40 });
const scheme = fc.constantFrom("basic" as const, "md5" as const);

test("credentials are accepted by whoever expects them, and by no other", () => {
  fc.assert(
    fc.property(scheme, text, text, octets, text, octets, (scheme, user, secret, nonce, otherText, otherNonce) => {
      const cred = credentials({ scheme, user, secret, nonce });
      const expected = { scheme, user, secret, nonce };
      const stored = storedDigest(user, secret);
      expect(checkCredentials(cred, expected)).toEqual({ ok: true, user, scheme });
      expect(checkCredentials(cred, { scheme, user, storedDigest: stored, nonce })).toEqual({ ok: true, user, scheme });
      const others = [
        ...(otherText === user ? [] : [{ ...expected, user: otherText }]),
        ...(otherText === secret ? [] : [{ ...expected, secret: otherText }]),
        ...(scheme === "basic" || same(otherNonce, nonce) ? [] : [{ ...expected, nonce: otherNonce }]),
      ];
      for (const other of others) expect(checkCredentials(cred, other)).toMatchObject({ ok: false, reason: "wrong" });
      const refused = { ...expected, scheme: scheme === "basic" ? ("md5" as const) : ("basic" as const) };
      expect(checkCredentials(cred, refused)).toMatchObject({ ok: false, reason: "scheme" });
    }),
  );
});

test("a nonce comes through a challenge", () => {
  fc.assert(
    fc.property(fc.constantFrom("md5" as const, "mac" as const), octets, (scheme, nonce) => {
      expect(readChallenge(challenge({ scheme, nonce }))).toMatchObject({ scheme, nonce, hasNonce: true });
    }),
  );
});

test("a header is read back, and accepted for its user, secret, nonce and body only", () => {
  fc.assert(
    fc.property(printable, text, octets, octets, octets, (user, secret, nonce, body, other) => {
      const expected = { user, secret, nonce };
      const header = hmacHeader(body, expected);
      expect(parseHmacHeader(header)).toMatchObject({ ok: true, username: user, algorithm: "MD5" });
      expect(checkHmacHeader(header, body, expected)).toEqual({ ok: true, user });
      expect(checkHmacHeader(header, body, { ...expected, user: `${user}x` }).ok).toBe(false);
      expect(checkHmacHeader(header, body, { ...expected, secret: `${secret}x` }).ok).toBe(false);
      if (!same(other, body)) expect(checkHmacHeader(header, other, expected).ok).toBe(false);
      if (!same(other, nonce)) expect(checkHmacHeader(header, body, { ...expected, nonce: other }).ok).toBe(false);
    }),
  );
});

test("any text is a header or refused, never an error", () => {
  const piece = fc.oneof(
    fc.constantFrom("username=", "mac=", "algorithm=", "MD5", '"', "\\", ",", "=", " ", "\t", "AAAA"),
    fc.string({ unit: "binary", maxLength: 5 }),
  );
  const body = new Uint8Array(0);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const header = pieces.join("");
      const check = checkHmacHeader(header, body, { user: "a", secret: "b" });
      expect(check.ok).toBe(false);
      const parsed = parseHmacHeader(header);
      if (parsed.ok) expect(parsed.algorithm).toBe("MD5");
    }),
  );
});

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, index) => octet === other[index]);
}
