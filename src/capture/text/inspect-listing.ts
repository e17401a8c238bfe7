import { ByteWriter } from "../../core/byte-writer.ts";
import type { DecodedText } from "./text-fault.ts";

/** The line before the first row of `syncml inspect`. */
const title = /^offset +bytes +\| what it says\r?$/gm;
const row = /^(?:0x([0-9a-f]{4,12})| {6,14}) {2}((?:[0-9a-f]{2} )+) *\|/;
/** Of what is missing, or a heading of octets that are left out. */
const without = /^(?:0x[0-9a-f]{4,12} {2}(?:✗| +\|)| {6,14} {2} +\|)/;

/**
 * The octets of a table that `syncml inspect` printed; what comes before it and what octets say is left out. `undefined` if the text is no
 * such table.
 */
export function readInspectListing(text: string): DecodedText | undefined {
  const titles = text.includes("| what it says") ? [...text.matchAll(title)] : [];
  const [first] = titles;
  if (first === undefined) return undefined;
  if (titles.length > 1) return { fault: `these are the tables of ${titles.length} messages` };
  const bytes = new ByteWriter();
  for (let start = first.index + first[0].length + 1; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    start = end + 1;
    if (line.trim() === "" || without.test(line)) continue;
    const [, offset, digits] = row.exec(line) ?? [];
    if (digits === undefined) return { fault: `a part of the message is left out: ${line.trim().slice(0, 40)}` };
    if (offset !== undefined && Number.parseInt(offset, 16) !== bytes.byteLength) return uncounted;
    for (let index = 0; index < digits.length; index += 3)
      bytes.byte(Number.parseInt(digits.slice(index, index + 2), 16));
  }
  return { bytes: bytes.take() };
}

const uncounted: DecodedText = { fault: "the offsets do not match the number of bytes" };
