import { isElementContent } from "../../ast/element-content.ts";
import type { DocumentInfo, ElementName } from "../../core/sink.ts";
import { META_NAMESPACE } from "../../vocabulary/namespaces.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { EncodedHeader } from "../../wbxml/encoded-header.ts";
import { writeDefaults } from "../../wbxml/write-options.ts";
import type { WriteOptions } from "../options.ts";
import { messagePlan } from "./message-plan.ts";
import { ROOT } from "./message-start.ts";
import { META_TAGS, METINF_TAGS, PAGE_SHIFT, TABLE_LENGTH } from "./tag-table-bits.ts";
import { DEVINF, namespaces } from "./xml-tags.ts";

const tables: (Uint16Array | undefined)[] = [];

/**
 * The tags of messages in a namespace by the number of their name: first those for names in that namespace, then those for
 * names in that of meta information, and those for such names without it in Meta. 0 is for everything that takes more than a tag.
 */
export function wbxmlTags(space: number): Uint16Array {
  let table = tables[space];
  if (table === undefined) tables[space] = table = makeTable(vocabularyOf(space), namespaces[space] as string);
  return table;
}

function makeTable(vocabulary: Vocabulary, namespace: string): Uint16Array {
  const table = new Uint16Array(TABLE_LENGTH);
  for (const [number, name] of messagePlan().names.entries()) {
    const metInf = tagOf(vocabulary.element(META_NAMESPACE, name));
    table[METINF_TAGS + number] = metInf;
    table[number] = tagOf(vocabulary.element(namespace, name));
    // Meta information that does not declare its namespace is read as such all the same.
    table[META_TAGS + number] = metInf;
  }
  return table;
}

const elementContent: (Uint8Array | undefined)[] = [];

/** By the same numbers, 1 for an element whose white space is only between tags. */
export function elementContentOf(space: number): Uint8Array {
  let table = elementContent[space];
  if (table === undefined) {
    table = makeElementContent(vocabularyOf(space), namespaces[space] as string);
    elementContent[space] = table;
  }
  return table;
}

function makeElementContent(vocabulary: Vocabulary, namespace: string): Uint8Array {
  const table = new Uint8Array(TABLE_LENGTH);
  for (const [number, name] of messagePlan().names.entries()) {
    const metInf = vocabulary.element(META_NAMESPACE, name);
    const core = vocabulary.element(namespace, name);
    table[number] = core !== undefined && isElementContent(core) ? 1 : 0;
    table[METINF_TAGS + number] = metInf !== undefined && isElementContent(metInf) ? 1 : 0;
    // Meta itself may be there, too.
    const inMeta = metInf ?? core;
    table[META_TAGS + number] = inMeta !== undefined && isElementContent(inMeta) ? 1 : 0;
  }
  return table;
}

function tagOf(name: ElementName | undefined): number {
  return name === undefined ? 0 : (name.page << PAGE_SHIFT) | name.token;
}

function vocabularyOf(space: number): Vocabulary {
  return standardVocabularies.findByRoot(ROOT, namespaces[space] as string) as Vocabulary;
}

// The usual one is found by the number of its namespace, without a key put together (convert/xml/small).
const headers = new Map<number | string, Uint8Array>();
/** How a message in XML identifies itself. */
export const unidentified: DocumentInfo = {
  format: "xml",
  version: 0,
  publicId: 0,
  publicIdText: undefined,
  charset: 0,
};
const start = { offset: 0, opaqueOffset: 0, path: () => "" };

/** The header of such a message that was XML. */
export function wbxmlHeader(
  space: number,
  { version = "1.2", publicId = "number" }: Partial<WriteOptions>,
): Uint8Array {
  const isUsual = version === "1.2" && publicId === "number";
  const key = isUsual ? space : `${space} ${version} ${publicId}`;
  let header = headers.get(key);
  if (header === undefined) {
    const root = vocabularyOf(space).root as ElementName;
    header = new EncodedHeader(root, unidentified, { ...writeDefaults, version, publicId }, start).bytes().slice();
    headers.set(key, header);
  }
  return header;
}

/** An element in the namespace of a message. */
export function messageElement(space: number, local: string): ElementName {
  return vocabularyOf(space).element(namespaces[space] as string, local) as ElementName;
}

/** The tags of a kind of document, and which of its elements hold only elements; both by the number of a name. */
export interface TreeForm {
  readonly tags: Uint16Array;
  readonly holdsElements: Uint8Array;
}

/** Device information in the Data of a message, which has a header of its own. */
export interface InnerForm extends TreeForm {
  readonly header: Uint8Array;
}

const innerForms = new Map<number | string, InnerForm | undefined>();

/** How device information is written in messages of a namespace; `undefined` if it depends on the device information. */
export function innerForm(
  space: number,
  { version = "1.2", publicId = "number" }: Partial<WriteOptions>,
): InnerForm | undefined {
  const isUsual = version === "1.2" && publicId === "number";
  const key = isUsual ? space : `${space} ${version} ${publicId}`;
  if (!innerForms.has(key)) innerForms.set(key, makeInnerForm(space, version, publicId));
  return innerForms.get(key);
}

function makeInnerForm(
  space: number,
  version: WriteOptions["version"],
  publicId: WriteOptions["publicId"],
): InnerForm | undefined {
  const root = vocabularyOf(space).root as ElementName;
  const outer = new EncodedHeader(root, unidentified, { ...writeDefaults, version, publicId }, start);
  const namespace = namespaces[DEVINF] as string;
  const name = standardVocabularies.findElement(namespace, "DevInf") as ElementName;
  // As the encoder opens one: how the message is identified is no matter.
  const inner = new EncodedHeader(name, outer.embeddedInfo(name), { ...writeDefaults, version }, start);
  if (inner.isVersionOpen) return undefined;
  const { vocabulary } = inner;
  const tags = new Uint16Array(TABLE_LENGTH);
  for (const [number, local] of messagePlan().names.entries()) {
    tags[number] = tagOf(vocabulary.element(namespace, local));
  }
  return { header: inner.bytes().slice(), tags, holdsElements: makeElementContent(vocabulary, namespace) };
}
