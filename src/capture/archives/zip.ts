import { octetString } from "../../core/latin1.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { crc32 } from "../http/check-sums.ts";
import { inflate } from "../http/inflate.ts";
import type { CaptureLimits } from "../reader.ts";

// How a zip archive is laid out:
//
//   local head "PK\3\4", name, extra, data [, descriptor "PK\7\8"]     for each member
//   central head "PK\1\2", name, extra, comment                       for each member
//   [end of a large archive "PK\6\6", its locator "PK\6\7"]
//   end "PK\5\6", comment
//
// The central directory tells what there is; if the file is cut off, local heads do.

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LARGE_LOCATOR = 0x07064b50;
const DESCRIPTOR = 0x08074b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** A comment has at most so many octets. */
const COMMENT_BYTES = 0xffff;
/** A field with this value is in the extra of a large archive. */
const ELSEWHERE = 0xffffffff;

const Flag = { ENCRYPTED: 1, DESCRIBED_LATER: 8, UTF8: 0x800 } as const;
const STORED = 0;
const DEFLATED = 8;

const methods: ReadonlyMap<number, string> = new Map([
  [9, "Deflate64"],
  [12, "bzip2"],
  [14, "LZMA"],
  [93, "zstd"],
  [95, "xz"],
  [98, "PPMd"],
]);
/** Of a member that is encrypted with AES. */
const AES = 99;

/** A file in an archive. */
export interface ZipMember {
  /** As written, with `/`; a name is nothing but a name: it leads nowhere. */
  readonly name: string;
  /** Where its data is in the archive. */
  readonly start: number;
  readonly end: number;
  readonly isEncrypted: boolean;
  readonly method: number;
  /** Octets it is said to have, and their check sum; absent if the archive is cut off before they are told. */
  readonly size?: number;
  readonly checkSum?: number;
}

/** What an archive holds. */
export interface ZipMembers {
  readonly members: readonly ZipMember[];
  /** The directory at its end is missing, so that members were found by their own heads. */
  readonly isSalvaged: boolean;
  /** There are more members than are read. */
  readonly hasMore: boolean;
}

/** Finds the members of an archive. Folders in it are left out. */
export function zipMembers(bytes: Uint8Array, mostMembers: number): ZipMembers {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const listed = fromDirectory(bytes, view, mostMembers);
  const { members, hasMore } = listed ?? fromLocalHeads(bytes, view, mostMembers);
  return {
    members: members.filter(({ name }) => !name.endsWith("/")),
    isSalvaged: listed === undefined,
    hasMore,
  };
}

interface Found {
  readonly members: ZipMember[];
  readonly hasMore: boolean;
}

function fromDirectory(bytes: Uint8Array, view: DataView, mostMembers: number): Found | undefined {
  const end = endOfDirectory(bytes, view);
  if (end === undefined) return undefined;
  let count = view.getUint16(end + 10, true);
  let pos = view.getUint32(end + 16, true);
  const size = view.getUint32(end + 12, true);
  const large = largeEnd(view, end);
  if (large !== undefined) {
    count = large.count;
    pos = large.start;
  }
  // Octets before the archive, as of a program that unpacks itself, move everything.
  const before = large === undefined ? end - size - pos : 0;
  const shift = before > 0 && isAt(view, pos + before, CENTRAL) ? before : 0;
  pos += shift;
  const members: ZipMember[] = [];
  for (; count > 0; count--) {
    if (pos + CENTRAL_BYTES > bytes.length || !isAt(view, pos, CENTRAL)) return undefined;
    if (members.length === mostMembers) return { members, hasMore: true };
    const nameLength = view.getUint16(pos + 28, true);
    const extraLength = view.getUint16(pos + 30, true);
    const nameStart = pos + CENTRAL_BYTES;
    const extraStart = nameStart + nameLength;
    const next = extraStart + extraLength + view.getUint16(pos + 32, true);
    if (next > bytes.length) return undefined;
    const [uncompressed, compressed, head] = withExtra(view, extraStart, extraLength, [
      view.getUint32(pos + 24, true),
      view.getUint32(pos + 20, true),
      view.getUint32(pos + 42, true),
    ]);
    const local = (head as number) + shift;
    if (local + LOCAL_BYTES > bytes.length || !isAt(view, local, LOCAL)) return undefined;
    const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + (compressed as number) > bytes.length) return undefined;
    members.push({
      ...described(bytes, view, pos + 8, nameStart, extraStart),
      start,
      end: start + (compressed as number),
      size: uncompressed as number,
      checkSum: view.getUint32(pos + 16, true),
    });
    pos = next;
  }
  return { members, hasMore: false };
}

function endOfDirectory(bytes: Uint8Array, view: DataView): number | undefined {
  const first = Math.max(0, bytes.length - END_BYTES - COMMENT_BYTES);
  for (let pos = bytes.length - END_BYTES; pos >= first; pos--) {
    if (isAt(view, pos, END) && pos + END_BYTES + view.getUint16(pos + 20, true) <= bytes.length) return pos;
  }
  return undefined;
}

function largeEnd(view: DataView, end: number): { count: number; start: number } | undefined {
  const locator = end - 20;
  if (locator < 0 || !isAt(view, locator, LARGE_LOCATOR)) return undefined;
  const at = Number(view.getBigUint64(locator + 8, true));
  if (at + 56 > locator) return undefined;
  return { count: Number(view.getBigUint64(at + 32, true)), start: Number(view.getBigUint64(at + 48, true)) };
}

