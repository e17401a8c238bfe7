import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCapture } from "../../../../src/capture/read-capture.ts";
import { type End, exportedPdu, pcapFile, tcpPacket } from "../../../support/packets.ts";

const CLIENT: End = { address: [192, 0, 2, 10], port: 40_000 };
const SERVER: End = { address: [198, 51, 100, 20], port: 650 };
const RAW = 101;
const EXPORTED = 252;
const TYPE = "application/vnd.syncml+wbxml";
const hexOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

const header = (id: number, value: Uint8Array) =>
  Uint8Array.of(id, (value.length + 3) >> 8, (value.length + 3) & 0xff, ...value);
const packet = (code: number, ...parts: Uint8Array[]) => {
  const length = 3 + parts.reduce((sum, part) => sum + part.length, 0);
  return Uint8Array.of(code, length >> 8, length & 0xff, ...parts.flatMap((part) => [...part]));
};
const octets = (text: string) => new TextEncoder().encode(text);
const connect = packet(0x80, Uint8Array.of(0x10, 0, 4, 0), header(0x46, octets("SYNCML-DM")));
const connected = packet(0xa0, Uint8Array.of(0x10, 0, 4, 0), Uint8Array.of(0xcb, 0, 0, 0, 1));
const type = header(0x42, octets(`${TYPE}\0`));
const lengthOf = (length: number) => Uint8Array.of(0xc3, 0, 0, length >> 8, length & 0xff);
const sent = Uint8Array.from({ length: 60 }, (_, index) => index);
const answer = Uint8Array.from({ length: 50 }, (_, index) => 200 - index);
const put = packet(0x02, type, lengthOf(60), header(0x48, sent.subarray(0, 25)));
const putLast = packet(0x82, header(0x49, sent.subarray(25)));
const goOn = packet(0x90);
const success = packet(0xa0);
const get = packet(0x83, type);
const got = packet(0xa0, lengthOf(50), header(0x49, answer));

type Turn = [">" | "<", Uint8Array];
const session: Turn[] = [
  [">", connect],
  ["<", connected],
  [">", put],
  ["<", goOn],
  [">", putLast],
  ["<", success],
  [">", get],
  ["<", got],
];

/** The turns in segments of TCP, without some, and a way to end. */
function stream(
  turns: readonly Turn[],
  options: { size?: number; lost?: (at: number, way: string) => boolean; end?: string } = {},
) {
  const { size = 1460, lost = () => false, end } = options;
  const at = { ">": 100, "<": 500 };
  const ends = (way: ">" | "<"): [End, End] => (way === ">" ? [CLIENT, SERVER] : [SERVER, CLIENT]);
  const frames = [tcpPacket(CLIENT, SERVER, 99, "S"), tcpPacket(SERVER, CLIENT, 499, "SA")];
  for (const [way, bytes] of turns) {
    for (let pos = 0; pos < bytes.length; pos += size) {
      const part = bytes.subarray(pos, pos + size);
      if (!lost(at[way], way)) frames.push(tcpPacket(...ends(way), at[way], "A", part, at[way === ">" ? "<" : ">"]));
      at[way] += part.length;
    }
  }
  if (end !== undefined) {
    for (const way of [">", "<"] as const)
      frames.push(tcpPacket(...ends(way), at[way], `${end}A`, undefined, at[way === ">" ? "<" : ">"]));
  }
  return pcapFile(
    RAW,
    frames.map((bytes) => ({ bytes })),
  );
}

function read(input: Uint8Array) {
  const { exchanges, diagnostics } = readCapture(input);
  const payloads = exchanges.flatMap(({ request, response }) => [request, response]).filter((one) => one !== undefined);
  return {
    exchanges: exchanges.map(({ request, response }) => `${hexOf(request?.bytes)}|${hexOf(response?.bytes)}`),
    gaps: payloads.map(({ gaps }) => gaps),
    told: [...diagnostics, ...payloads.flatMap((one) => one.diagnostics)].map(
      ({ code, message }) => `${code}: ${message}`,
    ),
    first: exchanges[0],
    payloads,
  };
}
const whole = `${hexOf(sent)}|${hexOf(answer)}`;

