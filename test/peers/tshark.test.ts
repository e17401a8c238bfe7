// Needs tshark (Debian: tshark); run by `npm run test:peers`.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  decodeSmsPdu,
  encodePush,
  encodeSmsPdu,
  encodeUserData,
  type PushInput,
  segmentSms,
} from "../../src/push/index.ts";
import { bytes } from "../support/hex.ts";

const folder = mkdtempSync(join(tmpdir(), "syncml-tshark-"));
afterAll(() => rmSync(folder, { recursive: true }));

const RAW_IP = 101;
const EXPORTED_PDU = 252;
const PUSH_PORT = 2948;

/** A capture file of these frames, a second apart. */
function pcap(linkType: number, frames: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(linkType, 20);
  const records = frames.flatMap((frame, index) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + index, 0);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return [record, frame];
  });
  return Buffer.concat([head, ...records]);
}

/** A datagram to the port of WAP push, in IPv4. */
function datagram(payload: Uint8Array): Buffer {
  const head = Buffer.alloc(28);
  head[0] = 0x45;
  head.writeUInt16BE(28 + payload.length, 2);
  head[8] = 64;
  head[9] = 17;
  head.set([10, 0, 0, 1, 10, 0, 0, 2], 12);
  head.writeUInt16BE(49_154, 20);
  head.writeUInt16BE(PUSH_PORT, 22);
  head.writeUInt16BE(8 + payload.length, 24);
  return Buffer.concat([head, payload]);
}

/** Octets with the name of what reads them before them. */
function exported(dissector: string, octets: Uint8Array): Buffer {
  const name = Buffer.from(`${dissector}\0`);
  return Buffer.concat([Buffer.from([0, 12, 0, name.length]), name, Buffer.from([0, 0, 0, 0]), octets]);
}

/** A PDU with its service centre on its way from the phone: by itself, tshark would take a SUBMIT for the report on one. */
function relayed(pdu: Uint8Array): Buffer {
  const { tpduLength } = decodeSmsPdu(pdu);
  const start = pdu.length - tpduLength;
  const [type, reference, noOriginator] = [0, 5, 0];
  const head = [type, reference, noOriginator, ...pdu.subarray(0, start), tpduLength];
  return exported("gsm_a_rp", Uint8Array.of(...head, ...pdu.subarray(start)));
}

/** The values of fields, one object for each frame. */
function fields(capture: Buffer, names: readonly string[]): Readonly<Record<string, string>>[] {
  const file = join(folder, "capture.pcap");
  writeFileSync(file, capture);
  const args = [
    "-r",
    file,
    "-T",
    "fields",
    "-E",
    "separator=|",
    "-E",
    "aggregator= ",
    ...names.flatMap((name) => ["-e", name]),
  ];
  const out = execFileSync("tshark", args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
  return out
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => Object.fromEntries(line.split("|").map((value, index) => [names[index] as string, value])));
}

const body = bytes('ab1a2714b91cc410f878cb621b5ad1d1 02d8000000 1234 0e "com.example.dm"');
const provisioning = bytes("030b6a00 c546 01c65501 871506 0357534d00 01 01 01");

const pushFields = [
  "wsp.TID",
  "wsp.pdu_type",
  "wsp.headers_length",
  "wsp.header.content_type",
  "wsp.header.x_wap_application_id",
  "wsp.header.content_length",
  "wsp.header.encoding_version",
  "wsp.header.push_flag",
  "wsp.parameter.sec",
  "wsp.parameter.mac",
  "wsp.parameter.charset",
  "_ws.malformed",
];

