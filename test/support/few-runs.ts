import { createRequire } from "node:module";
import type { Parameters } from "fast-check";

// Replaces fast-check while mutants are tested (vitest.mutation.config.ts): the same, but no property has more runs
// than this, whatever number it names, and none looks for a smaller counter-example. By createRequire, because an import
// of "fast-check" would come back here.
const MOST_RUNS = 12;

const original: typeof import("fast-check") = createRequire(import.meta.url)("fast-check");

const few = <Values>(parameters: Parameters<Values> | undefined): Parameters<Values> => ({
  ...parameters,
  numRuns: Math.min(MOST_RUNS, parameters?.numRuns ?? MOST_RUNS),
  endOnFailure: true,
});

export default {
  ...original,
  // biome-ignore lint/suspicious/noExplicitAny: the overloads for both kinds of property are those of the original
  assert: (property: any, parameters?: Parameters<any>) => original.assert(property, few(parameters)),
  // biome-ignore lint/suspicious/noExplicitAny: as above
  check: (property: any, parameters?: Parameters<any>) => original.check(property, few(parameters)),
};
