import { expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { decodePartial } from "../../src/codec/decode.ts";
import { cases, corpusPath, corpusText, xmlCases } from "../support/corpus.ts";
import { read } from "../support/event-log.ts";

// What the message builder adds is its own affair; case.json tells what reading the document has to say.
const builderCodes = ["unknown-element", "repeated-element", "unexpected-content", "missing-element"];

test.each([...cases, ...xmlCases])("$name", async ({ name, input, mediaType, diagnostics, error: expected }) => {
  const { log, error } = read(input, { mediaType });
  await expect(log).toMatchFileSnapshot(corpusPath(`${name}/events.txt`));
  expect(error && { code: error.code, offset: error.offset }).toEqual(expected);
  if (expected === undefined) {
    expect(convert(input, { to: "xml", mediaType })).toBe(corpusText(`${name}/output.xml`));
  }
  const partial = decodePartial(input, { mediaType });
  expect(partial.error?.code).toBe(expected?.code);
  const codes = partial.diagnostics.map(({ code }) => code).filter((code) => !builderCodes.includes(code));
  expect(codes).toEqual(diagnostics);
});

test("every hostile case is listed with the shape it represents", () => {
  const [, list = ""] = corpusText("README.md").split("\n## hostile\n");
  const rows = list.split("\n").filter((line) => line.startsWith("| "));
  const listed = [...rows.join().matchAll(/`([\w.-]+)`/g)].map(([, name]) => `hostile/${name}`);
  const present = [...cases, ...xmlCases].map(({ name }) => name).filter((name) => name.startsWith("hostile/"));
  expect(listed.sort()).toEqual(present.sort());
});
