import { expect, test } from "vitest";
import { StringWindow } from "../../../src/core/string-window.ts";

const encoder = new TextEncoder();

function windowOf(text: string): StringWindow {
  const bytes = encoder.encode(text);
  return new StringWindow(bytes, new DataView(bytes.buffer));
}

/** Digits with a long period, so that no two places look alike. */
const long = Array.from({ length: 40_000 }, (_, index) => index.toString(36)).join(".");

test("every piece of up to fourteen bytes is read correctly, however often", () => {
  const text = "CmdIDCmdIECmdIDxCmdRefCmdRegAddAdcAdAReplaceReplacfReplacerTargetRefTargetReg".repeat(2);
  for (let round = 0; round < 2; round++) {
    const window = windowOf(text);
    for (let length = 0; length <= 14; length++) {
      for (let start = 0; start + length <= text.length; start++) {
        expect(window.ascii(start, start + length)).toBe(text.substring(start, start + length));
      }
    }
  }
});

test("words that differ in one place are distinct, wherever it is", () => {
  for (let length = 1; length <= 12; length++) {
    for (let place = 0; place < length; place++) {
      const word = "a".repeat(length);
      const other = `${word.slice(0, place)}b${word.slice(place + 1)}`;
      const window = windowOf(`${word}${other}${"-".repeat(12)}`);
      for (let round = 0; round < 2; round++) {
        expect(window.ascii(0, length)).toBe(word);
        expect(window.ascii(length, 2 * length)).toBe(other);
      }
    }
  }
});

test.each([1, 13, 4095, 4096, 4097, 8191, 8192, 8193, 70_000])(
  "pieces of %i bytes, forwards and backwards",
  (length) => {
    const window = windowOf(long);
    const starts: number[] = [];
    for (let start = 0; start + length <= long.length; start += Math.max(length, 997)) starts.push(start);
    for (const start of [...starts, ...starts.reverse()]) {
      expect(window.ascii(start, start + length)).toBe(long.substring(start, start + length));
    }
  },
);
