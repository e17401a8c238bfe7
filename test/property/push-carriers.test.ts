import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodePush,
  decodeSmsPdu,
  decodeUserData,
  encodePush,
  encodeSmsPdu,
  encodeUserData,
  readSmsTranscript,
  segmentSms,
  unwrapCarriers,
  unwrapSegments,
} from "../../src/push/index.ts";
import { errorOf } from "../support/error-of.ts";

const octets = fc.uint8Array({ maxLength: 60 });
const hex = (bytes: Uint8Array) => Array.from(bytes, (octet) => octet.toString(16).padStart(2, "0")).join("");
const field = fc.record({
  name: fc.constantFrom("Push-Flag", "x-note", "0x7b", "2:0x05", "Content-Length"),
  value: fc.oneof(fc.nat(), fc.stringMatching(/^[ -~]{0,9}$/), fc.constant("é")),
});
const pushes = fc
  .record({
    contentType: fc.constantFrom("application/vnd.syncml.notification", "application/vnd.syncml+xml", "a/b", "0x3e"),
    applicationID: fc.constantFrom(undefined, 7, 300, "syncml.dm", "other.ua"),
    body: octets,
    transactionID: fc.nat(255),
    confirmed: fc.boolean(),
    parameters: fc.array(
      fc.record({
        name: fc.constantFrom("SEC", "MAC", "charset", "q-x"),
        value: fc.oneof(fc.nat(), fc.constant("text")),
      }),
      { maxLength: 3 },
    ),
    headers: fc.array(field, { maxLength: 4 }),
  })
  .map(encodePush);
const noise = fc.uint8Array({ maxLength: 200 });

test("what is written is read, and written again as it was", () => {
  fc.assert(
    fc.property(pushes, (written) => {
      expect(encodePush(decodePush(written))).toEqual(written);
    }),
  );
});

test("what of any octets is read is written as it was, apart from a length in a longer form", () => {
  fc.assert(
    fc.property(noise, (bytes) => {
      const head = Uint8Array.of(1, 6, 30, ...bytes);
      errorOf(() => {
        const push = decodePush(head);
        expect(encodePush(push)).toEqual(head);
      });
      errorOf(() => expect(encodeUserData(decodeUserData(bytes))).toEqual(bytes));
      errorOf(() => expect(encodeSmsPdu(decodeSmsPdu(bytes))).toEqual(bytes));
      const { body, bodyStart } = unwrapCarriers(bytes);
      expect(body).toEqual(bytes.subarray(bodyStart));
      readSmsTranscript(hex(bytes));
    }),
  );
});

test("segments in any order, and some twice, make the message", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 134, maxLength: 2000 }),
      fc.boolean(),
      fc.infiniteStream(fc.nat()),
      (body, wide, picks) => {
        const segments = segmentSms(body, { reference: 9, wide });
        const doubled = [...segments, ...segments].map((segment) => ({ segment, at: picks.next().value as number }));
        const order = doubled.sort((one, other) => one.at - other.at).map(({ segment }) => segment);
        const { messages, incomplete, dropped } = unwrapSegments(order);
        expect(messages).toHaveLength(1);
        expect([incomplete, dropped]).toEqual([[], []]);
        const [message] = messages;
        expect(body.subarray(body.length - (message?.body.length ?? 0))).toEqual(message?.body);
      },
    ),
  );
});
