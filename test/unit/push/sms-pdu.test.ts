import { expect, test } from "vitest";
import { decodePush, decodeSmsPdu, encodeSmsPdu } from "../../../src/push/index.ts";
import { errorOf } from "../../support/error-of.ts";
import { bytes } from "../../support/hex.ts";

const userData =
  "0605040b84c002010603c4af87ab1a2714b91cc410f878cb621b5ad1d102d800000012340e636f6d2e6578616d706c652e646d";
const tpdu = `400c9121436587092100f56211202143650033${userData}`;
const deliver = `07911326040000f0${tpdu}`;

test("a DELIVER with and without its service centre", () => {
  const pdu = decodeSmsPdu(deliver.toUpperCase());
  expect(pdu).toMatchObject({
    kind: "deliver",
    smsc: { type: 0x91, text: "+31624000000" },
    address: { type: 0x91, text: "+123456789012" },
    dataCodingScheme: 0xf5,
    coding: "8-bit",
    timeStamp: "26-11-02 12:34:56 +0000",
    hasHeader: true,
    userData: bytes(userData),
    header: { ports: { destination: 2948, source: 49154 } },
    tpduLength: 70,
  });
  expect(decodePush(pdu.header?.body ?? new Uint8Array())).toMatchObject({
    applicationID: "x-wap-application:syncml.dm",
  });
  const { ranges: _ranges, smsc: _smsc, ...rest } = pdu;
  expect(encodeSmsPdu(pdu)).toEqual(bytes(deliver));
  expect(decodeSmsPdu(bytes(tpdu))).toMatchObject({ ...rest, smsc: undefined });
  expect(pdu.ranges[0]).toEqual({ field: "smsc", start: 0, end: 8 });
  expect(pdu.ranges.at(-1)).toEqual({ field: "userData", start: 27, end: 78 });
});

test("a SUBMIT without a validity period", () => {
  const pdu = decodeSmsPdu(`0041000c9121436587092100f533${userData}`);
  expect(pdu).toMatchObject({
    kind: "submit",
    smsc: { text: "" },
    messageReference: 0,
    timeStamp: undefined,
    tpduLength: 64,
  });
  expect(pdu.validityPeriod).toHaveLength(0);
});

test("a PDU that is cut anywhere is refused at the cut", () => {
  const whole = bytes(deliver);
  for (let cut = 0; cut < whole.length; cut++) {
    expect(errorOf(() => decodeSmsPdu(whole.subarray(0, cut), { smsc: "present" }))).toMatchObject({
      code: "truncated-input",
      offset: cut,
    });
  }
});

test("octets after the PDU are refused, and so is what is not hexadecimal", () => {
  expect(errorOf(() => decodeSmsPdu(`${deliver}00`))).toMatchObject({ code: "invalid-layout", offset: 78 });
  expect(() => decodeSmsPdu("07x")).toThrow(TypeError);
});

test("a PDU is written from texts, and read back", () => {
  for (const address of ["+49170123456", "12345", "Operator 7"]) {
    for (const kind of ["deliver", "submit"] as const) {
      for (const smsc of ["+316240000001", "", undefined]) {
        const timeStamp = kind === "deliver" ? "26-11-02 12:34:56 -0330" : undefined;
        const written = encodeSmsPdu({ kind, smsc, address, timeStamp, userData: bytes(userData) });
        const read = decodeSmsPdu(written, { smsc: smsc === undefined ? "absent" : "present" });
        expect(read).toMatchObject({ kind, address: { text: address }, timeStamp, userData: bytes(userData) });
        expect(read.smsc?.text).toBe(smsc);
        expect(encodeSmsPdu(read)).toEqual(written);
        expect(decodeSmsPdu(encodeSmsPdu({ ...read, address: "+1" })).address.text).toBe("+1");
      }
    }
  }
});

test("characters of seven and sixteen bits are text where that is simple", () => {
  const seven = decodeSmsPdu("0001000291210000" + "0a" + "e8329bfd4697d9ec37");
  expect(seven).toMatchObject({ coding: "7-bit", userDataLength: 10, text: "hellohello", hasHeader: false });
  expect(encodeSmsPdu(seven)).toHaveLength(18);
  expect(decodeSmsPdu("00010002912100080400e92603")).toMatchObject({ coding: "UCS-2", text: "é☃" });
});