/** Sizes and places, those of a large archive from the extra field 1, which has them in this order. */
function withExtra(view: DataView, start: number, length: number, values: readonly number[]): number[] {
  let from = 0;
  let to = 0;
  for (let pos = start; pos + 4 <= start + length; ) {
    const size = view.getUint16(pos + 2, true);
    if (view.getUint16(pos, true) === 1) {
      from = pos + 4;
      to = Math.min(from + size, start + length);
      break;
    }
    pos += 4 + size;
  }
  return values.map((value) => {
    if (value !== ELSEWHERE || from + 8 > to) return value;
    from += 8;
    return Number(view.getBigUint64(from - 8, true));
  });
}

/** What heads of both kinds say from their flags on. */
function described(bytes: Uint8Array, view: DataView, flagsAt: number, nameStart: number, nameEnd: number) {
  const flags = view.getUint16(flagsAt, true);
  const text = (flags & Flag.UTF8) === 0 ? undefined : decodeUtf8(bytes, nameStart, nameEnd);
  const name = (text ?? octetString(bytes, nameStart, nameEnd)).replaceAll("\\", "/");
  return { name, isEncrypted: (flags & Flag.ENCRYPTED) !== 0, method: view.getUint16(flagsAt + 2, true) };
}

function fromLocalHeads(bytes: Uint8Array, view: DataView, mostMembers: number): Found {
  const members: ZipMember[] = [];
  let pos = 0;
  while (pos + LOCAL_BYTES <= bytes.length && isAt(view, pos, LOCAL)) {
    if (members.length === mostMembers) return { members, hasMore: true };
    const nameStart = pos + LOCAL_BYTES;
    const nameEnd = nameStart + view.getUint16(pos + 26, true);
    const extraLength = view.getUint16(pos + 28, true);
    const start = nameEnd + extraLength;
    if (start > bytes.length) break;
    const head = described(bytes, view, pos + 6, nameStart, nameEnd);
    const isLater = (view.getUint16(pos + 6, true) & Flag.DESCRIBED_LATER) !== 0;
    const descriptor = isLater ? findDescriptor(bytes, view, start) : undefined;
    const told = descriptor ?? (isLater ? undefined : pos + 10);
    if (told === undefined) {
      members.push({ ...head, start, end: bytes.length });
      break;
    }
    const [size, compressed] = withExtra(view, nameEnd, extraLength, [
      view.getUint32(told + 12, true),
      view.getUint32(told + 8, true),
    ]) as [number, number];
    const end = Math.min(start + compressed, bytes.length);
    members.push({ ...head, start, end, size, checkSum: view.getUint32(told + 4, true) });
    pos = descriptor === undefined ? start + compressed : descriptor + 16;
  }
  return { members, hasMore: false };
}

/** The descriptor after the data of a member: its size of the data agrees with where it is. */
function findDescriptor(bytes: Uint8Array, view: DataView, start: number): number | undefined {
  for (let pos = bytes.indexOf(0x50, start); pos >= 0; pos = bytes.indexOf(0x50, pos + 1)) {
    if (pos + 16 > bytes.length) return undefined;
    if (isAt(view, pos, DESCRIPTOR) && view.getUint32(pos + 8, true) === pos - start) return pos;
  }
  return undefined;
}

function isAt(view: DataView, pos: number, signature: number): boolean {
  return pos >= 0 && pos + 4 <= view.byteLength && view.getUint32(pos, true) === signature;
}

/** The octets of a member, and what is wrong with them. */
export interface MemberBytes {
  readonly bytes: Uint8Array;
  readonly fault?: string;
}

/** Why a member cannot be read at all; `undefined` if it can be tried. */
export function whyNotRead({ isEncrypted, method }: ZipMember): string | undefined {
  if (isEncrypted || method === AES) return "it is encrypted; unpack the archive with its password and give the folder";
  if (method === STORED || method === DEFLATED) return undefined;
  return `it is compressed with ${methods.get(method) ?? `method ${method}`}, which is not read; unpack the archive and give the folder`;
}

/**
 * The octets of a member, of damaged ones those before the damage.
 *
 * @param mostBytes - octets that may come out; beyond that the rest is left out, with a fault.
 */
export function bytesOfMember(
  archive: Uint8Array,
  member: ZipMember,
  limits: CaptureLimits,
  mostBytes: number,
): MemberBytes {
  const data = archive.subarray(member.start, member.end);
  const bounds = { bytes: mostBytes, ratio: limits.inflation };
  const inflated =
    member.method === DEFLATED
      ? inflate(data, "raw", bounds)
      : { bytes: data.subarray(0, mostBytes), fault: undefined };
  const { bytes, fault } = inflated;
  if (fault !== undefined) {
    return {
      bytes,
      fault: fault.kind === "limit" ? `${fault.reason}; the rest is left out` : "it is cut off or damaged",
    };
  }
  if (bytes.length < data.length && member.method === STORED) {
    return { bytes, fault: `it has more than ${mostBytes} bytes; the rest is left out` };
  }
  if (member.checkSum === undefined) return { bytes, fault: "the archive is cut off inside it" };
  if (member.size !== bytes.length)
    return { bytes, fault: `it has ${bytes.length} bytes, and is said to have ${member.size}` };
  return crc32(bytes) === member.checkSum ? { bytes } : { bytes, fault: "its check sum is wrong" };
}
