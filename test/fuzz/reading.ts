import { isSyncmlError, type SyncmlError } from "../../src/core/errors.ts";
import type { ChunkedSource, EventSink } from "../../src/core/sink.ts";
import { EventPrinter } from "../../src/inspect/event-printer.ts";
import { cutAt } from "../../src/testing/chunkings.ts";

/** What was read, as text that only grows as more input arrives; and why reading stopped. */
export interface Reading {
  readonly log: string;
  readonly error: SyncmlError | undefined;
}

/** Reads an input in pieces. */
export type Read = (chunks: readonly Uint8Array[]) => Reading;

/** What `run` returns, or the SyncmlError that it throws. */
function refusalOf(run: () => void): SyncmlError | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return error;
  }
}

/** A source into which chunks are written, each overwritten as soon as it was: a source may not keep one. */
export function feed(source: ChunkedSource<Uint8Array>, chunks: readonly Uint8Array[]): SyncmlError | undefined {
  return refusalOf(() => {
    for (const chunk of chunks) {
      const given = chunk.slice();
      try {
        source.write(given);
      } finally {
        given.fill(0xee);
      }
    }
    source.end();
  });
}

/** Reads the events of a document. */
export function eventsOf(open: (sink: EventSink) => ChunkedSource<Uint8Array>): Read {
  return (chunks) => {
    let log = "";
    // Not flushed: the line of a text that was cut stays open, as its beginning.
    const printer = new EventPrinter((text) => {
      log += text;
    });
    const error = feed(open(printer), chunks);
    return { log, error };
  };
}

/**
 * Reads an input whole, in pieces and up to `cut`: cuts change nothing, and what is read of a part is the beginning of what
 * is read of the whole. Throws the error of the whole.
 */
export function readsAlike(read: Read): (input: Uint8Array, cut: number) => string {
  return (input, cut) => {
    const whole = read([input]);
    const pieces = read(cutAt(input, [cut, Math.min(cut + 1, input.length), cut >> 1]));
    if (shown(whole) !== shown(pieces)) {
      throw new Error(`read whole and in pieces: ${differing(shown(whole), shown(pieces))}`);
    }
    const partial = read([input.subarray(0, cut)]);
    const fault = contradictionIn(partial, whole, cut);
    if (fault !== undefined) throw new Error(`cut at ${cut}, it contradicts the whole: ${fault}`);
    if (whole.error !== undefined) throw whole.error;
    return whole.log;
  };
}

/**
 * Where what was read of the first `cut` bytes is not the beginning of what was read of all, or nothing. The end of a
 * document is no contradiction if more follows its root, nor is an opaque that turns out to be a document.
 */
export function contradictionIn(partial: Reading, whole: Reading, cut: number): string | undefined {
  const { error } = partial;
  const last = /\n(?:off=\d+ )?(?:end ?document|data|opaque) [^\n]*\n?$|\n(?:off=\d+ )?end document\n$/i;
  const log = partial.log.replace(last, "\n");
  if (!whole.log.startsWith(log.trimEnd())) return differing(log, whole.log);
  if (error === undefined) return undefined;
  // The same fault may be reported differently: with the next byte, the first one is a character of UTF-16 and need be none of
  // UTF-8.
  const isSameCode = error.code === whole.error?.code || cut === 1;
  if (isSameCode && error.offset === whole.error?.offset) return undefined;
  return error.code === "truncated-input" && error.offset === cut ? undefined : error.message;
}

function shown({ log, error }: Reading): string {
  return error === undefined ? log : `${log}\n${error.message}`;
}

function differing(one: string, other: string): string {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, same - 40), same + 80));
  return `${around(one)} and ${around(other)}`;
}
