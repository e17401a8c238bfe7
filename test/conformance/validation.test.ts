import { describe, expect, test } from "vitest";
import { validate } from "../../src/codec/validate.ts";
import { cases, corpusBytes, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { caseFindings, recordedFindings } from "../support/corpus-findings.ts";

describe("a case breaks the rules that are listed, and no other", () => {
  const readable = cases.filter(({ error }) => error === undefined);

  test.each(readable.map((one) => [one.name, one] as const))("%s", (name, { input, mediaType }) => {
    const found = new Map<string, (number | undefined)[]>();
    for (const { rule, offset } of validate(input, { mediaType }))
      found.set(rule, [...(found.get(rule) ?? []), offset]);
    const listed = caseFindings.filter(([listedName]) => listedName === name);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed.map(([, rule, offsets]) => [rule, offsets])));
  });

  test("and is there", () => {
    const names = new Set(readable.map(({ name }) => name));
    expect(caseFindings.filter(([name]) => !names.has(name))).toEqual([]);
  });
});

test("the recorded sessions break the rules that are listed, as often as that, and no other", () => {
  const bodies = [...wbxmlBodies, ...xmlBodies];
  expect(bodies.length).toBeGreaterThan(300);
  const counts = recordedFindings.map(() => 0);
  const unlisted: string[] = [];
  for (const { file } of bodies) {
    for (const { rule, path } of validate(corpusBytes(file))) {
      const plainPath = path.replace(/\[\d+\]/g, "");
      const index = recordedFindings.findIndex(([id, where]) => id === rule && where.test(plainPath));
      if (index < 0) unlisted.push(`${file}: ${rule} at ${path}`);
      else counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  expect(unlisted).toEqual([]);
  expect(counts).toEqual(recordedFindings.map(([, , count]) => count));
});
