import { describe, expect, test } from "vitest";
import { NameWords, wordAt } from "../../../src/codec/fast-path/name-words.ts";

const encoder = new TextEncoder();
const viewOf = (text: string) => new DataView(encoder.encode(text).buffer);

/** Names of every length from three to fifteen, with more of each than the hash has room for without chains. */
const names = [""];
for (let length = 3; length <= 15; length++) {
  for (const letters of [
    "Abcdefghijklmno",
    "Bacdefghijklmno",
    "zyxwvutsrqponmlk",
    "ReplaceTheTarget",
    "QxQyQzQwQvQuQtQ",
  ]) {
    names.push(letters.slice(0, length));
  }
}
for (let index = 0; names.length < 256; index++)
  names.push(`${index.toString(36).padStart(3, "q").replace(/\d/g, "Z")}w`);
const found = [...new Set(names)].slice(1);
const words = new NameWords(["", ...found]);

/** A name with each letter in turn replaced by another. */
const changed = (name: string) =>
  Array.from(name, (letter, index) => `${name.slice(0, index)}${letter === "k" ? "j" : "k"}${name.slice(index + 1)}`);

describe("a name", () => {
  test("is found by its number, whatever surrounds it", () => {
    for (const [index, name] of found.entries()) {
      for (const after of [">", " ", "/", "\n", "=", "\t"]) {
        const view = viewOf(`<${name}${after}${"x".repeat(16)}`);
        expect([name, words.find(view, 1)]).toEqual([name, index + 1]);
      }
    }
  });

  test("with a letter changed, more or less is another, or none", () => {
    for (const name of found) {
      for (const other of [...changed(name), `${name}k`, name.slice(1), name.slice(0, -1), `k${name}`]) {
        const view = viewOf(`<${other}>${"x".repeat(16)}`);
        expect([other, words.find(view, 1)]).toEqual([other, found.indexOf(other) + 1]);
      }
    }
  });

  test("is closed by its end tag alone, of which no more is read", () => {
    for (const [index, name] of found.entries()) {
      const view = viewOf(`-</${name}>`);
      expect(words.closesAt(view, 1, index + 1)).toBe(true);
      for (const other of changed(name))
        expect([other, words.closesAt(viewOf(`-</${other}>`), 1, index + 1)]).toEqual([other, false]);
      for (const other of [`</${name} `, `<-${name}>`, `-/${name}>`, `</${name}k>`]) {
        expect([other, words.closesAt(viewOf(`-${other}`), 1, index + 1)]).toEqual([other, false]);
      }
    }
  });

  test("of one letter is not found, nor is the first one", () => {
    const list = ["Fir", "a", "ab", "abcdefghijklmnop", "abc"];
    const few = new NameWords(list);
    expect(list.map((name) => few.find(viewOf(`${name}>${"x".repeat(16)}`), 0))).toEqual([0, 0, 2, 3, 4]);
  });

  test("that is listed twice is the first of them", () => {
    expect(new NameWords(["", "Data", "Data"]).find(viewOf("Data>xxxxxxxxxxxx"), 0)).toBe(1);
  });
});

test.each([
  ["abcd", 0, 0x64636261],
  ["xabcd", 1, 0x64636261],
  ["abc", 0, 0x636261],
  ["a", 1, 0],
])("the word of %j at %i", (text, index, word) => {
  expect(wordAt(text, index)).toBe(word);
});
