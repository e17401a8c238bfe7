import { expect, test } from "vitest";
import { hostileCaptures } from "../../fuzz/capture-growth.ts";
import { hostileCarriers } from "../../fuzz/carrier-growth.ts";
import { growthOf, hostileShapes } from "../../fuzz/growth.ts";
import { hostileSessions } from "../../fuzz/inspection-growth.ts";

const make = (count: number) => new Uint8Array(count);

test("a result that grows with the square of the input is found", async () => {
  expect(await growthOf(({ length }) => new Uint8Array(length * length), make, 2000)).toMatch(/^growth: /);
});

test("one that grows with the input is not", async () => {
  expect(await growthOf(({ length }) => new Uint8Array(length * 4096), make, 2000)).toBeUndefined();
});

test.each(
  [...hostileShapes, ...hostileCarriers, ...hostileCaptures, ...hostileSessions].map(
    ({ name, make: shape }) => [name, shape] as const,
  ),
)("%s: grows with the times", (_name, shape) => {
  const [small, large] = [shape(500).length, shape(2000).length];
  expect(large / small).toBeGreaterThan(2);
  expect(large / small).toBeLessThan(5);
});
