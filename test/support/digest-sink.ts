import type { ElementName, EventSink } from "../../src/core/sink.ts";

/** Folds events into a few numbers: cheap enough to compare every prefix of every body. */
export class DigestSink implements EventSink {
  hash = 0;
  starts = 0;
  ends = 0;
  documents = 0;
  contentBytes = 0;

  /** All of it as one value. */
  get state(): string {
    return `${this.hash} ${this.starts} ${this.ends} ${this.documents} ${this.contentBytes}`;
  }

  startDocument(): void {
    this.documents++;
  }

  startElement(name: ElementName): void {
    this.starts++;
    this.fold(name.page * 64 + name.token);
  }

  attribute(): void {
    this.fold(1);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    this.contentBytes += end - start;
    // Folded last byte by last byte, this would depend on the cuts; so it is the sum that counts.
    for (let pos = start; pos < end; pos++) this.hash = (this.hash + (chunk[pos] as number)) | 0;
  }

  string(value: string): void {
    this.contentBytes += value.length;
  }

  opaque(chunk: Uint8Array, start: number, end: number): void {
    this.text(chunk, start, end);
  }

  endElement(): void {
    this.ends++;
    this.fold(2);
  }

  endDocument(): void {
    this.documents--;
  }

  private fold(value: number): void {
    this.hash = (Math.imul(this.hash, 31) + value) | 0;
  }
}
