import { AstBuilder } from "../../src/ast/builder.ts";
import type { SyncmlDocument } from "../../src/ast/nodes.ts";
import { walkDocument } from "../../src/ast/walker.ts";
import type { PartialResult } from "../../src/codec/decode.ts";
import type { EncodeOptions } from "../../src/codec/encode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import type { DecodeOptions, ReadOptions, WriteOptions } from "../../src/codec/options.ts";
import { WrittenDocument } from "../../src/codec/written-document.ts";
import type { Diagnostic } from "../../src/core/diagnostics.ts";
import { isSyncmlError, type SyncmlErrorCode } from "../../src/core/errors.ts";

/** Decodes by the event path only. */
export function decodeByEvents(input: Uint8Array | string, options: Partial<DecodeOptions> = {}): SyncmlDocument {
  const builder = new AstBuilder(options);
  const embedded = options.data === "view" ? "keep" : options.embedded;
  const source = openDocument(builder, embedded === undefined ? options : { ...options, embedded });
  source.write(input);
  source.end();
  return builder.document as SyncmlDocument;
}

/** Decodes by the event path; keeps all diagnostics and what was read before a fault. */
export function partialByEvents(input: Uint8Array | string, options: Partial<DecodeOptions> = {}): PartialResult {
  const diagnostics: Diagnostic[] = [];
  const onDiagnostic = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const builder = new AstBuilder({ ...options, onDiagnostic });
  const embedded = options.data === "view" ? { embedded: "keep" as const } : {};
  try {
    const source = openDocument(builder, { ...options, ...embedded, onDiagnostic });
    source.write(input);
    source.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return { document: builder.takePartial(), diagnostics, error };
  }
  return { document: builder.document, diagnostics, error: undefined };
}

/** Converts by the event path only. */
export function convertByEvents(
  input: Uint8Array | string,
  options: Partial<ReadOptions & WriteOptions> & { readonly to: "wbxml" | "xml" },
): Uint8Array {
  const written = new WrittenDocument(options.to, options);
  const source = openDocument(written.sink, options);
  source.write(input);
  source.end();
  return written.bytes();
}

/** A document as bytes, by the event path only. */
export function encodeByEvents(
  document: SyncmlDocument,
  options: Partial<EncodeOptions> & Pick<EncodeOptions, "format">,
): Uint8Array {
  const written = new WrittenDocument(options.format, options);
  walkDocument(document, written.sink, options.vocabularies);
  return written.bytes();
}

interface Fault {
  readonly code: SyncmlErrorCode;
  readonly offset: number | undefined;
  readonly path: string | undefined;
  readonly reason: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** What `run` returns, or the place and reason of the SyncmlError it throws. */
export function outcome<Result>(run: () => Result): Result | Fault {
  try {
    return run();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    const { code, offset, path, reason, line, column } = error;
    return { code, offset, path, reason, line, column };
  }
}
