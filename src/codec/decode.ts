import type { SyncML, SyncmlDocument } from "../ast/nodes.ts";
import { type Bytes, bytesOrString } from "../core/bytes.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import { isSyncmlError, type SyncmlError } from "../core/errors.ts";
import { checkOptions } from "../core/options.ts";
import { asMessage } from "./as-message.ts";
import { HandOvers } from "./fast-path/hand-overs.ts";
import { type DecodeOptions, decodeChecks } from "./options.ts";
import { readDocument } from "./read.ts";

// One object for all calls without options (heap:ast/wbxml/small, 2 %).
const defaults: Partial<DecodeOptions> = {};

/**
 * Decodes a message: bytes of WBXML or XML, or a string of XML.
 *
 * @throws {SyncmlError} what is wrong and where; `unexpected-root` if it is a document of another kind.
 * @throws {TypeError} if `input` is neither bytes nor a string, or an option is of the wrong type; a `RangeError` for an
 *   option value that is not allowed.
 */
export function decode(input: Bytes | string, options: Partial<DecodeOptions> = defaults): SyncML {
  return asMessage(decodeDocument(input, options));
}

/**
 * Like {@link decode}, for a document of any kind: a message, device information, meta information or a management tree.
 *
 * @throws {SyncmlError} what is wrong and where.
 */
export function decodeDocument(input: Bytes | string, options: Partial<DecodeOptions> = defaults): SyncmlDocument {
  if (options !== defaults) checkOptions(options, decodeChecks);
  return readDocument(bytesOrString(input), options);
}

/** What {@link decodePartial} read. */
export interface PartialResult {
  /** The document up to the fault, or all of it if there is none; `undefined` if the root was never reached. */
  readonly document: SyncmlDocument | undefined;
  /** All diagnostics, in document order. */
  readonly diagnostics: readonly Diagnostic[];
  /** The fault, if there is one. */
  readonly error: SyncmlError | undefined;
}

/** Like {@link decodeDocument}, but keeps what was read before a fault, and all diagnostics. */
export function decodePartial(input: Bytes | string, options: Partial<DecodeOptions> = defaults): PartialResult {
  if (options !== defaults) checkOptions(options, decodeChecks);
  const given = bytesOrString(input);
  const diagnostics: Diagnostic[] = [];
  const onDiagnostic = (diagnostic: Diagnostic) => {
    diagnostics.push(diagnostic);
    options.onDiagnostic?.(diagnostic);
  };
  const handOvers = new HandOvers(undefined);
  try {
    return { document: readDocument(given, { ...options, onDiagnostic }, handOvers), diagnostics, error: undefined };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    // A fault is always found on the event path.
    return { document: handOvers.builder?.takePartial(), diagnostics, error };
  }
}
