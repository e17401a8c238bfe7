import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCapture } from "../../../../src/capture/read-capture.ts";
import { type End, pcapFile, udpPacket } from "../../../support/packets.ts";

const PHONE: End = { address: [192, 0, 2, 10], port: 40_000 };
const gateway = (port: number): End => ({ address: [198, 51, 100, 20], port });
const RAW = 101;
const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const hexOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

type Sent = [">" | "<", string];
const file = (port: number, ...sent: Sent[]) =>
  pcapFile(
    RAW,
    sent.map(([way, hex]) => {
      const ends: [End, End] = way === ">" ? [PHONE, gateway(port)] : [gateway(port), PHONE];
      return { bytes: udpPacket(...ends, bytesOf(hex)) };
    }),
  );
/** Exchanges as `request hex | response hex`, with gaps, and all that is told. */
function read(port: number, ...sent: Sent[]) {
  const { exchanges, diagnostics, counts } = readCapture(file(port, ...sent));
  const payloads = exchanges.flatMap(({ request, response }) => [request, response]).filter((one) => one !== undefined);
  return {
    exchanges: exchanges.map(({ request, response }) => `${hexOf(request?.bytes)}|${hexOf(response?.bytes)}`),
    gaps: payloads.map(({ gaps }) => gaps),
    told: [...diagnostics, ...payloads.flatMap((one) => one.diagnostics)].map(
      ({ code, message }) => `${code}: ${message}`,
    ),
    counts,
    first: exchanges[0],
  };
}

const URI = Buffer.from("http://x/dm").toString("hex");
const BODY = "02a4016a006d6c67570373630001010101";
const POST = `600b01${URI}c2${BODY}`;
const REPLY = `042001c2${BODY}`;

describe("transactions", () => {
  const invoke: Sent = [">", `0e123402${POST}`];
  const result: Sent = ["<", `169234${REPLY}`];

  test("what is sent again counts once", () => {
    const again: Sent = [">", `0f123402${POST}`];
    const resultAgain: Sent = ["<", `179234${REPLY}`];
    const { exchanges, told, counts } = read(9201, invoke, again, result, resultAgain, again, [">", "181234"]);
    expect(exchanges).toEqual([`${BODY}|${BODY}`]);
    expect(told).toEqual([]);
    expect(counts).toMatchObject({ repeatedSegments: 3 });
  });

  test("what is sent again and differs is said, and the first counts", () => {
    const other: Sent = [">", `0f123402${POST.slice(0, -2)}00`];
    const { exchanges, told } = read(9201, invoke, other, result);
    expect(exchanges).toEqual([`${BODY}|${BODY}`]);
    expect(told).toEqual([
      "retransmitted-differently: a segment of transaction 4660 was sent again and differs; the first one is kept",
    ]);
  });

  test("a number that is used again begins another exchange", () => {
    expect(read(9201, invoke, result, invoke, result).exchanges).toEqual([`${BODY}|${BODY}`, `${BODY}|${BODY}`]);
    const next: Sent = [">", `0e123402${POST}00`];
    expect(read(9201, invoke, next, result).exchanges).toEqual([`${BODY}|`, `${BODY}00|${BODY}`]);
  });

  test("a reply whose request was not captured", () => {
    const { exchanges, told } = read(9201, result, [">", "181234"]);
    expect(exchanges).toEqual([`|${BODY}`]);
    expect(told).toEqual([]);
  });

  test("an aborted transaction is read as far as it came", () => {
    const { exchanges, told, gaps } = read(9201, [">", `08123402${POST}`], ["<", "20923404"]);
    expect(exchanges).toEqual([`${BODY}|`]);
    expect(gaps).toEqual([[{ offset: 17, reason: "cut" }]]);
    expect(told).toEqual([
      "part-missing: of transaction 4660, segment 1 and any after it is missing, since it was aborted",
    ]);
  });

  test("items between head and user data, short and long", () => {
    const items = "89aa 0501ff";
    expect(read(9201, [">", `8e123402${items}${POST}`], result).exchanges).toEqual([`${BODY}|${BODY}`]);
  });

  test("PDUs in one datagram, one of them with a length of two octets", () => {
    const long = `0e123502${POST}${"00".repeat(200)}`;
    const length = (0x8000 + long.length / 2).toString(16);
    const { exchanges } = read(9201, [">", `00 03181234 ${length}${long} 24${invoke[1]}`]);
    expect(exchanges.sort()).toEqual([`${BODY}${"00".repeat(200)}|`, `${BODY}|`].sort());
  });

  test("segments that were not captured leave a gap", () => {
    const parts = [POST.slice(0, 40), POST.slice(40, 60), POST.slice(60)];
    const sent: Sent[] = [
      [">", `08123402${parts[0]}`],
      [">", `28123401${parts[1]}`],
      [">", `2a123402${parts[2]}`],
    ];
    const [one, two, three] = sent as [Sent, Sent, Sent];
    expect(read(9201, one, three, result)).toMatchObject({
      exchanges: [`${BODY.slice(0, 10)}${BODY.slice(-4)}|${BODY}`],
      gaps: [[{ offset: 5, reason: "not-captured" }], []],
      told: ["part-missing: of transaction 4660, segment 1 is not captured"],
    });
    expect(read(9201, one, two, result)).toMatchObject({
      exchanges: [`${BODY.slice(0, -4)}|${BODY}`],
      gaps: [[{ offset: 15, reason: "not-captured" }], []],
      told: ["part-missing: of transaction 4660, segment 2 and any after it is not captured"],
    });
    // Without its start a message has no head, and its octets no meaning.
    expect(read(9201, two, three, result)).toMatchObject({
      exchanges: [`|${BODY}`],
      told: ["part-missing: of transaction 4660, segment 0 is not captured"],
    });
  });

  test("segments in any order and number, some twice, are one message", () => {
    const body = Uint8Array.from({ length: 700 }, (_, index) => index);
    const message = bytesOf(`600b01${URI}c2${hexOf(body)}`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer(), fc.boolean(), (size, seed, isTwice) => {
        const parts: Sent[] = [];
        for (let at = 0, number = 0; at < message.length; at += size, number++) {
          const isLast = at + size >= message.length;
          const head = (number === 0 ? 0x08 : 0x28) + (isLast ? 2 : 0) + 0;
          const third = number === 0 ? 2 : number & 0xff;
          parts.push([
            ">",
            `${head.toString(16).padStart(2, "0")}1234${third.toString(16).padStart(2, "0")}${hexOf(message.subarray(at, at + size))}`,
          ]);
        }
        // Groups of segments are acknowledged, so that they are never far from their place.
        const moved = parts.map((part, index) => ({ part, at: index + ((((index * 7919 + seed) % 40) + 40) % 40) }));
        const order = moved.sort((one, other) => one.at - other.at).map(({ part }) => part);
        const { exchanges, told } = read(9201, ...(isTwice ? order.flatMap((one) => [one, one]) : order), result);
        expect(told).toEqual([]);
        expect(exchanges).toEqual([`${hexOf(body)}|${BODY}`]);
      }),
      { numRuns: 40 },
    );
  });

  test("more transactions than are kept: the oldest is handed out, and it is said once", () => {
    const sent = Array.from({ length: 5 }, (_, index): Sent => [">", `0e000${index}02${POST}`]);
    const { exchanges, diagnostics } = readCapture(file(9201, ...sent), { limits: { datagrams: 2 } });
    expect(exchanges.length).toBe(5);
    expect(diagnostics.map(({ code }) => code)).toEqual(["limit-reached"]);
  });

  test("what is no PDU is said", () => {
    expect(read(9201, [">", "0e12"], [">", "f8123400"], [">", "0e123402ff"]).told).toEqual([
      "not-understood: a datagram at a port of WAP is no PDU of WTP",
      "not-understood: a datagram at a port of WAP is no PDU of WTP",
      "not-understood: transaction 4660 is no message of WSP: no PDU has type 0xff",
    ]);
  });
});

