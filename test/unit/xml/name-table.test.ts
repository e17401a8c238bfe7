import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../../../src/core/utf8.ts";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { NameTable } from "../../../src/xml/name-table.ts";

const nowhere = { offset: 0, opaqueOffset: 0, path: () => "" };

function intern(table: NameTable, name: string) {
  // The bytes around it are those of a name, too.
  const chunk = encodeUtf8(`a${name}z`);
  return table.intern(chunk, 1, chunk.length - 1, nowhere);
}

const locals = [
  ...new Set(standardVocabularies.vocabularies.flatMap(({ tags }) => tags.flatMap((name) => name?.local ?? []))),
];

test("every name of the vocabularies is one object, and no two are the same", () => {
  const table = new NameTable(standardVocabularies);
  const names = ["xmlns", ...locals].map((local) => intern(table, local));
  expect(names.map(({ spelling }) => spelling)).toEqual(["xmlns", ...locals]);
  expect(new Set(names).size).toBe(locals.length + 1);
  expect(["xmlns", ...locals].map((local) => intern(table, local))).toEqual(names);
  for (const [index, local] of ["xmlns", ...locals].entries()) expect(intern(table, local)).toBe(names[index]);
});

test("a name that shares length, ends and middle with one of a vocabulary is another", () => {
  const table = new NameTable(standardVocabularies);
  for (const local of locals.filter(({ length }) => length > 3)) {
    const other = `${local[0]}_${local.slice(2)}`;
    expect(intern(table, other).spelling).toBe(other);
    expect(intern(table, other)).not.toBe(intern(table, local));
  }
});

test("a name that is forgotten is another object when it comes again, of a vocabulary or not", () => {
  const table = new NameTable(standardVocabularies);
  const [known, own] = [intern(table, "SyncML"), intern(table, "x:own")];
  table.clear();
  expect(intern(table, "SyncML")).not.toBe(known);
  expect(intern(table, "x:own")).not.toBe(own);
});

test("what one document kept with a name is not there for the next", () => {
  const name = intern(new NameTable(standardVocabularies), "SyncML");
  name.value = "a secret";
  expect(intern(new NameTable(standardVocabularies), "SyncML").value).toBe("");
});

test("a name of a vocabulary that is no name of XML is refused as any other", () => {
  const odd = defineVocabulary({
    name: "Odd 1.0",
    root: "Odd",
    mediaTypes: [],
    publicId: 0x1234,
    tagPages: { 0: { namespace: "odd", tags: { 0x05: "Odd", 0x06: "is odd", 0x07: "p:odd" } } },
  });
  const table = new NameTable(new VocabularySet([odd]));
  expect(intern(table, "Odd").local).toBe("Odd");
  expect(() => intern(table, "is odd")).toThrow("no qualified name");
  expect(intern(table, "p:odd")).toMatchObject({ prefix: "p", local: "odd" });
});

test("names, of a vocabulary or not, are distinguished by all their bytes", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "A", "_", "é"), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.oneof(letters, fc.constantFrom(...locals)), { maxLength: 80 }), (names) => {
      const table = new NameTable(standardVocabularies);
      const objects = new Map(names.map((name) => [name, intern(table, name)]));
      for (const name of names) {
        expect(intern(table, name)).toBe(objects.get(name));
        expect(intern(table, name).spelling).toBe(name);
      }
    }),
  );
});
