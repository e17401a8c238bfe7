import type { EventSink } from "../src/index.ts";

/** The cheapest sink: counting keeps the engine from eliding the source's work. */
export class EventCounter implements EventSink {
  elements = 0;
  bytes = 0;

  startDocument(): void {}

  startElement(): void {
    this.elements++;
  }

  attribute(): void {}

  text(_chunk: Uint8Array, start: number, end: number): void {
    this.bytes += end - start;
  }

  string(value: string): void {
    this.bytes += value.length;
  }

  opaque(_chunk: Uint8Array, start: number, end: number): void {
    this.bytes += end - start;
  }

  endElement(): void {}

  endDocument(): void {}
}
