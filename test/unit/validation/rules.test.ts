import { describe, expect, test } from "vitest";
import { validate } from "../../../src/codec/validate.ts";
import { rules } from "../../../src/validation/rules.ts";
import { rightMessages, validationCases } from "../../support/validation-cases.ts";

/** The document of a case, and the byte that is at fault. */
function given(document: (typeof validationCases)[number]["document"]): { input: Uint8Array; offset: number } {
  if (typeof document !== "string") return { input: document.bytes, offset: document.offset };
  const [before, after, ...others] = document.split("^");
  expect(after).toBeDefined();
  expect(others).toEqual([]);
  return { input: new TextEncoder().encode(`${before}${after}`), offset: new TextEncoder().encode(before).length };
}

test.each(Object.entries(rightMessages))("%s breaks no rule", (_name, text) => {
  expect(validate(text)).toEqual([]);
});

describe("a message that breaks one rule only", () => {
  test.each(validationCases.map((one) => [one.rule, one] as const))("%s", (rule, { document, path, options }) => {
    const { input, offset } = given(document);
    const severity = rules.find(({ id }) => id === rule)?.severity;
    expect(validate(input, options)).toEqual([
      { rule, severity, path, offset, message: expect.stringMatching(/^[^\n]+, so [^\n]+$/) },
    ]);
  });

  test("is there for every rule", () => {
    const tried = new Set(validationCases.map(({ rule }) => rule));
    expect([...tried].sort()).toEqual(rules.map(({ id }) => id).sort());
  });
});

test("the table reads as it is shown", () => {
  for (const { id, demands, breaks, clause } of rules) {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*\/[a-z0-9-]+$/);
    expect(demands).toMatch(/^[A-Z].*\.$/);
    expect(`${clause}${breaks}`).not.toMatch(/[|\n]/);
    expect(breaks).not.toMatch(/\.$/);
  }
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});
