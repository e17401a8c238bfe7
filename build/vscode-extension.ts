// npm run vscode: packs the inspector as an extension of VS Code.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createVSIX } from "@vscode/vsce";
import { build } from "esbuild";
import { inspectorPage } from "./inspector-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = `${root}src/page/vscode`;

/** Writes the extension, in the version of the package: manifest, one script, and the page. */
export async function writeVscodeExtension(file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "syncml-vscode-"));
  try {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
    const manifest = JSON.parse(readFileSync(`${source}/package.json`, "utf8"));
    writeFileSync(join(folder, "package.json"), `${JSON.stringify({ ...manifest, version }, undefined, 2)}\n`);
    copyFileSync(`${source}/README.md`, join(folder, "README.md"));
    copyFileSync(`${root}LICENSE`, join(folder, "LICENSE.txt"));
    writeFileSync(join(folder, "syncml-inspector.html"), await inspectorPage());
    await build({
      entryPoints: [`${source}/extension.ts`],
      outfile: join(folder, "extension.js"),
      bundle: true,
      format: "cjs",
      target: "es2022",
      external: ["vscode"],
      legalComments: "none",
      logLevel: "warning",
    });
    await createVSIX({ cwd: folder, packagePath: resolve(file), dependencies: false, allowMissingRepository: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await writeVscodeExtension(process.argv[2] ?? "syncml-inspector.vsix");
}
