import { readCapture } from "../../src/capture/index.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { encodeSmsPdu, encodeUserData } from "../../src/push/index.ts";
import { type End, exportedPdu, pcapFile, tcpPacket, udpPacket } from "../support/packets.ts";
import type { HostileCarrier } from "./carrier-growth.ts";

const PHONE: End = { address: [192, 0, 2, 10], port: 40_000 };
const GATEWAY: End = { address: [198, 51, 100, 20], port: 9201 };
const SERVER: End = { address: [198, 51, 100, 20], port: 650 };
const RAW = 101;
const EXPORTED = 252;
const POST = [0x60, 0x0b, 0x01, ...encodeUtf8("http://x/dm"), 0xc2, 1, 2, 3];

const file = (linkType: number, count: number, frame: (index: number) => Uint8Array) =>
  pcapFile(
    linkType,
    Array.from({ length: count }, (_, index) => ({ bytes: frame(index) })),
  );
const datagram = (octets: readonly number[]) => udpPacket(PHONE, GATEWAY, Uint8Array.from(octets));
const part = (reference: number, total: number, sequence: number) => {
  const elements = [{ identifier: 0x08, data: Uint8Array.of(reference >> 8, reference & 0xff, total, sequence) }];
  const userData = encodeUserData({ elements, body: Uint8Array.of(1, 2, 3) });
  const time = { timeStamp: "26-11-02 12:34:56 +0100" };
  return exportedPdu("gsm_sms", encodeSmsPdu({ kind: "deliver", address: "+1", ...time, userData }));
};
/** Packets of OBEX in one connection, each in a segment. */
const obex = (packets: readonly number[]) => (count: number) => {
  const connect = [0x80, 0, 7, 0x10, 0, 4, 0];
  const bytes = Uint8Array.from(packets);
  return file(RAW, count, (index) => {
    if (index === 0) return tcpPacket(PHONE, SERVER, 99, "S");
    if (index === 1) return tcpPacket(PHONE, SERVER, 100, "A", Uint8Array.from(connect));
    return tcpPacket(PHONE, SERVER, 107 + (index - 2) * bytes.length, "A", bytes);
  });
};
const MESSAGE_IN_HEX = "02a4016a006d6c7103312e32000101";
const log = (line: (index: number) => string) => (count: number) =>
  encodeUtf8(
    Array.from({ length: count }, (_, index) => `2024-11-02 12:34:56.789  100  200 D Dm: ${line(index)}\n`).join(""),
  );
/** An HTTP archive with so many entries. */
const archive = (count: number) => {
  const entry = {
    startedDateTime: "2026-11-02T12:34:56Z",
    request: { method: "POST", url: "http://x/dm", headers: [], postData: { text: "<SyncML/>" } },
    response: { status: 200, headers: [], content: { text: "<SyncML/>" } },
  };
  return encodeUtf8(`{"log":{"entries":[${Array.from({ length: count }, () => JSON.stringify(entry)).join(",")}]}}`);
};
const run = (input: Uint8Array) => readCapture(input);

/** What captures may hold many of. */
export const hostileCaptures: readonly HostileCarrier[] = [
  {
    name: "capture: transactions without a reply",
    make: (count) => file(RAW, count, (index) => datagram([0x0e, (index >> 8) & 0x7f, index & 0xff, 2, ...POST])),
    run,
  },
  {
    name: "capture: segments of one message",
    make: (count) =>
      file(RAW, count, (index) =>
        datagram(index === 0 ? [0x08, 0, 1, 2, ...POST] : [0x28, 0, 1, index & 0xff, 1, 2, 3, 4, 5, 6, 7, 8]),
      ),
    run,
  },
  { name: "capture: one segment again", make: (count) => file(RAW, count, () => datagram([0x28, 0, 1, 7, 1])), run },
  {
    name: "capture: PDUs in one datagram",
    make: (count) =>
      file(RAW, count >> 6, () => datagram([0, ...new Array(64).fill([8, 0x2a, 0, 1, 7, 1, 2, 3, 4]).flat()])),
    run,
  },
  {
    name: "capture: pushes",
    make: (count) =>
      file(RAW, count, () => udpPacket(PHONE, { ...GATEWAY, port: 2948 }, Uint8Array.of(1, 6, 1, 0xc4, 1))),
    run,
  },
  {
    name: "capture: parts of short messages that are not whole",
    make: (count) => file(EXPORTED, count, (index) => part(index % 5000, 255, 1 + (index % 200))),
    run,
  },
  { name: "capture: one part again", make: (count) => file(EXPORTED, count, () => part(1, 3, 1)), run },
  { name: "capture: entries of an HTTP archive", make: archive, run },
  { name: "capture: packets of one Put", make: obex([0x02, 0, 9, 0x48, 0, 6, 1, 2, 3]), run },
  { name: "capture: Puts without an answer", make: obex([0x82, 0, 9, 0x49, 0, 6, 1, 2, 3]), run },
  { name: "capture: octets that are no packet", make: obex([0x55, 0, 0]), run },
  { name: "capture: lines of a log that are alike", make: log(() => "ab cd xyz ".repeat(8)), run },
  { name: "capture: messages in a log", make: log(() => MESSAGE_IN_HEX), run },
  { name: "capture: messages in one line", make: (count) => encodeUtf8(`${MESSAGE_IN_HEX} got `.repeat(count)), run },
];
