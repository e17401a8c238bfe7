import type { TokenSink } from "../src/wbxml/index.ts";

/** The cheapest token sink: it counts. */
export class TokenCounter implements TokenSink {
  tokens = 0;
  elements = 0;
  bytes = 0;

  header(): void {}

  switchPage(): void {
    this.tokens++;
  }

  tag(): void {
    this.tokens++;
    this.elements++;
  }

  literalTag(): void {
    this.tokens++;
    this.elements++;
  }

  endContent(): void {
    this.tokens++;
  }

  attributeStart(): void {
    this.tokens++;
  }

  literalAttribute(): void {
    this.tokens++;
  }

  attributeValue(): void {
    this.tokens++;
  }

  endAttributes(): void {
    this.tokens++;
  }

  processingInstruction(): void {
    this.tokens++;
  }

  inlineString(_chunk: Uint8Array, start: number, end: number, last: boolean): void {
    this.bytes += end - start;
    if (last) this.tokens++;
  }

  tableString(): void {
    this.tokens++;
  }

  entity(): void {
    this.tokens++;
  }

  extensionString(_kind: number, _chunk: Uint8Array, _start: number, _end: number, last: boolean): void {
    if (last) this.tokens++;
  }

  extensionInteger(): void {
    this.tokens++;
  }

  extension(): void {
    this.tokens++;
  }

  opaque(_chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.bytes += end - start;
    if (remaining === 0) this.tokens++;
  }

  endDocument(): void {}

  path(): string {
    return "";
  }
}