describe("without transactions", () => {
  test("statuses as HTTP has them", () => {
    const statuses = [0x20, 0x41, 0x44, 0x4f, 0x50, 0x60, 0x63].map((octet) => {
      const { first } = read(9200, ["<", `2a04${octet.toString(16)}01c2`]);
      return first?.response?.head?.status;
    });
    expect(statuses).toEqual([200, 401, 404, 415, 416, 500, 503]);
  });

  test("methods, and headers that are text, numbers and octets", () => {
    const { first } = read(9200, [">", `2a43 0b${URI} 8d02012c a941626300 782d7900 414200`]);
    expect(first?.request?.head).toEqual({
      method: "DELETE",
      target: "http://x/dm",
      headers: [
        ["Content-Length", "300"],
        ["User-Agent", "Abc"],
        ["x-y", "AB"],
      ],
    });
  });

  test("a content type with parameters", () => {
    const { first } = read(2948, ["<", "0106 07 06 b6 91 81 92 3100 6a6b"]);
    expect(first?.request).toMatchObject({
      contentType: "application/vnd.wap.connectivity-wbxml; SEC=USERPIN; MAC=1",
      direction: "to-device",
    });
    expect(hexOf(first?.request?.bytes)).toBe("6a6b");
  });

  test("two pushes with one number are two", () => {
    expect(read(2948, ["<", "010601c401"], ["<", "010601c401"]).exchanges).toEqual(["01|", "01|"]);
  });

  test("a notification at a port of its own", () => {
    const trigger = "ab1a2714b91cc410f878cb621b5ad1d102d800000012340e636f6d2e6578616d706c652e646d";
    expect(read(16_981, ["<", `010603c4af87${trigger}`], ["<", "0106010203"]).exchanges).toEqual([`${trigger}|`]);
  });

  test("what is encrypted is named, with the way out", () => {
    const { told, exchanges } = read(9203, [">", "0000000000"], ["<", "00"]);
    expect(exchanges).toEqual([]);
    expect(told).toEqual([
      "cannot-open: encrypted with WTLS, 2 datagrams at port 9203: a capture does not hold the keys; capture after the gateway, or without encryption",
    ]);
  });

  test("what is no PDU is said", () => {
    expect(read(9200, [">", "2a"], [">", "2aff"], [">", "2a04207fc2"]).told).toEqual([
      "not-understood: a datagram at a port of WAP is too short",
      "not-understood: the exchange of number 42 without connection is no message of WSP: the headers are longer than the input",
      "not-understood: the exchange of number 42 without connection is no message of WSP: no PDU has type 0xff",
    ]);
  });
});
