import { isElementContent } from "../../ast/element-content.ts";
import type { ElementName } from "../../core/sink.ts";
import { META_NAMESPACE } from "../../vocabulary/namespaces.ts";
import { standardVocabularies } from "../../vocabulary/standard.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { EncodedHeader } from "../../wbxml/encoded-header.ts";
import { writeDefaults } from "../../wbxml/write-options.ts";
import type { WriteOptions } from "../options.ts";
import { messagePlan } from "./message-plan.ts";
import { ROOT } from "./message-start.ts";
import { META_TAGS, METINF_TAGS, PAGE_SHIFT, TABLE_LENGTH } from "./tag-table-bits.ts";
import { namespaces } from "./xml-tags.ts";

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
    const vocabulary = vocabularyOf(space);
    table = new Uint8Array(TABLE_LENGTH);
    for (const [number, name] of messagePlan().names.entries()) {
      const metInf = vocabulary.element(META_NAMESPACE, name);
      const core = vocabulary.element(namespaces[space] as string, name);
      table[number] = core !== undefined && isElementContent(core) ? 1 : 0;
      table[METINF_TAGS + number] = metInf !== undefined && isElementContent(metInf) ? 1 : 0;
      // Meta itself may be there, too.
      const inMeta = metInf ?? core;
      table[META_TAGS + number] = inMeta !== undefined && isElementContent(inMeta) ? 1 : 0;
    }
    elementContent[space] = table;
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
    const info = { format: "xml", version: 0, publicId: 0, publicIdText: undefined, charset: 0 } as const;
    header = new EncodedHeader(root, info, { ...writeDefaults, version, publicId }, start).bytes().slice();
    headers.set(key, header);
  }
  return header;
}

/** The header of device information inside a message of a namespace, and its tags. */
export interface InnerForm {
  readonly header: Uint8Array;
  readonly tags: Uint16Array;
}

const innerForms = new Map<string, InnerForm | undefined>();

export function innerForm(
  space: number,
  { version = "1.2", publicId = "number" }: Partial<WriteOptions>,
): InnerForm | undefined {
  const key = `${space} ${version} ${publicId}`;
  if (!innerForms.has(key)) innerForms.set(key, makeInnerForm(space, version, publicId));
  return innerForms.get(key);
}

function makeInnerForm(
  space: number,
  version: "1.0" | "1.1" | "1.2" | "1.3",
  publicId: WriteOptions["publicId"],
): InnerForm | undefined {
  const { root } = vocabularyOf(space);
  const info = { format: "xml", version: 0, publicId: 0, publicIdText: undefined, charset: 0 } as const;
  const outer = new EncodedHeader(root as ElementName, info, { ...writeDefaults, version, publicId }, start);
  const name = standardVocabularies.findElement("syncml:devinf", "DevInf");
  if (name === undefined) return undefined;
  // As the encoder opens one: its public identifier is not that of the options.
  const inner = new EncodedHeader(name, outer.embeddedInfo(name), { ...writeDefaults, version }, start);
  if (inner.isVersionOpen) return undefined;
  const tags = new Uint16Array(TABLE_LENGTH);
  for (const [number, local] of messagePlan().names.entries())
    tags[number] = tagOf(inner.vocabulary.element("syncml:devinf", local));
  return { header: inner.bytes().slice(), tags };
}
