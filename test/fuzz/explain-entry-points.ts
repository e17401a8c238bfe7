import { decodeHex } from "../../src/capture/text/hex-text.ts";
import { type ExplainFormat, explanationOf } from "../../src/inspect/explain/explain.ts";
import { explanationText } from "../../src/inspect/explain/explanation-text.ts";
import type { Explanation } from "../../src/inspect/explain/leaf.ts";
import type { EntryPoint } from "./entry-points.ts";
import { carrierInputs, documentInputs, httpInputs, type Inputs, notificationInputs, wapInputs } from "./inputs.ts";

/** Every octet is in one leaf; findings are in order and in the input. */
function checkTiles(input: Uint8Array, { leaves, findings }: Explanation): void {
  let at = 0;
  for (const { start, end } of leaves) {
    if (start !== at || end < start) throw new Error(`octet ${at} is in no leaf, or in two`);
    at = end;
  }
  if (at !== input.length) throw new Error(`${at} of ${input.length} octets are explained`);
  let last = 0;
  for (const { offset } of findings) {
    if (offset < last || offset > input.length) throw new Error(`a finding at ${offset} after one at ${last}`);
    last = offset;
  }
}

/** Explains an input, a part of it and it with a gap; its table is read again as the same octets. */
function explained(format: ExplainFormat) {
  return (input: Uint8Array, cut: number): unknown => {
    const whole = explanationOf(input, { format });
    checkTiles(input, whole);
    const part = input.subarray(0, cut);
    checkTiles(part, explanationOf(part, { format }));
    checkTiles(input, explanationOf(input, { format, gaps: [{ offset: Math.min(cut, input.length), length: 1 }] }));
    for (const by of ["element", "token"] as const) {
      explanationText(input, whole, { name: "a", by, columns: 80 });
      const again = decodeHex(explanationText(input, whole, { name: "a", by }));
      if (!("bytes" in again) || Buffer.compare(again.bytes, input) !== 0)
        throw new Error(`by ${by}, its table is other octets`);
    }
    return whole.findings;
  };
}

function rows(inputs: Inputs, formats: readonly ExplainFormat[]): EntryPoint[] {
  return formats.map((format) => ({ name: `explain/${format}`, inputs, run: explained(format) }));
}

/** What explains octets, by what it takes them for. */
export const explainEntryPoints: readonly EntryPoint[] = [
  { name: "explain/document", inputs: documentInputs, run: explained("auto") },
  { name: "explain/wap", inputs: wapInputs, run: explained("wbxml") },
  { name: "explain/carrier", inputs: carrierInputs, run: explained("auto") },
  ...rows(carrierInputs, ["push", "sms", "userData"]),
  ...rows(notificationInputs, ["notification"]),
  ...rows(httpInputs, ["http"]),
];
