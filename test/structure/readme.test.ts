import { execFileSync, execSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { rules } from "../../src/ast/validation/rules.ts";
import { limitRanges } from "../../src/core/limits.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const blocksOf = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, block]) => block as string,
  );

const transcripts = blocksOf("console").flatMap((block) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command, ...output] = part.split("\n");
      return { command: command as string, output: output.join("\n").trimEnd() };
    })
    .filter(({ command }) => command.includes("npx syncml")),
);

test.each(transcripts)("$ $command", ({ command, output }) => {
  const built = command.replace("npm ci && ", "").replace("npx syncml", `"${process.execPath}" dist/cli/syncml.js`);
  const printed = execSync(`{ ${built} ; } 2>&1 || true`, { cwd: root, encoding: "utf8" });
  expect(printed.trimEnd()).toBe(output);
});

// Inside the package, so that it finds itself by its name.
const folder = mkdtempSync(`${root}test/readme-`);
afterAll(() => rmSync(folder, { recursive: true }));

test.each(blocksOf("ts").map((code, index) => [index + 1, code] as const))(
  "the code of block %i runs",
  (index, code) => {
    writeFileSync(`${folder}/block-${index}.mts`, code);
    const tsx = `${root}node_modules/tsx/dist/cli.mjs`;
    const printed = execFileSync(process.execPath, [tsx, `${folder}/block-${index}.mts`], {
      cwd: root,
      encoding: "utf8",
    });
    expect(printed).not.toBe("");
  },
);

test("the table of limits is the one in force", () => {
  const number = (value: number) => value.toLocaleString("en-US");
  const rows = limitRanges.map(
    ({ name, default: value, min, max }) => `| \`${name}\` | ${number(value)} | ${number(min)}–${number(max)} |`,
  );
  expect([...readme.matchAll(/^\| `max\w+` .*$/gm)].map(([row]) => row)).toEqual(rows);
});

test("the table of rules is the one in force", () => {
  const held = (profiles: readonly string[]) =>
    profiles.length === 5 ? "all" : profiles.length === 2 ? "DM" : profiles.join(", ");
  const rows = rules.map(
    ({ id, severity, profiles, demands, breaks, clause }) =>
      `| \`${id}\` | ${severity} | ${held(profiles)} | ${demands} | ${breaks} | ${clause} |`,
  );
  expect([...readme.matchAll(/^\| `[a-z-]+\/[a-z0-9-]+` .*$/gm)].map(([row]) => row)).toEqual(rows);
});

test("there is something to check", () => {
  expect(transcripts.length).toBeGreaterThanOrEqual(4);
  expect(blocksOf("ts").length).toBeGreaterThanOrEqual(4);
});
