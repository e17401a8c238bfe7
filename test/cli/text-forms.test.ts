import { describe, expect, test } from "vitest";
import { readTextForm } from "../../src/capture/text/read-text-form.ts";
import { describeContainer } from "../../src/cli/container.ts";
import { recognizeText } from "../../src/cli/input-format.ts";

// Each of these made a search that goes back over what it has seen take minutes, or was tried because it might. The time
// that a test may take is the bound: they are read in milliseconds.
const LENGTH = 200_000;
const units = [
  " ",
  "\t",
  "\n",
  "/* ",
  "(",
  "[",
  "{",
  "<",
  "= ",
  "a = ",
  `a${" ".repeat(50)}=${" ".repeat(50)}`,
  '"a"',
  "'\\x02",
  "\\",
  "00 ",
  "00000000: ",
  "A=",
  "; ",
  "--",
  "MIME-Version: 1\n",
  "TWFuTWFuTWFuTWFu\n",
  "<SyncML ",
  "&lt;SyncML ",
  "1, ",
  "6Aj|",
  '=\\"',
];

/** Those that give bytes which begin as a document does, or markup. */
const documents: ReadonlySet<string> = new Set(["00 ", "1, ", "<SyncML ", "&lt;SyncML "]);

describe("text that is not a document is rejected, however long", () => {
  test.each(units)("%j", (unit) => {
    const body = unit.repeat(Math.ceil(LENGTH / unit.length));
    for (const [start, end] of [
      ["", ""],
      ["x ", "x"],
      [" ", "]"],
      ["", "'"],
      ["", ">"],
    ]) {
      const text = `${start}${body}${end}`;
      const found = recognizeText(text) ?? readTextForm(text)?.bytes;
      if (!documents.has(unit)) expect(found).toBeUndefined();
      expect(describeContainer(new TextEncoder().encode(text))).toBeUndefined();
    }
  });
});

describe("what may come before a literal", () => {
  const literal = String.raw`b"\x02\xa4\x01j\x00m"`;
  test.each(["", " \n", "x = ", "bytearray(", "const char m[] = ", "m = bytes(", "a = b = c = d = "])(
    "%j",
    (before) => {
      expect(readTextForm(`${before}${literal}`)?.bytes).toEqual(Uint8Array.of(2, 0xa4, 1, 0x6a, 0, 0x6d));
    },
  );

  test.each(["a = b = c = d = e = ", "x y", "!", "= "])("not %j", (before) => {
    expect(readTextForm(`${before}${literal}`)).toBeUndefined();
  });
});