const pushes: readonly (readonly [name: string, push: PushInput, read: Readonly<Record<string, string>>])[] = [
  [
    "a notification",
    { contentType: "application/vnd.syncml.notification", applicationID: "syncml.dm", body },
    {
      "wsp.TID": "0x01",
      "wsp.pdu_type": "0x06",
      "wsp.headers_length": "3",
      "wsp.header.content_type": "application/vnd.syncml.notification",
      "wsp.header.x_wap_application_id": "x-wap-application:syncml.dm",
    },
  ],
  [
    "one that asks for an acknowledgement, for data synchronization",
    {
      contentType: "application/vnd.syncml.ds.notification",
      applicationID: "push.syncml",
      transactionID: 0xfe,
      confirmed: true,
      body,
    },
    {
      "wsp.TID": "0xfe",
      "wsp.pdu_type": "0x07",
      // Its table ends before this type: it reads the code.
      "wsp.header.content_type": "<Unknown media type identifier 0x4E>",
      "wsp.header.x_wap_application_id": "x-wap-application:push.syncml",
    },
  ],
  [
    "type and application as text",
    { contentType: "application/x-example", applicationID: "x-wap-application:example.ua", body },
    {
      "wsp.header.content_type": "application/x-example",
      "wsp.header.x_wap_application_id": "x-wap-application:example.ua",
    },
  ],
  [
    "a type of two octets",
    { contentType: "application/vnd.syncml+wbxml", body },
    { "wsp.headers_length": "4", "wsp.header.content_type": "<Unknown media type identifier 0x303>" },
  ],
  [
    "a provisioning document with its MAC",
    {
      contentType: "application/vnd.wap.connectivity-wbxml",
      parameters: { SEC: 1, MAC: "AA2DC41FC48AEEF3FED7351B1EE704461A8894D4" },
      body: provisioning,
    },
    {
      "wsp.headers_length": "47",
      "wsp.header.content_type": "application/vnd.wap.connectivity-wbxml",
      "wsp.parameter.sec": "0x01",
      "wsp.parameter.mac": "AA2DC41FC48AEEF3FED7351B1EE704461A8894D4",
    },
  ],
  [
    "other headers, and a character set",
    {
      contentType: "text/vnd.wap.connectivity-xml",
      parameters: { charset: 106 },
      headers: [
        { name: "Encoding-Version", value: 0x15 },
        { name: "Content-Length", value: 162 },
        { name: "Push-Flag", value: 4 },
        { name: "x-note", value: "text" },
      ],
      body,
    },
    {
      "wsp.header.content_type": "text/vnd.wap.connectivity-xml",
      "wsp.parameter.charset": "UTF-8",
      "wsp.header.encoding_version": "1.5",
      "wsp.header.content_length": "162",
    },
  ],
];

test.each(pushes)("a push is read field by field: %s", (_name, push, wanted) => {
  const [read] = fields(pcap(RAW_IP, [datagram(encodePush(push))]), pushFields);
  expect(read).toMatchObject({ ...wanted, "_ws.malformed": "" });
});

const smsFields = [
  "gsm_sms.tp-mti",
  "gsm_sms.tp-udhi",
  "gsm_sms.tp-oa",
  "gsm_sms.tp-pid",
  "gsm_sms.tp-dcs",
  "gsm_sms.scts.year",
  "gsm_sms.scts.month",
  "gsm_sms.scts.day",
  "gsm_sms.scts.hour",
  "gsm_sms.scts.minutes",
  "gsm_sms.scts.seconds",
  "gsm_sms.tp.user_data_length",
  "gsm_sms.ie_identifier",
  "gsm_sms.destination_port",
  "gsm_sms.originator_port",
  "gsm_sms.udh.mm.msg_id",
  "gsm_sms.udh.mm.msg_parts",
  "gsm_sms.udh.mm.msg_part",
  "wsp.header.content_type",
  "wsp.header.x_wap_application_id",
];

const shortMessage = (userData: Uint8Array, address = "+123456789012") =>
  exported("gsm_sms", encodeSmsPdu({ kind: "deliver", address, timeStamp: "26-11-02 12:34:56 -0330", userData }));

const submitFields = [
  ...smsFields,
  "gsm_a.dtap.cld_party_bcd_num",
  "gsm_sms.tp-mr",
  "gsm_sms.tp-da",
  "gsm_sms.tp-rd",
  "gsm_sms.tp-srr",
  "gsm_sms.tp-vpf",
  "_ws.malformed",
];

test("a DELIVER is read field by field, down to the push", () => {
  const push = encodePush({ contentType: "application/vnd.syncml.notification", applicationID: "syncml.dm", body });
  const [userData] = segmentSms(push) as [Uint8Array];
  const [international, alphanumeric] = fields(
    pcap(EXPORTED_PDU, [shortMessage(userData), shortMessage(userData, "Operator 7")]),
    smsFields,
  );
  expect(international).toMatchObject({
    "gsm_sms.tp-mti": "0",
    "gsm_sms.tp-udhi": "1",
    "gsm_sms.tp-oa": "123456789012",
    "gsm_sms.tp-pid": "0",
    "gsm_sms.tp-dcs": "245",
    "gsm_sms.scts.year": "26",
    "gsm_sms.scts.month": "11",
    "gsm_sms.scts.day": "2",
    "gsm_sms.scts.hour": "12",
    "gsm_sms.scts.minutes": "34",
    "gsm_sms.scts.seconds": "56",
    "gsm_sms.ie_identifier": "0x05",
    "gsm_sms.destination_port": "2948",
    "gsm_sms.originator_port": "49154",
    "wsp.header.content_type": "application/vnd.syncml.notification",
    "wsp.header.x_wap_application_id": "x-wap-application:syncml.dm",
  });
  expect(alphanumeric).toMatchObject({ "gsm_sms.tp-oa": "Operator 7" });
});

