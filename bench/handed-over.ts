import { HandOvers } from "../src/codec/fast-path/hand-overs.ts";
import { readDocument } from "../src/codec/read.ts";
import { isSyncmlError } from "../src/index.ts";

/** Input the fast path left to the event path at one path of a document. */
export interface HandedOver {
  /** Path of the enclosing element; empty if the event path read the whole document. */
  readonly path: string;
  readonly count: number;
  readonly bytes: number;
  /** Start of the first occurrence: markup, or bytes in hexadecimal. */
  readonly beginning: string;
}

const SHOWN_BYTES = 12;
const SHOWN_CHARACTERS = 40;
const LESS_THAN = 0x3c;

/** Input that left the fast path during decoding, by path, most bytes first. */
export function handedOver(documents: readonly Uint8Array[]): HandedOver[] {
  const known = new Map<string, HandedOver>();
  for (const document of documents) {
    const handOvers = new HandOvers((start, end, path) => {
      const before = known.get(path) ?? { count: 0, bytes: 0, beginning: beginningAt(document, start) };
      known.set(path, { ...before, path, count: before.count + 1, bytes: before.bytes + end - start });
    });
    try {
      readDocument(document, {}, handOvers);
    } catch (error) {
      // Decoding reports the fault; input read before it still counts.
      if (!isSyncmlError(error)) throw error;
    }
  }
  return [...known.values()].sort((one, other) => other.bytes - one.bytes);
}

/** The same as readable text, at most `most` lines. */
export function handedOverLines(documents: readonly Uint8Array[], most: number): string[] {
  const all = handedOver(documents);
  if (all.length === 0) return ["decode leaves nothing to the event path"];
  const total = documents.reduce((sum, { length }) => sum + length, 0);
  const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
  return [
    `decode leaves ${bytes} of ${total} bytes to the event path:`,
    ...all
      .slice(0, most)
      .map(({ path, count, bytes, beginning }) =>
        path === ""
          ? `${bytes} bytes, ${count} × all of a document: ${beginning}`
          : `${bytes} bytes, ${count} × in ${path}: ${beginning}`,
      ),
  ];
}

function beginningAt(document: Uint8Array, start: number): string {
  if (document[start] !== LESS_THAN) {
    return Array.from(document.subarray(start, start + SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, "0")).join(
      " ",
    );
  }
  const markup = new TextDecoder().decode(document.subarray(start, start + SHOWN_CHARACTERS));
  const end = markup.indexOf(">");
  return end < 0 ? `${markup}…` : markup.slice(0, end + 1);
}
