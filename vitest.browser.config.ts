import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { corpusArchive } from "./test/browser/corpus-archive.ts";

const shim = (name: string) => fileURLToPath(new URL(`test/browser/${name}`, import.meta.url));

/** Tests that are about Node, each with what it needs of it. */
const nodeOnly = {
  "test/unit/bench/**": "the benchmark suite: child processes, files, V8 profiles",
  "test/unit/fuzz/**": "the fuzzer: V8 coverage by node:inspector, memory by process.memoryUsage",
  "test/unit/streams/http-server.test.ts": "an HTTP server",
  "test/unit/streams/node-sources.test.ts": "streams of node:stream, a realm of node:vm",
};

/** Tests that would take longer than all others together, and what of them is tested here all the same. */
const nodeForTime = {
  "test/property/honest.test.ts": "700,000 prefixes; xml-honest, faithful and streams-convert cut documents as well",
  "test/property/streams-commands.test.ts": "every prefix of a message; test/unit/streams reads commands as well",
  "test/unit/codec/fused-xml.test.ts":
    "a message with each byte replaced, at each cut; property/fused-xml damages documents as well",
  "test/unit/testing/arbitraries.test.ts": "how often generators make what; laws.test.ts runs on all of them",
};

export default defineConfig({
  plugins: [corpusArchive()],
  resolve: {
    alias: {
      "node:fs": shim("node-fs.ts"),
      "node:util": shim("node-util.ts"),
    },
  },
  // The seed that a run is repeated with.
  define: {
    "process.env": JSON.stringify({ FC_SEED: process.env["FC_SEED"], FC_NUM_RUNS: process.env["FC_NUM_RUNS"] }),
  },
  optimizeDeps: { include: ["buffer/", "fast-check", "saxes"] },
  test: {
    include: ["test/unit/**/*.test.ts", "test/property/**/*.test.ts"],
    exclude: Object.keys({ ...nodeOnly, ...nodeForTime }),
    setupFiles: ["test/support/setup.ts", "test/browser/setup.ts"],
    testTimeout: 120_000,
    // All files of a page share one load of the library, which takes longer than most of them.
    isolate: false,
    // Two pages at a time: a page is busy with a test, not with waiting.
    maxWorkers: 2,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      }),
      instances: [{ browser: "chromium" }],
    },
  },
});
