import { execFileSync, execSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import * as testing from "../../src/testing/index.ts";
import { rules } from "../../src/validation/rules.ts";
import { limitRows } from "../support/limit-table.ts";

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

/** `text` with the rows that match `pattern`, which stand behind one another, replaced. */
function withRows(text: string, pattern: RegExp, rows: readonly string[]): string {
  const found = [...text.matchAll(pattern)];
  const [start, end] = [found[0]?.index ?? text.length, found.at(-1)?.index ?? text.length];
  return `${text.slice(0, start)}${rows.join("\n")}\n${text.slice(text.indexOf("\n", end) + 1)}`;
}

function ruleRows(): string[] {
  const held = (profiles: readonly string[]) =>
    profiles.length === 5 ? "all" : profiles.length === 2 ? "DM" : profiles.join(", ");
  return rules.map(
    ({ id, severity, profiles, demands, breaks, clause }) =>
      `| \`${id}\` | ${severity} | ${held(profiles)} | ${demands} | ${breaks} | ${clause} |`,
  );
}

// Written anew by `npx vitest run test/structure/readme.test.ts -u`.
test("the tables of limits and rules are those in force", async () => {
  const withLimits = withRows(readme, /^\| `max\w+` .*$/gm, limitRows());
  await expect(withRows(withLimits, /^\| `(?!syncml\/)[a-z-]+\/[a-z0-9-]+` .*$/gm, ruleRows())).toMatchFileSnapshot(
    `${root}README.md`,
  );
});

test("every law is told about", () => {
  const laws = Object.keys(testing).filter((name) => name.startsWith("check"));
  expect(laws).toContain("checkRoundTrip");
  expect(laws.filter((law) => !readme.includes(`\`${law}\``))).toEqual([]);
});

test("there is something to check", () => {
  expect(transcripts.length).toBeGreaterThanOrEqual(4);
  expect(blocksOf("ts").length).toBeGreaterThanOrEqual(4);
});
