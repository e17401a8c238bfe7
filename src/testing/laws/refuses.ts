import fc from "fast-check";
import type { SyncML } from "../../ast/nodes.ts";
import { encode } from "../../codec/encode.ts";
import { type DocumentLawOptions, damaged, outcomeOf, resolveMessageLaw, runsOf } from "./law.ts";

/** How to distinguish refusals from crashes. */
export interface RefusalOptions extends DocumentLawOptions {
  /** Whether an error is a deliberate refusal. Default: any but TypeError, RangeError and ReferenceError. */
  readonly isRefusal?: (error: unknown) => boolean;
}

const crashes = ["TypeError", "RangeError", "ReferenceError"];

function isNoCrash(error: unknown): boolean {
  return error instanceof Error && !crashes.includes(error.name);
}

/**
 * A damaged document is read or refused but never crashes the decoder, and the next document is read as before.
 *
 * @throws {Error} fast-check's report with the smallest document for which that does not hold.
 */
export function checkRefuses(decode: (document: Uint8Array) => unknown, options: RefusalOptions = {}): void {
  const { documents = damaged, isRefusal = isNoCrash } = options;
  const [sound] = fc.sample(resolveMessageLaw({}).messages, { numRuns: 1, seed: 1 }) as [SyncML];
  const next = encode(sound);
  const before = outcomeOf(() => decode(next));
  const property = fc.property(documents, (document) => {
    try {
      decode(document);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    const after = outcomeOf(() => decode(next));
    if (after !== before) throw new Error(`the next document is read as\n${after}\ninstead of\n${before}`);
  });
  fc.assert(property, runsOf(options));
}
