import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { forgottenExports } from "../api/forgotten-exports.ts";

const folder = new URL("../api/", import.meta.url);
const reports = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith(".api.md"))
    .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
);

describe("every type of a public signature", () => {
  test("can be imported by name, from one entry at least", () => {
    expect(Object.keys(reports)).toContain("syncml.api.md");
    expect(forgottenExports(reports)).toEqual([]);
  });

  test("is missed if no entry exports it", () => {
    const planted = "// @public\ninterface Planted {\n    readonly size: number;\n}\n\n";
    const other = "// @public\nexport interface Planted {\n    readonly size: string;\n}\n\n";
    const line = "one: Planted is part of a public signature, and no entry exports it";
    expect(forgottenExports({ one: planted })).toEqual([line]);
    expect(forgottenExports({ one: planted, two: planted.replace("interface", "export interface") })).toEqual([]);
    // Another type that happens to have the name does not do.
    expect(forgottenExports({ one: planted, two: other })).toEqual([line]);
  });

  test("may be the second of its name in an entry", () => {
    const second = "// @public\ntype Part$1 = string;\n\n";
    expect(forgottenExports({ one: second, two: "// @public\nexport type Part = string;\n\n" })).toEqual([]);
    expect(forgottenExports({ one: second, two: "// @public\nexport type Part = number;\n\n" })).toHaveLength(1);
  });
});
