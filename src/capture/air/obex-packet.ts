import type { FileRange } from "../model.ts";
import type { Arrival } from "../reader.ts";
import type { Assembly } from "./assembly.ts";

/** Octets of a packet that were captured, or how many were not. */
export type PacketPiece =
  | { readonly bytes: Uint8Array; readonly range: FileRange }
  | { readonly missing: number; readonly isAcknowledged: boolean };

/** A packet of OBEX, as far as it came. */
export interface ObexPacket {
  readonly code: number;
  /** In order; of `length` octets in all, captured or not. */
  readonly pieces: readonly PacketPiece[];
  readonly length: number;
  /** When and where it began and ended. */
  readonly first: Arrival;
  readonly last: Arrival;
  /** Nothing came after these octets, which are fewer than the packet says. */
  readonly isCut?: boolean;
}

/** Codes of requests; with their top bit the last packet of one. */
export const Code = {
  CONNECT: 0x80,
  DISCONNECT: 0x81,
  PUT: 0x02,
  PUT_FINAL: 0x82,
  GET: 0x03,
  GET_FINAL: 0x83,
  SET_PATH: 0x85,
  ACTION_FINAL: 0x86,
  SESSION: 0x87,
  ABORT: 0xff,
  CONTINUE: 0x90,
} as const;

/** Headers of interest. */
export const HeaderId = {
  NAME: 0x01,
  TYPE: 0x42,
  TARGET: 0x46,
  BODY: 0x48,
  END_OF_BODY: 0x49,
  LENGTH: 0xc3,
} as const;

/** Octets of code and length. */
export const HEAD_BYTES = 3;

export function isRequest(code: number): boolean {
  return (
    code === Code.PUT || code === Code.GET || code === Code.ABORT || (code >= Code.CONNECT && code <= Code.SESSION)
  );
}

/** Whether a packet can begin with such a code and have such a length. */
export function isPacketHead(code: number, length: number): boolean {
  return length >= HEAD_BYTES && (isRequest(code) || (code >= Code.CONTINUE && code <= 0xe1));
}

/** A header: its place in the packet, without identifier and length. */
export interface ObexHeader {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** The headers of a packet, and whether they fill it. */
export function headersOf(
  packet: ObexPacket,
  bytes: Uint8Array,
  extra: number,
): { headers: ObexHeader[]; fits: boolean } {
  const headers: ObexHeader[] = [];
  let pos = HEAD_BYTES + extra;
  while (pos < bytes.length) {
    const id = bytes[pos] as number;
    const kind = id >> 6;
    const hasLength = kind < 2;
    const length = hasLength ? (bytes[pos + 1] ?? 0) * 256 + (bytes[pos + 2] ?? 0) : kind === 2 ? 2 : 5;
    const head = hasLength ? HEAD_BYTES : 1;
    const isWhole = pos + length <= bytes.length;
    if (packet.isCut === true && !isWhole) {
      // Of a body that is cut off, what came counts.
      if (pos + head < bytes.length) headers.push({ id, start: pos + head, end: bytes.length });
      return { headers, fits: true };
    }
    if (length < head || !isWhole || !isThere(packet, pos, pos + head)) return { headers, fits: false };
    headers.push({ id, start: pos + head, end: pos + length });
    pos += length;
  }
  return { headers, fits: pos === bytes.length };
}

/** All octets of a packet, with zeros for those that are missing. */
export function octetsOf({ pieces, length }: ObexPacket): Uint8Array {
  const bytes = new Uint8Array(length);
  let pos = 0;
  for (const piece of pieces) {
    if ("bytes" in piece) bytes.set(piece.bytes, pos);
    pos += lengthOf(piece);
  }
  return bytes;
}

/** Whether octets of a packet were captured. */
export function isThere(packet: ObexPacket, start: number, end: number): boolean {
  let pos = 0;
  for (const piece of packet.pieces) {
    const pieceEnd = pos + lengthOf(piece);
    if ("missing" in piece && pos < end && pieceEnd > start) return false;
    pos = pieceEnd;
  }
  return true;
}

/** Appends a part of a packet to a message. */
export function append({ pieces }: ObexPacket, start: number, end: number, to: Assembly): void {
  let pos = 0;
  for (const piece of pieces) {
    const from = Math.max(start, pos) - pos;
    const until = Math.min(end, pos + lengthOf(piece)) - pos;
    pos += lengthOf(piece);
    if (from >= until) continue;
    if ("missing" in piece) {
      to.miss(until - from, "not-captured", piece.isAcknowledged);
      continue;
    }
    const isInPlace = piece.range.end - piece.range.start === piece.bytes.length;
    const range = isInPlace ? { start: piece.range.start + from, end: piece.range.start + until } : piece.range;
    to.add(piece.bytes.subarray(from, until), range);
  }
}

function lengthOf(piece: PacketPiece): number {
  return "missing" in piece ? piece.missing : piece.bytes.length;
}
