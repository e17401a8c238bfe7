import { createHash } from "node:crypto";
import fc from "fast-check";
import { test } from "vitest";
import { credentials, hmacHeader, storedDigest } from "../../../src/push/index.ts";

// Digests checked against those of Node.

const md5 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest("base64");
};
const text = fc.string({ unit: "binary", maxLength: 40 });
const octets = fc.uint8Array({ maxLength: 200 });

test("stored digests, credentials and headers are what node:crypto computes", () => {
  fc.assert(
    fc.property(text, text, octets, octets, (user, secret, nonce, body) => {
      const stored = md5(`${user}:${secret}`);
      const { data } = credentials({ scheme: "md5", user, secret, nonce });
      const mac = hmacHeader(body, { user: "a", storedDigest: stored, nonce });
      return (
        storedDigest(user, secret) === stored &&
        data === md5(stored, ":", nonce) &&
        mac === `algorithm=MD5, username="a", mac=${md5(stored, ":", nonce, ":", md5(body))}`
      );
    }),
  );
});
