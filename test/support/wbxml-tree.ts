import { encodeUtf8 } from "../../src/core/utf8.ts";
import { standardVocabularies } from "../../src/vocabulary/standard.ts";
import { TOKENS_PER_TAG_PAGE } from "../../src/vocabulary/vocabulary.ts";
import * as Token from "../../src/wbxml/tokens.ts";
import { mbUint32 } from "./hex.ts";

/** An element by its name in SyncML 1.2, or bytes as they stand. */
export type Part = readonly number[] | { readonly name: string; readonly content: readonly Part[] | undefined };

/** An element with content. */
export const el = (name: string, ...content: Part[]): Part => ({ name, content });
/** An element without content. */
export const empty = (name: string): Part => ({ name, content: undefined });
export const inline = (text: string): Part => [Token.STR_I, ...encodeUtf8(text), 0];
export const opaque = (value: string | readonly number[]): Part => {
  const octets = typeof value === "string" ? [...encodeUtf8(value)] : value;
  return [Token.OPAQUE, ...mbUint32(octets.length), ...octets];
};
export const reference = (index: number): Part => [Token.STR_T, ...mbUint32(index)];
/** An element with a string. */
export const leaf = (name: string, text: string): Part => el(name, inline(text));

const tags = standardVocabularies.vocabularies.find(({ name }) => name === "SyncML 1.2")?.tags ?? [];

/** A document of SyncML 1.2 in WBXML 1.2, with a page switch wherever one is needed, and a string table. */
export function wbxmlDocument(root: Part, table = ""): Uint8Array<ArrayBuffer> {
  const body: number[] = [];
  let page = 0;
  const write = (part: Part) => {
    if (!("name" in part)) {
      body.push(...part);
      return;
    }
    const index = tags.findIndex((tag) => tag?.local === part.name);
    if (index < 0) throw new RangeError(`SyncML 1.2 has no ${part.name}`);
    const ownPage = Math.floor(index / TOKENS_PER_TAG_PAGE);
    if (ownPage !== page) body.push(Token.SWITCH_PAGE, ownPage);
    page = ownPage;
    const token = index % TOKENS_PER_TAG_PAGE;
    if (part.content === undefined) body.push(token);
    else {
      body.push(token | Token.HAS_CONTENT);
      for (const child of part.content) write(child);
      body.push(Token.END);
    }
  };
  write(root);
  const strings = encodeUtf8(table);
  return Uint8Array.of(0x02, 0xa4, 0x01, 0x6a, ...mbUint32(strings.length), ...strings, ...body);
}
