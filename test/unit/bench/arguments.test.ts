import { expect, test } from "vitest";
import { parseArguments } from "../../../bench/arguments.ts";
import { gateSeed } from "../../../bench/fixtures.ts";

test("the defaults are those of the gate", () => {
  const { patterns, rounds, seed, quick, portable, json, baseline } = parseArguments([]);
  expect({ patterns, rounds, seed, quick, portable, json, baseline }).toEqual({
    patterns: [],
    rounds: 5,
    seed: gateSeed,
    quick: false,
    portable: false,
    json: undefined,
    baseline: undefined,
  });
});

test("a quick run has fewer rounds, unless given a number", () => {
  expect(parseArguments(["--quick"]).rounds).toBe(3);
  expect(parseArguments(["--quick", "--rounds", "5"]).rounds).toBe(5);
});

test("patterns and options mix", () => {
  const given = ["ast", "--rounds", "2", "--quick", "peek/", "--seed", "7", "--json", "a.json", "--baseline", "b.json"];
  expect(parseArguments(given)).toMatchObject({
    patterns: ["ast", "peek/"],
    rounds: 2,
    quick: true,
    seed: 7,
    json: "a.json",
    baseline: "b.json",
  });
});

test.each([["--rounds", "0"], ["--rounds", "many"], ["--seed", "1.5"], ["--fast"]])("%s %s is refused", (...given) => {
  expect(() => parseArguments(given)).toThrow();
});
