import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface NativePeer {
  readonly program: string;
  readonly subcommand: string;
  /** Format of the documents it reads. */
  readonly form: "wbxml" | "xml";
}

/** Peers in C, by name. */
export const nativePeers: Readonly<Record<string, NativePeer>> = {
  "libwbxml-parse": { program: "libwbxml", subcommand: "parse", form: "wbxml" },
  "libwbxml-tree": { program: "libwbxml", subcommand: "tree", form: "wbxml" },
  "libwbxml-to-xml": { program: "libwbxml", subcommand: "to-xml", form: "wbxml" },
  "libwbxml-from-xml": { program: "libwbxml", subcommand: "from-xml", form: "xml" },
  expat: { program: "expat", subcommand: "parse", form: "xml" },
  "expat-count": { program: "expat", subcommand: "count", form: "xml" },
};

const programs: Readonly<Record<string, readonly string[]>> = {
  libwbxml: ["-I/usr/include/libwbxml-1.0", "-lwbxml2"],
  expat: ["-lexpat"],
};

const sources = fileURLToPath(new URL(".", import.meta.url));

/** Programs that were built, with versions, and why others were not. */
export interface BuiltPrograms {
  readonly versions: Record<string, string>;
  readonly missing: Record<string, string>;
}

/** Builds the C peers for which a compiler and headers are installed. */
export function buildNativePeers(folder: string, wanted: ReadonlySet<string>): BuiltPrograms {
  const built: BuiltPrograms = { versions: {}, missing: {} };
  for (const [program, flags] of Object.entries(programs)) {
    if (!wanted.has(program)) continue;
    const target = join(folder, program);
    const compiler = spawnSync("cc", ["-O2", "-o", target, `${program}.c`, ...flags], {
      cwd: sources,
      encoding: "utf8",
    });
    if (compiler.error) built.missing[program] = "there is no C compiler (cc)";
    else if (compiler.status !== 0) built.missing[program] = compiler.stderr.split("\n").find(isError) ?? "cc failed";
    else built.versions[program] = execFileSync(target, ["version"], { encoding: "utf8" }).trim().replace(/^\D+/, "");
  }
  return built;
}

const isError = (line: string) => line.includes("error");
