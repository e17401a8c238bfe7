import { defaultLimits, resolveLimits } from "../../core/limits.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { TOKENS_PER_TAG_PAGE } from "../../vocabulary/vocabulary.ts";
import * as Token from "../../wbxml/tokens.ts";
import type { ReadOptions } from "../options.ts";
import { integerEnd, integerValue } from "./integers.ts";
import { TableStrings } from "./table-strings.ts";
import { END_TAG, START_TAG, START_TAG_WITH_NAMESPACE, TEMPLATES_PER_TAG, tagTemplates } from "./tag-templates.ts";
import { readWbxmlHead } from "./wbxml-head.ts";
import { XmlOutput } from "./xml-output.ts";

const LAST_VERSION = 0x03;
const SLASH = 0x2f;
const GREATER = 0x3e;
// How much longer than its WBXML a message in XML is, to begin with a buffer that most likely needs not grow.
const EXPECTED_RATIO = 3;

const declaration = encodeUtf8('<?xml version="1.0" encoding="UTF-8"?>');

// The tags that are open. Made once, not for each document (heap:convert/wbxml/medium, 15 %).
const open: number[] = [];

/**
 * A WBXML document as XML in UTF-8 without events in between: what `XmlEncoder` makes of what `WbxmlReader` reads, where
 * it holds only tags of its vocabulary without attributes and text that XML can hold. `undefined` for every other one,
 * faulty ones and such with documents inside included.
 */
export function writeWbxmlAsXml(input: Uint8Array, options: Partial<ReadOptions>): XmlOutput | undefined {
  const bytes =
    input.constructor === Uint8Array ? input : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  const limits = options.limits === undefined ? defaultLimits : resolveLimits(options.limits);
  const { maxDepth, maxElements, maxTextBytes, maxOpaqueBytes } = limits;
  const head = readWbxmlHead(bytes, options, limits.maxStringTableBytes);
  const end = bytes.length;
  if (head === undefined || end > limits.maxDocumentBytes) return undefined;
  const templates = tagTemplates(head.vocabulary);
  const { starts, lengths, namespaces, binary, bytes: templateBytes } = templates;
  const tagCount = namespaces.length;
  const reserve = templates.longest + 16;
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  let table: TableStrings | undefined;

  const output = new XmlOutput(end * EXPECTED_RATIO);
  let out = output.bytes;
  let outView = output.view;
  out.set(declaration);
  let at = declaration.length;
  /** Where the last start tag ended: nothing stands in its element yet. */
  let emptyAt = -1;

  let depth = 0;
  let elements = 0;
  let page = 0;
  let pos = head.tableEnd;
  while (pos < end) {
    const byte = bytes[pos++] as number;
    let template: number;
    if ((byte & Token.IDENTITY) > Token.LITERAL) {
      const tag = page | (byte & Token.IDENTITY);
      if (byte >= Token.HAS_ATTRIBUTES || tag >= tagCount) return undefined;
      if (++elements > maxElements || depth >= maxDepth) return undefined;
      const namespace = namespaces[tag] as number;
      const enclosing = depth === 0 ? 0 : (namespaces[open[depth - 1] as number] as number);
      open[depth++] = tag;
      template = tag * TEMPLATES_PER_TAG + (namespace === enclosing ? START_TAG : START_TAG_WITH_NAMESPACE);
    } else if (byte === Token.END) {
      if (depth === 0) return undefined;
      template = (open[depth - 1] as number) * TEMPLATES_PER_TAG + END_TAG;
    } else if (byte === Token.SWITCH_PAGE) {
      page = (bytes[pos++] as number) * TOKENS_PER_TAG_PAGE;
      continue;
    } else {
      // Text, in one of three forms.
      let from = pos;
      let to = end;
      if (depth === 0) return undefined;
      if (byte === Token.OPAQUE) {
        const after = integerEnd(bytes, pos);
        const length = after < 0 ? 0 : integerValue(bytes, pos, after);
        from = after;
        to = after + length;
        const isOther =
          length > 0 && ((bytes[from] as number) <= LAST_VERSION || binary[open[depth - 1] as number] === 1);
        if (after < 0 || length > maxOpaqueBytes || to >= end || isOther) return undefined;
      } else if (byte === Token.STR_T) {
        table ??= new TableStrings(bytes, head, limits.maxReferencedBytes);
        pos = table.find(pos);
        if (pos < 0) return undefined;
        from = table.from;
        to = table.to;
      } else if (byte !== Token.STR_I) return undefined;
      at = output.write(bytes, view, from, to, at, byte === Token.STR_I);
      if (at < 0) return undefined;
      out = output.bytes;
      outView = output.view;
      if (byte === Token.STR_T) continue;
      if (byte === Token.STR_I && output.textEnd - from > maxTextBytes) return undefined;
      pos = byte === Token.STR_I ? output.textEnd + 1 : to;
      continue;
    }
    if (at + reserve > out.length) {
      output.grow(at, reserve);
      out = output.bytes;
      outView = output.view;
    }
    const closesEmpty = byte === Token.END && at === emptyAt;
    if (!closesEmpty) {
      const length = lengths[template] as number;
      if (length === 0) return undefined;
      // Eight bytes at once: no tag holds the bytes of a NaN, which would not be copied as they are.
      for (let from = starts[template] as number, to = at; to < at + length; from += 8, to += 8) {
        outView.setFloat64(to, templateBytes.getFloat64(from, true), true);
      }
      at += length;
    }
    if (byte !== Token.END) {
      emptyAt = at;
      if (byte >= Token.HAS_CONTENT) continue;
    }
    if (at === emptyAt) {
      out[at - 1] = SLASH;
      out[at++] = GREATER;
    }
    // What follows the root element is for the general path to judge.
    if (--depth === 0) return pos === end ? output.finish(at) : undefined;
  }
  return undefined;
}
