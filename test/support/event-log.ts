import { expect } from "vitest";
import { openDocument } from "../../src/codec/open-document.ts";
import type { ReadOptions } from "../../src/codec/options.ts";
import type { Diagnostic } from "../../src/core/diagnostics.ts";
import { isSyncmlError, type SyncmlErrorCode } from "../../src/core/errors.ts";
import { EventPrinter } from "../../src/inspect/event-printer.ts";
import { chunkings } from "./chunks.ts";

/** All that one reading of a document says. */
export interface Reading {
  readonly log: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly error:
    | { code: SyncmlErrorCode; offset: number | undefined; path: string | undefined; reason: string }
    | undefined;
}

/** Reads a document in the given chunks; any error but a SyncmlError is thrown on. */
export function readChunks(chunks: Iterable<Uint8Array>, options: Partial<ReadOptions> = {}): Reading {
  let log = "";
  const diagnostics: Diagnostic[] = [];
  const printer = new EventPrinter((text) => {
    log += text;
  });
  let error: Reading["error"];
  try {
    const source = openDocument(printer, { ...options, onDiagnostic: (diagnostic) => diagnostics.push(diagnostic) });
    // A source may not keep a chunk, so each one is wiped after the call.
    for (const chunk of chunks) {
      const given = chunk.slice();
      source.write(given);
      given.fill(0xee);
    }
    source.end();
  } catch (caught) {
    if (!isSyncmlError(caught)) throw caught;
    const { code, offset, path, reason } = caught;
    error = { code, offset, path, reason };
  }
  printer.flush();
  return { log, diagnostics, error };
}

/** Reads a document in every chunking, expects the same of each, and returns that. */
export function read(bytes: Uint8Array, options: Partial<ReadOptions> = {}): Reading {
  const [whole, ...cut] = chunkings(bytes).map((chunks) => readChunks(chunks, options));
  for (const reading of cut) expect(reading).toEqual(whole);
  return whole as Reading;
}

/** The log of a document that is read without an error, without the offsets. */
export function events(bytes: Uint8Array, options: Partial<ReadOptions> = {}): string[] {
  const { log, error } = read(bytes, options);
  expect(error).toBeUndefined();
  return log
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^off=\d+ /, ""));
}
