import { openDocument, type ReadOptions } from "../src/index.ts";
import { WbxmlTokenizer } from "../src/wbxml/index.ts";
import { XmlEncoder } from "../src/xml/index.ts";
import { opaqueHead, opaqueTail } from "./opaque-document.ts";
import type { Sample } from "./results.ts";
import { TokenCounter } from "./token-counter.ts";
import { expectEqual } from "./work.ts";

const CHUNK_BYTES = 64 * 1024;
const sizes: Readonly<Record<string, number>> = { "4MB": 2 ** 22, "256MB": 2 ** 28, "1GB": 2 ** 30 };

interface Target {
  write(chunk: Uint8Array): void;
  end(): void;
}

interface Stream {
  /** Fill byte of the OPAQUE: text, or one that XML carries as base64. */
  readonly fill: number;
  /** Opens the pipeline; `count` receives the number of output bytes. */
  readonly open: (limits: Partial<ReadOptions["limits"]>, count: (bytes: number) => void) => Target;
  /** Minimum output bytes per OPAQUE byte. */
  readonly yields: number;
}

const toXml: Stream["open"] = (limits, count) =>
  openDocument(new XmlEncoder((bytes) => count(bytes.length)), { limits: limits ?? {} });

const streams: Readonly<Record<string, Stream>> = {
  "tokenize/wbxml": {
    fill: 0x41,
    yields: 1,
    open: (limits, count) => {
      const counter = new TokenCounter();
      const tokenizer = new WbxmlTokenizer(counter, { limits: limits ?? {} });
      return {
        write: (chunk) => tokenizer.write(chunk),
        end: () => {
          tokenizer.end();
          count(counter.bytes);
        },
      };
    },
  },
  "convert/wbxml": { fill: 0x41, yields: 1, open: toXml },
  "base64/wbxml": { fill: 0xff, yields: 4 / 3, open: toXml },
};

/** Discards everything, to measure the loop below alone. */
const idle: Target = { write() {}, end() {} };

/**
 * Streams one OPAQUE in chunks of 64 KB; reports the time and the growth in resident memory. The baseline is taken after
 * sending as much to a null sink: optimising the loop costs the engine 4.4 MB, which is not the library's.
 */
export function measureStream(work: string, size: string): { bytes: number; sample: Sample } {
  const stream = streams[work];
  const bytes = sizes[size];
  if (stream === undefined || bytes === undefined) throw new Error(`nothing streams ${size} through ${work}`);
  const chunk = new Uint8Array(CHUNK_BYTES).fill(stream.fill);
  const base = send(idle, chunk, bytes);
  let written = 0;
  const started = performance.now();
  const target = stream.open({ maxDocumentBytes: bytes + CHUNK_BYTES, maxOpaqueBytes: bytes }, (count) => {
    written += count;
  });
  const peak = send(target, chunk, bytes);
  const elapsed = performance.now() - started;
  expectEqual("all bytes arrived", written >= bytes * stream.yields, true);
  return { bytes, sample: { best: elapsed * 1e6, peak: Math.max(0, peak - base) } };
}

/** Sends a document in chunks; returns the highest resident memory seen after a chunk. */
function send(target: Target, chunk: Uint8Array, bytes: number): number {
  let peak = 0;
  target.write(opaqueHead(bytes));
  for (let sent = 0; sent < bytes; sent += CHUNK_BYTES) {
    target.write(chunk);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  target.write(opaqueTail);
  target.end();
  return peak;
}
