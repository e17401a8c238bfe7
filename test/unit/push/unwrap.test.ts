import { expect, test } from "vitest";
import {
  decodeSmsPdu,
  encodePush,
  encodeSmsPdu,
  readSmsTranscript,
  segmentSms,
  unwrapCarriers,
  unwrapSegments,
} from "../../../src/push/index.ts";
import { bytes } from "../../support/hex.ts";

const trigger = bytes('ab1a2714b91cc410f878cb621b5ad1d1 02d8000000 1234 0e "com.example.dm"');
const contentType = "application/vnd.syncml.notification";
const push = encodePush({ contentType, applicationID: "syncml.dm", body: trigger });
const [userData] = segmentSms(push) as [Uint8Array];
const timeStamp = "26-11-02 12:34:56 +0000";
const inSms = (data: Uint8Array, smsc?: string) =>
  encodeSmsPdu({ kind: "deliver", smsc, address: "+123456789012", timeStamp, userData: data });
const hex = (octets: Uint8Array) => Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");

test.each([
  ["a bare notification", trigger, [], undefined],
  ["a push", push, ["push"], contentType],
  ["user data", userData, ["userData", "push"], contentType],
  ["an SMS", inSms(userData, "+31624000000"), ["sms", "userData", "push"], contentType],
  ["an SMS with an empty service centre", inSms(userData, ""), ["sms", "userData", "push"], contentType],
  ["an SMS without a service centre", inSms(userData), ["sms", "userData", "push"], contentType],
  [
    "a SUBMIT",
    encodeSmsPdu({ kind: "submit", smsc: "", address: "+1", userData }),
    ["sms", "userData", "push"],
    contentType,
  ],
])("%s is recognised by its content", (_name, input, kinds, type) => {
  const found = unwrapCarriers(input);
  expect(found.layers.map(({ kind }) => kind)).toEqual(kinds);
  expect(found).toMatchObject({ body: trigger, contentType: type, isSegment: false });
  expect(input.subarray(found.bodyStart)).toEqual(trigger);
  // Each layer is the last field of the one around it, and has all octets up to the end.
  for (const [index, layer] of found.layers.entries()) {
    let at = layer.start;
    for (const { start, end } of layer.ranges) {
      expect(start).toBe(at);
      at = end;
    }
    expect(at).toBe(input.length);
    const next = found.layers[index + 1]?.start ?? found.bodyStart;
    expect(layer.ranges.at(-1)).toMatchObject({ start: next, end: input.length });
  }
});

test.each([
  ["WBXML", '02a4016a00 6d6c67 5703"sc"00 01010101'],
  ["WBXML that might be an SMS by its first octets", "030b6a00c546 01"],
  ["XML", '"<SyncML/>"'],
  ["nothing", ""],
  ["other octets", "ff00ff00"],
])("%s is a bare body", (_name, listing) => {
  expect(unwrapCarriers(bytes(listing))).toMatchObject({ layers: [], body: bytes(listing), bodyStart: 0 });
});

const long = encodePush({
  contentType: "application/vnd.wap.connectivity-wbxml",
  parameters: { SEC: 1, MAC: "0".repeat(40) },
  body: bytes(`030b6a00 ${"c5".repeat(400)}`),
});
const parts = segmentSms(long, { reference: 7 }).map((segment) => inSms(segment, "+31624000000"));

test("segments in any order, and twice, make one message", () => {
  expect(parts).toHaveLength(4);
  expect(unwrapCarriers(parts[0] as Uint8Array)).toMatchObject({ isSegment: true, contentType: undefined });
  const orders = [
    [0, 1, 2, 3],
    [3, 1, 0, 2],
    [0, 0, 1, 1, 2, 2, 3, 3],
    [2, 3, 0, 1, 2, 3, 0, 1],
  ];
  for (const order of orders) {
    const { messages, incomplete, dropped } = unwrapSegments(order.map((index) => parts[index] as Uint8Array));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      contentType: "application/vnd.wap.connectivity-wbxml",
      push: { parameters: [{ name: "SEC", value: 1, meaning: "USERPIN" }, { name: "MAC" }] },
    });
    expect(messages[0]?.body).toHaveLength(404);
    expect([incomplete, dropped]).toEqual([[], []]);
  }
});

test("missing and contradicting segments are said", () => {
  const [first, second] = parts as [Uint8Array, Uint8Array];
  const other = second.slice();
  other[80] = (other[80] as number) ^ 1;
  expect(unwrapSegments([first, second, other, second, other, trigger])).toMatchObject({
    messages: [{ body: trigger, layers: [] }],
    incomplete: [{ sender: "+123456789012", reference: 7, total: 4, missing: [3, 4], conflicts: [2] }],
    conflicts: [{ index: 2, sequence: 2 }],
    dropped: [],
  });
});

