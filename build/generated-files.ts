import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Area } from "../src/ast/schema/schema.ts";
import { interfaces, nodeKinds } from "./interface-code.ts";
import { shapes, visitors } from "./shape-code.ts";

const FIRST_LINE = "// Written by `npm run generate` from src/ast/schema/; change it there.\n";
/** In nodes.ts the types above it are written by hand. */
const MARKER = "// Written by `npm run generate` from src/ast/schema/, from here on; change it there.\n";

/**
 * What is generated from the schema, by file in src/ast/; {@link formatted} is yet to come.
 *
 * @param nodesFile - nodes.ts as it is, for what is above the marker in it.
 */
export function generatedFiles(areas: readonly Area[], nodesFile: string): Record<string, string> {
  const [byHand, ...generated] = nodesFile.split(MARKER);
  if (generated.length !== 1) throw new Error(`nodes.ts needs one line: ${MARKER}`);
  return {
    "nodes.ts": `${byHand}${MARKER}\n${areas.map((area) => interfaces(area, areas)).join("\n")}`,
    "node-kinds.ts": `${FIRST_LINE}\n${nodeKinds(areas)}`,
    "node-visitors.ts": `${FIRST_LINE}\n${visitors(areas)}`,
    ...Object.fromEntries(areas.map((area) => [`${area.file}.ts`, `${FIRST_LINE}\n${shapes(area, areas)}`])),
  };
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** A file as Biome formats it. */
export async function formatted(file: string, code: string): Promise<string> {
  const run = promisify(execFile)(`${root}node_modules/.bin/biome`, ["format", `--stdin-file-path=src/ast/${file}`], {
    cwd: root,
  });
  run.child.stdin?.end(code);
  return (await run).stdout;
}
