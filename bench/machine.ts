import { readFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { Task } from "./cases.ts";
import { javascriptPeers } from "./peers/javascript.ts";
import type { Machine } from "./results.ts";

/** This machine, and the versions of the library, the given C peers and the packages used by the tasks. */
export function describeMachine(tasks: readonly Task[], native: Readonly<Record<string, string>>): Machine {
  const versions: Record<string, string> = { syncml: versionAt("../package.json"), ...native };
  for (const { work } of tasks) {
    const name = javascriptPeers[work]?.package;
    if (name !== undefined) versions[name] = versionAt(`../node_modules/${name}/package.json`);
  }
  const processors = cpus();
  return {
    cpu: processors[0]?.model ?? "unknown",
    cores: processors.length,
    memoryBytes: totalmem(),
    system: `${platform()} ${arch()}`,
    node: process.version,
    versions,
  };
}

function versionAt(path: string): string {
  const text = readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
