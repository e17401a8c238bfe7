import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { type Capture, readCapture } from "../../../../src/capture/index.ts";
import { octetsOfHex } from "../../../../src/core/hex-digit.ts";
import { tarOf } from "../../../support/archives.ts";

const wbxml = octetsOfHex("02a4016a006d6c67570373630001010101");
const other = octetsOfHex("03a4016a006d6c67570373640001010101");
const xml = strToU8(`<SyncML><SyncHdr/>${"<!-- -->".repeat(40)}</SyncML>`);

function requests({ exchanges }: Capture): Uint8Array[] {
  return exchanges.map(({ request }) => request?.bytes as Uint8Array);
}

const messagesOf = ({ diagnostics }: Capture) => diagnostics.map(({ code, message }) => `${code}: ${message}`);

describe("a zip archive", () => {
  const archive = zipSync({
    "a/one.wbxml": [wbxml, { level: 0 }],
    "two.xml": xml,
    "readme.bin": Uint8Array.of(0x99, 1),
  });

  test("gives the messages and captures in it, each recognised by itself", () => {
    const capture = readCapture(archive);
    expect(capture).toMatchObject({ format: "zip", because: "it is a zip archive" });
    expect(requests(capture)).toEqual([wbxml, xml]);
    expect(capture.exchanges.map(({ request }) => request?.undone)).toEqual([["zip"], ["zip"]]);
    expect(capture.exchanges.map(({ request }) => request?.ranges)).toEqual([[], []]);
    expect(messagesOf(capture)).toEqual(["cannot-open: readme.bin: no format of a capture or message is recognised"]);
  });

  test("inside another is one more layer; three are read", () => {
    const nested = (count: number): Uint8Array => (count === 0 ? wbxml : zipSync({ file: nested(count - 1) }));
    expect(requests(readCapture(nested(3)))).toEqual([wbxml]);
    expect(requests(readCapture(nested(4)))).toEqual([]);
    expect(messagesOf(readCapture(nested(4)))[0]).toMatch(/limit-reached: .*more than 3 layers/);
  });

  test("that is cut off is read by the heads of its members", () => {
    const cut = archive.subarray(0, archive.length - 60);
    const capture = readCapture(cut);
    expect(requests(capture)).toEqual([wbxml, xml]);
    expect(messagesOf(capture)[0]).toMatch(/^file-cut: the directory .* 3 members were found by their own heads/);
  });

  test("with octets before it is read all the same", () => {
    const before = new Uint8Array(100);
    const moved = new Uint8Array([...before, ...archive]);
    expect(requests(readCapture(moved, { from: "zip" }))).toEqual([wbxml, xml]);
  });

  test("whose member is damaged says so", () => {
    const damaged = archive.slice();
    damaged[30 + "a/one.wbxml".length + 16] = 2;
    expect(messagesOf(readCapture(damaged))[0]).toBe("frame-damaged: a/one.wbxml: its check sum is wrong");
  });

  test("with a password is refused with the way out", () => {
    const encrypted = zipSync({ "one.wbxml": wbxml });
    const directory = encrypted.length - 22 - 46 - "one.wbxml".length;
    encrypted[directory + 8] = (encrypted[directory + 8] as number) | 1;
    expect(() => readCapture(encrypted)).toThrow(
      /unknown-document-type.*it is encrypted; unpack the archive with its password/,
    );
  });

  test("with a compression that is not read names it", () => {
    const archive = zipSync({ "one.wbxml": wbxml, "two.wbxml": other });
    archive[archive.length - 22 - 46 - "two.wbxml".length + 10] = 93;
    const capture = readCapture(archive);
    expect(requests(capture)).toEqual([wbxml]);
    expect(messagesOf(capture)).toEqual([
      "cannot-open: two.wbxml: it is compressed with zstd, which is not read; unpack the archive and give the folder",
    ]);
  });
});

describe("limits of an archive", () => {
  test("octets that come out of one member", () => {
    const bomb = zipSync({ "one.xml": strToU8(`<SyncML>${" ".repeat(8 << 20)}</SyncML>`) }, { level: 9 });
    const capture = readCapture(bomb);
    expect(messagesOf(capture)[0]).toMatch(/^limit-reached: one.xml: more than 16\d{5} bytes come out/);
    expect(requests(capture)[0]?.length).toBeLessThan(2 << 20);
  });

  test("octets that come out of all members, which may share theirs", () => {
    const members = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.xml`, xml]));
    const capture = readCapture(zipSync(members), { limits: { wholeBytes: 5_000 } });
    expect(messagesOf(capture)).toEqual([
      "limit-reached: more than 5000 bytes come out of the archive; the rest is left out",
    ]);
    expect(requests(capture).reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(5_000);
  });

  test("members", () => {
    const capture = readCapture(zipSync({ "1": wbxml, "2": wbxml, "3": wbxml }), { limits: { members: 2 } });
    expect(requests(capture)).toEqual([wbxml, wbxml]);
    expect(messagesOf(capture)).toEqual(["limit-reached: the archive has more than 2 members; the rest is left out"]);
  });
});

describe("a tar archive", () => {
  const archive = tarOf([
    ["a/one.wbxml", wbxml],
    [`${"long/".repeat(40)}two.xml`, xml],
  ]);

  test("gives the messages and captures in it", () => {
    const capture = readCapture(archive);
    expect(capture.format).toBe("tar");
    expect(requests(capture)).toEqual([wbxml, xml]);
    expect(capture.diagnostics).toEqual([]);
  });

  test("that is cut off says inside which file", () => {
    const capture = readCapture(archive.subarray(0, 512 + 10));
    expect(messagesOf(capture)[0]).toBe("file-cut: the archive ends inside a/one.wbxml");
    expect(requests(capture)).toEqual([wbxml.subarray(0, 10)]);
  });

  test("with a damaged head keeps what is before it", () => {
    const damaged = archive.slice();
    damaged[1024 + 20] = 0x7a;
    const capture = readCapture(damaged);
    expect(messagesOf(capture)).toEqual(["file-cut: the head of a file at 1024 is damaged"]);
    expect(requests(capture)).toEqual([wbxml]);
  });
});
