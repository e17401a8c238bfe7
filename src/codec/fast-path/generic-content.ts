import { documentShape } from "../../ast/document-shapes.ts";
import type { GenericContent, GenericElement } from "../../ast/nodes.ts";
import type { Limits } from "../../core/limits.ts";
import type { ElementName } from "../../core/sink.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { TOKENS_PER_TAG_PAGE } from "../../vocabulary/vocabulary.ts";
import * as Token from "../../wbxml/tokens.ts";

/** The position of a reader, for another one to continue from. */
export interface Cursor {
  pos: number;
  /** Tag page times 64. */
  page: number;
  elements: number;
  readonly depth: number;
}

/**
 * The markup in a Data element, from the cursor to the END of that element, which is passed over; `undefined` for what only
 * the event path reads. Peers put the anchors of a synchronisation there.
 */
export function readGenericContent(
  bytes: Uint8Array,
  tags: readonly (ElementName | undefined)[],
  limits: Limits,
  cursor: Cursor,
): GenericContent[] | undefined {
  const content: GenericContent[] = [];
  const open: GenericElement[] = [];
  let children = content;
  // Adjacent strings are one text, which the event path joins; it also reads text mixed with markup.
  let afterText = false;
  while (cursor.pos < bytes.length) {
    const byte = bytes[cursor.pos++] as number;
    if (byte === Token.SWITCH_PAGE) {
      cursor.page = (bytes[cursor.pos++] as number) * TOKENS_PER_TAG_PAGE;
    } else if (byte === Token.END) {
      // With nothing but page switches in it, it is empty and has no markup.
      if (open.length === 0) return content.length > 0 ? content : undefined;
      open.pop();
      children = open.at(-1)?.children ?? content;
      afterText = false;
    } else if ((byte & Token.IDENTITY) > Token.LITERAL) {
      const name = tags[cursor.page | (byte & Token.IDENTITY)];
      const isDeep = cursor.depth + open.length >= limits.maxDepth;
      if (name === undefined || byte >= Token.HAS_ATTRIBUTES || isDeep || ++cursor.elements > limits.maxElements) {
        return undefined;
      }
      const { local, namespace, page, token } = name;
      // A document that appears inline is a node of its own.
      if (documentShape(local, namespace) !== undefined) return undefined;
      const element: GenericElement = { kind: "Element", local, namespace, page, token, attributes: [], children: [] };
      children.push(element);
      if (byte >= Token.HAS_CONTENT) {
        open.push(element);
        children = element.children;
      }
      afterText = false;
    } else {
      const value = afterText || open.length === 0 ? undefined : readText(bytes, byte, limits, cursor);
      if (!value) return undefined;
      children.push({ kind: "Text", value, opaque: false });
      afterText = true;
    }
  }
  return undefined;
}

/** The string that begins at the cursor; `undefined` if it is not a plain one. */
function readText(bytes: Uint8Array, token: number, limits: Limits, cursor: Cursor): string | undefined {
  if (token !== Token.STR_I) return undefined;
  const end = bytes.indexOf(0, cursor.pos);
  if (end < 0 || end - cursor.pos > limits.maxTextBytes) return undefined;
  const text = decodeUtf8(bytes, cursor.pos, end);
  cursor.pos = end + 1;
  return text;
}
