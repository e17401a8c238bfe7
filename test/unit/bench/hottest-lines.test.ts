import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { hottestLines } from "../../../bench/hottest-lines.ts";

const folder = mkdtempSync(join(tmpdir(), "syncml-profile-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("samples count for the line of the source, whatever tree of calls led there, and idle time for none", async () => {
  writeFileSync(join(folder, "hot.ts"), "interface Gone {}\n\nexport function hot(a: number) {\n  return a * 2;\n}\n");
  const file = join(folder, "hot.mjs");
  await build({
    entryPoints: [join(folder, "hot.ts")],
    outfile: file,
    sourcemap: true,
    logLevel: "error",
    format: "esm",
  });
  const url = pathToFileURL(file).href;
  const hot = { callFrame: { functionName: "hot", url }, hitCount: 3, positionTicks: [{ line: 2, ticks: 3 }] };
  const native = { callFrame: { functionName: "utf8Slice", url: "" }, hitCount: 4 };
  const idle = { callFrame: { functionName: "(idle)", url: "" }, hitCount: 90 };
  const lines = hottestLines({ nodes: [native, hot, idle, hot] }, 10);
  expect(lines.map(({ share, name }) => [share, name])).toEqual([
    [0.6, "hot"],
    [0.4, "utf8Slice"],
  ]);
  expect(lines[0]?.place).toMatch(/hot\.ts:4$/);
  expect(hottestLines({ nodes: [native, hot] }, 1)).toEqual([{ share: 4 / 7, place: "", name: "utf8Slice" }]);
});
