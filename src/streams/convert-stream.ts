import type { Format } from "../codec/detect-format.ts";
import { DocumentEncoder, type OutputOptions } from "../codec/document-encoder.ts";
import { type DocumentSource, openDocument } from "../codec/open-document.ts";
import { checkConversion, type ReadOptions, type WriteOptions } from "../codec/options.ts";
import { atLeast, checkOptions, optionChecks } from "../core/options.ts";
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

/** How a stream is converted: how it is read, how it is written, and when what is written goes out. */
export interface ConvertStreamOptions extends ReadOptions, WriteOptions, OutputOptions {
  readonly to: Format;
  /**
   * Output that may be held back at a time, in bytes: in WBXML a length stands in front, so that an embedded document
   * that was XML waits for its end, and so does text with `data: "opaque"`, and with `stringTable: "auto"` the whole
   * document. Default 16 MiB, range from 1.
   */
  readonly maxHeldBytes: number;
}

const checks = optionChecks({ maxHeldBytes: atLeast(1) });
const DEFAULT_HELD_BYTES = 16 * 1024 * 1024;

/** A transform stream, for `pipeThrough`: bytes go in at one side and come out at the other. */
export interface ByteTransform {
  readonly readable: PlatformReadable;
  readonly writable: PlatformWritable;
}

/**
 * A transform stream that converts a document, WBXML or XML, to the form `to`, in one pass and in memory that does not
 * depend on its length. A piece is converted when the reader wants more, and no sooner.
 *
 * Output is collected up to `flushBytes`; in WBXML the first of it up to `holdBytes`, since names that its vocabulary
 * lacks go into the string table in front. One that is new after that fails as `unrepresentable` unless `literals`
 * announces it.
 *
 * Both sides fail with the {@link SyncmlError} that `convert` throws, or with `limit-exceeded` past `maxHeldBytes`, once
 * what was converted before it has been read. In XML that ends before the Meta of an item whose Data had not yet told
 * whether it is octets, which that Meta would have to say.
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
      // A pull means then that somebody waits and the queue is empty.
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
  /** The reader waits for output, and has read all there was. */
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
      // An error drops what a reader has not taken yet.
      if (await this.demand()) this.readable?.error(error);
      throw error;
    }
  }

  private flush(): void {
    try {
      this.encoder.flushSettled();
    } catch {
      // An encoder that has failed may fail again; the first fault is the one to tell.
    }
  }
}
