import { u16 } from "./integers.ts";

/** An address of IP as text: `192.0.2.1`, or that of IPv6 with its longest run of zeros as `::` (RFC 5952). */
export function addressOf(bytes: Uint8Array, start: number, length: number): string {
  if (length === 4) return bytes.subarray(start, start + 4).join(".");
  const groups = Array.from({ length: 8 }, (_, index) => u16(bytes, start + 2 * index));
  let runStart = 0;
  let runLength = 0;
  for (let index = 0; index < 8; index++) {
    let end = index;
    while (groups[end] === 0) end++;
    if (end - index > runLength) [runStart, runLength] = [index, end - index];
  }
  const text = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(":");
  return runLength < 2 ? text(0, 8) : `${text(0, runStart)}::${text(runStart + runLength, 8)}`;
}
