import { latin1 } from "../../core/latin1.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";

const BLOCK = 512;
/** Where the magic of POSIX and GNU is. */
const MAGIC_AT = 257;

/** A file in a tar archive. */
interface TarMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a tar archive holds. */
export interface TarMembers {
  readonly members: readonly TarMember[];
  /** Why it was not read to its end. */
  readonly fault?: string;
  /** There are more members than are read. */
  readonly hasMore: boolean;
}

export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && latin1(head, MAGIC_AT, MAGIC_AT + 5) === "ustar" && isSummed(head, 0);
}

/** Finds the files of a tar archive, with long names of POSIX and GNU. Folders, links and devices are left out. */
export function tarMembers(bytes: Uint8Array, mostMembers: number): TarMembers {
  const members: TarMember[] = [];
  let longName: string | undefined;
  for (let pos = 0; pos + BLOCK <= bytes.length; ) {
    if (bytes[pos] === 0) return { members, hasMore: false };
    if (!isSummed(bytes, pos)) return { members, fault: `the head of a file at ${pos} is damaged`, hasMore: false };
    const size = numberAt(bytes, pos + 124, 12);
    const start = pos + BLOCK;
    const end = Math.min(start + size, bytes.length);
    const type = String.fromCharCode(bytes[pos + 156] as number);
    const name = longName ?? nameAt(bytes, pos);
    const isCut = start + size > bytes.length;
    longName = undefined;
    if (type === "L") longName = fieldAt(bytes, start, end - start);
    else if (type === "x") longName = paxPath(decodeUtf8Lossy(bytes, start, end));
    else if (type === "0" || type === "\0" || type === "7") {
      if (members.length === mostMembers) return { members, hasMore: true };
      members.push({ name, bytes: bytes.subarray(start, end) });
    }
    if (isCut) return { members, fault: `the archive ends inside ${name}`, hasMore: false };
    pos = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return { members, fault: "the archive has no end", hasMore: false };
}

/** The sum of the octets of a head, with blanks in the place of the sum itself. */
function isSummed(bytes: Uint8Array, pos: number): boolean {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : (bytes[pos + at] as number);
  return sum === numberAt(bytes, pos + 148, 8);
}

/** In octal; GNU writes large numbers in binary, with the top bit set. */
function numberAt(bytes: Uint8Array, at: number, length: number): number {
  if (((bytes[at] as number) & 0x80) !== 0) {
    let value = (bytes[at] as number) & 0x7f;
    for (let pos = at + 1; pos < at + length; pos++) value = value * 256 + (bytes[pos] as number);
    return value;
  }
  const [digits] = /[0-7]+/.exec(latin1(bytes, at, at + length)) ?? ["0"];
  return Number.parseInt(digits, 8);
}

function fieldAt(bytes: Uint8Array, at: number, length: number): string {
  const end = bytes.subarray(at, at + length).indexOf(0);
  return decodeUtf8Lossy(bytes, at, end < 0 ? at + length : at + end);
}

function nameAt(bytes: Uint8Array, pos: number): string {
  // GNU has other things in the place of the prefix.
  const isPosix = bytes[pos + MAGIC_AT + 5] === 0;
  const prefix = isPosix ? fieldAt(bytes, pos + 345, 155) : "";
  const name = fieldAt(bytes, pos, 100);
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Records are a length, a blank, `key=value` and a line feed. */
function paxPath(text: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1];
}
