import { expect, test } from "vitest";
import { walkDocument } from "../../../src/ast/walker.ts";
import { decodeDocument } from "../../../src/codec/decode.ts";
import { TreePrinter, type TreePrintOptions } from "../../../src/inspect/tree-printer.ts";
import { message } from "../../support/message.ts";

function printed(data: string, options: Partial<TreePrintOptions> = {}): string | undefined {
  let tree = "";
  const print = (text: string) => {
    tree += text;
  };
  walkDocument(decodeDocument(message(["Alert", ["Data", data]])), new TreePrinter(print, options));
  return /^ *Data (.*)$/m.exec(tree)?.[1];
}

test("a value is shortened to the length asked for, but not inside a character", () => {
  // The quote in front counts as well.
  expect(printed("abcdef", { maxValueLength: 4 })).toBe('"abc… (8 characters)');
  expect(printed("ab\u{1f600}def", { maxValueLength: 4 })).toBe('"ab… (9 characters)');
  expect(printed("ab\u{1f600}def", { maxValueLength: 5 })).toBe('"ab\u{1f600}… (9 characters)');
  expect(printed("abc", { maxValueLength: 5 })).toBe('"abc"');
});

test("control characters are escaped, those above ASCII too", () => {
  expect(printed("a\u0007\u009b31m\u007f")).toBe('"a\\u0007\\u009b31m\\u007f"');
});
