import type { FileRange } from "../model.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
/** Keys that are longer are none of a path. */
const MOST_KEY_BYTES = 16;

/** Elements of a list in JSON, found without parsing them. */
export interface JsonElements {
  /** The list is there. */
  readonly isThere: boolean;
  /** The file goes on to the end of the list. */
  readonly isWhole: boolean;
  /** Lists and objects are deeper inside each other than is allowed. */
  readonly isTooDeep: boolean;
  /** Those that are objects or lists. */
  readonly elements: readonly FileRange[];
}

/**
 * Finds the elements of a list in JSON: what they are is not looked at.
 *
 * @param path - keys of objects inside each other, the last one that of the list: `["log", "entries"]`; none for a list that is the whole.
 */
export function findJsonElements(bytes: Uint8Array, path: readonly string[], mostDepth: number): JsonElements {
  const elements: FileRange[] = [];
  /** Of the list; its elements are one deeper. */
  const listDepth = path.length + 1;
  let depth = 0;
  /** Keys of the path that were found, one inside the other. */
  let found = 0;
  let key = "";
  /** The last string, while it may be a key of the path. */
  let string = "";
  let isInside = false;
  let from = 0;
  for (let pos = 0; pos < bytes.length; pos++) {
    const octet = bytes[pos];
    switch (octet) {
      case QUOTE: {
        const start = ++pos;
        while (pos < bytes.length && bytes[pos] !== QUOTE) pos += bytes[pos] === BACKSLASH ? 2 : 1;
        if (depth < listDepth) {
          string = pos - start > MOST_KEY_BYTES ? "" : String.fromCharCode(...bytes.subarray(start, pos));
        }
        break;
      }
      case 0x3a: // :
        if (depth < listDepth) key = string;
        break;
      case 0x7b: // {
      case OPEN_LIST:
        if (++depth > mostDepth) return { isThere: isInside, isWhole: false, isTooDeep: true, elements };
        if (isInside) {
          if (depth === listDepth + 1) from = pos;
        } else if (found === depth - 1 && (depth === 1 || key === path[depth - 2])) {
          found = depth;
          isInside = depth === listDepth && octet === OPEN_LIST;
          if (depth === listDepth && !isInside) found--;
        }
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        if (isInside && depth === listDepth) elements.push({ start: from, end: pos + 1 });
        else if (isInside && depth < listDepth) return { isThere: true, isWhole: true, isTooDeep: false, elements };
        else if (found > depth) found = depth;
        break;
    }
  }
  return { isThere: isInside, isWhole: false, isTooDeep: false, elements };
}
