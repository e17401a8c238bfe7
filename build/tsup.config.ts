import { defineConfig } from "tsup";
import { commonJs } from "./common-js.ts";
import { writeInspectorPage } from "./inspector-page.ts";
import { licenses } from "./licenses.ts";
import { pureValues } from "./pure-values.ts";

const library = {
  index: "src/index.ts",
  "vocabulary/index": "src/vocabulary/index.ts",
  "vocabulary/wap/index": "src/vocabulary/wap/index.ts",
  "wbxml/index": "src/wbxml/index.ts",
  "xml/index": "src/xml/index.ts",
  "streams/index": "src/streams/index.ts",
  "large-object/index": "src/large-object/index.ts",
  "push/index": "src/push/index.ts",
  "dm/index": "src/dm/index.ts",
  "device/index": "src/device/index.ts",
  "capture/index": "src/capture/index.ts",
  "inspect/index": "src/inspect/index.ts",
  "testing/index": "src/testing/index.ts",
};

export default defineConfig([
  {
    entry: library,
    format: ["esm", "cjs"],
    target: "es2022",
    platform: "neutral",
    splitting: false,
    dts: { entry: library, compilerOptions: { incremental: false } },
    plugins: [pureValues, commonJs],
    // Constants of a module are variables in a bundle, unless they are put where they are used (convert/wbxml/medium, 9 %).
    esbuildOptions: (options) => {
      // One copy of every module for all entries, so that names interned by one are those of the other. Chunks are ESM first.
      options.splitting = true;
      options.format = "esm";
      options.minifySyntax = true;
    },
    clean: ["!cli/**"],
  },
  {
    entry: { "cli/syncml": "src/cli/syncml.ts" },
    format: ["esm"],
    target: "node20",
    platform: "node",
    // The command line carries its libraries with it; installing the package brings nothing else along.
    noExternal: [/.*/],
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
    },
    esbuildPlugins: [licenses],
    splitting: false,
    clean: false,
    onSuccess: writeInspectorPage,
  },
]);
