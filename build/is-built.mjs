// Exits with 0 if what is in dist was built from these sources. A build takes half a minute, and every step that needs one
// asks for it: npx and npm pack run "prepare", the tests of commands and of the package start what is built.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = ["package.json", "package-lock.json", "tsconfig.json", "build", "src"];
for (const folder of ["build", "src"]) {
  for (const file of readdirSync(folder, { recursive: true })) sources.push(join(folder, file.toString()));
}

function writtenAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// The last that each part of the build writes: library, types, command line and page.
const results = ["dist/index.cjs", "dist/testing/index.d.cts", "dist/cli/syncml.js", "dist/syncml-inspector.html"];
const builtAt = Math.min(...results.map(writtenAt));
process.exitCode = sources.every((file) => writtenAt(file) <= builtAt) ? 0 : 1;
