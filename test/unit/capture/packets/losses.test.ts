import { describe, expect, test } from "vitest";
import { readCapture } from "../../../../src/capture/read-capture.ts";
import { corpusBytes } from "../../../support/corpus.ts";
import { type End, pcapFile, tcpPacket } from "../../../support/packets.ts";

const CLIENT: End = { address: [192, 0, 2, 10], port: 40_000 };
const SERVER: End = { address: [198, 51, 100, 20], port: 8_080 };
const RAW = 101;
const octets = (text: string) => new TextEncoder().encode(text);

/** All that is said of octets that were not captured, by the file and by its payloads. */
function losses(file: Uint8Array): string[] {
  const { diagnostics, exchanges } = readCapture(file);
  const payloads = exchanges.flatMap(({ request, response }) => [
    ...(request?.diagnostics ?? []),
    ...(response?.diagnostics ?? []),
  ]);
  return [...diagnostics, ...payloads].filter(({ code }) => code === "not-captured").map(({ message }) => message);
}

describe("a hole in a stream is told once", () => {
  test.each([
    ["tcp-gap.pcap", "40 bytes inside the head were not captured; headers and body are missing"],
    ["tcp-gap-acked.pcap", "40 bytes inside the head were not captured; headers and body are missing"],
    ["tcp-gap-unacked.pcap", "50 bytes inside the head were not captured; headers and body are missing"],
  ])("%s", (name, message) => {
    expect(losses(corpusBytes(`captures/${name}`))).toEqual([message]);
  });

  const frames = (...packets: Uint8Array[]) =>
    pcapFile(
      RAW,
      packets.map((bytes) => ({ bytes })),
    );
  const opening = [tcpPacket(CLIENT, SERVER, 99, "S"), tcpPacket(SERVER, CLIENT, 499, "SA")];

  test("in a document with nothing around it", () => {
    const start = octets('<?xml version="1.0"?><SyncML>');
    const end = octets("</SyncML>");
    const file = frames(
      ...opening,
      tcpPacket(CLIENT, SERVER, 100, "A", start),
      tcpPacket(CLIENT, SERVER, 100 + start.length + 7, "A", end),
    );
    const [exchange] = readCapture(file).exchanges;
    expect(exchange?.request?.gaps).toEqual([{ offset: start.length, length: 7, reason: "not-captured" }]);
    expect(losses(file)).toEqual([`7 octets at offset ${start.length} of a document were not captured`]);
  });

  test("before it is known who reads the stream", () => {
    const request = octets("GET /dm HTTP/1.1\r\nHost: a\r\n\r\n");
    const file = frames(...opening, tcpPacket(CLIENT, SERVER, 130, "A", request));
    expect(readCapture(file).exchanges).toMatchObject([{ url: "http://a/dm" }]);
    expect(losses(file)).toEqual(["30 bytes between messages were not captured"]);
  });

  test("in a stream that nobody reads nothing is said", () => {
    const file = frames(
      ...opening,
      tcpPacket(CLIENT, SERVER, 100, "A", octets("\x7fELF....")),
      tcpPacket(CLIENT, SERVER, 200, "A", octets("....")),
    );
    expect(losses(file)).toEqual([]);
  });
});

test("where the start was not captured, a body whose head is missing is no document that the reply goes on with", () => {
  const body = Uint8Array.from([2, 0xa4, 1, 0x6a, 0, 0x6d, 0x6c, 0x71, 1, 1]);
  const reply = octets("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
  const file = pcapFile(
    RAW,
    [tcpPacket(CLIENT, SERVER, 700, "A", body, 500), tcpPacket(SERVER, CLIENT, 500, "A", reply, 700 + body.length)].map(
      (bytes) => ({ bytes }),
    ),
  );
  const { exchanges, diagnostics } = readCapture(file);
  expect(exchanges.map(({ request, response }) => [request, response?.bytes])).toEqual([[undefined, octets("hi")]]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["start-not-captured"]);
});
