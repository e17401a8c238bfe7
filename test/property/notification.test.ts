import fc from "fast-check";
import { expect, test } from "vitest";
import { isSyncmlError } from "../../src/core/errors.ts";
import {
  decodeNotification,
  encodeNotification,
  type NotificationInput,
  verifyNotification,
} from "../../src/push/index.ts";
import { notifications } from "../../src/testing/index.ts";
import { errorOf } from "../support/error-of.ts";

const keys = fc.record({ secret: fc.string({ maxLength: 12 }), nonce: fc.uint8Array({ maxLength: 20 }) });

/** The fields as they are read: nothing left out, and the session as text. */
const readAs = ({ sessionID, ...fields }: NotificationInput) => ({
  ...fields,
  sessionID: (sessionID as number).toString(16).toUpperCase(),
  sessionNumber: sessionID,
});

test("what is encoded is decoded as the same, and encoded again to the same octets", () => {
  fc.assert(
    fc.property(notifications(), keys, (fields, key) => {
      const message = encodeNotification(fields, key);
      const read = decodeNotification(message, { kind: fields.kind });
      if (read.kind === "dm-1.3") throw new Error("of another layout");
      const { digest, trigger, ranges, ...rest } = read;
      expect(rest).toEqual(readAs(fields));
      expect([...digest, ...trigger]).toEqual([...message]);
      // Also if the layout is guessed, right or wrong.
      const guessed = decodeNotification(message);
      if (guessed.kind === "dm-1.3") throw new Error("of another layout");
      expect(encodeNotification(guessed, guessed)).toEqual(message);
      expect(encodeNotification(read, key)).toEqual(message);
    }),
  );
});

test("ranges cover every octet once, in order", () => {
  fc.assert(
    fc.property(notifications(), keys, (fields, key) => {
      const message = encodeNotification(fields, key);
      let at = 0;
      for (const { start, end } of decodeNotification(message, { kind: fields.kind }).ranges) {
        expect(start).toBe(at);
        at = end;
      }
      expect(at).toBe(message.length);
    }),
  );
});

test("a notification that is cut before the vendor's octets is refused at the cut", () => {
  fc.assert(
    fc.property(notifications(), keys, (fields, key) => {
      const message = encodeNotification(fields, key);
      const end = message.length - (fields.vendor?.length ?? 0);
      for (let cut = 0; cut < message.length; cut++) {
        const error = errorOf(() => decodeNotification(message.subarray(0, cut), { kind: fields.kind }));
        const wanted = cut < end ? { code: "truncated-input", offset: cut } : undefined;
        expect(error && { code: error.code, offset: error.offset }).toEqual(wanted);
      }
    }),
  );
});

test("a notification is verified with its own key, and with no bit of it changed", () => {
  fc.assert(
    fc.property(notifications(), keys, fc.nat(), (fields, key, place) => {
      const message = encodeNotification(fields, key);
      const account = { serverID: fields.serverID, ...key };
      expect(verifyNotification(message, [account], { kind: fields.kind })).toMatchObject({ ok: true, resync: false });
      const bit = place % (message.length * 8);
      const changed = message.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      // Found whatever the server identifier has become.
      expect(isVerified(changed, { ...fields }, () => account)).toBe(false);
      expect(isVerified(message, fields, () => ({ ...account, secret: `${key.secret}x` }))).toBe(false);
    }),
  );
});

function isVerified(
  message: Uint8Array,
  { kind }: NotificationInput,
  account: () => { serverID: string; secret: string; nonce: Uint8Array },
): boolean {
  try {
    return verifyNotification(message, account, { kind }).ok;
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return false;
  }
}
