import { expect, test } from "vitest";
import {
  decodePush,
  decodeUserData,
  encodePush,
  encodeUserData,
  SmsReassembler,
  segmentSms,
} from "../../../src/push/index.ts";
import { corpusText } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";
import { bytes } from "../../support/hex.ts";

interface Vectors {
  readonly wsp: readonly {
    readonly name: string;
    readonly pduHex: string;
    readonly tid: number;
    readonly contentType: string;
    readonly applicationId: number | string | null;
    readonly bodyHex: string;
  }[];
  readonly sms: readonly {
    readonly name: string;
    readonly ref: number;
    readonly pduHex?: string;
    readonly segmentsHex: readonly string[];
  }[];
}
const vectors = JSON.parse(corpusText("vectors/vectors.json")) as Vectors;
const applications: Readonly<Record<number, string>> = {
  5: "x-wap-application:push.syncml",
  7: "x-wap-application:syncml.dm",
};

const hex = (octets: Uint8Array) => Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");

test.each(vectors.wsp)("push: $name", ({ pduHex, tid, contentType, applicationId, bodyHex }) => {
  const push = decodePush(bytes(pduHex));
  expect(push).toMatchObject({ transactionID: tid, contentType, confirmed: false });
  expect(push.applicationID).toBe(
    typeof applicationId === "number" ? applications[applicationId] : (applicationId ?? undefined),
  );
  expect(hex(push.body)).toBe(bodyHex);
  expect(hex(encodePush(push))).toBe(pduHex);
  let at = 0;
  for (const { start, end } of push.ranges) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(pduHex.length / 2);
});

test("a push is written in the shortest form", () => {
  const body = bytes("aa");
  const application = encodePush({
    contentType: "application/vnd.syncml.notification",
    applicationID: "syncml.dm",
    body,
  });
  expect(hex(application)).toBe("010603c4af87aa");
  const signed = encodePush({
    contentType: "application/vnd.wap.connectivity-wbxml",
    parameters: { SEC: 0, MAC: "0".repeat(40) },
    body,
  });
  expect(hex(signed)).toBe(`01062f1f2db6918092${"30".repeat(40)}00aa`);
  expect(decodePush(signed).parameters).toMatchObject([
    { name: "SEC", value: 0 },
    { name: "MAC", value: "0".repeat(40) },
  ]);
  expect(hex(encodePush({ ...decodePush(signed), contentType: "application/vnd.syncml+wbxml", parameters: [] }))).toBe(
    "0106040302" + "0303aa",
  );
});

test("a push that is cut inside its headers is refused at the cut", () => {
  for (const { pduHex, bodyHex } of vectors.wsp) {
    const whole = bytes(pduHex);
    for (let cut = 0; cut < whole.length - bodyHex.length / 2; cut++) {
      expect(errorOf(() => decodePush(whole.subarray(0, cut)))).toMatchObject({ code: "truncated-input", offset: cut });
    }
  }
});

test.each([
  ["0105 03 c4af87", "invalid-layout", 1],
  ["0106 00 aa", "invalid-layout", 3],
  ["0106 8f8f8f8f8f0f", "integer-overflow", 2],
  ["0106 02 05c4", "invalid-layout", 5],
  ["0106 02 c4af 87", "invalid-layout", 5],
])("the push %s is refused", (listing, code, offset) => {
  expect(errorOf(() => decodePush(bytes(listing)))).toMatchObject({ code, offset });
});

const pdu = bytes(vectors.sms[0]?.pduHex ?? "");

test.each(vectors.sms)("short messages: $name", ({ ref, segmentsHex }) => {
  const segments = segmentSms(pdu, { reference: ref, wide: ref > 255 });
  expect(segments.map(hex)).toEqual(segmentsHex);
  for (const segment of segments) expect(encodeUserData(decodeUserData(segment))).toEqual(segment);
  for (const order of [segments, [...segments].reverse()]) {
    const reassembler = new SmsReassembler();
    const [first, second] = order as [Uint8Array, Uint8Array];
    expect(reassembler.add({ sender: "1", userData: first })).toMatchObject({ kind: "incomplete" });
    expect(reassembler.add({ sender: "1", userData: first })).toMatchObject({ kind: "duplicate" });
    const other = first.slice();
    other[20] = (other[20] as number) ^ 1;
    expect(reassembler.add({ sender: "1", userData: other })).toMatchObject({ kind: "conflict" });
    expect(reassembler.add({ sender: "2", userData: second })).toMatchObject({ kind: "incomplete" });
    expect(reassembler.add({ sender: "1", userData: second })).toMatchObject({
      kind: "complete",
      body: pdu,
      ports: { destination: 2948, source: 49154 },
    });
    expect(reassembler.pending()).toMatchObject([{ sender: "2", reference: ref, total: 2 }]);
    for (const userData of order)
      expect(reassembler.add({ sender: "1", userData })).toEqual({ kind: "duplicate", missing: [] });
    expect(reassembler.add({ sender: "1", userData: other })).toMatchObject({ kind: "complete" });
  }
});

test("255 segments are the most, and what is held is bounded", () => {
  const longest = new Uint8Array(255 * 128).map((_, index) => index % 251);
  const reassembler = new SmsReassembler();
  const results = segmentSms(longest)
    .reverse()
    .map((userData) => reassembler.add({ sender: "1", userData }));
  expect(results.at(-1)).toMatchObject({ kind: "complete", body: longest });
  expect(() => segmentSms(new Uint8Array(255 * 128 + 1))).toThrow(RangeError);
  const small = new SmsReassembler({ maxMessages: 1 });
  const [userData] = segmentSms(pdu) as [Uint8Array];
  expect(small.add({ sender: "1", userData })).toMatchObject({ kind: "incomplete", missing: [2] });
  expect(small.add({ sender: "2", userData })).toEqual({ kind: "refused" });
});

test.each([
  ["", "truncated-input", 0],
  ["05 00", "truncated-input", 2],
  ["02 05 04 0b84", "invalid-layout", 3],
  ["05 00 03 5a 02 03", "invalid-layout", 5],
  ["05 00 03 5a 02 00", "invalid-layout", 5],
  ["04 00 02 5a 02", "invalid-layout", 2],
])("the user data %s is refused", (listing, code, offset) => {
  expect(errorOf(() => decodeUserData(bytes(listing)))).toMatchObject({ code, offset });
});
