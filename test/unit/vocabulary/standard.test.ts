import { expect, test } from "vitest";
import { standardDefinitions } from "../../../src/vocabulary/standard.ts";
import { corpusText } from "../../support/corpus.ts";

interface Language {
  name: string;
  publicId: string | null;
  numericId: number | null;
  rootElement: string;
  mediaTypes?: string[];
  publicIdAliases?: string[];
  tagPages: Record<string, { name: string; tokens: Record<string, string> }>;
}

const { languages } = JSON.parse(corpusText("code-pages.json")) as { languages: Language[] };
const names = new Map([["DM DDF / DM TND (TNDS) 1.2", "DM TNDS 1.2"]]);
const wanted = languages.filter(({ name }) => !name.startsWith("OTA"));

test("there is a definition for each language of the table, and no other", () => {
  expect(standardDefinitions.map(({ name }) => name).sort()).toEqual(
    wanted.map(({ name }) => names.get(name) ?? name).sort(),
  );
});

test.each(wanted)("$name is what the cross-checked table says", (language) => {
  const definition = standardDefinitions.find(({ name }) => name === (names.get(language.name) ?? language.name));
  expect(definition?.publicIdText).toBe(language.publicId);
  expect(definition?.publicId ?? null).toBe(language.numericId);
  expect(definition?.root).toBe(language.rootElement);
  const fromTable = Object.entries(language.tagPages).map(([page, { name: namespace, tokens }]) => [
    Number(page),
    namespace,
    Object.fromEntries(Object.entries(tokens).map(([token, local]) => [Number(token), local])),
  ]);
  const defined = Object.entries(definition?.tagPages ?? {}).map(([page, { namespace, tags }]) => [
    Number(page),
    namespace,
    tags,
  ]);
  expect(defined).toEqual(fromTable);
  for (const mediaType of language.mediaTypes ?? []) expect(definition?.mediaTypes).toContain(mediaType);
});
