import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { corpusArchive } from "./test/browser/corpus-archive.ts";

const shim = (name: string) => fileURLToPath(new URL(`test/browser/${name}`, import.meta.url));

/** Tests that are about Node, each with what it needs of it. */
const nodeOnly = {
  "test/unit/authentication/node-crypto.test.ts": "digests of node:crypto",
  "test/unit/bench/**": "the benchmark suite: child processes, files, V8 profiles",
  "test/unit/capture/packets/made-captures.test.ts": "folders of captures, which a page cannot list",
  "test/unit/cli/**": "the command line, which is for Node",
  "test/unit/dm/node-listener.test.ts": "a server of node:http",
  "test/unit/fuzz/**": "the fuzzer: V8 coverage by node:inspector, memory by process.memoryUsage",
  "test/unit/inspect/conversation.test.ts": "folders of recorded sessions, which a page cannot list",
  "test/unit/streams/http-server.test.ts": "an HTTP server",
  "test/unit/streams/node-sources.test.ts": "streams of node:stream, a realm of node:vm",
};

/** Tests that would take longer in a browser than all others together, and what covers the same there. */
const nodeForTime = {
  "test/property/honest.test.ts": "700,000 prefixes; xml-honest, faithful and streams-convert cut documents as well",
  "test/property/streams-commands.test.ts": "every prefix of a message; test/unit/streams reads commands as well",
  "test/unit/codec/fused-xml.test.ts":
    "a message with each byte replaced, at each cut; property/fused-xml damages documents as well",
  "test/unit/testing/arbitraries.test.ts": "how often generators make what; laws.test.ts runs on all of them",
};

const setup = "test/support/setup.ts";

// npm test, test:browser, test:package and test:peers each run one project.
export default defineConfig({
  test: {
    // Without this vitest leaves a core to the watcher, which does not run: with two cores, half the time.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/peers/**", "test/package/**"],
          setupFiles: [setup],
          testTimeout: 60_000,
          // The files of a worker share one load of the sources: a fifth of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: "package",
          include: ["test/package/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { name: "peers", include: ["test/peers/**/*.test.ts"], setupFiles: [setup], testTimeout: 120_000 },
      },
      {
        plugins: [corpusArchive()],
        resolve: { alias: { "node:fs": shim("node-fs.ts"), "node:util": shim("node-util.ts") } },
        // The seed that repeats a run.
        define: {
          "process.env": JSON.stringify({ FC_SEED: process.env["FC_SEED"], FC_NUM_RUNS: process.env["FC_NUM_RUNS"] }),
        },
        optimizeDeps: { include: ["buffer/", "fast-check", "saxes"] },
        test: {
          name: "browser",
          include: ["test/unit/**/*.test.ts", "test/property/**/*.test.ts"],
          exclude: Object.keys({ ...nodeOnly, ...nodeForTime }),
          setupFiles: [setup, "test/browser/setup.ts"],
          testTimeout: 120_000,
          // All files of a page share one load of the library, which takes longer than most of them.
          isolate: false,
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
      },
    ],
  },
});
