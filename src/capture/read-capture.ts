import { ByteWriter } from "../core/byte-writer.ts";
import { type Bytes, viewOfBytes } from "../core/bytes.ts";
import { SyncmlError } from "../core/errors.ts";
import { anyObject, anyString, checkOptions, optionChecks } from "../core/options.ts";
import { type ByteSource, openInput } from "../streams/byte-source.ts";
import { whyNotOpened } from "./archives/unopened.ts";
import { Collector } from "./collector.ts";
import { GzipLayer, isGzip } from "./gzip-layer.ts";
import type { Capture, CaptureDiagnostic, Exchange, Payload, Recognition } from "./model.ts";
import {
  type CaptureFormat,
  type CaptureOptions,
  type CaptureReader,
  type CaptureSink,
  limitsOf,
  type ReadInside,
} from "./reader.ts";
import { formatNamed, recognise } from "./recognise.ts";
import { messageStart } from "./text/message-start.ts";

/** Octets that are waited for before a format is chosen. */
const HEAD_BYTES = 65_536;

const checks = optionChecks({ from: anyString, decompress: anyObject, limits: anyObject });

/** A reader that finds out what it reads. */
export interface RecognisingReader extends CaptureReader {
  /** What the file was taken for; `undefined` until enough of it was written. */
  readonly recognition: Recognition | undefined;
}

/**
 * Reads captured traffic of any format, or a message alone, as it arrives: the format is chosen from the first 64 KiB, gzip around it
 * is undone, and exchanges go to `sink` as soon as they are complete, without numbers and in the order of the file.
 *
 * @throws {RangeError} if `options.from` is no name of a format. Its `write` and `end` throw a {@link SyncmlError}: `unknown-document-type`
 *   if the file is not recognised, `limit-exceeded` if a limit is reached.
 */
export function captureReader(sink: CaptureSink, options: CaptureOptions = {}): RecognisingReader {
  checkOptions(options, checks);
  return new LayeredReader(sink, options, options.from === undefined ? undefined : formatNamed(options.from), [], 0);
}

/** Readers of files inside a container, which is itself inside `depth` others. */
export function insideOf(options: CaptureOptions, depth: number): ReadInside {
  const { from: _ofTheContainer, ...others } = options;
  return (sink) => {
    checkDepth(depth + 1, others);
    return new LayeredReader(sink, others, undefined, [], depth + 1);
  };
}

function checkDepth(depth: number, options: CaptureOptions): void {
  const { containers } = limitsOf(options);
  if (depth > containers)
    throw new SyncmlError("limit-exceeded", `more than ${containers} layers of compression and archives`);
}

/**
 * Reads captured traffic of any format, or a message alone. Exchanges are in order of time, numbered from 1; of more than
 * `limits.exchanges` the first in the file are kept, and a diagnostic, `limit-reached`, says how many are left out.
 *
 * @param source - the file: octets, or a stream of them, for which the result is a promise.
 * @throws {SyncmlError} `unknown-document-type` if the file is not recognised, with the offset where a message seems to begin, if any;
 *   `limit-exceeded` if a limit is reached.
 * @throws {RangeError} if `options.from` is no name of a format.
 */
export function readCapture(source: Bytes, options?: CaptureOptions): Capture;
/** Likewise of a stream, as it arrives. */
export function readCapture(source: ByteSource, options?: CaptureOptions): Promise<Capture>;
export function readCapture(source: Bytes | ByteSource, options: CaptureOptions = {}): Capture | Promise<Capture> {
  const collector = new Collector(limitsOf(options).exchanges);
  const reader = captureReader(collector, options);
  const bytes = viewOfBytes(source);
  if (bytes === undefined) return readStream(source as ByteSource, reader, collector);
  reader.write(bytes);
  reader.end();
  return collector.capture(reader.recognition as Recognition);
}

async function readStream(source: ByteSource, reader: RecognisingReader, collector: Collector): Promise<Capture> {
  const input = openInput(source);
  try {
    for (let chunk = await input.read(); chunk !== undefined; chunk = await input.read()) reader.write(chunk);
  } catch (error) {
    await input.cancel(error);
    throw error;
  }
  reader.end();
  return collector.capture(reader.recognition as Recognition);
}

/**
 * Joins captures of the same traffic, such as those of two machines or the parts of a long one: exchanges in order of time, numbered anew;
 * connections keep apart.
 */
export function mergeCaptures(captures: readonly Capture[]): Capture {
  // Each of them was read with a limit.
  const collector = new Collector(Number.POSITIVE_INFINITY);
  let connections = 0;
  for (const { exchanges, diagnostics, counts, start, end } of captures) {
    if (start !== undefined && end !== undefined) collector.span(start, end);
    const before = connections;
    for (const { index: _index, ...exchange } of exchanges) {
      if (exchange.connection === undefined) {
        collector.exchange(exchange);
        continue;
      }
      const connection = exchange.connection + before;
      connections = Math.max(connections, connection);
      collector.exchange({ ...exchange, connection });
    }
    for (const diagnostic of diagnostics) collector.diagnostic(diagnostic);
    for (const [what, by] of Object.entries(counts)) collector.count(what, by);
  }
  const names = [...new Set(captures.map(({ format }) => format))];
  return collector.capture({
    format: names.join("+"),
    because: captures.length === 1 ? (captures[0] as Capture).because : `${captures.length} files were joined`,
    alternatives: [],
  });
}

