import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The fields of a V8 `--cpu-prof` profile used here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly hitCount: number;
    /** Samples by line of the generated file, counted from 1. */
    readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
  }[];
}

export interface HotLine {
  /** Share of all samples that were not idle. */
  readonly share: number;
  /** `src/file.ts:line`, or empty where there is no source. */
  readonly place: string;
  readonly name: string;
}

const END_OF_LINE = 1_000_000;
const root = fileURLToPath(new URL("../", import.meta.url));

/** The lines with most samples and their functions, located through the source maps. */
export function hottestLines({ nodes }: CpuProfile, count: number): HotLine[] {
  const ticksOf = new Map<string, { ticks: number; place: string; name: string }>();
  const places = new Map<string, SourceMap | undefined>();
  let total = 0;
  const add = (place: string, name: string, ticks: number) => {
    const key = `${place} ${name}`;
    const known = ticksOf.get(key) ?? { ticks: 0, place, name };
    known.ticks += ticks;
    total += ticks;
    ticksOf.set(key, known);
  };
  for (const { callFrame, hitCount, positionTicks = [] } of nodes) {
    const { url, functionName } = callFrame;
    if (functionName === "(idle)") continue;
    if (!url.startsWith("file:")) {
      add(url, functionName, hitCount);
      continue;
    }
    const file = fileURLToPath(url);
    if (!places.has(file)) places.set(file, sourceMapOf(file));
    const map = places.get(file);
    for (const { line, ticks } of positionTicks) {
      add(map ? sourcePlace(map, file, line) : `${relative(root, file)}:${line}`, functionName || "(anonymous)", ticks);
    }
  }
  return [...ticksOf.values()]
    .sort((one, other) => other.ticks - one.ticks)
    .slice(0, count)
    .map(({ ticks, place, name }) => ({ share: ticks / total, place, name }));
}

function sourceMapOf(file: string): SourceMap | undefined {
  if (!file.endsWith(".mjs") || file.includes("node_modules")) return undefined;
  return new SourceMap(JSON.parse(readFileSync(`${file}.map`, "utf8")) as SourceMapPayload);
}

function sourcePlace(map: SourceMap, file: string, line: number): string {
  // The bundle is not minified, so each of its lines maps to one source line.
  const entry = map.findEntry(line - 1, END_OF_LINE);
  if (!("originalSource" in entry)) return `${relative(root, file)}:${line}`;
  return `${relative(root, resolve(dirname(file), entry.originalSource))}:${entry.originalLine + 1}`;
}
