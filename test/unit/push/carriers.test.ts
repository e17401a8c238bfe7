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
    const sequence = order === segments ? 1 : 2;
    const headerLength = ref > 255 ? 13 : 12;
    expect(reassembler.add({ sender: "1", userData: other })).toMatchObject({ kind: "conflict", sequence });
    expect(reassembler.add({ sender: "1", userData: other })).toMatchObject({ kind: "duplicate" });
    expect(reassembler.pending()).toMatchObject([{ sender: "1", conflicts: [sequence] }]);
    const alternative = pdu.slice();
    const at = (sequence - 1) * (140 - headerLength) + 20 - headerLength;
    alternative[at] = (alternative[at] as number) ^ 1;
    expect(reassembler.add({ sender: "2", userData: second })).toMatchObject({ kind: "incomplete" });
    expect(reassembler.add({ sender: "1", userData: second })).toMatchObject({
      kind: "complete",
      body: pdu,
      ports: { destination: 2948, source: 49154 },
      alternatives: [alternative],
    });
    expect(reassembler.pending()).toMatchObject([{ sender: "2", reference: ref, total: 2, conflicts: [] }]);
    for (const userData of [...order, other])
      expect(reassembler.add({ sender: "1", userData })).toEqual({ kind: "duplicate", missing: [] });
    // The reference is used again: what came again is of the new message too.
    other[21] = (other[21] as number) ^ 1;
    expect(reassembler.add({ sender: "1", userData: other })).toMatchObject({ kind: "complete", alternatives: [] });
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

/** User data of one octet, the segment of a number of a message of two. */
const segment = (sequence: number, content: number, sender = 0) => Uint8Array.of(5, 0, 3, sender, 2, sequence, content);

test("messages that are held at once: just under, at and over the limit", () => {
  const reassembler = new SmsReassembler({ maxMessages: 3 });
  const kinds = [1, 2, 3, 4].map((sender) => reassembler.add({ sender: "", userData: segment(1, 0, sender) }).kind);
  expect(kinds).toEqual(["incomplete", "incomplete", "incomplete", "refused"]);
  expect(reassembler.pending()).toHaveLength(3);
  expect(reassembler.add({ sender: "", userData: segment(2, 0, 1) }).kind).toBe("complete");
  // Whole messages make room.
  expect(reassembler.add({ sender: "", userData: segment(1, 0, 4) }).kind).toBe("incomplete");
  expect(reassembler.add({ sender: "", userData: segment(1, 0, 5) }).kind).toBe("refused");
});

test("octets that are held at once: just under, at and over the limit", () => {
  for (const [maxOctets, last] of [
    [22, "complete"],
    [21, "complete"],
    [20, "refused"],
  ] as const) {
    const reassembler = new SmsReassembler({ maxOctets });
    const add = (sequence: number, content: number) =>
      reassembler.add({ sender: "", userData: segment(sequence, content) }).kind;
    expect([add(1, 0), add(1, 1), add(2, 0)]).toEqual(["incomplete", "conflict", last]);
  }
});

test("contradictions that are kept of one message: at the limit and over it", () => {
  const reassembler = new SmsReassembler();
  const kinds = Array.from(
    { length: 10 },
    (_, content) => reassembler.add({ sender: "", userData: segment(1, content) }).kind,
  );
  expect(kinds).toEqual(["incomplete", ...new Array<string>(8).fill("conflict"), "refused"]);
  const whole = reassembler.add({ sender: "", userData: segment(2, 99) });
  expect(whole).toMatchObject({ kind: "complete", body: Uint8Array.of(0, 99) });
  const alternatives = [1, 2, 3, 4, 5, 6, 7, 8].map((content) => Uint8Array.of(content, 99));
  expect(whole).toMatchObject({ alternatives });
});

test("a header of 255 octets is written, and a longer one refused", () => {
  const element = (length: number) => ({ identifier: 0x70, data: new Uint8Array(length) });
  for (const length of [252, 253]) {
    const written = encodeUserData({ elements: [element(length)], body: bytes("aa") });
    expect(decodeUserData(written)).toMatchObject({ elements: [element(length)], body: bytes("aa") });
  }
  expect(() => encodeUserData({ elements: [element(254)], body: bytes("aa") })).toThrow(RangeError);
});

test("one short message has room for 133 octets with its ports", () => {
  const lengths = [132, 133, 134].map((length) => segmentSms(new Uint8Array(length)).map((one) => one.length));
  expect(lengths).toEqual([[139], [140], [140, 12 + 6]]);
  const most = [254, 255].map((count) => segmentSms(new Uint8Array(count * 127), { wide: true }).length);
  expect(most).toEqual([254, 255]);
  expect(() => segmentSms(new Uint8Array(255 * 127 + 1), { wide: true })).toThrow(RangeError);
});

test("ports of eight bits are read and written", () => {
  const octets = bytes("09 04 02 f0 e1 00 03 5a 02 01 aa");
  const read = decodeUserData(octets);
  expect(read).toMatchObject({
    ports: { destination: 0xf0, source: 0xe1, wide: false },
    concatenation: { reference: 0x5a, total: 2, sequence: 1, wide: false },
    elements: [{ identifier: 0x04, data: bytes("f0 e1") }, { identifier: 0x00 }],
    body: bytes("aa"),
  });
  expect(read.ranges.map(({ field }) => field)).toEqual(["headerLength", "ports", "concatenation", "body"]);
  expect(encodeUserData(read)).toEqual(octets);
  const elements = [{ identifier: 0x04, data: Uint8Array.of(0xf0, 0xe1) }];
  expect(decodeUserData(encodeUserData({ elements, body: bytes("aa") })).ports).toEqual(read.ports);
  // Of several elements of ports the last counts, whatever its width.
  expect(decodeUserData(bytes("0a 04 02 f0 e1 05 04 0b84 c002 aa")).ports).toMatchObject({
    destination: 2948,
    wide: true,
  });
  expect(errorOf(() => decodeUserData(bytes("05 04 03 f0 e1 00")))).toMatchObject({
    code: "invalid-layout",
    offset: 2,
  });
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
