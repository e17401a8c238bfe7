// Exits with 0 if `npx syncml` in this folder asks for a build that there is already. npx installs the folder that it runs a
// command of as a package, which runs "prepare" once more: 15 seconds before the first answer after `npm ci`.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = ["package.json", "package-lock.json", "tsconfig.json"];
for (const folder of ["build", "src"]) {
  for (const file of readdirSync(folder, { recursive: true })) sources.push(join(folder, file.toString()));
}

function writtenAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const builtAt = writtenAt("dist/cli/syncml.js");
const isBuilt = sources.every((file) => writtenAt(file) <= builtAt);
process.exitCode = process.env["npm_command"] === "exec" && isBuilt ? 0 : 1;
