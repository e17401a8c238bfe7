import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The first needs the tools of another project, the second the packed package: npm run test:peers, npm run test:package.
    exclude: ["test/peers/**", "test/package/**"],
    setupFiles: ["test/support/setup.ts"],
    testTimeout: 60_000,
    // The files of a worker share one load of the sources: a fifth of the time.
    isolate: false,
    // By itself vitest leaves a core to the watcher, of which there is none: with two cores that is half the time.
    maxWorkers: "100%",
  },
});
