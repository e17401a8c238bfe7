import type { SyncmlDocument } from "../ast/nodes.ts";
import { walkDocument } from "../ast/walker.ts";
import { encodeBase64 } from "../core/base64.ts";
import type { AttributeName, ElementName, EventSink } from "../core/sink.ts";
import { decodeUtf8 } from "../core/utf8.ts";
import { isXmlText } from "../xml/characters.ts";
import { BASE64_END, MARK_TARGET, OPAQUE_BASE64 } from "../xml/marks.ts";

/** An element of a document to be spelt as XML. */
export interface MarkupElement {
  readonly name: ElementName;
  readonly attributes: { readonly name: AttributeName; readonly value: string }[];
  /** Elements, text, and octets that are not text, already written as marked base64. */
  readonly content: (MarkupElement | string | Marked)[];
}

interface Marked {
  readonly xml: string;
}

/** The elements of a document as they appear in XML. */
export function markupOf(document: SyncmlDocument): MarkupElement {
  const sink = new MarkupSink();
  walkDocument(document, sink);
  return sink.root as MarkupElement;
}

class MarkupSink implements EventSink {
  root: MarkupElement | undefined;
  private readonly open: MarkupElement[] = [];

  startDocument(): void {}

  startElement(name: ElementName): void {
    const element: MarkupElement = { name, attributes: [], content: [] };
    this.open.at(-1)?.content.push(element);
    this.root ??= element;
    this.open.push(element);
  }

  attribute(name: AttributeName, value: string): void {
    this.open.at(-1)?.attributes.push({ name, value });
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    this.opaque(chunk, start, end);
  }

  string(value: string): void {
    this.open.at(-1)?.content.push(value);
  }

  opaque(chunk: Uint8Array, start: number, end: number): void {
    if (start === end) return;
    const text = decodeUtf8(chunk, start, end);
    const marked = `<?${MARK_TARGET} ${OPAQUE_BASE64}?>${encodeBase64(chunk.subarray(start, end))}`;
    const isText = text !== undefined && isXmlText(text);
    this.open.at(-1)?.content.push(isText ? text : { xml: `${marked}<?${MARK_TARGET} ${BASE64_END}?>` });
  }

  endElement(): void {
    this.open.pop();
  }

  endDocument(): void {}
}
