import { type Bytes, viewOfBytes } from "../core/bytes.ts";
import { describe } from "../core/describe.ts";
import { SyncmlError } from "../core/errors.ts";
import type { ByteReadable, ByteReader } from "./platform.ts";

/** Where the bytes of a document come from: a `ReadableStream`, a Node stream, or anything that yields chunks. */
export type ByteSource = ByteReadable | AsyncIterable<Bytes> | Iterable<Bytes>;

/** Bytes of a chunk parsed at a time, so that a document that arrives in one chunk does not fill the queue at once. */
export const PIECE_BYTES = 16_384;

/** An opened source: one chunk for each `read`, nothing read ahead. */
export interface ByteInput {
  /** The next chunk, or nothing at the end and after `cancel`; not a promise where the source has it at once. */
  read(): Promise<Uint8Array | undefined> | Uint8Array | undefined;
  /** Cancels the source unless it has ended. */
  cancel(reason?: unknown): Promise<void>;
}

/**
 * Opens a source.
 *
 * @throws {SyncmlError} `misuse` if it is neither a stream nor an iterable.
 */
export function openInput(source: ByteSource): ByteInput {
  if (typeof source !== "object" || source === null) {
    throw new SyncmlError(
      "misuse",
      `the source is ${describe(source)}, where a stream or an iterable of bytes is wanted`,
    );
  }
  if ("getReader" in source) return new ReaderInput(source.getReader());
  if (Symbol.asyncIterator in source) return new IteratorInput(source[Symbol.asyncIterator]());
  if (Symbol.iterator in source) return new ListInput(source[Symbol.iterator]());
  throw new SyncmlError("misuse", "the source is neither a stream nor an iterable");
}

/**
 * A chunk as bytes; a view from another realm will do.
 *
 * @throws {SyncmlError} `misuse` if it is anything else.
 */
export function checkedBytes(chunk: unknown): Uint8Array {
  const bytes = viewOfBytes(chunk);
  if (bytes !== undefined) return bytes;
  throw new SyncmlError("misuse", `a chunk of the source is ${describe(chunk)}, where bytes are wanted`);
}

class ReaderInput implements ByteInput {
  private readonly reader: ByteReader;
  private ended = false;

  constructor(reader: ByteReader) {
    this.reader = reader;
  }

  async read(): Promise<Uint8Array | undefined> {
    if (this.ended) return undefined;
    const { done, value } = await this.reader.read();
    if (!done) return checkedBytes(value);
    if (!this.ended) this.reader.releaseLock();
    this.ended = true;
    return undefined;
  }

  async cancel(reason?: unknown): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    try {
      await this.reader.cancel(reason);
    } finally {
      this.reader.releaseLock();
    }
  }
}

/** Chunks that are there already: a promise for each would take longer than most messages (commands/wbxml/management, 1.2×). */
class ListInput implements ByteInput {
  private readonly iterator: Iterator<Bytes>;
  private ended = false;

  constructor(iterator: Iterator<Bytes>) {
    this.iterator = iterator;
  }

  read(): Uint8Array | undefined {
    if (this.ended) return undefined;
    // Set until the chunk is there, so that an error ends the input.
    this.ended = true;
    const { done, value } = this.iterator.next();
    this.ended = done === true;
    return this.ended ? undefined : checkedBytes(value);
  }

  async cancel(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    this.iterator.return?.();
  }
}

class IteratorInput implements ByteInput {
  private readonly iterator: AsyncIterator<Bytes>;
  private ended = false;
  private chunk: unknown;
  /** Resolves the pending read, if there is one. */
  private abandon: (() => void) | undefined;

  constructor(iterator: AsyncIterator<Bytes>) {
    this.iterator = iterator;
  }

  async read(): Promise<Uint8Array | undefined> {
    if (this.ended) return undefined;
    // The promise must not carry the chunk: with a 50 MiB message, promises kept 30 MiB of chunks alive until the old
    // generation was collected.
    await new Promise<void>((resolve, reject) => {
      this.abandon = resolve;
      this.next().then(resolve, reject);
    });
    this.abandon = undefined;
    if (this.ended) return undefined;
    const { chunk } = this;
    this.chunk = undefined;
    return checkedBytes(chunk);
  }

  async cancel(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    const { abandon } = this;
    const closed = this.close();
    if (abandon === undefined) await closed;
    else {
      // A generator closes only after the chunk it awaits arrives, which may be never.
      closed.catch(() => {});
      abandon();
    }
  }

  private async next(): Promise<void> {
    try {
      const { done, value } = await this.iterator.next();
      if (done) this.ended = true;
      else this.chunk = value;
    } catch (error) {
      this.ended = true;
      throw error;
    }
  }

  private async close(): Promise<void> {
    await this.iterator.return?.();
  }
}
