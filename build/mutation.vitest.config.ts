import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The tests that run against mutants (npm run mutation); Stryker knows no projects, so they have a config of their own.
// Properties have few runs and one seed, so that a mutant gets the same verdict each time.
export default defineConfig({
  resolve: {
    alias: { "fast-check": fileURLToPath(new URL("../test/support/few-runs.ts", import.meta.url)) },
  },
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
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
