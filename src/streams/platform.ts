/** The part of `ReadableStream` that reading needs. */
export interface ByteReadable {
  /** Locks the stream and returns its reader. */
  getReader(): ByteReader;
}

/** The part of `ReadableStreamDefaultReader` that reading needs. */
export interface ByteReader {
  /** The next chunk; `done` at the end. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Cancels the stream. */
  cancel(reason?: unknown): Promise<void>;
  /** Unlocks the stream. */
  releaseLock(): void;
}

/** The `ReadableStream` of the platform, whichever type library declares it. */
export type PlatformReadable = typeof globalThis extends { ReadableStream: { prototype: infer Stream } }
  ? Stream
  : ByteReadable;

/** The `WritableStream` of the platform, whichever type library declares it. */
export type PlatformWritable = typeof globalThis extends { WritableStream: { prototype: infer Stream } }
  ? Stream
  : object;

export interface ReadableController {
  enqueue(chunk: Uint8Array): void;
  close(): void;
  error(reason: unknown): void;
}

export interface WritableController {
  error(reason: unknown): void;
}

interface ReadableSource {
  start(controller: ReadableController): void;
  pull(): void;
  cancel(reason: unknown): void;
}

interface WritableSink {
  start(controller: WritableController): void;
  write(chunk: unknown): Promise<void>;
  close(): Promise<void>;
  abort(reason: unknown): void;
}

// The two globals that Node, browsers, workers, Deno and Bun share; declared here so that no other global leaks in.
const platform = globalThis as unknown as {
  readonly ReadableStream: new (source: ReadableSource, strategy: { highWaterMark: number }) => PlatformReadable;
  readonly WritableStream: new (sink: WritableSink) => PlatformWritable;
};

export const ReadableStream: typeof platform.ReadableStream = platform.ReadableStream;
export const WritableStream: typeof platform.WritableStream = platform.WritableStream;
