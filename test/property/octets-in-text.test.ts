import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { decode } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import { WrittenDocument } from "../../src/codec/written-document.ts";
import { byteByByte } from "../support/chunks.ts";

/** A piece of a value: a string in WBXML, or an opaque. */
interface Piece {
  readonly opaque: boolean;
  readonly bytes: readonly number[];
}

const inline = (...bytes: number[]): Piece => ({ opaque: false, bytes });
const opaque = (...bytes: number[]): Piece => ({ opaque: true, bytes });

/** A message whose header has a NextNonce of these pieces. */
function withNonce(pieces: readonly Piece[]): Uint8Array {
  const value = pieces.flatMap((piece) =>
    piece.opaque ? [0xc3, piece.bytes.length, ...piece.bytes] : [0x03, ...piece.bytes, 0x00],
  );
  const header = [0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d, 0x6c, 0x5a, 0x00, 0x01, 0x50];
  return Uint8Array.from([...header, ...value, 0x01, 0x01, 0x01, 0x00, 0x00, 0x6b, 0x01, 0x01]);
}

const nonceOf = (document: Uint8Array | string, onDiagnostic?: () => void) =>
  decode(document, { onDiagnostic }).syncHdr.meta?.nextNonce;

/** Converted by the event path, byte by byte. */
function inPieces(document: Uint8Array, to: "wbxml" | "xml"): Uint8Array {
  const written = new WrittenDocument(to, {});
  const source = openDocument(written.sink);
  for (const chunk of byteByByte(document)) source.write(chunk);
  source.end();
  return written.bytes();
}

/** The value, after checking that every way gives the same. */
function commonValue(pieces: readonly Piece[]): string | undefined {
  const document = withNonce(pieces);
  const value = nonceOf(document);
  const message = decode(document);
  const xml = convert(document, { to: "xml" });
  for (const other of [document, xml, convert(document, { to: "wbxml" }), encode(message)]) {
    expect(nonceOf(other)).toBe(value);
    expect(nonceOf(other, () => {})).toBe(value);
  }
  expect(encode(message, { format: "xml", output: "string" })).toBe(xml);
  expect(new TextDecoder().decode(inPieces(document, "xml"))).toBe(xml);
  expect(nonceOf(inPieces(document, "wbxml"))).toBe(value);
  return value;
}

describe("a value that is base64 in text", () => {
  test.each<[string, Piece[], string]>([
    ["text", [inline(0x41, 0x51)], "AQ"],
    ["text that XML cannot hold", [inline(0x01, 0x1f)], "\u0001\u001f"],
    ["octets", [opaque(0x01, 0x1f, 0x80)], "AR+A"],
    ["octets inline", [inline(0x01, 0x1f, 0x80)], "AR+A"],
    ["octets inline that begin as text", [inline(0x61, 0x62, 0x80)], "YWKA"],
    ["a character cut by the end", [inline(0x41, 0xc3)], "QcM="],
    ["text, then octets", [inline(0x41, 0x51), opaque(0x80)], "QVGA"],
    ["octets, then text", [opaque(0x80), inline(0x41)], "gEE="],
    ["octets inline, then an opaque of text", [inline(0x80), opaque(0x41)], "gEE="],
    ["an empty opaque, then text", [opaque(), inline(0x41, 0x51)], "QVE="],
    ["text, then an empty opaque", [inline(0x41, 0x51), opaque()], "QVE="],
    ["nothing", [], ""],
  ])("of %s", (_, pieces, value) => {
    expect(commonValue(pieces)).toBe(value);
  });

  test("of any pieces is the same, however it is read and converted", () => {
    const bytes = fc.oneof(fc.integer({ min: 1, max: 0xff }), fc.constantFrom(0x41, 0xc3, 0xa9));
    const piece = fc.record({ opaque: fc.boolean(), bytes: fc.array(bytes, { maxLength: 5 }) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 3 }), (pieces) => void commonValue(pieces)),
      { numRuns: 300 },
    );
  });

  test("is not gathered without bound on its way to XML", () => {
    const long = new Array<number>(100_000).fill(0x41);
    expect(nonceOf(convert(withNonce([inline(...long)]), { to: "xml" }))).toBe("A".repeat(100_000));
  });
});
