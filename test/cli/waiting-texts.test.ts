import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OutputFailure } from "../../src/cli/failures.ts";
import { WaitingTexts } from "../../src/cli/waiting-texts.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("gives texts back in any order, short ones and such that are longer than what is read at a time", () => {
  const place = join(folder, "texts");
  const texts = new WaitingTexts(place);
  const added = Array.from({ length: 400 }, (_, index) => `${index}: ${"ä".repeat(index % 50 === 7 ? 40_000 : 300)}`);
  expect(added.map((text) => texts.add(text))).toEqual(added.map((_, index) => index));
  texts.flush();
  for (const step of [1, 7, 399]) {
    for (let index = 0; index < added.length; index++) {
      const number = (index * step) % added.length;
      expect(texts.text(number) === added[number]).toBe(true);
    }
  }
  expect(existsSync(place)).toBe(true);
  texts.remove();
  texts.remove();
  expect(existsSync(place)).toBe(false);
});

test("says so if there is no place for them", () => {
  expect(() => new WaitingTexts(join(folder, "none", "texts"))).toThrow(OutputFailure);
});
