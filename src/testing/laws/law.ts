import fc from "fast-check";
import type { SyncML } from "../../ast/nodes.ts";
import type { Format } from "../../codec/detect-format.ts";
import { encode } from "../../codec/encode.ts";
import { equalMessages } from "../../codec/equal-messages.ts";
import { messages } from "../messages.ts";
import { mutations } from "../mutations.ts";
import { tokenDocuments } from "../token-documents.ts";
import { xmlDocuments } from "../xml-documents.ts";

/** Options of `fc.assert`: number of runs, seed, path. */
export type Runs = Pick<fc.Parameters<unknown>, "numRuns" | "seed" | "path" | "verbose" | "endOnFailure">;

/** Options of a law about messages. */
export interface MessageLawOptions extends Runs {
  /** Default: messages of every version. */
  readonly messages?: fc.Arbitrary<SyncML>;
  /** Default: both. */
  readonly formats?: readonly Format[];
  /** Whether two messages are the same. Default: {@link equalMessages}, which ignores the form of values. */
  readonly same?: (one: SyncML, other: SyncML) => boolean;
}

/** Options of a law about documents. */
export interface DocumentLawOptions extends Runs {
  /** Default: messages in both forms, documents of random tokens, and XML that is not a message; intact and damaged. */
  readonly documents?: fc.Arbitrary<Uint8Array>;
}

interface MessageLaw {
  readonly messages: fc.Arbitrary<SyncML>;
  readonly formats: fc.Arbitrary<Format>;
  readonly same: (one: SyncML, other: SyncML) => boolean;
}

const anyVersion = fc.oneof(...(["1.2", "1.1", "1.0"] as const).map((version) => messages({ version })));

export function resolveMessageLaw(options: MessageLawOptions): MessageLaw {
  return {
    messages: options.messages ?? anyVersion,
    formats: fc.constantFrom<Format>(...(options.formats ?? (["wbxml", "xml"] as const))),
    same: options.same ?? equalMessages,
  };
}

const encoded = fc
  .tuple(anyVersion, fc.constantFrom<Format>("wbxml", "xml"))
  .map(([message, format]) => encode(message, { format }));
const whole = fc.oneof(encoded, tokenDocuments(), xmlDocuments());
/** Documents with bytes changed, most of them broken. */
export const damaged: fc.Arbitrary<Uint8Array> = whole.chain(mutations);

export function documentsOf({ documents }: DocumentLawOptions): fc.Arbitrary<Uint8Array> {
  return documents ?? fc.oneof(whole, damaged);
}

/** Those of the options that `fc.assert` takes. */
export function runsOf({ numRuns, seed, path, verbose, endOnFailure }: Runs): fc.Parameters<unknown> {
  const given = Object.entries({ numRuns, seed, path, verbose, endOnFailure }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(given);
}

/** What `run` returns or throws, as text to compare by. */
export function outcomeOf(run: () => unknown): string {
  try {
    return fc.stringify(run());
  } catch (error) {
    const { name, message, code, offset } = error as Error & { code?: unknown; offset?: unknown };
    return fc.stringify({ name, message, code, offset });
  }
}