/** Chooses a format from the first octets, or takes a layer of gzip off and does so with what is inside. */
class LayeredReader implements RecognisingReader {
  private chosen: Recognition | undefined;
  private readonly sink: CaptureSink;
  private readonly options: CaptureOptions;
  private readonly forced: CaptureFormat | undefined;
  /** What was undone around it. */
  private readonly undone: readonly string[];
  /** Containers around it. */
  private readonly depth: number;
  private inner: CaptureReader | undefined;
  private layer: LayeredReader | undefined;
  private readonly head = new ByteWriter(0);

  constructor(
    sink: CaptureSink,
    options: CaptureOptions,
    forced: CaptureFormat | undefined,
    undone: readonly string[],
    depth: number,
  ) {
    this.sink = sink;
    this.options = options;
    this.forced = forced;
    this.undone = undone;
    this.depth = depth;
  }

  get recognition(): Recognition | undefined {
    return this.chosen ?? this.layer?.recognition;
  }

  write(chunk: Uint8Array): void {
    if (this.inner !== undefined) this.inner.write(chunk);
    else if (this.head.byteLength === 0 && chunk.length >= HEAD_BYTES) this.open(chunk, false).write(chunk);
    else {
      this.head.bytes(chunk, 0, chunk.length);
      if (this.head.byteLength >= HEAD_BYTES) this.openCollected(false);
    }
  }

  end(): void {
    if (this.inner === undefined) this.openCollected(true);
    this.inner?.end();
  }

  private openCollected(isWhole: boolean): void {
    const bytes = this.head.take();
    this.open(bytes, isWhole).write(bytes);
  }

  private open(bytes: Uint8Array, isWhole: boolean): CaptureReader {
    const head = bytes.subarray(0, HEAD_BYTES);
    this.inner = isGzip(head) ? this.layerInside() : this.openFormat(head, isWhole);
    return this.inner;
  }

  private layerInside(): CaptureReader {
    const depth = this.depth + 1;
    checkDepth(depth, this.options);
    const undone = [...this.undone, "gzip"];
    this.layer = new LayeredReader(this.sink, this.options, this.forced, undone, depth);
    const onFault = (message: string) => this.sink.diagnostic({ code: "file-cut", message });
    return new GzipLayer(this.layer, limitsOf(this.options), onFault);
  }

  private openFormat(head: Uint8Array, isWhole: boolean): CaptureReader {
    const sink = this.undone.length === 0 ? this.sink : new LayeredSink(this.sink, this.undone);
    const inside = insideOf(this.options, this.depth);
    if (this.forced !== undefined) {
      this.chosen = { format: this.forced.name, because: "it was asked for", alternatives: [] };
      return this.forced.open(sink, this.options, inside);
    }
    const unopened = whyNotOpened(head);
    if (unopened !== undefined) throw new SyncmlError("unknown-document-type", unopened);
    const found = recognise(head, isWhole);
    if (found === undefined) throw notRecognised(head);
    const { taken, ...recognition } = found;
    this.chosen = recognition;
    return taken.open(sink, this.options, inside);
  }
}

function notRecognised(head: Uint8Array): SyncmlError {
  const start = head.length === 0 ? undefined : messageStart(head);
  if (head.length === 0) return new SyncmlError("unknown-document-type", "the file is empty");
  if (start === undefined)
    return new SyncmlError("unknown-document-type", "no format of a capture or message is recognised");
  const reason = `no format of a capture or message is recognised; a message seems to begin at byte ${start}`;
  return new SyncmlError("unknown-document-type", reason, { offset: start, opaqueOffset: start, path: () => "" });
}

/** Says of each payload what was undone around the whole file; octets inside have no place in the file. */
class LayeredSink implements CaptureSink {
  private readonly sink: CaptureSink;
  private readonly undone: readonly string[];

  constructor(sink: CaptureSink, undone: readonly string[]) {
    this.sink = sink;
    this.undone = undone;
  }

  exchange({ request, response, ...rest }: Omit<Exchange, "index">): void {
    this.sink.exchange({
      ...rest,
      ...(request === undefined ? {} : { request: this.inside(request) }),
      ...(response === undefined ? {} : { response: this.inside(response) }),
    });
  }

  diagnostic(diagnostic: CaptureDiagnostic): void {
    this.sink.diagnostic(diagnostic);
  }

  count(what: string, by?: number): void {
    this.sink.count(what, by);
  }

  span(start: number, end: number): void {
    this.sink.span?.(start, end);
  }

  private inside(payload: Payload): Payload {
    return { ...payload, undone: [...this.undone, ...payload.undone], ranges: [] };
  }
}
