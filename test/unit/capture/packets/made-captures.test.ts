import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { packetLog } from "../../../support/packet-log.ts";
import { type FrameData, pcapFile } from "../../../support/packets.ts";

const folder = new URL("../../../../corpus/captures", import.meta.url).pathname;
const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const captures = readdirSync(folder).filter((name) => /\.pcap(ng)?$/.test(name));

/** The WAP push that each file of a link layer carries, as `mk.py` writes it. */
const PUSH = "010603c4af87ab1a2714b91cc410f878cb621b5ad1d102d800000012340e636f6d2e6578616d706c652e646d";
const BODY = "02a4016a006d6c67570373630001010101";
const HEADERS = "Content-Type: application/vnd.syncml.dm+wbxml\r\nContent-Length: 17\r\n\r\n";
const withBody = (head: string) => hexOf(Buffer.concat([Buffer.from(head + HEADERS), Buffer.from(BODY, "hex")]));
/** The request and the reply of `tcp.py`. */
const REQUEST = withBody("POST /dm HTTP/1.1\r\nHost: dm.example\r\n");
const REPLY = withBody("HTTP/1.1 200 OK\r\n");
const octets = (hex: string, start: number, end?: number) =>
  hex.slice(2 * start, end === undefined ? undefined : 2 * end);

describe("one datagram in every link layer, file form and byte order", () => {
  const names = (
    "eth.pcap eth-be.pcap eth-nano.pcap sll.pcap sll2.pcap null.pcap null-be.pcap loop.pcap raw.pcap ppp.pcap ppp2.pcap " +
    "ipv4.pcap vlan.pcap pppoe.pcap radiotap.pcap d11.pcap ipfrag.pcap ipfrag-rev.pcap ip6frag.pcap " +
    "le.pcapng be.pcapng ns.pcapng bin.pcapng dsb.pcapng"
  ).split(" ");
  test.each(names)("%s", (name) => {
    const { datagrams, diagnostics } = packetLog([read(name)]);
    expect(datagrams.map(({ bytes }) => hexOf(bytes))).toEqual([PUSH]);
    expect(datagrams[0]).toMatchObject({ missing: 0, from: { port: 9200 }, to: { port: 2948 } });
    expect(datagrams[0]?.arrival).toMatchObject({ time: 1_700_000_000_250 });
    expect(datagrams[0]?.from.address).toBe(name === "ip6frag.pcap" ? "2001:db8::10" : "192.0.2.10");
    const codes = diagnostics.map(({ code }) => code);
    expect(codes).toEqual(name === "dsb.pcapng" ? ["cannot-open"] : name === "ns.pcapng" ? ["comment"] : []);
  });

  test("a simple packet block has no time", () => {
    const { datagrams } = packetLog([read("spb.pcapng")]);
    expect(datagrams.map(({ bytes }) => hexOf(bytes))).toEqual([PUSH]);
    expect(datagrams[0]?.arrival).not.toHaveProperty("time");
  });

  test("two sections of different order and resolution", () => {
    const { datagrams } = packetLog([read("two-sections.pcapng")]);
    expect(datagrams.map(({ bytes }) => hexOf(bytes))).toEqual([PUSH, PUSH]);
    expect(datagrams.map(({ arrival }) => arrival.time)).toEqual([1_700_000_000_250, 1_700_000_000_250]);
  });

  test("a frame that was cut leaves a datagram of which the rest is missing", () => {
    const { datagrams } = packetLog([read("eth-snap64.pcap")]);
    expect(datagrams.map(({ bytes, missing }) => [hexOf(bytes), missing])).toEqual([[octets(PUSH, 0, 22), 22]]);
  });
});

describe("a request and its reply, whatever was done to the segments", () => {
  const both = [`> ${REQUEST}`, `< ${REPLY}`];
  const open = ["end > not-captured", "end < not-captured"];
  const cases: [string, string[], string[]][] = [
    ["tcp-wrap.pcap", [...both, ...open], []],
    ["tcp-ooo.pcap", [...both, ...open], []],
    ["tcp-retx.pcap", [...both, ...open], []],
    ["tcp-keepalive.pcap", [...both, ...open], []],
    ["tcp-overlap.pcap", [...both, ...open], ["retransmitted-differently"]],
    ["tcp-nosyn.pcap", [...both, ...open], ["start-not-captured"]],
    ["tcp-fin.pcap", [...both, "end < finished", "end > finished"], []],
    ["tcp-rst.pcap", [both[0] as string, `< ${octets(REPLY, 0, 30)}`, "end > reset", "end < reset"], []],
    [
      "tcp-gap.pcap",
      [both[0] as string, `< ${octets(REPLY, 0, 30)}`, "gap < 40", `< ${octets(REPLY, 70)}`, ...open],
      [],
    ],
    [
      "tcp-gap-acked.pcap",
      [both[0] as string, `< ${octets(REPLY, 0, 30)}`, "gap < 40 acknowledged", `< ${octets(REPLY, 70)}`, ...open],
      [],
    ],
    ["tcp-gap-unacked.pcap", [`> ${octets(REQUEST, 0, 40)}`, "gap > 50", `> ${octets(REQUEST, 90)}`, ...open], []],
  ];
  test.each(cases)("%s", (name, lines, codes) => {
    const { streams, diagnostics, connections } = packetLog([read(name)]);
    expect(streams).toEqual([lines]);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(connections).toEqual([
      { number: 1, opener: { address: "192.0.2.10", port: 40_000 }, acceptor: { address: "198.51.100.20", port: 80 } },
    ]);
  });
});

