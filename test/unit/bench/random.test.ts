import fc from "fast-check";
import { expect, test } from "vitest";
import { randomOf, shuffled } from "../../../bench/random.ts";

const draw = (seed: number, name: string) => Array.from({ length: 5 }, randomOf(seed, name));

test("the same seed and name give the same numbers, another one of either gives others", () => {
  expect(draw(1, "medium")).toEqual(draw(1, "medium"));
  expect(draw(1, "medium")).not.toEqual(draw(2, "medium"));
  expect(draw(1, "medium")).not.toEqual(draw(1, "large"));
});

test("shuffling keeps the items, in an order set by the seed", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const order = shuffled(randomOf(seed, "order"), items);
      expect([...order].sort()).toEqual([...items].sort());
      expect(shuffled(randomOf(seed, "order"), items)).toEqual(order);
    }),
  );
});

test("each round has another order", () => {
  const random = randomOf(1201, "order");
  const items = Array.from({ length: 50 }, (_, index) => index);
  expect(shuffled(random, items)).not.toEqual(shuffled(random, items));
});
