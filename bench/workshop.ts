import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { nameOf, type Task } from "./cases.ts";
import type { Order } from "./child.ts";
import { type Documents, writeDocuments, writeFixture } from "./fixtures.ts";
import { heapFlags } from "./heap-flags.ts";
import { type BuiltPrograms, buildNativePeers, nativePeers } from "./peers/native.ts";
import type { Sample } from "./results.ts";
import type { Durations } from "./timing.ts";
import { filesOf } from "./work.ts";

const LONGEST_MILLISECONDS = 120_000;
const root = fileURLToPath(new URL("../", import.meta.url));

/** Output of a measuring process. */
export interface Found {
  readonly bytes: number;
  readonly sample: Sample;
}

/** A temporary folder with what processes need: the bundled library, the C peers and the fixtures. */
export class Workshop {
  readonly native: BuiltPrograms;
  private readonly folder: string;
  private readonly fixtures = new Set<string>();
  private readonly seed: number;

  private constructor(folder: string, native: BuiltPrograms, seed: number) {
    this.folder = folder;
    this.native = native;
    this.seed = seed;
  }

  /** Bundles the library and builds the C peers that the tasks ask for. */
  static async open(tasks: readonly Task[], seed: number): Promise<Workshop> {
    const folder = mkdtempSync(join(tmpdir(), "syncml-bench-"));
    // Peers are loaded as they were published.
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    await build({
      entryPoints: ["child", "http-server"].map((name) => join(root, `bench/${name}.ts`)),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      // Same as the package build: constants are inlined.
      minifySyntax: true,
      sourcemap: true,
    });
    const programs = new Set(tasks.flatMap(({ work }) => nativePeers[work]?.program ?? []));
    return new Workshop(folder, buildNativePeers(folder, programs), seed);
  }

  /** Adds a custom fixture; its work is not checked. */
  add(fixture: string, documents: Documents): void {
    writeDocuments(join(this.folder, fixture), documents);
    this.fixtures.add(fixture);
  }

  /** Whether the task can be measured here. */
  canMeasure({ work }: Task): boolean {
    const peer = nativePeers[work];
    return peer === undefined || peer.program in this.native.versions;
  }

  /**
   * Measures a task in its own process; `signal` ends it.
   *
   * @throws {Error} if the process fails, with its output.
   */
  async measure(
    task: Task,
    durations: Durations,
    check: boolean,
    signal?: AbortSignal,
    flags: readonly string[] = [],
  ): Promise<Found> {
    const fixture = this.fixture(task);
    const peer = nativePeers[task.work];
    if (peer !== undefined) {
      const files = filesOf(fixture, peer.form);
      const given = [peer.subcommand, String(durations.measured), ...files];
      return run(task, join(this.folder, peer.program), given, signal);
    }
    // A check would warm up what must be measured cold.
    const order: Order = { ...task, folder: fixture, durations, check: check && task.mode !== "cold" };
    const heap = task.mode === "heap" ? heapFlags : [];
    const given = [...flags, ...heap, join(this.folder, "child.mjs"), JSON.stringify(order)];
    return run(task, process.execPath, given, signal);
  }

  close(): void {
    rmSync(this.folder, { recursive: true });
  }

  private fixture({ mode, fixture }: Task): string {
    const folder = join(this.folder, fixture);
    if (mode !== "stream" && mode !== "store" && !this.fixtures.has(fixture)) {
      mkdirSync(folder);
      writeFixture(folder, fixture, this.seed);
      this.fixtures.add(fixture);
    }
    return folder;
  }
}

async function run(task: Task, program: string, given: readonly string[], signal?: AbortSignal): Promise<Found> {
  // A separate process group: a terminal interrupt goes to the suite, which then ends the process.
  const child = spawn(program, given, { detached: true, timeout: LONGEST_MILLISECONDS, ...(signal && { signal }) });
  const [found, said, [status, ended]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  if (status !== 0) throw new Error(`${nameOf(task)} failed: ${said || `ended by ${ended}`}`);
  return JSON.parse(found) as Found;
}