describe("a connection", () => {
  test("gives what was put and what was got, whatever the segments", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), (size) => {
        const input = stream(session, { size, end: "F" });
        const { exchanges, told, first, payloads } = read(input);
        expect(told).toEqual([]);
        expect(exchanges).toEqual([whole]);
        expect(first).toMatchObject({ carrier: "obex", connection: 1 });
        for (const { bytes, ranges } of payloads) {
          expect(ranges.map(({ start, end }) => hexOf(input.subarray(start, end))).join("")).toBe(hexOf(bytes));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("knows who sent what, and of which type", () => {
    const [request, response] = read(stream(session)).payloads;
    const client = { address: "192.0.2.10", port: 40_000 };
    expect(request).toMatchObject({ direction: "to-server", from: client, contentType: TYPE });
    expect(response).toMatchObject({ direction: "to-device", to: client, contentType: TYPE });
  });

  test("two messages put without an answer are two exchanges", () => {
    const twice: Turn[] = [...session.slice(0, 6), ...session.slice(2, 6)];
    expect(read(stream(twice)).exchanges).toEqual([`${hexOf(sent)}|`, `${hexOf(sent)}|`]);
  });

  test("a notification goes to the device", () => {
    const trigger = "ab1a2714b91cc410f878cb621b5ad1d102d800000012340e636f6d2e6578616d706c652e646d";
    const one = packet(0x82, header(0x49, new Uint8Array(Buffer.from(trigger, "hex"))));
    expect(read(stream([...session.slice(0, 2), [">", one], ["<", success]])).payloads[0]?.direction).toBe("to-device");
  });

  test("what is refused has the status for an answer", () => {
    const refused = read(stream([...session.slice(0, 5), ["<", packet(0xc1)]]));
    expect(refused.exchanges).toEqual([`${hexOf(sent)}|`]);
    expect(refused.first?.response?.head?.status).toBe(401);
    const nothing = read(stream([...session.slice(0, 7), ["<", packet(0xc4)]]));
    expect(nothing.exchanges).toEqual([`${hexOf(sent)}|`]);
    expect(nothing.first?.response?.head?.status).toBe(404);
    expect([...refused.told, ...nothing.told]).toEqual([]);
  });

  test("that ends inside a body leaves a gap, told once", () => {
    const { exchanges, gaps, told } = read(stream(session.slice(0, 3), { end: "R" }));
    expect(exchanges).toEqual([`${hexOf(sent.subarray(0, 25))}|`]);
    expect(gaps).toEqual([[{ offset: 25, length: 35, reason: "cut" }]]);
    expect(told).toEqual(["connection-cut: the connection was reset: 35 octets of the body are missing"]);
  });

  test("that ends inside a packet gives what came of it", () => {
    const last: Turn = [">", putLast.subarray(0, 16)];
    const { exchanges, gaps, told } = read(stream([...session.slice(0, 4), last]));
    expect(exchanges).toEqual([`${hexOf(sent.subarray(0, 35))}|`]);
    expect(gaps).toEqual([[{ offset: 35, length: 25, reason: "not-captured" }]]);
    expect(told).toEqual(["connection-cut: the capture ends: 25 octets of the body are missing"]);
  });

  test("that is aborted", () => {
    const { gaps, told } = read(stream([...session.slice(0, 4), [">", packet(0xff)], ["<", success]]));
    expect(gaps).toEqual([[{ offset: 25, length: 35, reason: "cut" }]]);
    expect(told).toEqual(["connection-cut: it was aborted: 35 octets of the body are missing"]);
  });

  test("a Length that is wrong is said", () => {
    const one = packet(0x82, lengthOf(61), header(0x49, sent));
    const { told } = read(stream([...session.slice(0, 2), [">", one], ["<", success]]));
    expect(told).toEqual(["length-differs: the body has 60 octets, and its Length header says 61"]);
  });

  test("damaged headers are said", () => {
    const one = packet(0x82, Uint8Array.of(0x49, 0, 200, 1));
    expect(read(stream([...session.slice(0, 2), [">", one], ["<", success]])).told).toEqual([
      "not-understood: the headers of a packet of OBEX are damaged",
    ]);
  });
});

describe("octets that were not captured", () => {
  test("inside a body: a gap, and all that is around it", () => {
    // Segments of five octets, of which the tenth of the first packet of Put is in its body.
    const start = 100 + connect.length + 45;
    const { exchanges, gaps, told } = read(
      stream(session, { size: 5, lost: (at, way) => way === ">" && at === start }),
    );
    expect(gaps[0]).toMatchObject([{ length: 5, reason: "not-captured", acknowledged: true }]);
    const [{ offset } = { offset: -1 }] = gaps[0] ?? [];
    expect(exchanges).toEqual([
      `${hexOf(sent.subarray(0, offset))}${hexOf(sent.subarray(offset + 5))}|${hexOf(answer)}`,
    ]);
    expect(told).toEqual([`not-captured: 5 octets at offset ${offset} of the body were not captured`]);
  });

  test("anywhere: nothing is invented or joined, and each loss is said", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: connected.length, max: 400 }),
        fc.boolean(),
        (size, place, isSent) => {
          let isLost = false;
          const way = isSent ? ">" : "<";
          const begin = isSent ? 100 : 500;
          const input = stream(session, {
            size,
            lost: (at, of) => {
              const hit = of === way && at <= begin + place && begin + place < at + size;
              isLost ||= hit;
              return hit;
            },
          });
          const { payloads, told } = read(input);
          for (const { bytes, gaps } of payloads) {
            let from = 0;
            const pieces = [...gaps.map(({ offset }) => offset), bytes.length].map((end) => {
              const piece = bytes.subarray(from, end);
              from = end;
              return hexOf(piece);
            });
            for (const piece of pieces) expect(`${hexOf(sent)} ${hexOf(answer)}`).toContain(piece);
          }
          if (!isLost) expect(told).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

test("packets that come one by one, the last of them cut", () => {
  const frames = session.map(([, bytes]) => ({ bytes: exportedPdu("obex", bytes) }));
  expect(read(pcapFile(EXPORTED, frames)).exchanges).toEqual([whole]);
  const last = exportedPdu("obex", got);
  frames[frames.length - 1] = { bytes: last.subarray(0, -10), ...{ missing: 10 } };
  const { exchanges, gaps, told } = read(pcapFile(EXPORTED, frames));
  expect(exchanges).toEqual([`${hexOf(sent)}|${hexOf(answer.subarray(0, 40))}`]);
  expect(gaps[1]).toEqual([{ offset: 40, length: 10, reason: "not-captured" }]);
  expect(told).toEqual(["not-captured: 10 octets at offset 40 of the body were not captured"]);
  const none = pcapFile(EXPORTED, [{ bytes: exportedPdu("obex", Uint8Array.of(0x80, 0, 40)) }]);
  expect(read(none).told).toEqual(["not-understood: it is no packet of OBEX, or the length of one does not fit"]);
});