describe.each(captures)("%s", (name) => {
  const whole = read(name);

  test("is read the same in pieces of any length", () => {
    const expected = packetLog([whole]);
    for (const length of [1, 2, 3, 7, 16, 61]) {
      // The first piece is what the format is recognised by.
      const chunks = [whole.slice(0, 12)];
      for (let pos = 12; pos < whole.length; pos += length) chunks.push(whole.slice(pos, pos + length));
      expect(packetLog(chunks)).toEqual(expected);
    }
  });

  test("octets stand in the file where they are said to", () => {
    const { datagrams, places } = packetLog([whole]);
    const pieces = [...places, ...datagrams.map(({ bytes, arrival }) => ({ bytes, ...arrival.range }))];
    expect(pieces.length).toBeGreaterThan(0);
    for (const { bytes, start, end } of pieces) {
      // What was put together of fragments has no one place.
      if (start === end) expect(name).toMatch(/frag/);
      else expect(hexOf(whole.subarray(start, end))).toBe(hexOf(bytes));
    }
  });

  test("cut anywhere it is read up to there, and says that it is cut", () => {
    for (let end = 13; end < whole.length; end += 3) {
      const { datagrams, diagnostics, places } = packetLog([whole.subarray(0, end)]);
      for (const { arrival } of datagrams) expect(arrival.range.end).toBeLessThanOrEqual(end);
      for (const place of places) expect(place.end).toBeLessThanOrEqual(end);
      expect(diagnostics.filter(({ code }) => code === "file-cut").length).toBeLessThanOrEqual(1);
    }
  });

  test("with any octet changed nothing is thrown", () => {
    for (let pos = 4; pos < whole.length; pos += 5) {
      const damaged = whole.slice();
      damaged[pos] = pos % 10 === 4 ? 0xff : (whole[pos] as number) ^ 1;
      packetLog([damaged]);
    }
  });
});

test("a file is cut inside its last record: the frame is read as far as it goes", () => {
  const whole = read("eth.pcap");
  const { datagrams, diagnostics } = packetLog([whole.subarray(0, whole.length - 10)]);
  expect(diagnostics).toEqual([
    { code: "file-cut", message: "the file ends inside the last record", offset: whole.length - 10 },
  ]);
  expect(datagrams.map(({ bytes, missing }) => [hexOf(bytes), missing])).toEqual([[octets(PUSH, 0, 34), 10]]);
});

test("files joined by cat, of different order and link type", () => {
  const { datagrams, counts } = packetLog([Buffer.concat([read("eth.pcap"), read("eth-be.pcap"), read("sll.pcap")])]);
  expect(datagrams.map(({ bytes }) => hexOf(bytes))).toEqual([PUSH, PUSH, PUSH]);
  expect(counts).toEqual({ datagrams: 3, frames: 3 });
});

test.each(["a1b2cd34", "34cdb2a1"])("an old relative of the format, %s, is refused by name", (magic) => {
  const file = read("eth.pcap");
  file.set(Buffer.from(magic, "hex"));
  const { diagnostics, datagrams } = packetLog([file]);
  expect(datagrams).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: "cannot-open" }]);
  expect(diagnostics[0]?.message).toContain("patched libpcap");
});

test("after a damaged record the next one is found", () => {
  const frame: FrameData = { bytes: read("eth.pcap").subarray(40) };
  const file = pcapFile(1, [frame, frame, frame, frame]);
  // The captured length of the second record.
  const second = 24 + 16 + frame.bytes.length;
  file.set([0xff, 0xff, 0xff, 0x7f], second + 8);
  const { datagrams, diagnostics } = packetLog([file]);
  expect(datagrams.map(({ bytes }) => hexOf(bytes))).toEqual([PUSH, PUSH, PUSH]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["frame-damaged", "resynchronised"]);
});

test("a block whose two lengths differ is read the same in any pieces, also as the last one", () => {
  const whole = read("le.pcapng");
  const view = new DataView(whole.buffer, whole.byteOffset, whole.length);
  for (let start = 0; start < whole.length; ) {
    const length = view.getUint32(start + 4, true);
    const damaged = whole.slice();
    damaged[start + length - 4] = 0;
    const log = (size: number) => {
      // The first piece is what the format is recognised by.
      const chunks = [damaged.subarray(0, 12)];
      for (let at = 12; at < damaged.length; at += size) chunks.push(damaged.subarray(at, at + size));
      const { diagnostics, datagrams, streams, counts } = packetLog(chunks);
      return { diagnostics, datagrams, streams, counts };
    };
    const atOnce = log(damaged.length);
    expect(atOnce.diagnostics[0]).toMatchObject({ code: "frame-damaged", offset: start });
    for (const size of [1, 7, 61]) expect(log(size)).toEqual(atOnce);
    start += length;
  }
});
