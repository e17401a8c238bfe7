import { describe, expect, test } from "vitest";
import { readCapture } from "../../../../src/capture/index.ts";
import { packetLog } from "../../../support/packet-log.ts";
import { type End, internetPacket, pcapFile, tcpPacket, udpPacket } from "../../../support/packets.ts";

const CLIENT: End = { address: [192, 0, 2, 10], port: 40_000 };
const SERVER: End = { address: [198, 51, 100, 20], port: 443 };
const RAW = 101;
const octets = (text: string) => new TextEncoder().encode(text);
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const joined = (...parts: readonly ArrayLike<number>[]) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const read = (linkType: number, ...frames: Uint8Array[]) =>
  packetLog([
    pcapFile(
      linkType,
      frames.map((bytes) => ({ bytes })),
    ),
  ]);
const opening = (client: End, server = SERVER) => [
  tcpPacket(client, server, 99, "S"),
  tcpPacket(server, client, 499, "SA", undefined, 100),
];

describe("ports that are used again", () => {
  const GET = "GET /dm HTTP/1.1\r\n\r\n";
  const request = (sequence: number) => tcpPacket(CLIENT, SERVER, sequence, "A", octets(GET));
  const line = `> ${hexOf(octets(GET))}`;

  test.each([
    [
      "after both sides ended",
      [tcpPacket(CLIENT, SERVER, 100 + GET.length, "FA"), tcpPacket(SERVER, CLIENT, 500, "FA")],
    ],
    ["after a reset", [tcpPacket(SERVER, CLIENT, 500, "R")]],
    ["after an end that was not captured", []],
  ])("%s: another connection", (_name, ending) => {
    const again = [tcpPacket(CLIENT, SERVER, 7_099, "S"), tcpPacket(SERVER, CLIENT, 9_499, "SA", undefined, 7_100)];
    const { streams, connections, diagnostics } = read(
      RAW,
      ...opening(CLIENT),
      request(100),
      ...ending,
      ...again,
      request(7_100),
    );
    expect(streams.map(([first]) => first)).toEqual([line, line]);
    expect(connections.map(({ number }) => number)).toEqual([1, 2]);
    expect(diagnostics).toEqual([]);
  });

  test("a SYN that is sent again is no other connection", () => {
    const { connections } = read(RAW, ...opening(CLIENT), ...opening(CLIENT), request(100), request(100));
    expect(connections.length).toBe(1);
  });
});

describe("what is recognised and not read is named, with the way out", () => {
  /** A first message of TLS that asks for a server. */
  const hello = (name: string) => {
    const list = joined([0, 0, name.length + 3, 0, 0, name.length], octets(name)).slice(1);
    const extension = joined([0, 0, 0, list.length], list);
    const body = joined([3, 3], new Uint8Array(32), [0, 0, 2, 0x13, 1, 1, 0, 0, extension.length], extension);
    const message = joined([1, 0, 0, body.length], body);
    return joined([22, 3, 1, 0, message.length], message);
  };
  const told = (...frames: Uint8Array[]) =>
    read(RAW, ...frames).diagnostics.map(({ code, message }) => `${code}: ${message}`);
  const KEY_LOG =
    "with the keys of a key log Wireshark decrypts it and exports what is inside (File, Export PDUs to File)";

  test("TLS, by the name that is asked for, however it is cut", () => {
    const bytes = hello("dm.example");
    for (const size of [1, 5, 44, bytes.length]) {
      const frames: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        frames.push(tcpPacket(CLIENT, SERVER, 100 + at, "A", bytes.subarray(at, at + size)));
      }
      expect(told(...opening(CLIENT), ...frames)).toEqual([
        `cannot-open: encrypted, 1 connection to dm.example:443 (SNI): ${KEY_LOG}`,
      ]);
    }
  });

  test("TLS without a name, by the address; connections are counted", () => {
    const other: End = { ...CLIENT, port: 40_001 };
    const record = Uint8Array.of(22, 3, 3, 0, 4, 2, 0, 0, 0);
    const server = (client: End) => tcpPacket(SERVER, client, 500, "A", joined(record, new Uint8Array(60)));
    expect(told(...opening(CLIENT), server(CLIENT), ...opening(other), server(other))).toEqual([
      `cannot-open: encrypted, 2 connections to 198.51.100.20:443: ${KEY_LOG}`,
    ]);
  });

  test("HTTP/2 without encryption", () => {
    const preface = octets("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    const one = told(...opening(CLIENT), tcpPacket(CLIENT, SERVER, 100, "A", preface));
    expect(one).toEqual([
      "cannot-open: HTTP/2, 1 connection to 198.51.100.20:443: it is not read here; let Wireshark export the objects (File, Export Objects, HTTP), or capture with HTTP/1.1",
    ]);
    // The first octets are those of a method, too.
    const pieces = [...preface].map((octet, at) => tcpPacket(CLIENT, SERVER, 100 + at, "A", Uint8Array.of(octet)));
    expect(told(...opening(CLIENT), ...pieces)).toEqual(one);
  });

  test("a link type that is not read, once", () => {
    const { diagnostics, counts } = read(147, octets("one"), octets("two"));
    expect(diagnostics).toMatchObject([
      { code: "frame-unread", message: "frames of link type 147 are not read", frame: 1 },
    ]);
    expect(counts).toEqual({ frames: 2, otherFrames: 2 });
  });
});

