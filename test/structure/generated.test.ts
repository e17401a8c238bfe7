import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { formatted, generatedFiles } from "../../build/generated-files.ts";
import { type Area, type NodeSchema, text } from "../../src/ast/schema/schema.ts";
import { standardSchema } from "../../src/ast/schema/standard.ts";
import { standardDefinitions } from "../../src/vocabulary/standard.ts";

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const committed = (file: string) => readFileSync(`${src}ast/${file}`, "utf8");
const nodesFile = committed("nodes.ts");

/** The lines that one text has and the other has not. */
function addedLines(before: string, after: string): string[] {
  const known = new Set(before.split("\n").map((line) => line.trim()));
  return after
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !known.has(line));
}

/** The schema with a change to one of its nodes. */
function changed(name: string, change: (node: NodeSchema) => NodeSchema): readonly Area[] {
  return standardSchema.map((area) => ({
    ...area,
    nodes: area.nodes.map((node) => (node.name === name ? change(node) : node)),
  }));
}

test("committed files match the schema: if not, npm run generate", async () => {
  const files = Object.entries(generatedFiles(standardSchema, nodesFile));
  await Promise.all(files.map(async ([file, code]) => expect(committed(file), file).toBe(await formatted(file, code))));
  const named = [
    "nodes",
    "node-kinds",
    "node-visitors",
    "message-shapes",
    "metinf-shapes",
    "devinf-shapes",
    "tree-shapes",
  ];
  expect(files.map(([file]) => file)).toEqual(named.map((name) => `${name}.ts`));
});

test("a field is one row: everything else follows from it", async () => {
  const colour = text("Colour", "colour", "How it looks", { min: 1, since: "1.2" });
  const before = generatedFiles(standardSchema, nodesFile);
  const schema = changed("Item", (node) => ({ ...node, fields: [...node.fields, colour] }));
  const differing = Object.entries(generatedFiles(schema, nodesFile)).filter(([file, code]) => before[file] !== code);
  const added = differing.map(async ([file, code]) => [file, addedLines(committed(file), await formatted(file, code))]);
  expect(Object.fromEntries(await Promise.all(added))).toEqual({
    "nodes.ts": ["/** How it looks (RepPro Colour, since 1.2). */", "colour?: string | undefined;"],
    "node-kinds.ts": ["/** Fields that Item requires. */", 'Item: "colour";'],
    "node-visitors.ts": ["if (node.colour !== undefined) pos = writer.value(fields, 7, node.colour, pos);"],
    "message-shapes.ts": ['text("Colour", 1),', "colour: v[base + 7],"],
  });
});

test("the short form of a Meta is for those that have no other field, whatever is added", () => {
  const colour = text("Colour", "colour", "How it looks");
  const schema = changed("Meta", (node) => ({ ...node, fields: [...node.fields, colour] }));
  expect(generatedFiles(schema, nodesFile)["metinf-shapes.ts"]).toContain(
    "?? v[base + 12] ?? v[base + 13]) === undefined",
  );
});

test("a schema that names a missing node is refused", () => {
  const without = standardSchema.map((area) => ({ ...area, nodes: area.nodes.filter(({ name }) => name !== "Cred") }));
  expect(() => generatedFiles(without, nodesFile)).toThrow("the schema has no node Cred");
  expect(() => generatedFiles(standardSchema, "")).toThrow("nodes.ts needs one line");
});

test("every interface and every member of one has a sentence of documentation", () => {
  const lines = nodesFile.split("\n");
  const bare = lines.filter((line, index) => {
    const isDeclared = /^export (interface|type) |^ {2}(readonly )?\w+\??: /.test(line);
    return isDeclared && !/\.(`|\))? \*\/$|^ *\*\/$/.test(lines[index - 1] as string);
  });
  expect(bare).toEqual([]);
  expect(lines.filter((line) => line.startsWith("export interface ")).length).toBeGreaterThan(55);
});

test("the schema is no part of the library", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.ts$/.test(file));
  const users = files.filter(
    (file) => !file.startsWith("ast/schema/") && /from "[^"]*\/schema\//.test(readFileSync(src + file, "utf8")),
  );
  expect(users).toEqual([]);
});

describe("versions are those of the vocabularies", () => {
  const roots: Readonly<Record<string, string>> = { core: "SyncML", metinf: "MetInf", devinf: "DevInf" };
  for (const area of standardSchema.filter(({ space }) => roots[space] !== undefined)) {
    const root = roots[area.space];
    const versions = standardDefinitions
      .filter((definition) => definition.root === root)
      .map(({ name, tagPages }) => ({
        version: name.split(" ").at(-1) as string,
        elements: new Set(Object.values(tagPages).flatMap(({ tags }) => Object.values(tags))),
      }));
    test.each(area.nodes.map((node) => [node.name, node] as const))("%s", (_, node) => {
      expect(versions.map(({ version }) => version)).toEqual(["1.0", "1.1", "1.2"]);
      for (const { elements, options, nodes } of node.fields) {
        if (nodes === "union" || elements.length > 1) continue;
        const since = [node.options.since ?? "1.0", options.since ?? "1.0"].sort().at(-1) as string;
        const until = node.options.until ?? options.until ?? "1.2";
        const having = versions.filter((version) => version.elements.has(elements[0] as string));
        expect(having.at(0)?.version, `${elements[0]}: since`).toSatisfy((first: string) => first <= since);
        expect(having.at(-1)?.version, `${elements[0]}: until`).toSatisfy((last: string) => last >= until);
      }
    });
  }
});
