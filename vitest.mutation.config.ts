import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The tests that mutants have to get past (npm run mutation): those of the folders that are mutated. Properties have few
// runs and one seed, so that a mutant does not get another verdict each time.
export default defineConfig({
  resolve: {
    alias: { "fast-check": fileURLToPath(new URL("test/support/few-runs.ts", import.meta.url)) },
  },
  test: {
    include: [
      "test/unit/{ast,codec,core,inspect,large-object,streams,vocabulary,wbxml,xml}/**/*.test.ts",
      "test/conformance/{cases,references,validation}.test.ts",
      "test/property/**/*.test.ts",
    ],
    setupFiles: ["test/support/setup.ts"],
    env: { FC_SEED: "1" },
    // The files of a run share one load of the sources.
    isolate: false,
    testTimeout: 60_000,
  },
});
