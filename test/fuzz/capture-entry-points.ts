import { isDeepStrictEqual } from "node:util";
import { formats } from "../../src/capture/formats.ts";
import type { CaptureDiagnostic, Exchange, Payload } from "../../src/capture/model.ts";
import { insideOf } from "../../src/capture/read-capture.ts";
import type { CaptureFormat } from "../../src/capture/reader.ts";
import { recognise } from "../../src/capture/recognise.ts";
import { outcome } from "../support/event-path.ts";
import { airInputs, httpInputs, packetInputs, textInputs } from "./capture-inputs.ts";
import type { EntryPoint } from "./entry-points.ts";

const options = { limits: { bodyBytes: 1 << 20, wholeBytes: 1 << 24, heldBytes: 1 << 20 } };

interface Found {
  readonly exchanges: Omit<Exchange, "index">[];
  readonly diagnostics: CaptureDiagnostic[];
  readonly counts: Record<string, number>;
}

function readWith(format: CaptureFormat, chunks: readonly Uint8Array[]): Found {
  const found: Found = { exchanges: [], diagnostics: [], counts: {} };
  const reader = format.open(
    {
      exchange: (exchange) => void found.exchanges.push(exchange),
      diagnostic: (diagnostic) => void found.diagnostics.push(diagnostic),
      count: (what, by = 1) => {
        found.counts[what] = (found.counts[what] ?? 0) + by;
      },
    },
    options,
    insideOf(options, 0),
  );
  for (const chunk of chunks) reader.write(chunk);
  reader.end();
  return found;
}

/** Gaps are in order and within the octets; what is said to be in the file is there. */
function checkPayload({ bytes, gaps, ranges }: Payload, input: Uint8Array, isAsItIs: boolean): void {
  let before = 0;
  for (const { offset, length } of gaps) {
    if (offset < before || offset > bytes.length) throw new Error(`there is no place ${offset} for a gap`);
    if (length !== undefined && length < 1) throw new Error(`a gap of ${length} octets`);
    before = offset;
  }
  let at = 0;
  for (const { start, end } of ranges) {
    if (start < 0 || end < start || end > input.length) throw new Error(`there is no range ${start} to ${end}`);
    if (!isAsItIs) continue;
    const there = Buffer.compare(input.subarray(start, end), bytes.subarray(at, at + end - start)) === 0;
    if (!there) throw new Error(`octets at ${at} are not at ${start} of the file`);
    at += end - start;
  }
  if (isAsItIs && ranges.length > 0 && at !== bytes.length)
    throw new Error(`${at} of ${bytes.length} octets are in the file`);
}

/** Formats whose payloads are octets of the file. */
const AS_IT_IS: ReadonlySet<string> = new Set(["pcap", "pcapng", "http"]);

/** Read in two pieces it is the same as at once; no octet is invented. */
function runFormat(input: Uint8Array, cut: number): unknown {
  const recognised = recognise(input, true);
  if (recognised === undefined) return undefined;
  const format = formats.find(({ name }) => name === recognised.format) as CaptureFormat;
  const copy = input.slice();
  const inPieces = outcome(() => readWith(format, [input.subarray(0, cut), input.subarray(cut)]));
  const whole = outcome(() => readWith(format, [input]));
  if (!isDeepStrictEqual(whole, inPieces)) {
    throw new Error(`as ${format.name}, cut at ${cut}, it is another: ${shown(inPieces)}, not ${shown(whole)}`);
  }
  if (Buffer.compare(copy, input) !== 0) throw new Error("the input was written to");
  if ("exchanges" in whole) {
    for (const { request, response } of whole.exchanges) {
      if (request === undefined && response === undefined) throw new Error("an exchange of nothing");
      for (const payload of [request, response]) {
        if (payload !== undefined) checkPayload(payload, input, AS_IT_IS.has(format.name));
      }
    }
    return whole;
  }
  return readWith(format, [input]);
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 400);
}

/** Entry points for captured traffic. */
export const captureEntryPoints: readonly EntryPoint[] = [
  { name: "capture/packets", inputs: packetInputs, run: runFormat },
  { name: "capture/air", inputs: airInputs, run: runFormat },
  { name: "capture/http", inputs: httpInputs, run: runFormat },
  { name: "capture/text", inputs: textInputs, run: runFormat },
];
