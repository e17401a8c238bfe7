import { httpStream } from "../../src/capture/http/http-stream.ts";
import type { CaptureDiagnostic, Exchange } from "../../src/capture/model.ts";
import { insideOf } from "../../src/capture/read-capture.ts";
import type { CaptureFormat, CaptureOptions, CaptureSink, Side } from "../../src/capture/reader.ts";
import { latin1 } from "../../src/core/latin1.ts";

type Found = Omit<Exchange, "index">;

/** Keeps what a reader of captures finds. */
export class KeptExchanges implements CaptureSink {
  readonly exchanges: Found[] = [];
  readonly diagnostics: CaptureDiagnostic[] = [];
  readonly counts: Record<string, number> = {};

  exchange(exchange: Found): void {
    this.exchanges.push(exchange);
  }

  diagnostic(diagnostic: CaptureDiagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }
}

/** Octets of a string of Latin-1. */
export const octets = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

/** A step of a connection: octets of a side, a hole in it, or its end. */
export type Step =
  | readonly [side: Side, data: string | Uint8Array]
  | readonly [side: Side, gap: { readonly length?: number; readonly isAcknowledged?: boolean }]
  | readonly [side: Side, how: { readonly end: "finished" | "reset" | "not-captured" }];

/** Reads steps of a connection, each in a frame of its own, one after another in the file from 100 on. */
export function readConnection(steps: readonly Step[], options: CaptureOptions = {}): KeptExchanges {
  const kept = new KeptExchanges();
  const connection = {
    number: 1,
    opener: { address: "10.0.0.1", port: 4000 },
    acceptor: { address: "10.0.0.2", port: 80 },
  };
  const stream = httpStream(connection, kept, options);
  let at = 100;
  let frame = 0;
  for (const [side, what] of steps) {
    frame++;
    const time = 1000 + frame;
    if (typeof what === "string" || what instanceof Uint8Array) {
      const bytes = typeof what === "string" ? octets(what) : what;
      stream.data(side, bytes, { time, frame, range: { start: at, end: at + bytes.length } });
      at += bytes.length;
    } else if ("end" in what) {
      stream.end(side, what.end);
    } else {
      stream.gap(side, what.length, what.isAcknowledged === true, { time, frame, range: { start: at, end: at } });
    }
  }
  stream.end("opener", "finished");
  stream.end("acceptor", "finished");
  return kept;
}

/** Reads a file of a format, in one piece or in pieces of the lengths given. */
export function readFormat(format: CaptureFormat, file: Uint8Array, options: CaptureOptions = {}, piece = file.length) {
  const kept = new KeptExchanges();
  const reader = format.open(kept, options, insideOf(options, 0));
  for (let at = 0; at < file.length; at += Math.max(1, piece)) reader.write(file.subarray(at, at + Math.max(1, piece)));
  reader.end();
  return kept;
}

/** A line for each exchange: `POST /dm "body" → 200 "body"`. */
export function exchangeLines({ exchanges }: KeptExchanges): string[] {
  const body = (bytes: Uint8Array) => JSON.stringify(latin1(bytes, 0, bytes.length));
  return exchanges.map(({ request, response }) => {
    const asked =
      request === undefined ? "?" : `${request.head?.method} ${request.head?.target} ${body(request.bytes)}`;
    return `${asked} → ${response === undefined ? "?" : `${response.head?.status} ${body(response.bytes)}`}`;
  });
}

/** Codes of all diagnostics, those of payloads first. */
export function codesOf({ exchanges, diagnostics }: KeptExchanges): string[] {
  const own = exchanges.flatMap(({ request, response }) => [
    ...(request?.diagnostics ?? []),
    ...(response?.diagnostics ?? []),
  ]);
  return [...own, ...diagnostics].map(({ code }) => code);
}
