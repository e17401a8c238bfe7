// Reads a message of 200,000 commands, made while it is read, through the command iterable and through the conversions.
// Prints what each adds to the resident memory, and how far the source is read before the first command comes and while
// a slow consumer works. Run: npm run bench:commands -- [COMMANDS]
import { Readable } from "node:stream";
import { create, encode, newItem, newMessage } from "../src/index.ts";
import { type ByteSource, convertStream, readCommands } from "../src/streams/index.ts";

const MEBIBYTE = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const SLOW_COMMANDS = 2000;
const ID_DIGITS = 7;
const total = Number(process.argv[2] ?? 200_000);
const limits = { maxElements: 10 * total + 100, maxDocumentBytes: 1000 * total + 1000 };

const header = {
  verProto: "DM/1.2",
  sessionID: "1",
  msgID: "1",
  target: "IMEI:1",
  source: "https://dm.example/",
} as const;
const id = "0".repeat(ID_DIGITS);
const replace = create("Replace", {
  cmdID: id,
  items: [newItem(`./Vendor/Example/Item${id}`, "v".repeat(200), { format: "chr" })],
});
const empty = Buffer.from(encode(newMessage(header, [])));
const one = Buffer.from(encode(newMessage(header, [replace])));
// An empty body holds Final, followed by two element ends.
const tail = empty.subarray(-3);
const head = empty.subarray(0, -tail.length);
const command = one.subarray(head.length, -tail.length);
const idPositions = [command.indexOf(id), command.lastIndexOf(id)];

/** How far a message has been read, and the peak resident memory. */
interface Watch {
  chunks: number;
  bytes: number;
  peak: number;
}

function* chunksOf(watch: Watch): Generator<Uint8Array> {
  const perChunk = Math.floor(CHUNK_BYTES / command.length);
  for (let first = 0; first < total; first += perChunk) {
    const count = Math.min(perChunk, total - first);
    const chunk = Buffer.alloc(count * command.length, command);
    for (let index = 0; index < count; index++) {
      const digits = String(first + index).padStart(ID_DIGITS, "0");
      for (const position of idPositions) chunk.write(digits, index * command.length + position);
    }
    const pieces = [...(first === 0 ? [head] : []), chunk, ...(first + count === total ? [tail] : [])];
    const piece = pieces.length === 1 ? chunk : Buffer.concat(pieces);
    watch.chunks++;
    watch.bytes += piece.length;
    if (watch.chunks % 16 === 0) watch.peak = Math.max(watch.peak, process.memoryUsage.rss());
    yield piece;
  }
}

function streamOf(watch: Watch): ReadableStream<Uint8Array> {
  const chunks = chunksOf(watch);
  return new ReadableStream(
    {
      pull(controller) {
        const { done, value } = chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

async function measure(name: string, run: (watch: Watch) => Promise<string>): Promise<void> {
  const base = process.memoryUsage.rss();
  const watch: Watch = { chunks: 0, bytes: 0, peak: base };
  const started = performance.now();
  const result = await run(watch);
  const seconds = (performance.now() - started) / 1000;
  const added = (Math.max(watch.peak, process.memoryUsage.rss()) - base) / MEBIBYTE;
  const read = watch.bytes / MEBIBYTE;
  const figures = `${read.toFixed(1)} MiB  ${(read / seconds).toFixed(1).padStart(6)} MiB/s  +${added.toFixed(1)} MiB resident`;
  process.stdout.write(`${name.padEnd(28)} ${figures.padEnd(48)} ${result}\n`);
}

async function countCommands(source: ByteSource): Promise<string> {
  let commands = 0;
  for await (const entry of readCommands(source, { limits })) if (entry.kind === "command") commands++;
  if (commands !== total) throw new Error(`${commands} of ${total} commands came`);
  return `${commands} commands`;
}

async function countBytes(stream: ReadableStream<Uint8Array>): Promise<string> {
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.length;
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB out`;
}

await measure("commands/wbxml", (watch) => countCommands(chunksOf(watch)));
await measure("commands/wbxml/node-stream", (watch) => countCommands(Readable.from(chunksOf(watch))));
await measure("commands/wbxml/web-stream", (watch) => countCommands(streamOf(watch)));
await measure("commands/xml", (watch) =>
  countCommands(streamOf(watch).pipeThrough(convertStream({ to: "xml", limits }))),
);
await measure("convert/wbxml-xml", (watch) =>
  countBytes(streamOf(watch).pipeThrough(convertStream({ to: "xml", limits }))),
);
await measure("convert/wbxml-xml-wbxml", (watch) =>
  countBytes(
    streamOf(watch)
      .pipeThrough(convertStream({ to: "xml", limits }))
      .pipeThrough(convertStream({ to: "wbxml", limits })),
  ),
);

await measure("first-command", async (watch) => {
  for await (const entry of readCommands(chunksOf(watch))) if (entry.kind === "command") break;
  return `${watch.chunks} chunk read when it came`;
});

await measure("slow-consumer", async (watch) => {
  let commands = 0;
  let ahead = 0;
  for await (const entry of readCommands(chunksOf(watch))) {
    if (entry.kind !== "command") continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (++commands === SLOW_COMMANDS) break;
    ahead = Math.max(ahead, watch.bytes - commands * command.length);
  }
  return `${watch.chunks} chunks read after ${commands} commands, at most ${(ahead / 1024).toFixed(0)} KiB ahead`;
});
