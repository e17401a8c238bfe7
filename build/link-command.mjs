// Puts the command where npx looks first. Without it, `npx syncml` in this folder installs the folder as a package, which
// builds it once more: 22 seconds before the first answer after `npm ci`.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";

const command = "dist/cli/syncml.js";
const link = "node_modules/.bin/syncml";

// Windows has no links without a privilege; npx is slower there.
if (process.platform !== "win32") {
  chmodSync(command, 0o755);
  mkdirSync("node_modules/.bin", { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(`../../${command}`, link);
}
