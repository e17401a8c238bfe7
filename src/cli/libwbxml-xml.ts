import { ElementContent } from "../ast/element-content.ts";
import { openDocument } from "../codec/open-document.ts";
import type { ReadOptions } from "../codec/options.ts";
import { WrittenDocument } from "../codec/written-document.ts";
import { announcedVocabulary } from "../vocabulary/vocabulary-set.ts";
import { peekPublicIdentifier } from "../wbxml/peek-header.ts";
import { everyVocabulary } from "./every-vocabulary.ts";
import { type LibwbxmlLanguage, languageNamed, readAs } from "./libwbxml-languages.ts";

/** How `wbxml2xml` lays out XML: as it comes, a line for each tag, or with line breaks and tabs as references. */
export type XmlLayout = "compact" | "indented" | "canonical";

/** What the options of `wbxml2xml` ask for. */
export interface LibwbxmlXmlOptions {
  readonly layout: XmlLayout;
  /** Blanks for each level of the indented layout. */
  readonly indent: number;
  /** Keeps white space between tags, as the canonical layout does anyway. */
  readonly keepsWhiteSpace: boolean;
  /** The language of the document, whatever its header says. */
  readonly language: LibwbxmlLanguage | undefined;
  /** Charset as MIBenum, where the header has none. */
  readonly charset: number | undefined;
}

/** Our declaration, which names an encoding; libwbxml's does not. */
const declaration = /^<\?xml [^?]*\?>\n?/;

/**
 * Reads WBXML and writes the XML that libwbxml writes: with its declaration, its DOCTYPE and its layout.
 *
 * @throws {SyncmlError} what is wrong and where.
 */
export function libwbxmlXml(
  wbxml: Uint8Array,
  { layout, indent, keepsWhiteSpace, language, charset }: LibwbxmlXmlOptions,
  { onDiagnostic }: Pick<ReadOptions, "onDiagnostic">,
): string {
  const isIndented = layout === "indented";
  const as = language === undefined ? { vocabularies: everyVocabulary } : readAs(language);
  // Lines without blanks are indented by CR, which is then taken out: all other CR is written as a reference.
  const written = new WrittenDocument("xml", { indent: isIndented ? " ".repeat(indent) || "\r" : "" });
  const sink =
    keepsWhiteSpace || layout === "canonical" ? written.sink : new ElementContent(written.sink, as.vocabularies);
  const source = openDocument(sink, {
    ...as,
    from: "wbxml",
    onDiagnostic,
    ...(charset === undefined ? {} : { charset }),
  });
  source.write(wbxml);
  source.end();
  const body = written.text().replace(declaration, "").replaceAll("\r", "");
  const lineEnd = isIndented ? "\n" : "";
  const found = language ?? languageOf(wbxml, rootOf(body));
  const doctype = found === undefined ? "" : `${doctypeOf(found, rootOf(body).local)}${lineEnd}`;
  return `<?xml version="1.0"?>${lineEnd}${doctype}${layout === "canonical" ? withReferences(body) : body}`;
}

function languageOf(wbxml: Uint8Array, { local, namespace }: Root): LibwbxmlLanguage | undefined {
  const { number = 0, text } = peekPublicIdentifier(wbxml) ?? {};
  const announced = announcedVocabulary(everyVocabulary, { publicId: number, publicIdText: text });
  const vocabulary = announced ?? everyVocabulary.findByRoot(local, namespace);
  return vocabulary && languageNamed(vocabulary.name);
}

interface Root {
  readonly local: string;
  readonly namespace: string;
}

function rootOf(body: string): Root {
  const [, local = "", namespace = ""] = /<([^\s/>!?]+)(?: xmlns="([^"]*)")?/.exec(body) ?? [];
  return { local, namespace };
}

function doctypeOf({ definition, publicId = definition.publicIdText ?? "", systemId }: LibwbxmlLanguage, root: string) {
  const external = publicId === "" ? "SYSTEM" : `PUBLIC "${publicId}"`;
  return `<!DOCTYPE ${root} ${external} "${systemId}">`;
}

/** Compact XML has line breaks and tabs in text alone; CR is a reference already. */
function withReferences(xml: string): string {
  return xml.replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}
