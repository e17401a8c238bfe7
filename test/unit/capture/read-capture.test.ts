import { gzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type Capture, type Exchange, mergeCaptures, readCapture } from "../../../src/capture/index.ts";
import { octetsOfHex } from "../../../src/core/hex-digit.ts";
import { corpusBytes } from "../../support/corpus.ts";

const wbxml = octetsOfHex("02a4016a006d6c67570373630001010101");
const xml = '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/></SyncML>';
const notification = octetsOfHex("000102030405060708090a0b0c0d0e0f02c00000000001046d6d6c6e");
const pushed = octetsOfHex("010603c4af87000102030405060708090a0b0c0d0e0f02c00000000001046d6d6c6e");
const octets = (text: string) => new TextEncoder().encode(text);

function requests({ exchanges }: Capture): Uint8Array[] {
  return exchanges.map(({ request }) => request?.bytes as Uint8Array);
}

describe("a message alone is a capture of one exchange", () => {
  test.each([
    ["wbxml", wbxml, wbxml],
    ["xml", octets(xml), octets(xml)],
    ["notification", notification, notification],
    ["push", pushed, notification],
    ["text", octets("02 a4 01 6a 00 6d 6c 67 57 03 73 63 00 01 01 01 01"), wbxml],
  ] as const)("%s", (format, file, message) => {
    const capture = readCapture(file);
    expect(capture.format).toBe(format);
    expect(capture.because).not.toBe("");
    expect(requests(capture)).toEqual([message]);
    expect(capture.exchanges[0]?.index).toBe(1);
  });

  test("its place in the file", () => {
    expect(readCapture(wbxml).exchanges[0]?.request?.ranges).toEqual([{ start: 0, end: 17 }]);
    expect(readCapture(pushed).exchanges[0]?.request).toMatchObject({
      direction: "to-device",
      contentType: "application/vnd.syncml.notification",
      undone: ["push"],
      ranges: [{ start: 6, end: 34 }],
    });
  });

  test("several roots in XML are several exchanges", () => {
    const capture = readCapture(octets(`<!-- a -->${xml}\n<!-- é -->${xml}`));
    expect(requests(capture)).toEqual([octets(xml), octets(xml)]);
    const length = octets(xml).length;
    expect(capture.exchanges[1]?.request?.ranges).toEqual([{ start: 10 + length + 12, end: 10 + 2 * length + 12 }]);
  });
});

describe("gzip around a file", () => {
  test("is undone, and said", () => {
    const capture = readCapture(gzipSync(gzipSync(wbxml)));
    expect(capture.format).toBe("wbxml");
    expect(capture.exchanges[0]?.request).toMatchObject({ bytes: wbxml, undone: ["gzip", "gzip"], ranges: [] });
  });

  test("has three layers at most", () => {
    const layers = (count: number): Uint8Array => (count === 0 ? wbxml : gzipSync(layers(count - 1)));
    expect(requests(readCapture(layers(3)))).toEqual([wbxml]);
    expect(() => readCapture(layers(4))).toThrow(/limit-exceeded.*3 layers/);
    expect(() => readCapture(layers(2), { limits: { containers: 1 } })).toThrow(/limit-exceeded/);
  });

  test("may not grow without bound", () => {
    const zeros = gzipSync(new Uint8Array(32 << 20));
    expect(() => readCapture(zeros, { from: "wbxml" })).toThrow(/limit-exceeded.*200 bytes/);
  });

  test("that is cut off gives what is there", () => {
    const file = gzipSync(octets(xml));
    const capture = readCapture(file.subarray(0, -20), { from: "xml" });
    expect(capture.diagnostics.map(({ code }) => code)).toEqual(["file-cut"]);
  });
});

describe("gzip whose sums are wrong", () => {
  const changed = (file: Uint8Array, at: number) => file.map((octet, index) => (index === at ? octet ^ 1 : octet));
  const file = gzipSync(wbxml);
  const messagesOf = (bytes: Uint8Array) =>
    readCapture(bytes, { from: "wbxml" }).diagnostics.map(({ message }) => message);

  test("says so, and is read", () => {
    expect(messagesOf(file)).toEqual([]);
    const sum = changed(file, file.length - 8);
    expect(messagesOf(sum)).toEqual(["the check sum in the gzip around the file is wrong, or it is cut off"]);
    expect(requests(readCapture(sum))).toEqual([wbxml]);
    expect(messagesOf(changed(file, file.length - 1))).toEqual([
      "the length in the gzip around the file is wrong, or it is cut off",
    ]);
  });

  test("says so once, whichever of its members it is, in pieces too", async () => {
    const two = (first: Uint8Array, second: Uint8Array) => new Uint8Array([...first, ...second]);
    const wrong = changed(file, file.length - 8);
    for (const bytes of [two(wrong, file), two(file, wrong), two(wrong, wrong)]) {
      expect(messagesOf(bytes)).toHaveLength(1);
      async function* pieces() {
        for (const octet of bytes) yield Uint8Array.of(octet);
      }
      expect(await readCapture(pieces(), { from: "wbxml" })).toEqual(readCapture(bytes, { from: "wbxml" }));
    }
    expect(messagesOf(two(file, file))).toEqual([]);
  });

  test("a length of nearly 4 GiB makes no octets", () => {
    const huge = file.slice();
    huge.fill(0xff, file.length - 4);
    expect(requests(readCapture(huge))).toEqual([wbxml]);
  });
});

