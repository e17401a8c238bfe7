// Mutation testing: npm run mutation, or a part: npm run mutation -- --mutate 'src/core/**/*.ts'

export default {
  // Of 17,668 mutants at least 15,102 are found (85.5 %): core 576 of 657, wbxml 2,637 of 3,007, xml 2,720 of 3,118, ast
  // 4,172 of 4,698, large-object 1,648 of 1,991, codec 3,349 of 4,197. At least, since most were tried against the unit tests
  // alone, in a process that had the sources loaded: what is worked out once and kept does not change there any more. What
  // survives is above all of these kinds:
  // - codec/fused: guards that leave more to the event path, which gives the same result, or a fast loop to the one behind
  //   it; lengths at which one way is faster than another; start values that are written over; what a buffer has to spare.
  // - large-object: how far ahead a source is read, whether a message is measured as a whole, and whether the next message
  //   is tried before an item is cut.
  // - everywhere: optional chaining and empty lists where the types of nodes allow nothing and no reader leaves it out;
  //   texts of reasons that tests know by a part; hashes and bounds of caches.
  mutate: ["src/{core,wbxml,xml,ast,large-object,codec}/**/*.ts"],
  testRunner: "vitest",
  vitest: { configFile: "build/mutation.vitest.config.ts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  coverageAnalysis: "perTest",
  disableTypeChecks: false,
  // Tables are evaluated when a module loads: code pages, shapes, character sets, rules. No test can be told to be the
  // one that covers such a line, so that each of these mutants would need all tests.
  ignoreStatic: true,
  concurrency: 2,
  incremental: true,
  incrementalFile: ".stryker/incremental.json",
  tempDirName: ".stryker/tmp",
  // A loop that no longer ends counts as found. Long, so that a busy machine does not find mutants; but a run that is
  // paused for longer does so all the same, and has to be done again.
  timeoutMS: 20_000,
  // All tests, once, with the coverage of each.
  dryRunTimeoutMinutes: 30,
  reporters: ["clear-text", "json", "html"],
  jsonReporter: { fileName: ".stryker/mutation.json" },
  htmlReporter: { fileName: ".stryker/mutation.html" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
};
