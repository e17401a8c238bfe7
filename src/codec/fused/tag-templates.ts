import { encodeUtf8 } from "../../core/utf8.ts";
import type { Vocabulary } from "../../vocabulary/vocabulary.ts";
import { escapeAttribute } from "../../xml/escape.ts";

/** Which of a tag's templates: they stand at `tag * 3` in {@link TagTemplates.starts}. */
export const START_TAG = 0;
export const START_TAG_WITH_NAMESPACE = 1;
export const END_TAG = 2;
export const TEMPLATES_PER_TAG = 3;

const WORD_BYTES = 8;

/** The tags of a vocabulary as XML, ready to be copied: by `page * 64 | token`. */
export interface TagTemplates {
  /** All templates, each with room behind it to be read in words of eight bytes. */
  readonly bytes: DataView;
  readonly starts: Int32Array;
  /** 0 where the vocabulary has no such tag. */
  readonly lengths: Uint8Array;
  readonly longest: number;
  /** A number for the namespace of each tag, from 1; 0 is none. */
  readonly namespaces: Uint8Array;
  /** 1 where an OPAQUE is a value whose text form is base64. */
  readonly binary: Uint8Array;
}

const made = new WeakMap<Vocabulary, TagTemplates>();

/** The templates of a vocabulary, made on first use; those for a tag longer than 255 bytes are left out. */
export function tagTemplates(vocabulary: Vocabulary): TagTemplates {
  let templates = made.get(vocabulary);
  if (templates === undefined) made.set(vocabulary, (templates = makeTemplates(vocabulary)));
  return templates;
}

function makeTemplates({ tags }: Vocabulary): TagTemplates {
  const starts = new Int32Array(tags.length * TEMPLATES_PER_TAG);
  const lengths = new Uint8Array(starts.length);
  const namespaces = new Uint8Array(tags.length);
  const binary = new Uint8Array(tags.length);
  const numbers = new Map([["", 0]]);
  const texts: Uint8Array[] = [];
  let byteLength = 0;
  for (const [tag, name] of tags.entries()) {
    if (name === undefined) continue;
    const { local, namespace } = name;
    if (!numbers.has(namespace)) numbers.set(namespace, numbers.size);
    namespaces[tag] = numbers.get(namespace) as number;
    binary[tag] = name.binary ? 1 : 0;
    const xml = [`<${local}>`, `<${local} xmlns="${escapeAttribute(namespace)}">`, `</${local}>`];
    for (const [which, text] of xml.map(encodeUtf8).entries()) {
      starts[tag * TEMPLATES_PER_TAG + which] = byteLength;
      lengths[tag * TEMPLATES_PER_TAG + which] = text.length > 0xff ? 0 : text.length;
      texts.push(text);
      byteLength += Math.ceil(text.length / WORD_BYTES) * WORD_BYTES;
    }
  }
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  for (const text of texts) {
    bytes.set(text, at);
    at += Math.ceil(text.length / WORD_BYTES) * WORD_BYTES;
  }
  const longest = Math.max(0, ...lengths);
  return { bytes: new DataView(bytes.buffer), starts, lengths, longest, namespaces, binary };
}
