import type { SyncML } from "../ast/nodes.ts";
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
  /** Reads by events, once the message has turned out not to be all in its first chunk. */
  private events: { readonly document: DocumentSource; readonly sink: MessageSink } | undefined;
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
    this.options = resolveOptions(options);
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
        if (this.reading !== undefined) await this.reading;
      }
    }
    return true;
  }

  /** Stops reading and cancels the source. Queued parts stay: a caller may have seen `hasPart`. */
  async cancel(reason?: unknown): Promise<void> {
    this.isDone = true;
    await this.input.cancel(reason);
  }

  /** Takes the next chunk: now, or later if there is a promise of it. */
  private readChunk(): Promise<void> | undefined {
    try {
      const chunk = this.input.read();
      if (chunk instanceof Promise) return this.awaitChunk(chunk);
      this.takeChunk(chunk);
    } catch (error) {
      this.failure = { error };
    }
    return undefined;
  }

  private async awaitChunk(chunk: Promise<Uint8Array | undefined>): Promise<void> {
    try {
      this.takeChunk(await chunk);
    } catch (error) {
      this.failure = { error };
    } finally {
      this.reading = undefined;
    }
  }

  private takeChunk(chunk: Uint8Array | undefined): void {
    if (this.isDone) return;
    if (chunk === undefined) this.end();
    else if (chunk.length > 0) this.open(chunk);
  }

  private open(chunk: Uint8Array): void {
    if (this.whole !== undefined) {
      // What follows a message is for the event path to judge.
      this.isReplaying = true;
      this.openDocument().write(this.chunk);
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
      this.openDocument().write(this.chunk.subarray(pos, this.pos));
    } catch (error) {
      this.failure = { error };
    }
  }

  private end(): void {
    if (this.whole === undefined) this.openDocument().end();
    this.isDone = true;
    this.parts.push({ kind: "end", message: this.whole?.message ?? (this.events?.sink.message as SyncML) });
  }

  private openDocument(): DocumentSource {
    this.events ??= this.openEvents();
    return this.events.document;
  }

  private openEvents(): NonNullable<PartQueue["events"]> {
    const { options } = this;
    const { onDiagnostic } = options;
    const listener = onDiagnostic && ((diagnostic: Diagnostic) => void (this.isReplaying || onDiagnostic(diagnostic)));
    const heard = { ...options, onDiagnostic: listener };
    const sink = new MessageSink((part) => void (this.isReplaying || this.parts.push(part)), heard);
    return { document: openDocument(sink, heard), sink };
  }
}