describe("WBXML that was taken for text", () => {
  const asText = (bytes: Uint8Array) => octets(new TextDecoder().decode(bytes));

  test("gets back the octet that its public identifier lost", () => {
    expect(asText(wbxml)).not.toEqual(wbxml);
    const capture = readCapture(asText(wbxml));
    expect(capture.format).toBe("wbxml");
    expect(capture.exchanges[0]?.request).toMatchObject({
      bytes: wbxml,
      gaps: [],
      ranges: [],
      diagnostics: [{ code: "text-repaired" }],
    });
  });

  test("has gaps where other octets were lost", () => {
    const opaque = octetsOfHex("02a4016a006d6c67c3029f9f010101");
    const [exchange] = readCapture(asText(opaque)).exchanges;
    expect(exchange?.request?.gaps.map(({ reason }) => reason)).toEqual(["replaced", "replaced", "replaced"]);
    expect(exchange?.request?.diagnostics).toMatchObject([{ code: "text-damaged" }]);
  });
});

describe("streams", () => {
  async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }

  test.each([1, 7, 100_000])("in pieces of %i are read as at once", async (size) => {
    for (const file of [wbxml, octets(xml), pushed, gzipSync(wbxml)]) {
      expect(await readCapture(pieces(file, size))).toEqual(readCapture(file));
    }
  });

  test("of the platform", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(wbxml);
        controller.close();
      },
    });
    expect(requests(await readCapture(stream))).toEqual([wbxml]);
  });
});

describe("what is not recognised", () => {
  test("is refused, with the place where a message seems to begin", () => {
    const file = Uint8Array.of(0x99, 0x98, 0x97, 0x96, ...wbxml);
    expect(() => readCapture(file)).toThrow(/unknown-document-type.*begin at byte 4/);
    expect(() => readCapture(file)).toThrow(expect.objectContaining({ offset: 4 }));
  });

  test("without one", () => {
    expect(() => readCapture(Uint8Array.of(0x99, 0x98))).toThrow(/no format of a capture or message/);
    expect(() => readCapture(new Uint8Array(0))).toThrow(/the file is empty/);
    expect(() => readCapture(octets("nothing at all"))).toThrow(/unknown-document-type/);
  });

  test("a format that does not exist", () => {
    expect(() => readCapture(wbxml, { from: "pcapx" })).toThrow(RangeError);
    expect(() => readCapture(wbxml, { from: "pcapx" })).toThrow(/"wbxml", "xml"/);
  });
});

test("a format that is asked for is taken", () => {
  expect(readCapture(octets("x"), { from: "xml" })).toMatchObject({ format: "xml", because: "it was asked for" });
});

test("captures are merged by time; what has none stays after the one before it", () => {
  const at = (time: number | undefined, connection: number): Omit<Exchange, "index"> => ({
    carrier: "http",
    connection,
    request: {
      bytes: Uint8Array.of(connection),
      gaps: [],
      direction: "unknown",
      undone: [],
      ranges: [],
      diagnostics: [],
      ...(time === undefined ? {} : { time }),
    },
  });
  const capture = (exchanges: Omit<Exchange, "index">[]): Capture => ({
    format: "pcap",
    because: "",
    alternatives: [],
    exchanges: exchanges.map((exchange, index) => ({ index: index + 1, ...exchange })),
    diagnostics: [],
    counts: { frames: 2 },
  });
  const merged = mergeCaptures([capture([at(10, 1), at(undefined, 2), at(30, 3)]), capture([at(20, 1), at(5, 2)])]);
  expect(merged.counts).toEqual({ frames: 4 });
  expect(merged.exchanges.map(({ index, connection }) => [index, connection])).toEqual([
    [1, 5],
    [2, 1],
    [3, 2],
    [4, 4],
    [5, 3],
  ]);
});

describe("the span of a capture", () => {
  const file = corpusBytes("syncevolution/p06-auth-basic-wrong-wbxml/capture.pcapng");
  const capture = readCapture(file);
  const first = capture.exchanges[0]?.request?.time as number;

  test("is from the first frame, which opens the connection, to the last", () => {
    expect(first - (capture.start as number)).toBeCloseTo(12.3, 1);
    expect((capture.end as number) - (capture.start as number)).toBeCloseTo(7120.5, 0);
    expect(readCapture(gzipSync(file))).toMatchObject({ start: capture.start, end: capture.end });
  });

  test("is that of all those merged, and not there without frames", () => {
    const earlier = { ...capture, start: 7, end: 8 };
    for (const both of [
      [earlier, capture],
      [capture, earlier],
    ]) {
      expect(mergeCaptures(both)).toMatchObject({ start: 7, end: capture.end });
    }
    expect(readCapture(wbxml)).not.toHaveProperty("start");
  });
});

test("documents one after the other in a text that is not UTF-8 have no places, since none would be right", () => {
  const parts = ["<SyncHdr></SyncHdr>", "\xff", "<SyncML></SyncML>"];
  const input = Uint8Array.from(parts.join(""), (character) => character.charCodeAt(0));
  const ranges = (bytes: Uint8Array) => readCapture(bytes).exchanges.map(({ request }) => request?.ranges);
  expect(ranges(input)).toEqual([[], []]);
  expect(ranges(input.filter((octet) => octet < 0x80))).toEqual([[{ start: 0, end: 19 }], [{ start: 19, end: 36 }]]);
});
