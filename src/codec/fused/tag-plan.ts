import { isStandardNamespace } from "../../vocabulary/namespaces.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { messagePlan, NAME_SHIFT } from "./message-plan.ts";

/** An action is found at `shape << TAG_SHIFT | page * 64 | token`: pages 0 to 3 are enough for all vocabularies. */
export const TAG_SHIFT = 8;

/** The message plan by the tags of one vocabulary. */
export interface TagPlan {
  /** The plan's number for the name of each tag by `page * 64 | token`; 0 for a tag without one. */
  readonly numbers: Uint8Array;
  readonly actions: Int32Array;
}

const plans = new WeakMap<Vocabulary, TagPlan>();

/** The plan for a vocabulary, made on first use. */
export function tagPlan(vocabulary: Vocabulary): TagPlan {
  let plan = plans.get(vocabulary);
  if (plan === undefined) plans.set(vocabulary, (plan = makePlan(vocabulary)));
  return plan;
}

function makePlan({ tags }: Vocabulary): TagPlan {
  const { shapes, nameNumbers, actions: byName } = messagePlan();
  const numbers = new Uint8Array(1 << TAG_SHIFT);
  const actions = new Int32Array(shapes.length << TAG_SHIFT);
  for (let tag = 0; tag < numbers.length; tag++) {
    const name = tags[tag];
    const number = name && isStandardNamespace(name.namespace) ? (nameNumbers.get(name.local) ?? 0) : 0;
    numbers[tag] = number;
    for (let shape = 0; shape < shapes.length; shape++) {
      actions[(shape << TAG_SHIFT) | tag] = byName[(shape << NAME_SHIFT) | number] as number;
    }
  }
  return { numbers, actions };
}
