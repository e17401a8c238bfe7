import type { Format } from "../codec/detect-format.ts";
import { DocumentEncoder } from "../codec/document-encoder.ts";
import { type DocumentSource, openDocument } from "../codec/open-document.ts";
import { checkConversion, type ReadOptions, type WriteOptions } from "../codec/options.ts";
import { atLeast, checkOptions, optionChecks } from "../core/options.ts";
import type { WbxmlWriteOptions } from "../wbxml/write-options.ts";
import { checkedBytes, PIECE_BYTES } from "./byte-source.ts";
import { HeldOutput } from "./held-output.ts";
import {
  type PlatformReadable,
  type PlatformWritable,
  type ReadableController,
  ReadableStream,
  type WritableController,
  WritableStream,
} from "./platform.ts";

/** Options for reading the input, writing the output, and flushing it. */
export interface ConvertStreamOptions
  extends ReadOptions,
    WriteOptions,
    Pick<WbxmlWriteOptions, "holdBytes" | "flushBytes"> {
  /** The format to write. Required. */
  readonly to: Format;
  /**
   * Most bytes of output held back at a time. WBXML writes a length before the bytes it counts, so an embedded document
   * that was XML is held until it ends, and so is text with `data: "opaque"`; with `stringTable: "auto"` the whole
   * document is. Default 16 MiB, range from 1.
   */
  readonly maxHeldBytes: number;
}

const checks = optionChecks({ maxHeldBytes: atLeast(1) });
const DEFAULT_HELD_BYTES = 16 * 1024 * 1024;

/** A transform stream of bytes, for `pipeThrough`. */
export interface ByteTransform {
  /** The converted document, as chunks of `Uint8Array`. */
  readonly readable: PlatformReadable;
  /** Takes the document, in chunks of bytes cut anywhere. */
  readonly writable: PlatformWritable;
}

/**
 * A transform stream that converts a document, WBXML or XML, to the format `to`, in one pass and in memory that does not
 * depend on its length. A piece is converted only when the reader asks for more.
 *
 * Output is flushed every `flushBytes`. In WBXML the start of the document is held up to `holdBytes`, since names that
 * the vocabulary lacks go into the string table at its head; a new one after that fails as `unrepresentable` unless
 * `literals` announces it.
 *
 * Both sides fail with the {@link SyncmlError} that `convert` throws, or with `limit-exceeded` past `maxHeldBytes`, after
 * the reader has taken everything converted before the fault. In XML that output stops before the Meta of an item if it
 * was not yet known whether its Data is octets, since the Meta must say so.
 *
 * @throws {RangeError} if an option is outside its range.
 */
export function convertStream(
  options: Partial<ConvertStreamOptions> & Pick<ConvertStreamOptions, "to">,
): ByteTransform {
  const conversion = new Conversion(options);
  return {
    readable: new ReadableStream(
      {
        start: (controller) => conversion.startReadable(controller),
        pull: () => conversion.want(),
        cancel: (reason) => conversion.cancel(reason),
      },
      // Then a pull means that a reader is waiting and the queue is empty.
      { highWaterMark: 0 },
    ),
    writable: new WritableStream({
      start: (controller) => conversion.startWritable(controller),
      write: (chunk) => conversion.write(chunk),
      close: () => conversion.close(),
      abort: (reason) => conversion.abort(reason),
    }),
  };
}

class Conversion {
  private readonly encoder: DocumentEncoder;
  private readonly document: DocumentSource;
  private readable: ReadableController | undefined;
  private writable: WritableController | undefined;
  /** The reader has taken all output and is waiting for more. */
  private isWanted = false;
  private isCancelled = false;
  private wake: (() => void) | undefined;

  constructor(options: Partial<ConvertStreamOptions> & Pick<ConvertStreamOptions, "to">) {
    checkConversion(options);
    checkOptions(options, checks);
    this.encoder = new DocumentEncoder(options.to, (bytes) => this.put(bytes), options);
    const { maxHeldBytes = DEFAULT_HELD_BYTES } = options;
    this.document = openDocument(new HeldOutput(this.encoder, maxHeldBytes), options);
  }

  startReadable(controller: ReadableController): void {
    this.readable = controller;
  }

  startWritable(controller: WritableController): void {
    this.writable = controller;
  }

  want(): void {
    this.isWanted = true;
    this.wake?.();
  }

  async write(given: unknown): Promise<void> {
    const chunk = await this.attempt(() => checkedBytes(given));
    for (let pos = 0; pos < chunk.length && (await this.demand()); pos += PIECE_BYTES) {
      await this.attempt(() => this.document.write(chunk.subarray(pos, pos + PIECE_BYTES)));
    }
  }

  async close(): Promise<void> {
    await this.attempt(() => this.document.end());
    if (!this.isCancelled) this.readable?.close();
  }

  abort(reason: unknown): void {
    this.readable?.error(reason);
  }

  cancel(reason: unknown): void {
    this.isCancelled = true;
    this.writable?.error(reason);
    this.wake?.();
  }

  private put(bytes: Uint8Array): void {
    this.isWanted = false;
    this.readable?.enqueue(bytes.slice());
  }

  /** Waits until the reader wants output; false if it never will. */
  private async demand(): Promise<boolean> {
    if (!this.isWanted && !this.isCancelled) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return !this.isCancelled;
  }

  private async attempt<Result>(step: () => Result): Promise<Result> {
    try {
      return step();
    } catch (error) {
      this.flush();
      // An error discards whatever is still queued, so wait until the reader has taken it.
      if (await this.demand()) this.readable?.error(error);
      throw error;
    }
  }

  private flush(): void {
    try {
      this.encoder.flushSettled();
    } catch {
      // An encoder that has failed may fail again; report the first fault.
    }
  }
}
