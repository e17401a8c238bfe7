import { isStandardNamespace } from "../../vocabulary/namespaces.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { messagePlan } from "./message-plan.ts";

const tagNumbersOf = new WeakMap<Vocabulary, Uint8Array>();

/** The numbers that the message plan gives the tags of a vocabulary, by `page * 64 + token`; 0 for a tag without one. */
export function tagNumbers(vocabulary: Vocabulary): Uint8Array {
  let numbers = tagNumbersOf.get(vocabulary);
  if (numbers === undefined) {
    const { nameNumbers } = messagePlan();
    numbers = Uint8Array.from(vocabulary.tags, (name) =>
      name !== undefined && isStandardNamespace(name.namespace) ? (nameNumbers.get(name.local) ?? 0) : 0,
    );
    tagNumbersOf.set(vocabulary, numbers);
  }
  return numbers;
}
