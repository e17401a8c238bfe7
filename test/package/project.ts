import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the package says that it needs: npm's cache need not have it in a form that npm install finds offline. */
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };

function npm(args: readonly string[], cwd: string): string {
  // Nothing is fetched: what the projects install lies in this folder.
  return execFileSync(
    "npm",
    [...args, "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd,
      encoding: "utf8",
    },
  );
}

/** Packs the package in a folder, and gives the tarball. */
function packed(folder: string, destination: string): string {
  const [{ filename }] = JSON.parse(
    npm(["pack", folder, "--json", "--pack-destination", destination], destination),
  ) as [{ filename: string }];
  return join(destination, filename);
}

/** A consumer's project outside this one, with this package installed from its tarball. */
export class Project {
  readonly folder: string;

  /** `modules` are those of our `node_modules` to install along with it. */
  constructor(modules: readonly string[]) {
    this.folder = mkdtempSync(join(tmpdir(), "syncml-consumer-"));
    this.write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
    const installed = [...Object.keys(dependencies), ...modules].map((name) => join(root, "node_modules", name));
    const tarballs = [root, ...installed].map((from) => packed(from, this.folder));
    npm(["install", ...tarballs], this.folder);
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** A copy of a file next to the tests. */
  take(file: string): void {
    cpSync(join(dirname(fileURLToPath(import.meta.url)), "consumer", file), join(this.folder, file));
  }

  /** What Node prints when running a file of the project. */
  run(...args: readonly string[]): string {
    return execFileSync(process.execPath, args, { cwd: this.folder, encoding: "utf8", stdio: "pipe" });
  }
}
