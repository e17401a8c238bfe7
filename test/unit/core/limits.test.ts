import { expect, test } from "vitest";
import { limitRanges, resolveLimits } from "../../../src/core/limits.ts";

test("every limit has a default inside its range", () => {
  const resolved = resolveLimits();
  for (const { name, default: value, min, max } of limitRanges) {
    expect(resolved[name]).toBe(value);
    expect(value).toBeGreaterThanOrEqual(min);
    expect(value).toBeLessThanOrEqual(max);
  }
});

test.each(limitRanges)("$name is taken at the edges of its range and refused past them", ({ name, min, max }) => {
  expect(resolveLimits({ [name]: min })[name]).toBe(min);
  expect(resolveLimits({ [name]: max })[name]).toBe(max);
  expect(() => resolveLimits({ [name]: min - 1 })).toThrow(RangeError);
  expect(() => resolveLimits({ [name]: max + 1 })).toThrow(RangeError);
  expect(() => resolveLimits({ [name]: min + 0.5 })).toThrow(RangeError);
  expect(() => resolveLimits({ [name]: Number.NaN })).toThrow(RangeError);
});

test("a refused limit is named, with its value and its range", () => {
  expect(() => resolveLimits({ maxDepth: 0 })).toThrow(new RangeError("maxDepth is 0, outside 1–65535"));
});