const validityPeriods: readonly (readonly [string, number[], Readonly<Record<string, string>>])[] = [
  ["without a validity period", [], { "gsm_sms.tp-vpf": "0" }],
  ["with a relative validity period", [0xa7], { "gsm_sms.tp-vpf": "2" }],
  [
    "with an absolute validity period",
    [0x62, 0x11, 0x20, 0x21, 0x43, 0x65, 0x00],
    // Tshark reads it with the fields of a time stamp.
    { "gsm_sms.tp-vpf": "3", "gsm_sms.scts.day": "2", "gsm_sms.scts.hour": "12" },
  ],
];

test.each(validityPeriods)("a SUBMIT %s is read field by field, down to the push", (_name, octets, wanted) => {
  const push = encodePush({ contentType: "application/vnd.syncml.notification", applicationID: "syncml.dm", body });
  const [userData] = segmentSms(push) as [Uint8Array];
  const validityPeriod = Uint8Array.from(octets);
  const common = { kind: "submit", smsc: "+31624000000", messageReference: 77, validityPeriod, userData } as const;
  const [first, reports] = fields(
    pcap(EXPORTED_PDU, [
      relayed(encodeSmsPdu({ ...common, address: "+123456789012" })),
      relayed(encodeSmsPdu({ ...common, address: "12345", firstOctet: 0x24 })),
    ]),
    submitFields,
  );
  const both = {
    "gsm_a.dtap.cld_party_bcd_num": "31624000000",
    "gsm_sms.tp-mti": "1",
    "gsm_sms.tp-udhi": "1",
    "gsm_sms.tp-mr": "77",
    "gsm_sms.tp-pid": "0",
    "gsm_sms.tp-dcs": "245",
    ...wanted,
    "gsm_sms.ie_identifier": "0x05",
    "gsm_sms.destination_port": "2948",
    "gsm_sms.originator_port": "49154",
    "wsp.header.content_type": "application/vnd.syncml.notification",
    "wsp.header.x_wap_application_id": "x-wap-application:syncml.dm",
    "_ws.malformed": "",
  };
  expect(first).toMatchObject({ ...both, "gsm_sms.tp-da": "123456789012", "gsm_sms.tp-rd": "0" });
  expect(reports).toMatchObject({ ...both, "gsm_sms.tp-da": "12345", "gsm_sms.tp-rd": "1", "gsm_sms.tp-srr": "1" });
});

test("ports of eight bits are read", () => {
  const elements = [{ identifier: 0x04, data: Uint8Array.of(0xf0, 0xe1) }];
  const [read] = fields(pcap(EXPORTED_PDU, [shortMessage(encodeUserData({ elements, body }))]), smsFields);
  expect(read).toMatchObject({
    "gsm_sms.ie_identifier": "0x04",
    "gsm_sms.destination_port": "240",
    "gsm_sms.originator_port": "225",
  });
});

test.each([
  [false, 0x5a, "90"],
  [true, 0x1234, "4660"],
])("segments are put together, wide reference: %s", (wide, reference, read) => {
  const push = encodePush({
    contentType: "application/vnd.wap.connectivity-wbxml",
    parameters: { SEC: 3 },
    body: bytes(`030b6a00 c5 ${"4601".repeat(150)} 01`),
  });
  const segments = segmentSms(push, { reference, wide });
  const frames = fields(
    pcap(
      EXPORTED_PDU,
      segments.map((segment) => shortMessage(segment)),
    ),
    smsFields,
  );
  expect(frames).toHaveLength(3);
  frames.forEach((frame, index) => {
    expect(frame).toMatchObject({
      "gsm_sms.udh.mm.msg_id": read,
      "gsm_sms.udh.mm.msg_parts": "3",
      "gsm_sms.udh.mm.msg_part": String(index + 1),
      "gsm_sms.destination_port": "2948",
    });
  });
  expect(frames[2]).toMatchObject({
    "wsp.header.content_type": "application/vnd.wap.connectivity-wbxml",
  });
});
