import { type DocumentSource, openDocument } from "../codec/open-document.ts";
import type { ReadOptions } from "../codec/options.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import { type ByteInput, type ByteSource, openInput, PIECE_BYTES } from "./byte-source.ts";
import { MessageSink, type Part } from "./message-sink.ts";
import { type PartOptions, type ReadCommandsOptions, resolveOptions } from "./options.ts";
import { type WholeMessage, wholeMessage } from "./whole-message.ts";

/** Queues the parts of a message; its source is read only as far as the requested parts need. */
export class PartQueue {
  private readonly input: ByteInput;
  private readonly options: Partial<ReadOptions> & PartOptions;
  private readonly document: DocumentSource;
  private readonly sink: MessageSink;
  private parts: Part[] = [];
  private taken = 0;
  private chunk: Uint8Array = new Uint8Array(0);
  private pos = 0;
  /** The document has ended, or reading was cancelled. */
  private isDone = false;
  /** Thrown after every part before the fault was taken. */
  private failure: { readonly error: unknown } | undefined;
  private reading: Promise<void> | undefined;
  private isFirst = true;
  /** The message of the first chunk, as long as nothing has followed it. */
  private whole: WholeMessage | undefined;
  /** The first chunk is read once more, so that its parts and diagnostics are not new. */
  private isReplaying = false;

  constructor(source: ByteSource, options: Partial<ReadCommandsOptions>) {
    const resolved = resolveOptions(options);
    const { onDiagnostic } = resolved;
    const listener = onDiagnostic && ((diagnostic: Diagnostic) => void (this.isReplaying || onDiagnostic(diagnostic)));
    this.options = resolved;
    const take = (part: Part) => void (this.isReplaying || this.parts.push(part));
    this.sink = new MessageSink(take, { ...resolved, onDiagnostic: listener });
    this.document = openDocument(this.sink, { ...resolved, onDiagnostic: listener });
    // Last, since it locks the source.
    this.input = openInput(source);
  }

  get hasPart(): boolean {
    return this.taken < this.parts.length;
  }

  /** The next part; check `hasPart` first. */
  take(): Part {
    return this.parts[this.taken++] as Part;
  }

  /** Reads until a part is queued; false at the end. Rejects with the error that stopped the reading. */
  async ready(): Promise<boolean> {
    while (!this.hasPart) {
      if (this.failure !== undefined) throw this.failure.error;
      if (this.isDone) return false;
      this.parts = [];
      this.taken = 0;
      if (this.pos < this.chunk.length) this.readPiece();
      else {
        // A reader of entries and a reader of data may wait for the same chunk.
        this.reading ??= this.readChunk();
        await this.reading;
      }
    }
    return true;
  }

  /** Stops reading and cancels the source. Queued parts stay: a caller may have seen `hasPart`. */
  async cancel(reason?: unknown): Promise<void> {
    this.isDone = true;
    await this.input.cancel(reason);
  }

  private async readChunk(): Promise<void> {
    try {
      const chunk = await this.input.read();
      if (this.isDone) return;
      if (chunk === undefined) this.end();
      else if (chunk.length > 0) this.open(chunk);
    } catch (error) {
      this.failure = { error };
    } finally {
      this.reading = undefined;
    }
  }

  private open(chunk: Uint8Array): void {
    if (this.whole !== undefined) {
      // What follows a message is for the event path to judge.
      this.isReplaying = true;
      this.document.write(this.chunk);
      this.isReplaying = false;
    }
    this.whole = this.isFirst ? wholeMessage(chunk, this.options) : undefined;
    this.isFirst = false;
    this.chunk = chunk;
    this.pos = this.whole === undefined ? 0 : chunk.length;
    if (this.whole !== undefined) this.parts.push(...this.whole.parts);
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
    if (this.whole === undefined) this.document.end();
    this.isDone = true;
    this.parts.push({ kind: "end", message: this.whole?.message ?? this.sink.message });
  }
}
