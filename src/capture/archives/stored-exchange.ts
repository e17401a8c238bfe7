import { latin1 } from "../../core/latin1.ts";
import { framingOf, headerOf, parseHead } from "../http/head.ts";
import { HttpStream } from "../http/http-stream.ts";
import type { Exchange, FileRange, Payload, Peer } from "../model.ts";
import { type CaptureOptions, type CaptureSink, limitsOf, type Side } from "../reader.ts";

/** A request and its reply as a proxy stores them: the octets of HTTP/1 from their heads on, each alone. */
export interface StoredExchange {
  readonly request?: Uint8Array | undefined;
  readonly response?: Uint8Array | undefined;
  /** Where they are in the file, if they are there as they are. */
  readonly requestRange?: FileRange;
  readonly responseRange?: FileRange;
  readonly client?: Peer | undefined;
  readonly server?: Peer | undefined;
  readonly connection?: number | undefined;
  readonly url?: string | undefined;
  /** The connection was encrypted, whatever the request says. */
  readonly isSecure?: boolean;
  /** When request and reply began and ended. */
  readonly requestTime?: number | undefined;
  readonly requestEndTime?: number | undefined;
  readonly responseTime?: number | undefined;
  readonly responseEndTime?: number | undefined;
  /** Number in the file, from 1. */
  readonly frame: number;
  /** What was undone to get at the octets. */
  readonly undone: readonly string[];
}

/** Fields that are there. */
export function present<Field extends string, Value>(
  field: Field,
  value: Value | undefined,
): { [Name in Field]?: Value } {
  return (value === undefined ? {} : { [field]: value }) as { [Name in Field]?: Value };
}

/** Reads both messages and hands them on as one exchange. */
export function putStoredExchange(stored: StoredExchange, sink: CaptureSink, options: CaptureOptions): void {
  const stream = new HttpStream(undefined, new StoredSink(stored, sink), options);
  const nowhere = { start: 0, end: 0 };
  const sides: readonly (readonly [Side, Uint8Array | undefined, FileRange | undefined])[] = [
    ["opener", stored.request, stored.requestRange],
    ["acceptor", stored.response, stored.responseRange],
  ];
  let method: string | undefined;
  for (const [side, bytes, range] of sides) {
    const reader = stream.readers[side];
    if (bytes !== undefined && bytes.length > 0) {
      const how = lookAt(bytes, method, options);
      method ??= how.method;
      reader.readsToEnd = how.readsToEnd;
      if (how.note !== undefined) sink.diagnostic({ code: "http-lenient", message: how.note, frame: stored.frame });
      stream.data(side, bytes.subarray(0, how.end), { frame: stored.frame, range: range ?? nowhere });
    }
    stream.end(side, reader.isUntilClose ? "finished" : "not-captured");
  }
}

interface Look {
  readonly method?: string;
  /** The body is all that follows the head, whatever that says. */
  readonly readsToEnd: boolean;
  /** What is to be read of the octets. */
  readonly end: number;
  readonly note?: string;
}

/**
 * How the body of a stored message is told. Programs that write such files take transfer and content codings off and keep the heads, and
 * some keep no lengths.
 *
 * @param asked - the method that a reply answers.
 */
function lookAt(bytes: Uint8Array, asked: string | undefined, options: CaptureOptions): Look {
  const { headBytes, headers } = limitsOf(options);
  const text = latin1(bytes, 0, Math.min(bytes.length, headBytes));
  const blank = /\r?\n\r?\n/.exec(text);
  const bodyStart = blank === null ? bytes.length : blank.index + blank[0].length;
  const parsed = parseHead(bytes.subarray(0, Math.min(bodyStart, headBytes)), headers);
  if (parsed === undefined) return { readsToEnd: false, end: bytes.length };
  const { head, isRequest } = parsed;
  const method = head.method === undefined ? {} : { method: head.method };
  // Proxies note there what they saw of the tunnel, which is no body.
  if ((head.method ?? asked) === "CONNECT") return { ...method, readsToEnd: false, end: bodyStart };
  const rest = bytes.length - bodyStart;
  const framing = framingOf(parsed, asked, () => undefined);
  const as = (readsToEnd: boolean, note?: string): Look => ({
    ...method,
    readsToEnd,
    end: bytes.length,
    ...present("note", note),
  });
  if (rest === 0 || (!isRequest && (head.status as number) < 200)) return as(false);
  if (framing.kind === "none") return as(isRequest);
  const start = latin1(bytes, bodyStart, Math.min(bytes.length, bodyStart + 64));
  if (framing.kind === "chunked" && !/^[\da-f]{1,12}[ \t]*(?:;[^\n]*)?\r?\n/i.test(start)) {
    return as(true, "the body is said to be chunked and is not: it was stored without its chunks");
  }
  const isGzip = bytes[bodyStart] === 0x1f && bytes[bodyStart + 1] === 0x8b;
  const isCoded = /gzip/i.test(headerOf(head, "content-encoding") ?? "");
  // A length that is that of the body before its coding was taken off.
  return as(framing.kind === "length" && framing.length !== rest && isCoded && !isGzip);
}

/** Adds what the archive says of an exchange. */
class StoredSink implements CaptureSink {
  private readonly stored: StoredExchange;
  private readonly sink: CaptureSink;

  constructor(stored: StoredExchange, sink: CaptureSink) {
    this.stored = stored;
    this.sink = sink;
  }

  exchange({ request, response, ...rest }: Omit<Exchange, "index">): void {
    const { client, server, connection, url, isSecure, requestRange, responseRange } = this.stored;
    const { requestTime, requestEndTime, responseTime, responseEndTime } = this.stored;
    const address = url ?? (isSecure === true ? rest.url?.replace(/^http:/, "https:") : rest.url);
    this.sink.exchange({
      ...rest,
      ...present("connection", connection),
      ...present("url", address),
      ...(request === undefined
        ? {}
        : { request: this.about(request, requestRange, client, server, requestTime, requestEndTime) }),
      ...(response === undefined
        ? {}
        : { response: this.about(response, responseRange, server, client, responseTime, responseEndTime) }),
    });
  }

  diagnostic(diagnostic: Parameters<CaptureSink["diagnostic"]>[0]): void {
    const { offset: _ofTheMessage, ...rest } = diagnostic;
    this.sink.diagnostic(rest);
  }

  count(what: string, by?: number): void {
    this.sink.count(what, by);
  }

  private about(
    payload: Payload,
    range: FileRange | undefined,
    from: Peer | undefined,
    to: Peer | undefined,
    time: number | undefined,
    endTime: number | undefined,
  ): Payload {
    return {
      ...payload,
      ...present("from", from),
      ...present("to", to),
      ...present("time", time),
      ...present("endTime", endTime),
      undone: [...this.stored.undone, ...payload.undone],
      ranges: range === undefined ? [] : payload.ranges,
    };
  }
}
