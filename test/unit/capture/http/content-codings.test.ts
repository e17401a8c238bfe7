import { deflateSync, gzipSync, zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { undoContentCodings } from "../../../../src/capture/http/content-codings.ts";
import { latin1 } from "../../../../src/core/latin1.ts";
import { bytes as fromHex } from "../../../support/hex.ts";
import { octets } from "../../../support/http-exchanges.ts";

const text = octets("a message of some length, a message of some length".repeat(40));
const undo = (body: Uint8Array, header: string, type?: string, options = {}) =>
  undoContentCodings(body, header, type, options, false);
const codes = (body: ReturnType<typeof undo>) => body.diagnostics.map(({ code }) => code);

describe("undoContentCodings", () => {
  it("reads a document of SyncML in gzip", () => {
    const body = fromHex("1f8b0800000000000203635ac298c5909b931ece5c9cccc0080400a5d307a611000000");
    expect(undo(body, "x-gzip")).toMatchObject({
      bytes: fromHex("02a4016a006d6c67570373630001010101"),
      undone: ["gzip"],
      isWhole: true,
      diagnostics: [],
    });
  });

  it("undoes zlib and deflate alone, and several codings from right to left", () => {
    expect(undo(zlibSync(text), "deflate")).toMatchObject({ bytes: text, undone: ["deflate"], diagnostics: [] });
    expect(undo(deflateSync(text), "Deflate")).toMatchObject({ bytes: text, undone: ["deflate"], diagnostics: [] });
    expect(undo(gzipSync(zlibSync(text)), "deflate, identity, gzip")).toMatchObject({
      bytes: text,
      undone: ["gzip", "deflate"],
    });
  });

  it("reads a gzip of several members", () => {
    const both = new Uint8Array([...gzipSync(text), ...gzipSync(octets("end"))]);
    expect(undo(both, "gzip")).toMatchObject({
      bytes: new Uint8Array([...text, ...octets("end")]),
      isWhole: true,
      diagnostics: [],
    });
  });

  it("checks the check sum and the length", () => {
    for (const at of [-8, -1]) {
      const body = gzipSync(text);
      body[body.length + at] = (body[body.length + at] as number) ^ 1;
      const undone = undo(body, "gzip");
      expect([undone.bytes, undone.isWhole, codes(undone)]).toEqual([text, false, ["content-coding"]]);
    }
    const zlib = zlibSync(text);
    zlib[zlib.length - 1] = (zlib[zlib.length - 1] as number) ^ 1;
    expect(codes(undo(zlib, "deflate"))).toEqual(["content-coding"]);
  });

  it("keeps what came out of a gzip cut anywhere, and invents nothing", () => {
    const body = gzipSync(text);
    for (let length = 2; length < body.length; length++) {
      const { bytes, undone, isWhole } = undo(body.subarray(0, length), "gzip");
      expect(isWhole).toBe(false);
      if (undone.length > 0) expect(bytes).toEqual(text.subarray(0, bytes.length));
    }
    expect(undo(body.subarray(0, -9), "gzip").bytes.length).toBeGreaterThan(20);
  });

  it("keeps what came out before damage", () => {
    const random = Uint8Array.from({ length: 20_000 }, (_, index) => (index * index * 31 + (index >> 3)) & 0xff);
    const body = deflateSync(random, { level: 1 });
    const damaged = body.slice();
    damaged.fill(0xff, 12_000, 12_100);
    const { bytes, isWhole } = undo(
      new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, ...damaged, 0, 0, 0, 0, 0, 0, 0, 0]),
      "gzip",
    );
    expect(isWhole).toBe(false);
    expect(bytes.length).toBeGreaterThan(1_000);
    expect(bytes.subarray(0, 1_000)).toEqual(random.subarray(0, 1_000));
  });

  it("leaves what is not gzip, undoes what is not said to be, and takes functions for others", () => {
    expect(undo(octets("plain"), "gzip")).toMatchObject({
      bytes: octets("plain"),
      undone: [],
      diagnostics: [{ code: "content-coding" }],
    });
    const undeclared = undo(gzipSync(text), "", "application/vnd.syncml.dm+wbxml");
    expect([undeclared.bytes, undeclared.undone, codes(undeclared)]).toEqual([text, ["gzip"], ["content-coding"]]);
    expect(undo(gzipSync(text), "", "application/octet-stream").undone).toEqual([]);
    expect(codes(undo(octets("x"), "br"))).toEqual(["content-coding"]);
    const br = { decompress: { br: (bytes: Uint8Array) => octets(`${latin1(bytes, 0, bytes.length)}!`) } };
    expect(undo(octets("x"), "br", undefined, br)).toMatchObject({
      bytes: octets("x!"),
      undone: ["br"],
      diagnostics: [],
    });
    const failing = {
      decompress: {
        br: () => {
          throw new Error("broken");
        },
      },
    };
    expect(undo(octets("x"), "br", undefined, failing)).toMatchObject({
      bytes: octets("x"),
      undone: [],
      isWhole: false,
    });
  });

  it("stops at the limits of size and ratio", () => {
    const bomb = gzipSync(new Uint8Array(8 << 20));
    const byRatio = undo(bomb, "gzip");
    expect([byRatio.bytes.length, codes(byRatio)]).toEqual([Math.max(1 << 20, bomb.length * 200), ["limit-reached"]]);
    const bySize = undo(gzipSync(text), "gzip", undefined, { limits: { bodyBytes: 100 } });
    expect([bySize.bytes, codes(bySize)]).toEqual([text.subarray(0, 100), ["limit-reached"]]);
  });

  it("leaves what only begins like gzip as it is, and says once that a declared one is damaged", () => {
    const type = "application/vnd.syncml.dm+wbxml";
    for (const start of [fromHex("1f8b"), fromHex("1f8b08"), fromHex("1f8b0900000000000003")]) {
      expect(undo(start, "", type)).toEqual({ bytes: start, undone: [], isWhole: true, diagnostics: [] });
      expect(undo(zlibSync(start), "deflate", type)).toEqual({
        bytes: start,
        undone: ["deflate"],
        isWhole: true,
        diagnostics: [],
      });
      const declared = undo(start, "gzip", type);
      expect([declared.bytes, declared.undone, declared.isWhole, codes(declared)]).toEqual([
        start,
        [],
        false,
        ["content-coding"],
      ]);
    }
  });

  it("takes no length from the trailer, and stops in a stream without an end", () => {
    const body = gzipSync(text);
    body.fill(0xff, body.length - 4);
    const claimed = undo(body, "gzip", undefined, { limits: { bodyBytes: 10_000 } });
    expect([claimed.bytes, claimed.isWhole, codes(claimed)]).toEqual([text, false, ["content-coding"]]);
    // Blocks of zeros one after another, of which none is the last.
    const zeros = gzipSync(new Uint8Array(1 << 20), { level: 9 }).subarray(0, -16);
    const endless = undo(zeros, "gzip", undefined, { limits: { bodyBytes: 50_000 } });
    expect([endless.bytes.length, codes(endless)]).toEqual([50_000, ["limit-reached"]]);
  });
});
