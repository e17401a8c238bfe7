import { META_NAMESPACE } from "../../vocabulary/namespaces.ts";
import { syncml10 } from "../../vocabulary/syncml-1.0.ts";
import { syncml11 } from "../../vocabulary/syncml-1.1.ts";
import { syncml12 } from "../../vocabulary/syncml-1.2.ts";
import { messagePlan } from "./message-plan.ts";
import { NameWords, wordAt } from "./name-words.ts";

/** Bytes of a document that must be left where a start tag is looked up: less than any end tags the root needs. */
export const TAG_BYTES = 20;

const DOUBLE_QUOTE = 0x22;
const ZERO = 0x30;
const LETTER_S = 0x73;
const LETTER_D = 0x64;

/** Namespaces of messages by number: none, {@link METINF}, then those of the protocol's versions. */
export const namespaces: readonly string[] = [
  "",
  META_NAMESPACE,
  ...[syncml10, syncml11, syncml12].map(({ tagPages }) => tagPages[0]?.namespace ?? ""),
  "syncml:devinf",
];
export const METINF = 1;
export const FIRST_CORE = 2;
export const LAST_CORE = 4;
export const DEVINF = 5;

/** The attribute that declares each as the default, with either quote. */
const declarations = namespaces.flatMap((namespace) => [` xmlns='${namespace}'`, ` xmlns="${namespace}"`]);
/** Its length in bytes, the blank before it included. */
export const declarationBytes: Uint8Array = Uint8Array.from(
  namespaces,
  (_, number) => declarations[number * 2]?.length ?? 0,
);

const MAX_DECLARATION_BYTES = Math.max(...declarationBytes);

const WORDS = 8;
const QUOTE_AT = 7;
const VALUE_AT = QUOTE_AT + 1;
const MINOR_VERSION_AT = VALUE_AT + "SYNCML:SYNCML1.".length;
/** By `(number * 2 + quote) * WORDS`; the last word overlaps the one before. */
const declarationWords = new Int32Array(declarations.length * WORDS);
for (const [index, text] of declarations.entries()) {
  for (let word = 0; word * 4 < text.length; word++) {
    declarationWords[index * WORDS + word] = wordAt(text, Math.min(word * 4, text.length - 4));
  }
}

/**
 * The number of the namespace that is declared as the default at `pos`, where the name of a tag has ended; 0 if anything
 * else is there.
 */
export function declaredNamespace(view: DataView, pos: number): number {
  if (pos + MAX_DECLARATION_BYTES > view.byteLength) return 0;
  const minor = view.getUint8(pos + MINOR_VERSION_AT) - ZERO;
  const number =
    view.getUint8(pos + VALUE_AT) === LETTER_S
      ? view.getUint8(pos + VALUE_AT + 7) === LETTER_D
        ? DEVINF
        : METINF
      : minor >= 0 && minor <= 2
        ? FIRST_CORE + minor
        : 0;
  const isDouble = view.getUint8(pos + QUOTE_AT) === DOUBLE_QUOTE;
  const words = (number * 2 + (isDouble ? 1 : 0)) * WORDS;
  const last = pos + (declarationBytes[number] as number) - 4;
  let at = pos;
  let word = words;
  for (; at < last; at += 4) if (view.getInt32(at, true) !== declarationWords[word++]) return 0;
  return view.getInt32(last, true) === declarationWords[word] ? number : 0;
}

let names: NameWords | undefined;

/** The names of elements by their numbers in the plan. Made on first use. */
export function elementNames(): NameWords {
  names ??= new NameWords(messagePlan().names);
  return names;
}
