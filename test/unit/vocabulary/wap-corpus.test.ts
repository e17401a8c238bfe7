import { expect, test } from "vitest";
import { convert } from "../../../src/codec/convert.ts";
import type { Diagnostic } from "../../../src/core/diagnostics.ts";
import { wapDefinitions, withStandard } from "../../../src/vocabulary/wap/index.ts";
import { comparable } from "../../support/comparable.ts";
import { listChunks } from "../../support/listing.ts";
import { wapCorpus } from "../../support/wap-corpus.ts";
import { parseXml } from "../../support/xml-tree.ts";

const vocabularies = withStandard(...wapDefinitions);

test("each language has a document", () => {
  const languages = new Set(wapCorpus.map(({ definition }) => definition));
  expect(wapDefinitions.filter((definition) => !languages.has(definition)).map(({ name }) => name)).toEqual([]);
});

test.each(wapCorpus.map((document) => [document.file, document] as const))(
  "%s is written with tokens for all its names, and read again as it was",
  (_, { definition, xml }) => {
    const diagnostics: Diagnostic[] = [];
    const onDiagnostic = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
    const bytes = convert(xml, { to: "wbxml", vocabularies, onDiagnostic });
    const [mediaType] = definition.mediaTypes;
    const options = definition.publicId === undefined && mediaType !== undefined ? { mediaType } : {};
    const again = convert(bytes, { to: "xml", vocabularies, onDiagnostic, ...options });
    expect(comparable(parseXml(again))).toEqual(comparable(parseXml(xml)));
    const isAnnounced = definition.publicId !== undefined || definition.publicIdText !== undefined;
    expect(diagnostics.map(({ code }) => code)).toEqual(isAnnounced ? [] : ["vocabulary-from-media-type"]);
    expect(listChunks([bytes]).text).not.toMatch(/literal|unknown/);
  },
);
