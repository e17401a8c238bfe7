import { type DocumentSource, openDocument } from "../codec/open-document.ts";
import { type ByteInput, type ByteSource, openInput, PIECE_BYTES } from "./byte-source.ts";
import { MessageSink, type Part } from "./message-sink.ts";
import { type ReadCommandsOptions, resolveOptions } from "./options.ts";

/** The parts of a message, read from its source no further than they are asked for. */
export class PartQueue {
  private readonly input: ByteInput;
  private readonly document: DocumentSource;
  private readonly sink: MessageSink;
  private parts: Part[] = [];
  private taken = 0;
  private chunk: Uint8Array = new Uint8Array(0);
  private pos = 0;
  /** The document has ended, or the reading of it. */
  private isDone = false;
  /** Thrown once everything that came before it has been taken. */
  private failure: { readonly error: unknown } | undefined;
  private reading: Promise<void> | undefined;

  constructor(source: ByteSource, options: Partial<ReadCommandsOptions>) {
    const resolved = resolveOptions(options);
    this.sink = new MessageSink((part) => this.parts.push(part), resolved);
    this.document = openDocument(this.sink, resolved);
    // Last, since it takes hold of the source.
    this.input = openInput(source);
  }

  get hasPart(): boolean {
    return this.taken < this.parts.length;
  }

  /** The next part, which must be there. */
  take(): Part {
    return this.parts[this.taken++] as Part;
  }

  /** Reads on until there is a part; false if there is none left. Rejects with what made the reading fail. */
  async ready(): Promise<boolean> {
    while (!this.hasPart) {
      if (this.failure !== undefined) throw this.failure.error;
      if (this.isDone) return false;
      this.parts = [];
      this.taken = 0;
      if (this.pos < this.chunk.length) this.readPiece();
      else {
        // One reader of entries and one of data may wait for the same chunk.
        this.reading ??= this.readChunk();
        await this.reading;
      }
    }
    return true;
  }

  /** Ends the reading, and tells the source. What is there stays, since somebody may have seen that it is. */
  async cancel(reason?: unknown): Promise<void> {
    this.isDone = true;
    await this.input.cancel(reason);
  }

  private async readChunk(): Promise<void> {
    try {
      const chunk = await this.input.read();
      if (this.isDone) return;
      this.chunk = chunk ?? this.chunk;
      this.pos = 0;
      if (chunk === undefined) this.end();
    } catch (error) {
      this.failure = { error };
    } finally {
      this.reading = undefined;
    }
  }

  private readPiece(): void {
    const { pos } = this;
    this.pos = Math.min(pos + PIECE_BYTES, this.chunk.length);
    try {
      this.document.write(this.chunk.subarray(pos, this.pos));
    } catch (error) {
      this.failure = { error };
    }
  }

  private end(): void {
    this.document.end();
    this.isDone = true;
    this.parts.push({ kind: "end", message: this.sink.message });
  }
}
