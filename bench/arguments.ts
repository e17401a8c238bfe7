import { parseArgs } from "node:util";
import { gateSeed } from "./fixtures.ts";

/** Parsed command line. */
export interface Arguments {
  readonly patterns: readonly string[];
  readonly quick: boolean;
  readonly rounds: number;
  readonly seed: number;
  readonly portable: boolean;
  readonly list: boolean;
  readonly help: boolean;
  readonly json: string | undefined;
  readonly baseline: string | undefined;
}

const FULL_ROUNDS = 5;
const QUICK_ROUNDS = 3;

export const usage = `npm run bench -- [PATTERN...] [OPTION...]

PATTERN          a regular expression for a part of the case's name, operation/format/fixture; default all cases
--quick          shorter measurements; without a pattern a selection of the cases
--rounds N       processes for each task (default ${FULL_ROUNDS}, with --quick ${QUICK_ROUNDS})
--seed N         other fixtures than those of the gate (default ${gateSeed})
--portable       measure every case also where there is no Buffer
--json FILE      write the results
--baseline FILE  compare with the results of an earlier run; exit 1 if a case got slower
--list           name the cases and stop
`;

/** @throws {Error} if an option is unknown or not the number it needs to be. */
export function parseArguments(given: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      seed: { type: "string", default: String(gateSeed) },
      portable: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      json: { type: "string" },
      baseline: { type: "string" },
    },
  });
  return {
    ...values,
    patterns: positionals,
    rounds: wholeNumber("rounds", values.rounds ?? String(values.quick ? QUICK_ROUNDS : FULL_ROUNDS), 1),
    seed: wholeNumber("seed", values.seed, 0),
    json: values.json,
    baseline: values.baseline,
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} is ${text}, not a whole number from ${least}`);
  return value;
}
