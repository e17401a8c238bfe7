import fc from "fast-check";
import { expect, test } from "vitest";
import { create, newItem } from "../../src/ast/create.ts";
import type { Item } from "../../src/ast/nodes.ts";
import type { IncomingItem } from "../../src/large-object/object-state.ts";
import { initialReassembly, type ReassemblyState, reassemble } from "../../src/large-object/reassemble.ts";

interface Step {
  readonly address: string;
  readonly data: string;
  readonly size: number | undefined;
  readonly more: boolean;
}

const step = fc.record({
  address: fc.constantFrom("./a", "./b"),
  data: fc.string({ unit: fc.constantFrom("x", "y", "é"), maxLength: 4 }),
  size: fc.option(fc.nat(10), { nil: undefined }),
  more: fc.boolean(),
});
/** Random steps, whole objects as they should be, and what may surround them; `undefined` ends a package. */
const walk = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: step.map((one) => [one]) },
    {
      weight: 3,
      arbitrary: fc.array(step, { minLength: 2, maxLength: 4 }).map((steps) =>
        steps.map((one, index) => ({
          address: "./a",
          data: one.data,
          size: index === 0 ? byteLength(steps.map(({ data }) => data).join("")) : undefined,
          more: index < steps.length - 1,
        })),
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom([undefined], ["status" as const]) },
  ),
  { maxLength: 30 },
);

const byteLength = (text: string) => new TextEncoder().encode(text).length;

function incomingOf(one: Step | "status"): IncomingItem {
  if (one === "status") {
    return {
      command: create("Status", { cmdID: "1", msgRef: "1", cmdRef: "1", cmd: "Get", data: "200" }),
      item: undefined,
      sync: undefined,
    };
  }
  const { address, data, size, more } = one;
  const chunk: Item = {
    ...newItem(address, data, size === undefined ? undefined : { size: String(size) }),
    moreData: more ? true : undefined,
  };
  return { command: create("Replace", { cmdID: "1", items: [chunk] }), item: chunk, sync: undefined };
}

const MAX_OBJECT = 8;

test("no walk commits a wrong object, fails a right one, or gets stuck", () => {
  let walks = 0;
  let commits = 0;
  fc.assert(
    fc.property(walk, (parts) => {
      walks++;
      let state: ReassemblyState = initialReassembly;
      /** What the standard says is being received: chunks that came in one go, from one that says Size on. */
      let run: Step[] = [];
      for (const one of parts.flat()) {
        const { state: next, outcome } = reassemble(state, one === undefined ? undefined : incomingOf(one), {
          maxObjSize: MAX_OBJECT,
        });
        state = JSON.parse(JSON.stringify(next));
        if (one === "status") continue;
        const goesOn = one !== undefined && run[0]?.address === one.address && one.size === undefined;
        run = one === undefined ? [] : goesOn ? [...run, one] : [one];
        const [first] = run;
        const whole = run.map(({ data }) => data).join("");
        const isObject = run.length > 1 && first?.size !== undefined && first.more && one?.more === false;
        const isRight = isObject && first.size === byteLength(whole) && first.size <= MAX_OBJECT;
        expect(outcome.effect === "commit").toBe(isRight);
        if (isRight) {
          commits++;
          expect(new TextDecoder().decode(outcome.data)).toBe(whole);
        }
        // A plain item is passed on unless it ends a refused object.
        if (outcome.effect === "pass") expect(run).toHaveLength(1);
        if (one?.more !== true) run = [];
      }
      const clean = [
        { address: "./new", data: "ab", size: 4, more: true },
        { address: "./new", data: "cd", size: undefined, more: false },
      ];
      const outcomes = clean.map((one) => {
        const result = reassemble(state, incomingOf(one));
        state = result.state;
        return result.outcome;
      });
      expect(outcomes.map(({ status }) => status)).toEqual(["213", "200"]);
    }),
    { numRuns: 1500 },
  );
  expect(commits).toBeGreaterThan((walks * 200) / 1500);
});
