// Streams one large OPAQUE in 64 KB chunks through the tokenizer and through the conversion to XML, and prints what each
// adds to the resident memory. Run: npm run bench:stream -- [MEGABYTES]
import { openDocument, type ReadOptions } from "../src/index.ts";
import type { TokenSink } from "../src/wbxml/token-sink.ts";
import { WbxmlTokenizer } from "../src/wbxml/tokenizer.ts";
import { XmlEncoder } from "../src/xml/encoder.ts";

const MEBIBYTE = 1024 * 1024;
const megabytes = Number(process.argv[2] ?? 256);
const total = megabytes * MEBIBYTE;
const limits: ReadOptions["limits"] = { maxDocumentBytes: total + 1024, maxOpaqueBytes: total };

/** SyncML/SyncBody/Add/Item/Data up to the first byte of the OPAQUE. */
function head(): Uint8Array {
  const length: number[] = [];
  for (let rest = total; rest > 0; rest = Math.floor(rest / 128))
    length.unshift((rest % 128) | (length.length ? 0x80 : 0));
  return Uint8Array.of(0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d, 0x6b, 0x45, 0x54, 0x4f, 0xc3, ...length);
}

function* chunks(fill: number): Generator<Uint8Array> {
  yield head();
  const chunk = new Uint8Array(64 * 1024).fill(fill);
  for (let sent = 0; sent < total; sent += chunk.length) yield chunk;
  yield Uint8Array.of(1, 1, 1, 1, 1);
}

function measure(name: string, fill: number, makeTarget: () => { write(chunk: Uint8Array): void; end(): void }): void {
  const run = (source: Iterable<Uint8Array>) => {
    const target = makeTarget();
    for (const chunk of source) target.write(chunk);
    target.end();
  };
  const base = process.memoryUsage.rss();
  let peak = base;
  const started = performance.now();
  const watched = function* () {
    let count = 0;
    for (const chunk of chunks(fill)) {
      if (count++ % 64 === 0) peak = Math.max(peak, process.memoryUsage.rss());
      yield chunk;
    }
  };
  run(watched());
  const seconds = (performance.now() - started) / 1000;
  const added = (Math.max(peak, process.memoryUsage.rss()) - base) / MEBIBYTE;
  process.stdout.write(
    `${name.padEnd(24)} ${megabytes} MiB  ${(megabytes / seconds).toFixed(0).padStart(6)} MiB/s  +${added.toFixed(1)} MiB resident\n`,
  );
}

const countedOpaque = { bytes: 0 };
const silent = new Proxy({} as TokenSink, {
  get: (_target, method) =>
    method === "opaque"
      ? (_chunk: Uint8Array, start: number, end: number) => {
          countedOpaque.bytes += end - start;
        }
      : () => "",
});

measure("tokenize", 0x41, () => new WbxmlTokenizer(silent, { limits }));
if (countedOpaque.bytes !== total) throw new Error(`${countedOpaque.bytes} of ${total} bytes arrived`);
for (const [name, fill] of [
  ["convert text to XML", 0x41],
  ["convert bytes to base64", 0xff],
] as const) {
  let written = 0;
  measure(name, fill, () => {
    const encoder = new XmlEncoder((bytes) => {
      written += bytes.length;
    });
    return openDocument(encoder, { limits });
  });
  if (written < total) throw new Error(`${written} bytes of XML for ${total}`);
}
