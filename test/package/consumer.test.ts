import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { corpusPath } from "../support/corpus.ts";
import { Project, root } from "./project.ts";

// The tarball, installed as a consumer would.
const project = new Project(["fast-check", "pure-rand", "typescript"]);
afterAll(() => rmSync(project.folder, { recursive: true }));

const { exports, files } = JSON.parse(readFileSync(`${project.folder}/node_modules/syncml/package.json`, "utf8")) as {
  exports: Record<string, unknown>;
  files: string[];
};
const entries = Object.keys(exports)
  .filter((entry) => entry !== "./package.json")
  .map((entry) => `syncml${entry.slice(1)}`);

test("the tarball has the expected files, and not those that are left out", () => {
  expect(entries).toHaveLength(13);
  const isThere = (file: string) =>
    project.run("-p", `require("fs").existsSync("node_modules/syncml/${file}")`).trim() === "true";
  const leftOut = files.filter((file) => file.startsWith("!")).map((file) => file.slice(1));
  expect(leftOut.filter(isThere)).toEqual([]);
  const expected = files.filter((file) => !file.startsWith("!"));
  expect(expected.filter((file) => !isThere(file))).toEqual([]);
  expect(isThere("dist/syncml-inspector.html")).toBe(true);
});

test.each(entries)("%s is imported as ESM and as CommonJS, with the same names", (name) => {
  const print = (namespace: string) => `console.log(JSON.stringify(Object.keys(${namespace}).sort()))`;
  project.write("esm.mjs", `import * as all from "${name}"; ${print("all")}`);
  project.write("common.cjs", print(`require("${name}")`));
  const names = JSON.parse(project.run("esm.mjs")) as string[];
  expect(names.length).toBeGreaterThan(0);
  expect(JSON.parse(project.run("common.cjs"))).toEqual(names.filter((one) => one !== "default"));
});

test("the command line runs", () => {
  const file = corpusPath("commands/alert/input.wbxml");
  expect(project.run("node_modules/.bin/syncml", "decode", file)).toMatch(/^<\?xml .*<Alert>/);
});

test("npx runs the command line of this folder without building it again", () => {
  const built = join(root, "dist/cli/syncml.js");
  const { mtimeMs } = statSync(built);
  // An empty cache, so that npx sees the folder for the first time.
  const args = ["exec", "--offline", "--cache", join(project.folder, "cache"), "--", "syncml", "--version"];
  expect(execFileSync("npm", args, { cwd: root, encoding: "utf8" })).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(statSync(built).mtimeMs).toBe(mtimeMs);
});

test("the notices of bundled packages are included", () => {
  const read = (file: string) => readFileSync(`${project.folder}/node_modules/syncml/dist/cli/${file}`, "utf8");
  // esbuild heads each module with its path.
  const bundled = new Set(
    Array.from(read("syncml.js").matchAll(/^\/\/ .*node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm), ([, name]) => name),
  );
  expect([...bundled].sort()).toEqual(["@noble/hashes", "commander", "fflate", "picocolors"]);
  const notices = read("THIRD-PARTY-LICENSES");
  for (const name of bundled) expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
  expect(notices.match(/Permission (is hereby granted|to use, copy)/g)).toHaveLength(bundled.size);
});

describe("its types", () => {
  const compile = (compilerOptions: object, files: readonly string[]) => {
    project.write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
    try {
      return project.run("node_modules/typescript/bin/tsc", "-p", ".");
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  const strict = {
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    // What the declarations of the package say is compiled as well.
    skipLibCheck: false,
    noEmit: true,
  };

  test.each([
    ["node16", "node16", ["uses.mts", "uses.cts"]],
    ["nodenext", "nodenext", ["uses.mts", "uses.cts"]],
    ["bundler", "esnext", ["uses.ts"]],
  ])("are found under moduleResolution %s", (moduleResolution, module, names) => {
    const uses = readFileSync(new URL("consumer/uses.ts", import.meta.url), "utf8");
    for (const name of names) project.write(name, uses);
    expect(compile({ ...strict, module, moduleResolution }, names)).toBe("");
  });

  test("are checked: a wrong use is reported", () => {
    project.write("wrong.mts", 'import { decode } from "syncml";\ndecode(5);\n');
    expect(compile({ ...strict, module: "node16", moduleResolution: "node16" }, ["wrong.mts"])).toMatch(
      /wrong\.mts\(2,8\)/,
    );
  });
});

test("the laws hold for a toy codec, and each broken one is caught", () => {
  project.take("toy-codec.mts");
  project.write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: { target: "es2022", module: "node16", lib: ["es2023", "dom"], types: [], strict: true },
      files: ["toy-codec.mts"],
    }),
  );
  project.run("node_modules/typescript/bin/tsc", "-p", ".");
  project.write("print.mjs", 'import { verdicts } from "./toy-codec.mjs"; console.log(JSON.stringify(verdicts));');
  const { toy, toyIsHonest, broken, trusting } = JSON.parse(project.run("print.mjs")) as Record<string, string>;
  expect([toy, toyIsHonest]).toEqual(["holds", "holds"]);
  expect(broken).toMatch(/^caught\n[\s\S]*encoded as (wbxml|xml)\n<\?xml[\s\S]*is decoded as\n/);
  expect(trusting).toMatch(/^caught\n[\s\S]*bytes are accepted as the whole/);
});
