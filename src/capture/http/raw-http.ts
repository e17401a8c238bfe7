import { latin1 } from "../../core/latin1.ts";
import type { CaptureFormat, CaptureOptions, CaptureSink } from "../reader.ts";
import { WholeReader } from "../whole-reader.ts";
import { isStartLine } from "./head.ts";
import { HttpFile } from "./http-stream.ts";

const LF = 0x0a;

/** Octets of a line that are looked at for the start of a message. */
const LINE_BYTES = 8_192;

/** A file with the octets of one or several messages of HTTP/1, requests and replies one after another. */
export const rawHttpFormat: CaptureFormat = {
  name: "http",
  title: "HTTP messages",
  recognise(head) {
    const line = firstLine(head);
    return isStartLine(line)
      ? { score: 0.9, because: `it begins with ${JSON.stringify(line.slice(0, 60))}` }
      : undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readFile(bytes, sink, options)),
};

function firstLine(bytes: Uint8Array): string {
  let pos = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[pos] === LF || bytes[pos] === 0x0d) pos++;
  return lineAt(bytes, pos);
}

function lineAt(bytes: Uint8Array, start: number): string {
  const newline = bytes.indexOf(LF, start);
  const end = newline === -1 ? bytes.length : newline;
  return latin1(bytes, start, Math.min(end, start + LINE_BYTES)).trimEnd();
}

/** Where lines begin that begin a message. */
function startsOf(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let pos = 0; pos < bytes.length; ) {
    const newline = bytes.indexOf(LF, pos);
    const end = newline === -1 ? bytes.length : newline;
    const from = pos === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : pos;
    // Short of `GET / HTTP/1.1` and `HTTP/1.1 200` a line is none.
    if (end - from >= 12 && end - from <= LINE_BYTES && isStartLine(lineAt(bytes, from))) starts.push(from);
    pos = end + 1;
  }
  return starts;
}

function readFile(bytes: Uint8Array, sink: CaptureSink, options: CaptureOptions): void {
  const file = new HttpFile(sink, options);
  const starts = startsOf(bytes);
  const isEnd = (place: number) => place === bytes.length || isStartLine(lineAt(bytes, place));
  starts.forEach((start, index) => {
    // A body of which the declared end agrees with the file may hold what looks like a message. What follows a body need not begin
    // a line: most bodies do not end one.
    const rest = file.declaredRest;
    if (file.isUntilClose || (rest !== undefined && !isEnd(start + rest)))
      file.close(shortage(bytes, starts[index - 1] ?? 0, start, rest));
    const end = starts[index + 1] ?? bytes.length;
    file.data(bytes.subarray(start, end), start, end);
  });
  const rest = file.declaredRest;
  if (rest !== undefined && rest > 0) file.close(shortage(bytes, starts.at(-1) ?? 0, bytes.length, rest));
  file.end();
}

/** What to say of the body of a message at `start` to `end`, which has `missing` octets less than declared. */
function shortage(bytes: Uint8Array, start: number, end: number, missing: number | undefined): string | undefined {
  if (missing === undefined) return undefined;
  const message = latin1(bytes, start, end);
  const body = message.slice(/\r?\n\r?\n/.exec(message)?.index ?? message.length).replace(/^\r?\n\r?\n/, "");
  const lineEnds = body.split("\n").length - 1 - (body.split("\r\n").length - 1);
  return lineEnds > 0 && lineEnds === missing
    ? `the body is ${missing} bytes shorter than declared, one for each line: line ends were rewritten`
    : `the body is ${missing} bytes shorter than declared`;
}
