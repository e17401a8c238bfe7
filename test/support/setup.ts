import fc from "fast-check";

// A failing property prints its seed; .ci/run names one for the whole run, so that the run can be repeated.
const { FC_SEED: seed, FC_NUM_RUNS: numRuns } = process.env;

fc.configureGlobal({
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(numRuns === undefined ? {} : { numRuns: Number(numRuns) }),
});
