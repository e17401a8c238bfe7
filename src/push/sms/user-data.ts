import { ByteWriter } from "../../core/byte-writer.ts";
import { type Bytes, bytesOf, type Octets } from "../../core/bytes.ts";
import { checkOptions, flag, integer, optionChecks } from "../../core/options.ts";
import { append } from "../append.ts";
import type { FieldRange } from "../field-range.ts";
import { OctetReader } from "../octet-reader.ts";

/** An element of a user data header, as it was read. */
export interface UserDataElement {
  /** Identifier of the element, 0–255. */
  readonly identifier: number;
  /** Octets of the element, without identifier and length. */
  readonly data: Uint8Array;
}

/** Where a short message belongs in a longer one. */
export interface Concatenation {
  /** Number that the segments of one message share, 0–255, or 0–65,535 if wide. */
  readonly reference: number;
  /** 1–255. */
  readonly total: number;
  /** 1–`total`. */
  readonly sequence: number;
  /** Whether the reference has 16 bits. */
  readonly wide: boolean;
}

/** User data of a short message with its header. */
export interface UserData {
  /** Application ports, if said. */
  readonly ports: { readonly destination: number; readonly source: number; readonly wide: boolean } | undefined;
  /** Which segment of which message it is; none for a whole message. */
  readonly concatenation: Concatenation | undefined;
  /** All elements of the header, in order, those above included. */
  readonly elements: readonly UserDataElement[];
  /** What follows the header. */
  readonly body: Uint8Array;
  /** Where each field is in the octets, in order. */
  readonly ranges: readonly FieldRange[];
}

/** How {@link segmentSms} cuts. */
export interface SegmentOptions {
  /** Default 2948, WAP push. */
  readonly destinationPort?: number | undefined;
  /** Default 49154. */
  readonly sourcePort?: number | undefined;
  /** Tells messages of one sender apart: 0–255, or 0–65,535 with `wide`. Default 0. */
  readonly reference?: number | undefined;
  /** A reference of 16 bits. Default false. */
  readonly wide?: boolean | undefined;
}

/** Octets of user data in one short message. */
export const MAX_USER_DATA_OCTETS = 140;
const MAX_SEGMENTS = 255;

const checks = optionChecks({
  destinationPort: integer(0, 0xffff),
  sourcePort: integer(0, 0xffff),
  reference: integer(0, 0xffff),
  wide: flag,
});

const names: ReadonlyMap<number, readonly [name: string, octets: number]> = new Map([
  [0x00, ["concatenation", 3]],
  [0x08, ["concatenation", 4]],
  [0x04, ["ports", 2]],
  [0x05, ["ports", 4]],
]);

/**
 * Reads user data that starts with a header: ports and concatenation of both widths; other elements are kept. The last of two
 * equal elements counts. Each element is one range.
 *
 * @throws {SyncmlError} `truncated-input` or `invalid-layout`, with offset and field.
 */
export function decodeUserData(input: Bytes): UserData {
  return readUserData(bytesOf(input), 0);
}

/** The same inside a PDU, whose octet `base` is the first of `bytes`, after the fields of `outer`, for errors. */
export function readUserData(bytes: Uint8Array, base: number, outer: readonly FieldRange[] = []): UserData {
  const reader = new OctetReader(bytes, "/userData", base, outer);
  const length = reader.octet("headerLength");
  reader.note("headerLength", 0);
  if (length > bytes.length - 1) {
    throw reader.fault("truncated-input", "the header is longer than the input", "header", bytes.length);
  }
  const end = 1 + length;
  const elements: UserDataElement[] = [];
  let ports: UserData["ports"];
  let concatenation: Concatenation | undefined;
  while (reader.pos < end) {
    const start = reader.pos;
    const identifier = reader.octet("elements", end);
    const octets = reader.octet("elements", end);
    const data = reader.take(octets, "elements", end);
    const [name, wanted] = names.get(identifier) ?? [`element 0x${identifier.toString(16)}`, octets];
    if (octets !== wanted) {
      throw reader.fault("invalid-layout", `${name} has ${octets} octets instead of ${wanted}`, name, start + 1);
    }
    reader.note(name, start);
    elements.push({ identifier, data });
    const at = (index: number) => data[index] as number;
    if (identifier === 0x05) ports = { destination: at(0) * 256 + at(1), source: at(2) * 256 + at(3), wide: true };
    else if (identifier === 0x04) ports = { destination: at(0), source: at(1), wide: false };
    else if (name === "concatenation") {
      const wide = identifier === 0x08;
      const [total, sequence] = wide ? [at(2), at(3)] : [at(1), at(2)];
      if (sequence === 0 || sequence > total) {
        throw reader.fault("invalid-layout", `there is no segment ${sequence} of ${total}`, name, reader.pos - 1);
      }
      concatenation = { reference: wide ? at(0) * 256 + at(1) : at(0), total, sequence, wide };
    }
  }
  reader.pos = bytes.length;
  reader.note("body", end);
  return { ports, concatenation, elements, body: bytes.subarray(end), ranges: reader.ranges };
}

/**
 * Writes user data with its header.
 *
 * @throws {RangeError} if the header has more than 255 octets.
 */
export function encodeUserData({ elements, body }: { elements: readonly UserDataElement[]; body: Bytes }): Octets {
  const octets = bytesOf(body);
  const length = elements.reduce((sum, { data }) => sum + 2 + data.length, 0);
  if (length > 255) throw new RangeError("a user data header has at most 255 octets");
  const writer = new ByteWriter(1 + length + octets.length);
  writer.byte(length);
  for (const { identifier, data } of elements) {
    writer.byte(identifier);
    writer.byte(data.length);
    append(writer, data);
  }
  append(writer, octets);
  return writer.take();
}

/**
 * Cuts a datagram, such as a push PDU, into user data of at most 140 octets, with ports of 16 bits. One that fits into a
 * single short message gets no concatenation.
 *
 * @throws {RangeError} if it needs more than 255 segments, or `reference` does not fit its width.
 */
export function segmentSms(datagram: Bytes, options: SegmentOptions = {}): Octets[] {
  checkOptions(options, checks);
  const { destinationPort = 2948, sourcePort = 49154, reference = 0, wide = false } = options;
  if (!wide && reference > 255) throw new RangeError("option reference must be at most 255 without option wide");
  const bytes = bytesOf(datagram);
  const ports = { identifier: 0x05, data: octetPairs(destinationPort, sourcePort) };
  if (bytes.length <= MAX_USER_DATA_OCTETS - 7) return [encodeUserData({ elements: [ports], body: bytes })];
  const room = MAX_USER_DATA_OCTETS - (wide ? 13 : 12);
  const total = Math.ceil(bytes.length / room);
  if (total > MAX_SEGMENTS) throw new RangeError(`${bytes.length} octets need more than 255 short messages`);
  return Array.from({ length: total }, (_, index) => {
    const body = bytes.subarray(index * room, (index + 1) * room);
    const elements = wide
      ? [{ identifier: 0x08, data: Uint8Array.of(reference >> 8, reference & 0xff, total, index + 1) }, ports]
      : [ports, { identifier: 0x00, data: Uint8Array.of(reference, total, index + 1) }];
    return encodeUserData({ elements, body });
  });
}

function octetPairs(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value >> 8, value & 0xff]));
}
