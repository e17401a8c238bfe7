import { formats } from "./formats.ts";
import type { Recognition } from "./model.ts";
import type { CaptureFormat } from "./reader.ts";

/** A second format is within reach if its score is at least this part of the best. */
const WITHIN_REACH = 0.6;

/** A format, and what speaks for it. */
export interface Recognised extends Recognition {
  readonly taken: CaptureFormat;
}

/**
 * Scores all formats on the first octets of a file.
 *
 * @param head - the first octets, up to 64 KiB; `isWhole` if that is all.
 * @returns the best, or `undefined` if no format fits.
 */
export function recognise(head: Uint8Array, isWhole: boolean): Recognised | undefined {
  let best: { taken: CaptureFormat; score: number; because: string } | undefined;
  const others: { name: string; score: number }[] = [];
  for (const taken of formats) {
    const found = taken.recognise(head, isWhole);
    if (found === undefined) continue;
    others.push({ name: taken.name, score: found.score });
    if (best === undefined || found.score > best.score) best = { taken, ...found };
  }
  if (best === undefined) return undefined;
  const { taken, score, because } = best;
  const alternatives = others.filter((other) => other.name !== taken.name && other.score >= score * WITHIN_REACH);
  return { taken, format: taken.name, because, alternatives: alternatives.map(({ name }) => name) };
}

/**
 * The format of a name.
 *
 * @throws {RangeError} if there is none; the message lists them.
 */
export function formatNamed(name: string): CaptureFormat {
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const names = formats.map((format) => JSON.stringify(format.name)).join(", ");
  throw new RangeError(`option from must be one of ${names}, not ${JSON.stringify(name)}`);
}
