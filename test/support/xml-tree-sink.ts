import type { AttributeName, ElementName, EventSink } from "../../src/core/sink.ts";
import type { XmlElement } from "./xml-tree.ts";

/** Builds the tree of `parseXml` from events. */
export class XmlTreeSink implements EventSink {
  root: XmlElement | undefined;
  private readonly stack: XmlElement[] = [];
  private pending: Uint8Array[] = [];

  startDocument(): void {}

  startElement({ namespace, local }: ElementName): void {
    this.endText();
    const element = { name: `{${namespace}}${local}`, attributes: {}, children: [] };
    this.stack.at(-1)?.children.push(element);
    this.root ??= element;
    this.stack.push(element);
  }

  attribute({ namespace, local }: AttributeName, value: string): void {
    (this.stack.at(-1) as XmlElement).attributes[`{${namespace}}${local}`] = value;
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    this.pending.push(chunk.slice(start, end));
  }

  string(value: string): void {
    this.pending.push(Buffer.from(value));
  }

  opaque(chunk: Uint8Array, start: number, end: number): void {
    this.text(chunk, start, end);
  }

  endElement(): void {
    this.endText();
    this.stack.pop();
  }

  endDocument(): void {}

  private endText(): void {
    if (this.pending.length === 0) return;
    this.stack.at(-1)?.children.push(Buffer.concat(this.pending).toString("utf8"));
    this.pending = [];
  }
}
