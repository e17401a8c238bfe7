import { expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { comparable, splitCdata } from "../support/comparable.ts";
import { corpusBytes, corpusText, wbxmlBodies } from "../support/corpus.ts";
import { parseXml } from "../support/xml-tree.ts";

test.each(wbxmlBodies)("$file means what its reference says", ({ file, reference }) => {
  const ours = parseXml(convert(corpusBytes(file), { to: "xml" }));
  const theirs = parseXml(splitCdata(corpusText(reference)));
  expect(comparable(ours)).toEqual(comparable(theirs));
});
