import { describe, expect, test } from "vitest";
import { cases, chooseCases, isOurs, nameOf, tasksOf, withPortable } from "../../../bench/cases.ts";
import { dmOperations } from "../../../bench/dm-operations.ts";
import { operations } from "../../../bench/operations.ts";
import { javascriptPeers } from "../../../bench/peers/javascript.ts";
import { nativePeers } from "../../../bench/peers/native.ts";

const namesOf = (chosen: readonly { readonly name: string }[]) => chosen.map(({ name }) => name);

test("every case has a name of its own and work that exists", () => {
  expect(new Set(namesOf(cases)).size).toBe(cases.length);
  const known = [operations, dmOperations, javascriptPeers, nativePeers].flatMap((works) => Object.keys(works));
  for (const { mode, work } of tasksOf(cases)) if (mode !== "stream") expect(known).toContain(work);
});

test("every operation and every peer is in some case", () => {
  const used = tasksOf(cases).map(({ work }) => work);
  for (const work of [operations, dmOperations, javascriptPeers, nativePeers].flatMap((works) => Object.keys(works))) {
    expect(used).toContain(work);
  }
});

describe("choice of cases", () => {
  test("a pattern is looked for anywhere in the name, and several are joined", () => {
    expect(namesOf(chooseCases(["^encode/wbxml/(small|medium)$", "cold:"], false))).toEqual([
      "encode/wbxml/small",
      "encode/wbxml/medium",
      "cold:ast/wbxml/small",
    ]);
  });

  test("without a pattern all are chosen, or the quick ones", () => {
    expect(chooseCases([], false)).toEqual(cases);
    const quick = namesOf(chooseCases([], true));
    for (const fixture of ["sync", "management", "oddities"]) expect(quick).toContain(`ast/wbxml/${fixture}`);
    expect(quick).not.toContain("ast/wbxml/large");
    expect(quick.length).toBeLessThan(cases.length / 3);
  });

  test("a pattern chooses from all cases in a quick run too", () => {
    expect(namesOf(chooseCases(["ast/wbxml/16MB"], true))).toEqual(["ast/wbxml/16MB"]);
  });

  test("what matches nothing is an error that names it", () => {
    expect(() => chooseCases(["contacts"], false)).toThrow(/no case matches contacts/);
  });
});

test("each task is measured once, however many cases need it", () => {
  const names = tasksOf(chooseCases(["^(ast|view)/wbxml/text$"], false)).map(nameOf);
  expect(names).toEqual(["ast/wbxml/text", "json-parse/text", "libwbxml-tree/text", "view/wbxml/text"]);
});

test("a portable case accompanies the one with Buffer; modes other than time have none", () => {
  const chosen = chooseCases(["^(heap:)?encode/wbxml/small$"], false);
  const [portable, ...others] = withPortable(chosen).slice(chosen.length);
  expect(others).toEqual([]);
  expect(withPortable(chosen, () => false)).toEqual(chosen);
  expect(portable?.name).toBe("portable:encode/wbxml/small");
  expect(portable?.peers.map(nameOf)).toEqual(["encode/wbxml/small", "json-stringify/small"]);
  expect(portable?.peers.map(isOurs)).toEqual([true, false]);
});
