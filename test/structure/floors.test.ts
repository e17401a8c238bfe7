import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** The floor of each folder; imports go down only, and folders of one floor do not know each other. */
const floors: Readonly<Record<string, number>> = {
  core: 0,
  vocabulary: 1,
  wbxml: 2,
  xml: 2,
  ast: 2,
  validation: 3,
  "large-object": 3,
  authentication: 3,
  codec: 4,
  streams: 5,
  push: 5,
  dm: 5,
  testing: 6,
  device: 6,
  capture: 6,
  inspect: 7,
  cli: 8,
  page: 8,
};
/** The packages that a folder below the command line may use. */
const outside: Readonly<Record<string, readonly string[]>> = {
  authentication: ["@noble/hashes/"],
  push: ["@noble/hashes/"],
  dm: ["@noble/hashes/"],
  capture: ["fflate"],
  testing: ["fast-check", "fflate"],
  page: ["vscode"],
};
const ROOT_BARREL = "index.ts";

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const importPattern = /(?:\bfrom |\bimport |\bimport\()["']([^"']+)["']/g;

function importsOf(file: string): string[] {
  return [...readFileSync(join(src, file), "utf8").matchAll(importPattern)].map(([, target]) => target as string);
}

/** What is wrong with an import, if anything. */
function fault(file: string, target: string): string | undefined {
  const folder = dirname(file).split("/")[0] as string;
  if (!target.startsWith(".")) {
    const isAllowed = folder === "cli" || (outside[folder] ?? []).some((allowed) => target.startsWith(allowed));
    return isAllowed ? undefined : `${file} imports ${target}; only cli/ may import that from outside`;
  }
  const imported = relative(src, join(src, dirname(file), target));
  const importedFolder = dirname(imported).split("/")[0] as string;
  if (file === ROOT_BARREL || importedFolder === folder) return undefined;
  if (imported === ROOT_BARREL) return `${file} imports the root barrel`;
  const [from, to] = [floors[folder], floors[importedFolder]];
  if (from === undefined || to === undefined) return `${file} or ${imported} is in a folder without a floor`;
  return to < from ? undefined : `${file} (floor ${from}) imports ${imported} (floor ${to})`;
}

test("imports go down the floors only, and nothing but the command line and the laws import from outside", () => {
  const faults = files.flatMap((file) => importsOf(file).map((target) => fault(file, target)));
  expect(faults.filter((found) => found !== undefined)).toEqual([]);
  expect(faults.length).toBeGreaterThan(100);
});

test("the rule bites", () => {
  expect(fault("core/sink.ts", "../wbxml/reader.ts")).toMatch(/floor 0.*floor 2/);
  expect(fault("wbxml/reader.ts", "../xml/encoder.ts")).toMatch(/floor 2.*floor 2/);
  expect(fault("wbxml/reader.ts", "node:fs")).toMatch(/only cli/);
  expect(fault("codec/decode.ts", "../index.ts")).toMatch(/root barrel/);
  expect(fault("wbxml/reader.ts", "../core/sink.ts")).toBeUndefined();
  expect(fault("cli/io.ts", "node:fs")).toBeUndefined();
  expect(fault("testing/laws/law.ts", "node:fs")).toMatch(/only cli/);
  expect(fault("testing/laws/law.ts", "fast-check")).toBeUndefined();
  expect(fault("push/index.ts", "fast-check")).toMatch(/only cli/);
  expect(fault("authentication/digest.ts", "@noble/hashes/legacy.js")).toBeUndefined();
});

test("nothing below the command line touches the console, a process, a timer or a clock", () => {
  const forbidden =
    /\b(console|process|Buffer|setTimeout|setInterval|queueMicrotask|performance|Date)\b(?!\.(?:parse|UTC)\()\s*[.(]/;
  const found = files
    .filter((file) => !file.startsWith("cli/") && !file.startsWith("page/"))
    .filter((file) => forbidden.test(readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")));
  // The only place that checks for platform features: Buffer's methods, if present.
  expect(found).toEqual(["core/platform.ts"]);
});