describe("what is before a packet of IP", () => {
  const data = octets("datagram");
  const packet = udpPacket(CLIENT, { ...SERVER, port: 2948 }, data);
  const zeros = (length: number) => new Uint8Array(length);
  const ethernet = (type: number, inside: Uint8Array) => joined(zeros(12), [type >> 8, type & 0xff], inside);
  const wireless = joined([0x08, 0], zeros(22), [0xaa, 0xaa, 3, 0, 0, 0, 8, 0], packet);

  test.each<[string, number, Uint8Array]>([
    ["PPI", 192, joined([0, 0, 12, 0, 101, 0, 0, 0], zeros(4), packet)],
    ["PPI around Ethernet", 192, joined([0, 0, 8, 0, 1, 0, 0, 0], ethernet(0x0800, packet))],
    ["PKTAP", 258, joined([16, 0, 0, 0, 1, 0, 0, 0, 101, 0, 0, 0], zeros(4), packet)],
    ["NFLOG", 239, joined([2, 0, 0, 0, 5, 0, 10, 0, 7, 0, 0, 0, packet.length + 4, 0, 9, 0], packet)],
    ["HDLC", 50, joined([0xff, 3, 0, 0x21], packet)],
    ["a protocol of PPP in one octet", 9, joined([0x21], packet)],
    ["pppd", 166, joined([1, 0xff, 3, 0, 0x21], packet)],
    ["PPP with a direction", 204, joined([0, 0, 0x21], packet)],
    ["two tags of virtual networks", 1, ethernet(0x88a8, joined([0, 1, 0x81, 0, 0, 2, 8, 0], packet))],
    ["802.3 with a type", 1, ethernet(packet.length + 8, joined([0xaa, 0xaa, 3, 0, 0, 0, 8, 0], packet))],
    ["MPLS, two labels", 1, ethernet(0x8847, joined([0, 1, 0, 64, 0, 2, 1, 64], packet))],
    ["802.11 with quality of service", 105, joined([0x88, 0], zeros(24), wireless.subarray(24))],
    ["802.11 with four addresses", 105, joined([0x08, 3], zeros(28), wireless.subarray(24))],
    ["GRE", RAW, internetPacket(47, CLIENT, SERVER, joined([0, 0, 8, 0], packet))],
    [
      "GRE with check sum, key and number",
      RAW,
      internetPacket(47, CLIENT, SERVER, joined([0xb0, 0, 8, 0], zeros(12), packet)),
    ],
    ["IP in IP", RAW, internetPacket(4, CLIENT, SERVER, packet)],
    ["Ethernet that is padded", 1, ethernet(0x0800, joined(packet, zeros(30)))],
  ])("%s", (_name, linkType, frame) => {
    const { datagrams, diagnostics } = read(linkType, frame);
    expect(datagrams.map(({ bytes }) => hexOf(bytes))).toEqual([hexOf(data)]);
    expect(datagrams[0]).toMatchObject({ missing: 0, to: { address: "198.51.100.20", port: 2948 } });
    expect(diagnostics).toEqual([]);
  });

  test("frames that are encrypted, or of another protocol, are counted", () => {
    const encrypted = joined([0x08, 0x40], zeros(22), zeros(20));
    const beacon = joined([0x80, 0], zeros(40));
    const { counts, diagnostics } = read(105, encrypted, beacon);
    expect(counts).toEqual({ frames: 2, encryptedFrames: 1, otherFrames: 1 });
    expect(diagnostics).toEqual([]);
  });

  test("packets in packets end somewhere", () => {
    let inside = packet;
    for (let depth = 0; depth < 20; depth++) inside = internetPacket(4, CLIENT, SERVER, inside);
    expect(read(RAW, inside).datagrams).toEqual([]);
  });
});

