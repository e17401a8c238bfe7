/** What is needed of a `ReadableStream` to read it. */
export interface ByteReadable {
  getReader(): ByteReader;
}

export interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}

/** The `ReadableStream` of the platform, by whatever name its types go. */
export type PlatformReadable = typeof globalThis extends { ReadableStream: { prototype: infer Stream } }
  ? Stream
  : ByteReadable;

/** The `WritableStream` of the platform. */
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

// The two globals that Node, browsers, workers, Deno and Bun share; declared here so that no other one leaks in.
const platform = globalThis as unknown as {
  readonly ReadableStream: new (source: ReadableSource, strategy: { highWaterMark: number }) => PlatformReadable;
  readonly WritableStream: new (sink: WritableSink) => PlatformWritable;
};

export const ReadableStream: typeof platform.ReadableStream = platform.ReadableStream;
export const WritableStream: typeof platform.WritableStream = platform.WritableStream;
