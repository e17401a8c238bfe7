import { type StandardSpace, spaceOf } from "../../vocabulary/namespaces.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { TAG_SHIFT } from "./action-bits.ts";
import { messagePlan } from "./message-plan.ts";

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
  const { shapes, nameNumbers, rows } = messagePlan();
  const numbers = new Uint8Array(1 << TAG_SHIFT);
  const tagsOfNumber: { readonly tag: number; readonly space: StandardSpace }[][] = [];
  for (const [tag, name] of tags.entries()) {
    const space = name && spaceOf(name.namespace);
    const number = name && nameNumbers.get(name.local);
    if (number === undefined || space === undefined || tag >= numbers.length) continue;
    numbers[tag] = number;
    tagsOfNumber[number] = [...(tagsOfNumber[number] ?? []), { tag, space }];
  }
  const actions = new Int32Array(shapes.length << TAG_SHIFT);
  for (const [shape, number, action] of rows) {
    for (const { tag, space } of tagsOfNumber[number] ?? []) {
      if (space === shapes[shape]?.space) actions[(shape << TAG_SHIFT) | tag] = action;
    }
  }
  return { numbers, actions };
}
