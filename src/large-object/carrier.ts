import { create } from "../ast/create.ts";
import { isBase64, isBinary } from "../ast/format.ts";
import type { Meta, SyncML } from "../ast/nodes.ts";
import { encodeBase64 } from "../core/base64.ts";
import { SyncmlError } from "../core/errors.ts";
import { mbUint32Bytes } from "../core/mb-uint32.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { utf8CharacterBytes } from "../core/utf8-characters.ts";
import { isUtf8 } from "../wbxml/text-encoding.ts";
import { xmlCharacterBytes } from "../xml/characters.ts";
import type { ObjectReader } from "./object-source.ts";
import { base64Length, stringCosts, xmlCosts } from "./text-sizes.ts";
import type { WireOptions } from "./wire-options.ts";

/** How the bytes of an object are written in `Data`: raw, as characters, or as base64 with the Meta Format `b64`. */
export interface Carrier {
  /** The Meta Format to write; `undefined` leaves the item's own. */
  readonly format: string | undefined;
  /** Bytes inside `Data`, which `Size` counts, of `byteLength` bytes of the object. */
  carriedBytes(byteLength: number): number;
  /** Bytes on the wire of {@link Carrier.probe}. */
  readonly probeCost: number;
  /** The shortest data that is not empty, for measuring an item around it. */
  readonly probe: Uint8Array | string;
  /**
   * How many bytes of the reader's window, from its start and at most `end`, take at most `budget` bytes on the wire and
   * end where the object may be cut.
   *
   * @throws {SyncmlError} `unrepresentable` at a byte that this carrier cannot write.
   */
  within(reader: ObjectReader, end: number, budget: number): number;
  /** The bytes at `offset` of the object as the data of an item. */
  data(bytes: Uint8Array, offset: number): string | Uint8Array;
}

/** Raw octets in an OPAQUE, cut anywhere. */
const octets: Carrier = {
  format: undefined,
  carriedBytes: (byteLength) => byteLength,
  probeCost: 2,
  probe: Uint8Array.of(0),
  within(_reader, end, budget) {
    const byteLength = Math.min(end, budget - 1);
    return Math.max(0, Math.min(byteLength, budget - mbUint32Bytes(Math.max(0, byteLength))));
  },
  data: (bytes) => bytes,
};

/** Text in an OPAQUE, cut between characters: always for a string, where possible for bytes. */
function opaqueText(isString: boolean): Carrier {
  return {
    ...octets,
    within(reader, end, budget) {
      const byteLength = octets.within(reader, end, budget);
      if (byteLength === reader.remaining) return byteLength;
      const { window } = reader;
      for (let cut = byteLength; cut > Math.max(0, byteLength - 4); cut--) {
        if (((window[cut] as number) & 0xc0) !== 0x80) return cut;
      }
      return isString ? 0 : byteLength;
    },
  };
}

/** Octets as base64, cut so that each chunk decodes by itself; `lengthBytes` gives the size of the length prefix. */
function base64(lengthBytes: (byteLength: number) => number): Carrier {
  return {
    format: "b64",
    carriedBytes: base64Length,
    probeCost: 4 + lengthBytes(4),
    probe: "AAAA",
    within(reader, end, budget) {
      const digits = Math.max(0, budget - lengthBytes(Math.max(0, budget)));
      const byteLength = Math.floor(digits / 4) * 3;
      if (end <= byteLength && end === reader.remaining) return end;
      return Math.min(byteLength, end - (end % 3));
    },
    data: (bytes) => encodeBase64(bytes),
  };
}

/** Characters with these costs; cut between any two, or, if the text itself is base64, between groups of four. */
function characters(costs: Uint8Array, isBase64: boolean): Carrier {
  const characterBytes = costs === xmlCosts ? xmlCharacterBytes : utf8CharacterBytes;
  return {
    format: undefined,
    carriedBytes: (byteLength) => byteLength,
    probeCost: 1,
    probe: "a",
    within(reader, end, budget) {
      const { window, offset } = reader;
      let left = budget;
      let pos = 0;
      while (pos < end) {
        const byte = window[pos] as number;
        const length = byte < 0x80 ? 1 : characterBytes(window, pos, window.length);
        const cost = byte < 0x80 ? (costs[byte] as number) : length;
        // The window ends inside the character, not the object.
        if (length < 0 && window.length < reader.remaining) break;
        if (cost <= 0) throw cannotCarry(offset + pos);
        if (cost > left || pos + length > end) break;
        left -= cost;
        pos += length;
      }
      const odd = isBase64 && pos < reader.remaining ? (offset + pos) % 4 : 0;
      return odd < pos ? pos - odd : pos;
    },
    data(bytes, offset) {
      const text = decodeUtf8(bytes, 0, bytes.length);
      if (text === undefined) throw cannotCarry(offset);
      return text;
    },
  };
}

const carriers = {
  octets,
  opaqueText: opaqueText(false),
  opaqueString: opaqueText(true),
  base64: base64(() => 0),
  base64Opaque: base64(mbUint32Bytes),
  string: characters(stringCosts, false),
  base64String: characters(stringCosts, true),
  xmlText: characters(xmlCosts, false),
  xmlBase64Text: characters(xmlCosts, true),
} as const;

/** The properties of an object that choose its carrier. */
export interface Cargo {
  /** It was given as a string. */
  readonly isString: boolean;
  /** A string with a NUL, which a WBXML string cannot hold, or one marked to go as OPAQUE. */
  readonly needsOpaque: boolean;
  /** Its Meta Format. */
  readonly format: string | undefined;
}

/**
 * The carrier of an object in the output format. Text is whatever was given as a string, and bytes whose Meta Format is
 * present and neither `bin` nor `b64`. Other bytes go raw in WBXML, and as base64 where there is no OPAQUE or the Format
 * is `b64`.
 */
export function carrierOf(cargo: Cargo, start: SyncML, options: Partial<WireOptions>): Carrier {
  const { wire } = start;
  const { format } = cargo;
  const isB64 = isBase64(format);
  const isText = cargo.isString || (format !== undefined && !isBinary(format) && !isB64);
  if ((options.format ?? wire?.format) === "xml") {
    if (!isText) return carriers.base64;
    return isB64 ? carriers.xmlBase64Text : carriers.xmlText;
  }
  const isAgain = wire?.format === "wbxml";
  const version = options.version ?? (isAgain && wire.version === 0 ? "1.0" : undefined);
  const isInline = options.data === "inline" || version === "1.0";
  if (!isText && (isInline || isB64)) return options.data === "opaque" ? carriers.base64Opaque : carriers.base64;
  if (!isText) return carriers.octets;
  const charset = options.charset ?? (isAgain ? wire.charset : 0);
  const isOpaque = options.data === "opaque" || cargo.needsOpaque || !cargo.isString || !isUtf8(charset);
  if (isOpaque && !isInline) return cargo.isString ? carriers.opaqueString : carriers.opaqueText;
  return isB64 ? carriers.base64String : carriers.string;
}

/** `meta` with this Format, if given, and this Size; `undefined` if that leaves it empty. */
export function describedBy(
  meta: Meta | undefined,
  format: string | undefined,
  size: string | undefined,
): Meta | undefined {
  const asked = format ?? meta?.format;
  if (meta === undefined)
    return asked === undefined && size === undefined ? undefined : create("Meta", { format: asked, size });
  return { ...meta, format: asked, size };
}

function cannotCarry(offset: number): SyncmlError {
  return new SyncmlError("unrepresentable", `byte ${offset} of the object cannot be written as text in this format`);
}
