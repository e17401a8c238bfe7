import type { FileRange } from "../model.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Entries of an HTTP archive, found without parsing them. */
export interface HarEntries {
  /** `log.entries` is there. */
  readonly isHar: boolean;
  /** The file goes on to the end of the array. */
  readonly isWhole: boolean;
  /** Arrays and objects are deeper inside each other than is allowed. */
  readonly isTooDeep: boolean;
  readonly entries: readonly FileRange[];
}

/** Finds the elements of `log.entries` in JSON: what they are is not looked at. */
export function findHarEntries(bytes: Uint8Array, mostDepth: number): HarEntries {
  const entries: FileRange[] = [];
  let depth = 0;
  let key = "";
  /** The last string, while it may be a key of the outer two objects. */
  let string = "";
  let inLog = false;
  let entriesDepth = 0;
  let from = 0;
  for (let pos = 0; pos < bytes.length; pos++) {
    switch (bytes[pos]) {
      case QUOTE: {
        const start = ++pos;
        while (pos < bytes.length && bytes[pos] !== QUOTE) pos += bytes[pos] === BACKSLASH ? 2 : 1;
        if (depth <= 2) string = pos - start > 16 ? "" : String.fromCharCode(...bytes.subarray(start, pos));
        break;
      }
      case 0x3a: // :
        if (depth <= 2) key = string;
        break;
      case 0x7b: // {
      case 0x5b: // [
        if (++depth > mostDepth) return { isHar: entriesDepth > 0, isWhole: false, isTooDeep: true, entries };
        if (depth === 2) inLog = key === "log";
        if (depth === 3 && inLog && key === "entries" && bytes[pos] === 0x5b) entriesDepth = 3;
        else if (depth === 4 && entriesDepth === 3) from = pos;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        if (depth === 3 && entriesDepth === 3) entries.push({ start: from, end: pos + 1 });
        else if (depth === 2 && entriesDepth === 3) return { isHar: true, isWhole: true, isTooDeep: false, entries };
        break;
    }
  }
  return { isHar: entriesDepth > 0, isWhole: false, isTooDeep: false, entries };
}