test("of segments that contradict each other both are kept", () => {
  const [first, second, third, fourth] = parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const other = second.slice();
  other[80] = (other[80] as number) ^ 1;
  const bodyOf = (...segments: Uint8Array[]) => unwrapSegments(segments).messages[0]?.body;
  const [one, two] = [bodyOf(first, second, third, fourth), bodyOf(first, other, third, fourth)];
  expect(one).not.toEqual(two);
  const found = unwrapSegments([fourth, second, other, third, first]);
  expect(found).toMatchObject({ conflicts: [{ index: 2, sequence: 2 }], incomplete: [], dropped: [] });
  expect(found.messages.map(({ body }) => body)).toEqual([one, two]);
  expect(unwrapSegments([other, fourth, second, third, first]).messages.map(({ body }) => body)).toEqual([two, one]);
});

test("a push after four octets is found in user data without ports", () => {
  const parts = [0, 1].map((index) => {
    const whole = bytes(`deadbeef ${hex(push)}`);
    const half = whole.subarray(index * 20, index === 0 ? 20 : whole.length);
    return inSms(bytes(`05 00 03 01 02 0${index + 1} ${hex(half)}`));
  });
  expect(unwrapSegments(parts).messages).toMatchObject([{ layers: [{ kind: "push", start: 4 }], body: trigger }]);
});

test("transcripts of modems", () => {
  const [a, b] = parts.map(hex) as [string, string];
  const length = (pdu: string) => decodeSmsPdu(pdu).tpduLength;
  const wrapped = `${a.slice(0, 80)}\r\n${a.slice(80)}`;
  const spaced = b.toUpperCase().replace(/(..)/g, "$1 ");
  const text = `AT+CMGL=4\r\r\n+CMGL: 1,1,,${length(a)}\r\n${wrapped}\r\n+CMGL: 2,1,"x",${length(b)}\r\n${spaced}\r\n\r\nOK\r\n`;
  expect(readSmsTranscript(text)).toEqual({
    pdus: [
      { octets: parts[0], line: 4 },
      { octets: parts[1], line: 7 },
    ],
    statusReports: [],
    faults: [],
  });
  expect(readSmsTranscript(`${a}\n${b}\n`)?.pdus).toEqual([
    { octets: parts[0], line: 1 },
    { octets: parts[1], line: 2 },
  ]);
  const lost = `+CMGR: 0,,${length(a) - 1}\n${a}\n+CMT: ,${length(b)}\n${b.slice(0, 60)}\n+CMGR: 1,,5\nOK\n`;
  const { pdus, faults } = readSmsTranscript(lost) ?? {};
  expect(pdus).toEqual([{ octets: parts[0], line: 2 }]);
  expect(faults?.map(({ line }) => line)).toEqual([1, 3, 5]);
  for (const other of ["", "hello", "02a4016a00", "<SyncML/>", `${a}\nhello`]) {
    expect(readSmsTranscript(other)).toBeUndefined();
  }
});

test("status reports of modems are told apart, as they come and in a list", () => {
  const [a] = parts.map(hex) as [string];
  const announced = `+CMT: ,${decodeSmsPdu(a).tpduLength}`;
  const report = "06 4d 0c 91 214365870921 62112021436500 62112021436500 00";
  const [bare, full] = [bytes(report), bytes(`07 91 1326040000f0 ${report}`)];
  const text = [
    `+CDS: ${bare.length}`,
    hex(full),
    announced,
    a,
    `+CDS: ${bare.length}`,
    hex(bare),
    `+CMGL: 3,1,,${bare.length}`,
    hex(full).slice(0, 40),
    hex(full).slice(40),
    '+CDS: 6,77,"+123456789012",145,"26/11/02,12:34:56+00","26/11/02,12:34:56+00",0',
    '+CDSI: "SR",1',
    `+CDS: ${bare.length}`,
    hex(full).slice(0, 40),
  ].join("\r\n");
  expect(readSmsTranscript(text)).toEqual({
    pdus: [{ octets: parts[0], line: 4 }],
    statusReports: [
      { octets: full, line: 2 },
      { octets: bare, line: 6 },
      { octets: full, line: 8 },
    ],
    faults: [
      {
        line: 12,
        reason:
          "25 octets after the service centre are announced, and 20 octets follow, which are no PDU of that length",
      },
    ],
  });
});

test("lines of a log cost what they weigh", () => {
  // Backtracking over these would take minutes.
  const long = 200_000;
  for (const line of [
    `+CMT: ${"1".repeat(long)}x`,
    `+CMT: ${" 1".repeat(long)}x`,
    `AT${" ".repeat(long)}\u2028x`,
    `+${"a".repeat(long)}`,
    `+CDS: ${"1".repeat(long)} x`,
    `OK${" ".repeat(long)}x`,
    " ".repeat(long),
  ]) {
    const { faults } = readSmsTranscript(`+CMGR: 1,,5\n\n${line}\n`) ?? {};
    expect(faults?.[0]).toMatchObject({ line: 1 });
  }
});

test("the port of WAP push makes a push of what has no known type", () => {
  const unknown = encodePush({ contentType: "0x3e", body: bytes("8c82") });
  const [segment] = segmentSms(unknown) as [Uint8Array];
  expect(unwrapCarriers(segment)).toMatchObject({ contentType: "0x3e", body: bytes("8c82") });
  const [other] = segmentSms(unknown, { destinationPort: 5000 }) as [Uint8Array];
  expect(unwrapCarriers(other)).toMatchObject({ contentType: undefined, body: unknown });
});