test("of many tiny connections, those beyond the limit are closed, and each request is read once", () => {
  const GET = octets("POST /dm HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
  const server: End = { ...SERVER, port: 80 };
  const frames = Array.from({ length: 300 }, (_, index) => {
    const client: End = { ...CLIENT, port: 10_000 + index };
    return [...opening(client, server), tcpPacket(client, server, 100, "A", GET)];
  }).flat();
  const file = pcapFile(
    RAW,
    frames.map((bytes) => ({ bytes })),
  );
  const { exchanges } = readCapture(file, { limits: { connections: 8 } });
  expect(exchanges.map(({ request }) => request?.from?.port)).toEqual(
    Array.from({ length: 300 }, (_, index) => 10_000 + index),
  );
});

describe("who reads a connection is known only after some pieces", () => {
  const said = (client: string, server: string) => [`> ${hexOf(octets(client))}`, `< ${hexOf(octets(server))}`];
  const REQUEST = "POST /dm HTTP/1.1\r\n\r\n";

  test("each piece keeps its own place in the file", () => {
    const frames = [...REQUEST].map((octet, at) => tcpPacket(CLIENT, SERVER, 100 + at, "A", octets(octet)));
    const file = pcapFile(
      RAW,
      [...opening(CLIENT), ...frames].map((bytes) => ({ bytes })),
    );
    const { places } = packetLog([file]);
    expect(places.map(({ bytes }) => hexOf(bytes)).join("")).toBe(hexOf(octets(REQUEST)));
    for (const { bytes, start, end } of places) expect(hexOf(file.subarray(start, end))).toBe(hexOf(bytes));
  });

  test("what both sides have begun to say is kept, in the order in which it came", () => {
    const { streams } = read(
      RAW,
      ...opening(CLIENT),
      tcpPacket(CLIENT, SERVER, 100, "A", octets("PO")),
      tcpPacket(SERVER, CLIENT, 500, "A", octets("HTT"), 102),
      tcpPacket(CLIENT, SERVER, 102, "A", octets(REQUEST.slice(2)), 503),
    );
    expect(streams[0]?.slice(0, 3)).toEqual([...said("PO", "HTT"), `> ${hexOf(octets(REQUEST.slice(2)))}`]);
  });

  test("a piece that was captured early comes after those that it follows", () => {
    const { streams } = read(
      RAW,
      ...opening(CLIENT),
      tcpPacket(CLIENT, SERVER, 101, "A", octets(REQUEST.slice(1))),
      tcpPacket(CLIENT, SERVER, 100, "A", octets(REQUEST.slice(0, 1))),
    );
    expect(streams[0]?.[0]).toBe(`> ${hexOf(octets(REQUEST))}`);
  });
});
