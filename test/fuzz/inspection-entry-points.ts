import { isDeepStrictEqual } from "node:util";
import { readCapture } from "../../src/capture/index.ts";
import type { Capture, Payload } from "../../src/capture/model.ts";
import { compare, type Difference, redact } from "../../src/inspect/index.ts";
import type { EntryPoint } from "./entry-points.ts";
import { documentInputs, pastedInputs } from "./inputs.ts";

const payloadsOf = ({ exchanges }: Capture): Payload[] =>
  exchanges.flatMap(({ request, response }) => [request ?? [], response ?? []].flat());

/** What is replaced has its length and its place, and is all there is: a second time nothing of it is found in it. */
function runRedact(input: Uint8Array): unknown {
  const head = {
    headers: [["Authorization", `Basic ${Buffer.from("somebody:hush-hush").toString("base64")}`]],
  } as const;
  const read = readCapture(input);
  const exchanges = read.exchanges.map((one) =>
    one.request === undefined ? one : { ...one, request: { ...one.request, head } },
  );
  const { capture, replaced } = redact({ ...read, exchanges });
  const [before, after] = [payloadsOf(read), payloadsOf(capture)];
  if (before.length !== after.length) throw new Error(`${before.length} messages became ${after.length}`);
  for (const [index, { bytes }] of after.entries()) {
    if (bytes.length !== before[index]?.bytes.length) throw new Error(`message ${index} has another length`);
    if (Buffer.from(bytes).includes("hush-hush")) throw new Error(`a secret is left in message ${index}`);
  }
  return replaced;
}

/** A message is equal to itself, and two differ alike from both sides. */
function runCompare(input: Uint8Array, cut: number): unknown {
  const other = input.subarray(0, cut);
  if (compare(input, input).length > 0) throw new Error("it differs from itself");
  const [there, back] = [compare(input, other), compare(other, input)];
  const sorted = (differences: readonly Difference[]) =>
    differences.map(({ path: _path, ...one }) => JSON.stringify(one)).sort();
  if (!isDeepStrictEqual(sorted(there), sorted(back.map(mirrored))))
    throw new Error("from the other side it differs otherwise");
  return there;
}

function mirrored({ before, after, kind, ...rest }: Difference): Difference {
  return {
    ...rest,
    kind: kind === "added" ? "removed" : kind === "removed" ? "added" : kind,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  };
}

/** Entry points of what changes and compares captures. */
export const inspectionEntryPoints: readonly EntryPoint[] = [
  { name: "inspect/redact", inputs: pastedInputs, run: runRedact },
  { name: "inspect/compare", inputs: documentInputs, run: runCompare },
];
