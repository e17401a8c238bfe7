import { latin1, octetsOfString } from "../../core/latin1.ts";
import type { CaptureFormat, CaptureOptions, CaptureSink, Side } from "../reader.ts";
import { WholeReader } from "../whole-reader.ts";
import { HttpStream } from "./http-stream.ts";

const time = String.raw`(?:\d\d:\d\d:\d\d\.\d{6} )?`;
const blockLine = new RegExp(`^${time}(=>|<=) (?:Send|Recv) (header|data), (\\d{1,10}) bytes \\(0x[0-9a-f]+\\)$`);
const otherLine = new RegExp(`^${time}(?:== Info:|(?:=>|<=) (?:Send|Recv) SSL data, )`);
const dumpLine = /^([0-9a-f]{4,}): (.*)$/;
const verboseLine = /^([<>]) ?(.*)$/;
const verboseData = /^([{}]) \[(\d{1,10}) bytes data\]$/;

/** What curl wrote with `--trace`, `--trace-ascii` or `-v`. Only the first has bodies. */
export const curlFormat: CaptureFormat = {
  name: "curl",
  title: "a trace of curl",
  recognise(head) {
    const lines = latin1(head, 0, Math.min(head.length, 16_384)).split(/\r?\n/);
    if (lines.some((line) => blockLine.test(line))) return { score: 0.95, because: "it has blocks of curl --trace" };
    const isVerbose =
      lines.some((line) => /^> [A-Z]+ \S+ HTTP\/[123]/.test(line)) ||
      lines.some((line) => /^< HTTP\/[123](?:\.\d)? \d{3}/.test(line));
    return isVerbose ? { score: 0.85, because: "it has heads as curl -v writes them" } : undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readTrace(bytes, sink, options)),
};

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function linesOf(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    const text = latin1(bytes, start, end);
    lines.push({ text: text.endsWith("\r") ? text.slice(0, -1) : text, start, end });
    start = end + 1;
  }
  return lines;
}

function readTrace(bytes: Uint8Array, sink: CaptureSink, options: CaptureOptions): void {
  const stream = new HttpStream(undefined, sink, options);
  const lines = linesOf(bytes);
  let withoutBodies: string | undefined;
  const data = (side: Side, octets: Uint8Array, index: number, last: number) => {
    // A new request may be on the next connection, which the trace does not tell apart.
    // Of HTTP/2 neither request nor reply says where it ends.
    const other = stream.readers[side === "opener" ? "acceptor" : "opener"];
    if (other.isUntilClose) other.close(undefined);
    const range = { start: (lines[index] as Line).start, end: (lines[last] as Line).end };
    stream.data(side, octets, { frame: index + 1, range });
  };
  const missing = (side: Side, length: number | undefined, index: number, how: string) => {
    withoutBodies ??= how;
    const { start, end } = lines[index] as Line;
    stream.gap(side, length, false, { frame: index + 1, range: { start, end } });
  };
  for (let index = 0; index < lines.length; ) {
    const { text } = lines[index] as Line;
    const block = blockLine.exec(text);
    if (block !== null) {
      const side = block[1] === "=>" ? "opener" : "acceptor";
      const length = Number(block[3]);
      let next = index + 1;
      while (next < lines.length && dumpLine.test((lines[next] as Line).text)) next++;
      const dump = lines.slice(index + 1, next).map((line) => line.text);
      const octets = hexOf(dump, length);
      if (octets !== undefined) {
        data(side, octets, index, Math.max(index, next - 1));
        if (octets.length < length) missing(side, length - octets.length, index, "the dump of a block is cut off");
      } else if (block[2] === "header") {
        const head = octetsOfString(textOf(dump, length));
        if (head !== undefined) data(side, head, index, Math.max(index, next - 1));
      } else missing(side, length, index, "--trace-ascii does not keep bodies; --trace does");
      index = next;
      continue;
    }
    const verbose = otherLine.test(text) ? null : verboseLine.exec(text);
    const size = verboseData.exec(text);
    if (verbose !== null) {
      const line = octetsOfString(`${verbose[2]}\r\n`);
      if (line !== undefined) data(verbose[1] === ">" ? "opener" : "acceptor", line, index, index);
    } else if (size !== null) {
      missing(size[1] === "}" ? "opener" : "acceptor", Number(size[2]), index, "-v does not keep bodies; --trace does");
    }
    index++;
  }
  stream.end("opener", "not-captured");
  stream.end("acceptor", "finished");
  if (withoutBodies !== undefined) sink.diagnostic({ code: "part-missing", message: withoutBodies });
}

/** Octets of lines with sixteen each; `undefined` if they are not in hex. */
function hexOf(dump: readonly string[], length: number): Uint8Array | undefined {
  const octets: number[] = [];
  for (const line of dump) {
    const [, offset = "", rest = ""] = dumpLine.exec(line) ?? [];
    const count = Math.min(16, length - octets.length);
    if (Number.parseInt(offset, 16) !== octets.length || count <= 0) return undefined;
    const columns = rest.slice(0, count * 3).trimEnd();
    if (!/^[0-9a-f]{2}(?: [0-9a-f]{2})*$/.test(columns) || columns.length !== count * 3 - 1) return undefined;
    for (const column of columns.split(" ")) octets.push(Number.parseInt(column, 16));
  }
  return dump.length === 0 && length > 0 ? undefined : Uint8Array.from(octets);
}

/** Text of a head, whose line ends are told by the offsets. */
function textOf(dump: readonly string[], length: number): string {
  const parts = dump.map((line) => {
    const [, offset = "0", text = ""] = dumpLine.exec(line) ?? [];
    return { at: Number.parseInt(offset, 16), text };
  });
  return parts
    .map(({ at, text }, index) => text + (at + text.length < (parts[index + 1]?.at ?? length) ? "\r\n" : ""))
    .join("");
}
