import fc from "fast-check";
import { expect } from "vitest";

// A failing property prints its seed; .ci/run names one for the whole run, so that the run can be repeated.
const { FC_SEED: seed, FC_NUM_RUNS: numRuns } = process.env;

fc.configureGlobal({
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(numRuns === undefined ? {} : { numRuns: Number(numRuns) }),
});

// Element by element, as they are compared else, 64 KiB take seconds.
expect.addEqualityTesters([
  (one, other) => {
    const areBytes = one instanceof Uint8Array && other instanceof Uint8Array && one.constructor === other.constructor;
    return areBytes ? Buffer.compare(one, other) === 0 : undefined;
  },
]);
