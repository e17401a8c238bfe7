import { expect, test } from "vitest";
import { DocumentNames, ENTRY_COST, MAX_KEPT_COST } from "../../../src/core/document-names.ts";

test("names are found by namespace and local name", () => {
  const names = new DocumentNames<number>();
  names.keep("a b", "c", 1);
  names.keep("a", "b c", 2);
  expect([names.find("a b", "c"), names.find("a", "b c"), names.find("a", "c")]).toEqual([1, 2, undefined]);
});

test("long namespaces and many names fill it", () => {
  const names = new DocumentNames<number>();
  names.keep("n".repeat(MAX_KEPT_COST - 2 * ENTRY_COST - 1), "a", 1);
  expect(names.isFull).toBe(false);
  names.keep("", "", 2);
  expect(names.isFull).toBe(true);
  names.clear();
  expect([names.isFull, names.find("", "")]).toEqual([false, undefined]);
  for (let name = 0; !names.isFull; name++) names.keep("", `${name}`, name);
  expect(names.find("", "3000")).toBe(3000);
});
