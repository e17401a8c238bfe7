import { Gunzip, Inflate, Unzlib } from "fflate/browser";
import { ByteWriter } from "../../core/byte-writer.ts";
import { adler32, crc32 } from "./check-sums.ts";

/** How compressed octets are wrapped. */
export type Wrapping = "gzip" | "zlib" | "raw";

/** Bounds on what comes out. */
export interface InflateBounds {
  /** Octets that may come out. */
  readonly bytes: number;
  /** Octets that may come out for each octet that goes in. */
  readonly ratio: number;
}

/** What came out, and what was wrong. */
export interface Inflated {
  readonly bytes: Uint8Array;
  /** Absent if all came out and its check sum and length are right. */
  readonly fault?: { readonly kind: "damaged" | "limit"; readonly reason: string };
}

/** A small input may become this many octets whatever the ratio. */
const ALWAYS_BYTES = 1 << 20;

/**
 * Octets given to the inflater at a time. One octet makes at most 1,032, so that a limit is passed by no more than 4 MiB
 * before it is noticed.
 */
const PIECE_BYTES = 4_096;

class LimitReached extends Error {}

/** Undoes gzip, zlib or deflate up to the bounds; of damaged or cut octets, what comes out before the damage. */
export function inflate(input: Uint8Array, wrapping: Wrapping, bounds: InflateBounds): Inflated {
  const output = new ByteWriter();
  const most = Math.min(bounds.bytes, Math.max(ALWAYS_BYTES, input.length * bounds.ratio));
  /** Where later members of a gzip begin: in the input, and in the output. */
  const members: { input: number; output: number }[] = [];
  let skip = 0;
  const take = (chunk: Uint8Array) => {
    const from = Math.min(skip, chunk.length);
    skip -= from;
    const room = most - output.byteLength;
    output.bytes(chunk, from, Math.min(chunk.length, from + room));
    if (chunk.length - from > room) throw new LimitReached();
  };
  let stream = open(wrapping, take, (offset) => members.push({ input: offset, output: output.byteLength }));
  let fault: Inflated["fault"];
  let at = 0;
  try {
    for (; at < input.length; at += PIECE_BYTES) stream.push(input.subarray(at, at + PIECE_BYTES), false);
    stream.push(new Uint8Array(0), true);
  } catch (error) {
    fault = faultOf(error, most);
    if (fault.kind === "damaged" && at < input.length) {
      // What the piece with the damage gives before it is not handed out: the same again, up to there octet by octet.
      skip = output.byteLength;
      stream = open(wrapping, take, () => undefined);
      try {
        for (let again = 0; again < at; again += PIECE_BYTES) {
          stream.push(input.subarray(again, again + PIECE_BYTES), false);
        }
        for (; at < input.length; at++) stream.push(input.subarray(at, at + 1), false);
      } catch {
        // The damage that is known already.
      }
    }
  }
  const bytes = output.take();
  fault ??= checkSumFault(input, bytes, wrapping, members);
  return fault === undefined ? { bytes } : { bytes, fault };
}

function open(wrapping: Wrapping, take: (chunk: Uint8Array) => void, onMember: (offset: number) => void) {
  if (wrapping === "zlib") return new Unzlib(take);
  if (wrapping === "raw") return new Inflate(take);
  const stream = new Gunzip(take);
  stream.onmember = onMember;
  return stream;
}

function faultOf(error: unknown, most: number): NonNullable<Inflated["fault"]> {
  if (error instanceof LimitReached) return { kind: "limit", reason: `more than ${most} bytes come out` };
  // fflate throws an Error with a number for its kind; anything else is a fault of its own, found on damaged octets only.
  return { kind: "damaged", reason: error instanceof Error ? error.message : String(error) };
}

function littleEndian(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

/** The inflater checks neither check sums nor lengths. */
function checkSumFault(
  input: Uint8Array,
  output: Uint8Array,
  wrapping: Wrapping,
  members: readonly { input: number; output: number }[],
): Inflated["fault"] {
  if (wrapping === "raw") return undefined;
  if (wrapping === "zlib") {
    const view = new DataView(input.buffer, input.byteOffset);
    if (input.length >= 6 && view.getUint32(input.length - 4) === adler32(output)) return undefined;
    return { kind: "damaged", reason: "the check sum is wrong" };
  }
  const ends = [...members.filter(({ input }) => input > 18), { input: input.length, output: output.length }];
  let from = 0;
  for (const end of ends) {
    if (end.input < 18) return { kind: "damaged", reason: "it is cut off" };
    const member = output.subarray(from, end.output);
    if (littleEndian(input, end.input - 4) !== member.length >>> 0)
      return { kind: "damaged", reason: "the length is wrong" };
    if (littleEndian(input, end.input - 8) !== crc32(member))
      return { kind: "damaged", reason: "the check sum is wrong" };
    from = end.output;
  }
  return undefined;
}
