import { expect, test } from "vitest";
import { isSyncmlError } from "../../src/core/errors.ts";
import { XmlReader } from "../../src/xml/reader.ts";
import { byteByByte } from "../support/chunks.ts";
import { type ConformanceCase, conformanceCases } from "../support/xml-conformance.ts";
import { exclusions } from "../support/xml-conformance-exclusions.ts";
import { readXmlChunks, strict } from "../support/xml-log.ts";
import { parseXml } from "../support/xml-tree.ts";
import { XmlTreeSink } from "../support/xml-tree-sink.ts";

/** Cases for XML 1.0 fifth edition and Namespaces 1.0 that have one right answer. */
const cases = conformanceCases().filter(
  ({ type, attributes: { VERSION, RECOMMENDATION = "", EDITION = "5" } }) =>
    type !== "error" && VERSION !== "1.1" && !RECOMMENDATION.includes("1.1") && EDITION.split(" ").includes("5"),
);

/** What a case comes out as: refused, or accepted, or not with the content that the suite has for it. */
function outcome({ input, output }: ConformanceCase): string {
  const sink = new XmlTreeSink();
  try {
    const reader = new XmlReader(sink, strict);
    reader.write(input);
    reader.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return "refused";
  }
  if (output === undefined) return "accepted";
  try {
    expect(sink.root).toEqual(parseXml(output.replace(/<!DOCTYPE[\s\S]*?\]>/, "")));
    return "accepted";
  } catch {
    return "accepted with other content";
  }
}

const required = ({ type }: ConformanceCase) => (type === "not-wf" ? "refused" : "accepted");

test("the suite is there, and each exclusion is a case of it", () => {
  expect(cases.length).toBe(1974);
  const ids = new Set(cases.map(({ id }) => id));
  expect(ids.size).toBe(cases.length);
  expect([...exclusions.keys()].filter((id) => !ids.has(id))).toEqual([]);
});

const included = cases.filter(({ id }) => !exclusions.has(id));

test("documents are refused or accepted, with the content they should have, as the suite says", () => {
  const wrong = included
    .filter((each) => outcome(each) !== required(each))
    .map((each) => `${each.id}: ${outcome(each)}: ${each.description}`);
  expect(wrong).toEqual([]);
});

test("every excluded case still deviates from the suite", () => {
  const right = cases.filter((each) => exclusions.has(each.id) && outcome(each) === required(each));
  expect(right.map(({ id }) => `${id} now passes: ${exclusions.get(id)}`)).toEqual([]);
});

test("every case reads the same byte by byte", () => {
  for (const { id, input } of cases) {
    const whole = readXmlChunks([input], strict);
    const cut = readXmlChunks(byteByByte(input), strict);
    expect({ id, ...cut }).toEqual({ id, ...whole });
  }
});
