import { encodeUtf8 } from "../../core/utf8.ts";
import { META_NAMESPACE } from "../../vocabulary/namespaces.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { escapeAttribute } from "../../xml/escape.ts";
import * as Template from "./template-bits.ts";

const WORD_BYTES = 8;

/** The tags of a vocabulary as XML, ready to be copied. */
export interface TagTemplates {
  /** By tag, laid out as in template-bits.ts. */
  readonly templates: Int32Array;
  /** Their text in words of eight bytes, and one more at the end, so that two can be read of every template. */
  readonly words: Float64Array;
  /** Bytes of the longest. */
  readonly longest: number;
}

const made = new WeakMap<Vocabulary, TagTemplates>();

/** The templates of a vocabulary, made on first use; tags that do not fit in them are left out. */
export function tagTemplates(vocabulary: Vocabulary): TagTemplates {
  let templates = made.get(vocabulary);
  if (templates === undefined) made.set(vocabulary, (templates = makeTemplates(vocabulary)));
  return templates;
}

function makeTemplates({ tags }: Vocabulary): TagTemplates {
  const templates = new Int32Array(tags.length << Template.TAG_SHIFT);
  const numbers = new Map([["", 0]]);
  const texts: Uint8Array[] = [];
  let wordCount = 0;
  let longest = 0;
  for (const [tag, name] of tags.entries()) {
    if (name === undefined) continue;
    const { local, namespace } = name;
    if (!numbers.has(namespace)) numbers.set(namespace, numbers.size);
    const bits =
      ((numbers.get(namespace) as number) << Template.NAMESPACE_SHIFT) |
      (name.binary ? Template.BINARY : 0) |
      (namespace === META_NAMESPACE ? metaBits(local) : 0);
    const xml = [`<${local}>`, `<${local} xmlns="${escapeAttribute(namespace)}">`, `</${local}>`].map(encodeUtf8);
    const wordsOf = xml.map(({ length }) => Math.ceil(length / WORD_BYTES));
    const after = wordCount + wordsOf.reduce((sum, count) => sum + count);
    const isLong = xml.some(({ length }) => length > Template.LENGTH_BITS);
    if (isLong || after > Template.MAX_WORDS || numbers.size > Template.NAMESPACE_BITS >> Template.NAMESPACE_SHIFT)
      continue;
    for (const [which, text] of xml.entries()) {
      templates[(tag << Template.TAG_SHIFT) | which] = (wordCount << Template.WORD_SHIFT) | bits | text.length;
      longest = Math.max(longest, text.length);
      texts.push(text);
      wordCount += wordsOf[which] as number;
    }
  }
  const bytes = new Uint8Array((wordCount + 1) * WORD_BYTES);
  let at = 0;
  for (const text of texts) {
    bytes.set(text, at);
    at += Math.ceil(text.length / WORD_BYTES) * WORD_BYTES;
  }
  const view = new DataView(bytes.buffer);
  const words = new Float64Array(wordCount + 1).map((_, word) => view.getFloat64(word * WORD_BYTES, true));
  return { templates, words, longest };
}

function metaBits(local: string): number {
  if (local === "Type") return Template.TYPE;
  if (local === "Size") return Template.SIZE;
  return local === "Format" ? Template.FORMAT : 0;
}
