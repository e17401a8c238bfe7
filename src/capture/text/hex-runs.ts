import type { Candidate } from "./text-form.ts";

/** Runs of octets in hex among other text: each two digits, alike separated or not, over several lines too. */
const run =
  /(?<![0-9A-Za-z])(?:0[xX]|[xX]'|\\x)?[0-9A-Fa-f]{2}(?:[ \t]*(?:[ ,:;|\-\t]|\r?\n[ \t]*|\\x|, ?0[xX]| 0[xX])?[0-9A-Fa-f]{2}){7,}/g;
/** A line, or several, that end in an odd digit have lost the zero at the start. */
const lostZero = /(?<![0-9A-Za-z])[1-3](?:[0-9A-Fa-f]{2}){7,}(?![0-9A-Za-z])/g;

/** Octets in hex among other text. */
export function* hexRuns(text: string): Generator<Candidate> {
  run.lastIndex = 0;
  for (let found = run.exec(text); found !== null; found = run.exec(text)) {
    const digits = found[0].replace(/0[xX]|\\x|[xX]'|[^0-9A-Fa-f]/g, "");
    yield { ...octets(digits), start: found.index, end: run.lastIndex, form: "hex in other text" };
  }
  lostZero.lastIndex = 0;
  for (let found = lostZero.exec(text); found !== null; found = lostZero.exec(text)) {
    yield {
      ...octets(`0${found[0]}`),
      start: found.index,
      end: lostZero.lastIndex,
      form: "hex without its first zero",
    };
  }
}

function octets(digits: string): { bytes: Uint8Array } {
  const bytes = new Uint8Array(digits.length >> 1);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return { bytes };
}
