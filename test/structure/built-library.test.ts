import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { corpusPath } from "../support/corpus.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const packageJson = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  version: string;
  exports: Record<string, unknown>;
  dependencies?: object;
};
const entries = Object.keys(packageJson.exports).filter((entry) => entry !== "./package.json");
const require = createRequire(import.meta.url);
const body = corpusPath("syncevolution/p01-basic-wbxml/001-req.wbxml");

test.each(entries)("%s loads as ESM and as CommonJS with the same names", async (entry) => {
  const name = `syncml${entry.slice(1)}`;
  const esm = (await import(name)) as object;
  const cjs = require(name) as object;
  expect(Object.keys(cjs).sort()).toEqual(Object.keys(esm).sort());
  expect(Object.keys(esm)).not.toEqual([]);
});

test("interned names are the same in all entries of one format", () => {
  const { decodeDocument } = require("syncml") as typeof import("../../src/index.ts");
  const { standardVocabularies, VocabularySet } =
    require("syncml/vocabulary") as typeof import("../../src/vocabulary/index.ts");
  const none = new VocabularySet([]);
  expect(() => decodeDocument(readFileSync(body), { vocabularies: none })).toThrow(/unknown-document-type/);
  expect(decodeDocument(readFileSync(body), { vocabularies: standardVocabularies }).kind).toBe("SyncML");
});

test("the ESM bundle loads and decodes where there is nothing but TextDecoder and TextEncoder", () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { dirname, join } from "node:path";
    import vm from "node:vm";
    const context = vm.createContext({ TextDecoder, TextEncoder });
    const modules = new Map();
    async function load(file) {
      if (!modules.has(file)) {
        modules.set(file, new vm.SourceTextModule(readFileSync(file, "utf8"), { context, identifier: file }));
      }
      return modules.get(file);
    }
    const [entry, body] = process.argv.slice(-2);
    const module = await load(entry);
    await module.link((specifier, from) => {
      if (!specifier.startsWith(".")) throw new Error("imports " + specifier);
      return load(join(dirname(from.identifier), specifier));
    });
    await module.evaluate();
    const { decode, convert } = module.namespace;
    const bytes = new Uint8Array(readFileSync(body));
    const message = decode(bytes);
    process.stdout.write(message.kind + " " + message.syncBody.commands.length + " " + convert(bytes, { to: "xml" }).length);
  `;
  const args = ["--experimental-vm-modules", "--no-warnings", "--input-type=module", "-e", script];
  const printed = execFileSync(process.execPath, [...args, `${root}dist/index.js`, body], { encoding: "utf8" });
  expect(printed).toMatch(/^SyncML 3 \d{4,}$/);
});

test("installing the package brings nothing else along than the digests, which push, dm and inspect alone use", () => {
  expect(Object.keys(packageJson.dependencies ?? {})).toEqual(["@noble/hashes"]);
  const outside = readdirSync(`${root}dist`, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.c?js$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(`${root}dist/${file}`, "utf8");
      const targets = [...text.matchAll(/^(?:import|export)\b[^;]*?from\s*["']([^."'][^"']*)["']/gm)];
      return targets.map(([, target]) => `${file}: ${target}`);
    })
    .filter((line) => !/^cli\/syncml\.js: (node:|[a-z_]+$)/.test(line))
    // An optional peer: who asks for the laws has it.
    .filter((line) => !/^testing\/index\.c?js: fast-check$/.test(line));
  const digests = / @noble\/hashes\/\w+\.js$/;
  expect(outside.filter((line) => !digests.test(line))).toEqual([]);
  const users = new Set(outside.filter((line) => digests.test(line)).map((line) => line.split(":")[0] as string));
  // What several have is a chunk that they import, or a chunk of theirs.
  const entries = [...users].flatMap((user) => entriesWith(user));
  expect(new Set(entries)).toEqual(new Set(["push/index.js", "dm/index.js", "inspect/index.js"]));
});

function entriesWith(file: string): string[] {
  return file.startsWith("chunk-") ? importersOf(file).flatMap((importer) => entriesWith(importer)) : [file];
}

function importersOf(chunk: string): string[] {
  return readdirSync(`${root}dist`, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      file.endsWith(".js") &&
      file !== "cli/syncml.js" &&
      readFileSync(`${root}dist/${file}`, "utf8").includes(`/${chunk}"`),
  );
}
