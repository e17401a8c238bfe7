import { isDeepStrictEqual } from "node:util";
import { type Capture, readCapture } from "../../src/capture/index.ts";
import type { Payload } from "../../src/capture/model.ts";
import { isSyncmlError } from "../../src/core/errors.ts";
import { outcome } from "../support/event-path.ts";
import { archiveInputs, burpInputs, charlesInputs, flowInputs, windowsInputs } from "./archive-inputs.ts";
import type { EntryPoint } from "./entry-points.ts";

const limits = { wholeBytes: 1 << 24, bodyBytes: 1 << 22 };

function payloadsOf({ exchanges }: Capture): Payload[] {
  return exchanges.flatMap(({ request, response }) => [request, response]).filter((payload) => payload !== undefined);
}

/** What is read of a file is well-formed, and is the same in pieces. */
async function runCapture(input: Uint8Array, cut: number): Promise<unknown> {
  const before = input.slice();
  const whole = outcome(() => readCapture(input, { limits }));
  async function* pieces() {
    yield input.subarray(0, cut);
    yield input.subarray(cut);
  }
  let inPieces: unknown;
  try {
    inPieces = await readCapture(pieces(), { limits });
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    inPieces = outcome(() => {
      throw error;
    });
  }
  if (!isDeepStrictEqual(whole, inPieces)) throw new Error("it is read otherwise in pieces");
  if (!isDeepStrictEqual(input, before)) throw new Error("the input was written to");
  if (!("exchanges" in whole)) return readCapture(input, { limits });
  const capture = whole;
  capture.exchanges.forEach(({ index }, at) => {
    if (index !== at + 1) throw new Error(`exchange ${at + 1} has number ${index}`);
  });
  for (const { bytes, gaps, ranges } of payloadsOf(capture)) {
    let last = 0;
    for (const { offset } of gaps) {
      if (offset < last || offset > bytes.length) throw new Error(`a gap is at ${offset} of ${bytes.length} octets`);
      last = offset;
    }
    for (const { start, end } of ranges) {
      if (start < 0 || end < start || end > input.length)
        throw new Error(`a range is ${start} to ${end} of ${input.length}`);
    }
    const [range] = ranges;
    if (ranges.length === 1 && range !== undefined && range.end - range.start === bytes.length) {
      const there = input.subarray(range.start, range.end);
      if (Buffer.compare(there, bytes) !== 0) throw new Error(`the octets at ${range.start} are others`);
    }
  }
  return capture;
}

/** Entry points for what proxies and Windows store. */
export const archiveEntryPoints: readonly EntryPoint[] = [
  { name: "capture/archives", inputs: archiveInputs, run: runCapture },
  { name: "capture/mitmproxy", inputs: flowInputs, run: runCapture },
  { name: "capture/burp", inputs: burpInputs, run: runCapture },
  { name: "capture/charles", inputs: charlesInputs, run: runCapture },
  { name: "capture/windows", inputs: windowsInputs, run: runCapture },
];
