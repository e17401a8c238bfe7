import { describe, expect, test } from "vitest";
import { compare, regressions } from "../../../bench/baseline.ts";
import { chooseCases, nameOf } from "../../../bench/cases.ts";
import { timed } from "../../support/bench-results.ts";

const cases = chooseCases(["^encode/wbxml/small$", "^ast/wbxml/small$"], false);
const before = [
  timed("encode/wbxml/small", 10),
  timed("json-stringify/small", 40),
  timed("ast/wbxml/small", 10),
  timed("json-parse/small", 50),
  timed("libwbxml-tree/small", 90),
];

/** The same run with times changed. */
const changed = (factors: Readonly<Record<string, number>>) =>
  before.map((result) => timed(result.name, (result.rounds[0]?.["best"] ?? 0) * (factors[result.name] ?? 1)));

test("a machine that is slower as a whole changes nothing", () => {
  const slow = before.map(({ name, rounds }) => timed(name, (rounds[0]?.["best"] ?? 0) * 3));
  expect(compare(cases, slow, before).map(({ factor }) => factor.toFixed(6))).toEqual(["1.000000", "1.000000"]);
});

describe("a case", () => {
  test("that takes 20 % more time is a regression, and the only one", () => {
    const slower = regressions(compare(cases, changed({ "ast/wbxml/small": 1.2 }), before));
    expect(slower.map(({ name }) => name)).toEqual(["ast/wbxml/small"]);
    expect(slower[0]?.factor).toBeCloseTo(1 / 1.2);
  });

  test("within the tolerance, or faster, is none", () => {
    expect(
      regressions(compare(cases, changed({ "ast/wbxml/small": 1.08, "encode/wbxml/small": 0.5 }), before)),
    ).toEqual([]);
  });

  test("is compared with the mean of its peers, so that one of them alone weighs less", () => {
    const [ast] = compare(cases, changed({ "json-parse/small": 0.81 }), before).filter(({ name }) =>
      name.startsWith("ast"),
    );
    expect(ast?.factor).toBeCloseTo(0.9);
  });

  test("without a peer in both runs is left out", () => {
    const without = before.filter(({ name }) => name !== "json-stringify/small");
    expect(compare(cases, before, without).map(({ name }) => name)).toEqual(["ast/wbxml/small"]);
  });

  test("is not compared with other tasks of ours: that those are faster does not make it slower", () => {
    const heard = chooseCases(["^heard/xml/sync$"], false);
    expect(heard[0]?.peers.map(nameOf)).toEqual(["json-parse/sync", "ast/xml/sync"]);
    const results = (decode: number) => [
      timed("heard/xml/sync", 20),
      timed("json-parse/sync", 40),
      timed("ast/xml/sync", decode),
    ];
    expect(compare(heard, results(5), results(10))).toEqual([{ name: "heard/xml/sync", factor: 1 }]);
  });
});
