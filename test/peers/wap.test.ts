// Needs wbxml2xml and xml2wbxml of libwbxml (Debian: libwbxml2-utils); run by `npm run test:peers`.
import { expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import type { VocabularyDefinition } from "../../src/vocabulary/definition.ts";
import { wapDefinitions, withStandard } from "../../src/vocabulary/wap/index.ts";
import { comparable } from "../support/comparable.ts";
import { theirWbxml, theirXml } from "../support/libwbxml.ts";
import { wapCorpus } from "../support/wap-corpus.ts";
import { parseXml } from "../support/xml-tree.ts";

const vocabularies = withStandard(...wapDefinitions);

/** How the C library is told languages that it does not find by a public identifier. */
const languages: Readonly<Record<string, string>> = {
  "OTA settings 7.0": "OTA",
  ActiveSync: "ACTIVESYNC",
  "WV CSP 1.2": "CSP12",
};

/** Documents that the C library reads or writes differently, and why. */
const theyRead: Readonly<Record<string, string>> = {
  "ota-syncml-settings.xml": "it lacks the language",
  "wml-1.0.xml": "it takes the names of WML 1.3, which is in lower case",
  "wv-csp-1.2-octets.xml": "it writes octets into XML as they are",
  "wv-csp-1.3.xml": "it lacks the language",
};
const theyWrite: Readonly<Record<string, string>> = {
  "drmrel-1.0.xml": "it looks names up without prefix, and has them with it",
  "ota-syncml-settings.xml": "it lacks the language",
  "wml-1.0.xml": "it has no names in upper case",
  "wv-csp-1.3.xml": "it lacks the language",
};

/** A tree to compare. The C library drops the namespaces of WV CSP. */
function treeOf(xml: string, { name }: VocabularyDefinition): string {
  const tree = JSON.stringify(comparable(parseXml(xml)), undefined, 1);
  return name.startsWith("WV CSP") ? tree.replaceAll(/"name": "\{[^}]*\}/g, '"name": "{}') : tree;
}

/** What `read` gives, or why it gives nothing. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}

test.each(wapCorpus.map((document) => [document.file, document] as const))("%s", (file, { definition, xml }) => {
  const [mediaType] = definition.mediaTypes;
  const type = definition.publicId === undefined && mediaType !== undefined ? { mediaType } : {};
  const ours = treeOf(xml, definition);
  const language = languages[definition.name];

  const written = convert(xml, { to: "wbxml", version: "1.3", vocabularies });
  const read = attempt(() =>
    treeOf(theirXml(written, ...(language === undefined ? [] : ["-l", language])), definition),
  );
  if (file in theyRead) expect(read, theyRead[file]).not.toBe(ours);
  else expect(read).toBe(ours);

  const reread = attempt(() =>
    treeOf(convert(theirWbxml(xml, "-n"), { to: "xml", vocabularies, ...type }), definition),
  );
  if (file in theyWrite) expect(reread, theyWrite[file]).not.toBe(ours);
  else expect(reread).toBe(ours);
});
