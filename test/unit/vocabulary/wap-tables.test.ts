import { describe, expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import { standardDefinitions } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { wapDefinitions, withStandard } from "../../../src/vocabulary/wap/index.ts";

/** What several vocabularies claim, and why that is so. */
const shared: Readonly<Record<string, string>> = {
  "root channel": "CHANNEL 1.2 has no number of its own, its documents say 1 or name it in text",
  "media type application/vnd.wap.channelc": "both versions of CHANNEL",
  "root WV-CSP-Message": "versions of WV CSP, which differ in their namespace",
  "media type application/vnd.wv.csp.wbxml": "all versions of WV CSP",
  "root wml": "WML 1.1 to 1.3: the public id or the DOCTYPE says which one, else it is the newest",
  "media type application/vnd.wap.wmlc": "all versions of WML",
  "media type text/vnd.wap.wml": "all versions of WML but 1.0",
};

test("no public id, root or media type belongs to two vocabularies, except the listed ones", () => {
  const claims = new Map<string, string[]>();
  const claim = (what: string, by: string) => claims.set(what, [...(claims.get(what) ?? []), by]);
  for (const definition of wapDefinitions) {
    const { name, publicId, otherPublicIds = [], publicIdText, publicIdAliases = [] } = definition;
    const { root, otherRoots = [], mediaTypes } = definition;
    for (const number of publicId === undefined ? otherPublicIds : [publicId, ...otherPublicIds]) {
      claim(`public id ${number}`, name);
    }
    const texts = publicIdText === undefined ? publicIdAliases : [publicIdText, ...publicIdAliases];
    for (const text of texts) claim(`public id ${text.toLowerCase()}`, name);
    for (const local of [root, ...otherRoots]) claim(`root ${local}`, name);
    for (const mediaType of mediaTypes) claim(`media type ${mediaType}`, name);
  }
  const standard = new VocabularySet(standardDefinitions.map(defineVocabulary));
  for (const { name, publicId, root, otherRoots = [], mediaTypes } of wapDefinitions) {
    expect(publicId === undefined ? undefined : standard.findByPublicId(publicId), name).toBeUndefined();
    for (const local of [root, ...otherRoots]) expect(standard.findByRoot(local, ""), name).toBeUndefined();
    for (const mediaType of mediaTypes) expect(standard.findByMediaType(mediaType), mediaType).toEqual([]);
  }
  const twice = [...claims].filter(([, by]) => by.length > 1).map(([what]) => what);
  expect(twice.sort()).toEqual(Object.keys(shared).sort());
});

describe.each(wapDefinitions.map((definition) => [definition.name, definition] as const))("%s", (_, definition) => {
  const vocabularies = withStandard(definition);
  const { tags, attributeStarts, attributeValues } = defineVocabulary(definition);
  const root = tags.findIndex((name) => name?.local === definition.root);
  const page = (switchTo: number) => (switchTo === 0 ? [] : [0, switchTo]);
  const document = (...body: number[]) => Uint8Array.of(3, 1, 0x6a, 0, ...body);
  const [mediaType] = definition.mediaTypes;
  const options = { vocabularies, onDiagnostic: undefined, ...(mediaType === undefined ? {} : { mediaType }) };

  test("each tag token is read as its name, and written again", () => {
    for (const [index, name] of tags.entries()) {
      if (name === undefined || index === root) continue;
      const [at, token] = [Math.floor(index / 64), index % 64];
      const input = document(...page(Math.floor(root / 64)), 0x40 | (root % 64), 0, at, token, 1);
      const xml = convert(input, { to: "xml", ...options });
      expect(xml).toMatch(new RegExp(`<${name.local}(?: xmlns="[^"]+")?/>`));
      const written = convert(xml, { to: "wbxml", vocabularies });
      expect(convert(written, { to: "xml", vocabularies })).toBe(xml);
    }
  });

  test("each attribute start is read as its name and value, and written again", () => {
    for (const [index, start] of attributeStarts.entries()) {
      // A reader takes a declaration as that, and does not hand it out.
      if (start === undefined || start.name.local.startsWith("xmlns")) continue;
      const [at, token] = [Math.floor(index / 128), index % 128];
      const input = document(...page(Math.floor(root / 64)), 0x80 | (root % 64), ...page(at), token, 1);
      const xml = convert(input, { to: "xml", ...options });
      expect(xml).toContain(` ${start.name.local}="${start.valuePrefix}"`);
      const written = convert(xml, { to: "wbxml", vocabularies });
      expect(convert(written, { to: "xml", vocabularies })).toBe(xml);
    }
  });

  test("each attribute value is read as its text, and written again", () => {
    const first = attributeStarts.findIndex(
      (start) => start !== undefined && start.valuePrefix === "" && !start.name.local.startsWith("xmlns"),
    );
    for (const [index, value] of attributeValues.entries()) {
      if (value === undefined || first < 0) continue;
      const [at, token] = [Math.floor(index / 128), index % 128];
      const input = document(...page(Math.floor(root / 64)), 0x80 | (root % 64), first, ...page(at), 0x80 | token, 1);
      const xml = convert(input, { to: "xml", ...options });
      expect(xml).toContain(`="${value}"`);
      expect(convert(convert(xml, { to: "wbxml", vocabularies }), { to: "xml", vocabularies })).toBe(xml);
    }
  });

  test("each word is read as its text, and written again as an integer that stands for it", () => {
    for (const [kind, words] of Object.entries(definition.extensionWords ?? {})) {
      const token = 0x80 + Number(kind);
      for (const [value, word] of Object.entries(words)) {
        const integer = Number(value) < 0x80 ? [Number(value)] : [0x80 | (Number(value) >> 7), Number(value) & 0x7f];
        const input = document(...page(Math.floor(root / 64)), 0x40 | (root % 64), token, ...integer, 1);
        const xml = convert(input, { to: "xml", ...options });
        expect(xml).toContain(`>${word}</`);
        const written = convert(xml, { to: "wbxml", vocabularies });
        // A word may have two integers.
        expect([...written].lastIndexOf(token)).toBe(written.length - integer.length - 2);
        expect(convert(written, { to: "xml", vocabularies })).toBe(xml);
      }
    }
  });
});
