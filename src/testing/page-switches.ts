import fc from "fast-check";
import type { TokenSink } from "../wbxml/token-sink.ts";
import { WbxmlTokenizer } from "../wbxml/tokenizer.ts";
import * as Token from "../wbxml/tokens.ts";

/** A place where a SWITCH_PAGE changes nothing: before the token at `offset`, to the page already in force there. */
interface Gap {
  readonly offset: number;
  readonly page: number;
}

/** An element without content, which can be given content to hold a page switch. */
interface EmptyTag {
  readonly offset: number;
  readonly byteLength: number;
}

/**
 * The same document with redundant page switches between any two tokens of its body, also in empty elements, which then
 * become elements with content.
 */
export function switchedPages(document: Uint8Array): fc.Arbitrary<Uint8Array> {
  const { gaps, empty } = placesIn(document);
  return fc.tuple(fc.subarray(gaps), fc.subarray(empty)).map(([switched, filled]) => {
    const bytes: number[] = [];
    for (const [offset, byte] of document.entries()) {
      for (const gap of switched) if (gap.offset === offset) bytes.push(Token.SWITCH_PAGE, gap.page);
      const isFilled = filled.some((tag) => tag.offset === offset);
      bytes.push(isFilled ? byte | Token.HAS_CONTENT : byte);
      const gap = gaps.find((one) => one.offset === offset);
      if (filled.some((tag) => tag.offset + tag.byteLength - 1 === offset))
        bytes.push(Token.SWITCH_PAGE, gap?.page ?? 0, Token.END);
    }
    return Uint8Array.from(bytes);
  });
}

function placesIn(document: Uint8Array): { gaps: Gap[]; empty: EmptyTag[] } {
  const gaps: Gap[] = [];
  const empty: EmptyTag[] = [];
  let page = 0;
  const nothing = () => {};
  const gap = () => {
    if (gaps.at(-1)?.offset !== tokenizer.offset) gaps.push({ offset: tokenizer.offset, page });
  };
  const sink: TokenSink = {
    header: nothing,
    switchPage: (_space, switched) => {
      page = switched;
    },
    tag: (_page, _token, flags) => {
      gap();
      if (flags === 0) empty.push({ offset: tokenizer.offset, byteLength: 1 });
    },
    literalTag: gap,
    endContent: () => {
      // That of an empty element is no token.
      if (gaps.at(-1)?.offset !== tokenizer.offset) gap();
    },
    attributeStart: nothing,
    literalAttribute: nothing,
    attributeValue: nothing,
    endAttributes: nothing,
    processingInstruction: nothing,
    inlineString: nothing,
    tableString: nothing,
    entity: nothing,
    extensionString: nothing,
    extensionInteger: nothing,
    extension: nothing,
    opaque: nothing,
    endDocument: nothing,
    path: () => "",
  };
  const tokenizer = new WbxmlTokenizer(sink);
  tokenizer.write(document);
  tokenizer.end();
  return { gaps, empty };
}
