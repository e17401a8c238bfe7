import fc from "fast-check";

// CI names its seed, so that a failing run can be repeated; elsewhere fast-check picks one and prints it on failure.
const { FC_SEED: seed, FC_NUM_RUNS: numRuns, CI: inCi } = process.env;
if (inCi === "true" && seed === undefined) throw new Error("set FC_SEED, so that this run can be repeated");

fc.configureGlobal({
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(numRuns === undefined ? {} : { numRuns: Number(numRuns) }),
});
