import { execFileSync, execSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { defaultCaptureLimits } from "../../src/capture/index.ts";
import { deviceProfiles } from "../../src/device/index.ts";
import { policyTable } from "../../src/dm/policy.ts";
import { profileRows } from "../../src/dm/profiles.ts";
import * as testing from "../../src/testing/index.ts";
import { rules } from "../../src/validation/rules.ts";
import { freePort } from "../support/free-port.ts";
import { limitRows } from "../support/limit-table.ts";
import { commands } from "../support/program-commands.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const documents = readdirSync(`${root}docs`).filter((name) => name.endsWith(".md"));
const pages = ["README.md", ...documents.map((name) => `docs/${name}`)].map((file) => ({
  file,
  text: readFileSync(`${root}${file}`, "utf8"),
}));
const textOf = (file: string) => pages.find((page) => page.file === file)?.text ?? "";
const blocksOf = (language: string) =>
  pages.flatMap(({ file, text }) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, block]) => ({
      file,
      block: block as string,
    })),
  );

const transcripts = blocksOf("console").flatMap(({ file, block }) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command, ...output] = part.split("\n");
      return { file, command: command as string, output: output.join("\n").trimEnd() };
    })
    .filter(({ command }) => command.includes("npx syncml")),
);

test.each(transcripts)("$file: $command", async ({ command, output }) => {
  const port = command.includes("syncml serve") ? await freePort() : undefined;
  const built = command
    .replace("npm ci && ", "")
    .replace("npx syncml serve", (serve) => `${serve} --port ${port}`)
    .replace("http://localhost:8080/ ", `http://localhost:${port}/ `)
    .replaceAll("npx syncml", `"${process.execPath}" dist/cli/syncml.js`);
  const printed = execSync(`{ ${built} ; } 2>&1 || true`, { cwd: root, encoding: "utf8" });
  const compared = command.includes("syncml bench") ? withoutFigures : (text: string) => text;
  expect(compared(printed.trimEnd())).toBe(compared(output));
});

/** Measurements differ from run to run, and with them the column widths. */
function withoutFigures(text: string): string {
  return text
    .replaceAll(/ +[\d.]+(?=×| [nµm]?s\b| )/g, " N")
    .replaceAll(/ [nµm]s\b/g, " s")
    .replaceAll(/ +/g, " ");
}

// Inside the package, so that it finds itself by its name.
const folder = mkdtempSync(`${root}test/docs-`);
afterAll(() => rmSync(folder, { recursive: true }));

/** What a block prints is shown in a block of its own right after it, or not at all. */
const shownAfter = (file: string, code: string) =>
  textOf(file)
    .split(`\`\`\`ts\n${code}\`\`\`\n`)[1]
    ?.match(/^\n```text\n([\s\S]*?)\n```\n/)?.[1];

const programs = blocksOf("ts").map(({ file, block }) => ({ file, code: block, shown: shownAfter(file, block) }));

test.each(programs.map((program, index) => [index + 1, program.file, program] as const))(
  "the code of block %i runs, in %s, and prints what is shown after it",
  (index, _file, { code, shown }) => {
    writeFileSync(`${folder}/block-${index}.mts`, code);
    const tsx = `${root}node_modules/tsx/dist/cli.mjs`;
    const printed = execFileSync(process.execPath, [tsx, `${folder}/block-${index}.mts`], {
      cwd: root,
      encoding: "utf8",
    });
    expect(printed).not.toBe("");
    if (shown !== undefined) expect(printed.trimEnd()).toBe(shown.trimEnd());
  },
);

const uses = programs.filter(({ file }) => file.startsWith("docs/use-"));

test("each use of the standard is one script of 40 lines at most, on public entries alone, with its output", () => {
  expect(uses.map(({ file }) => file).sort()).toEqual([
    "docs/use-configuration.md",
    "docs/use-fault-management.md",
    "docs/use-provisioning.md",
    "docs/use-software-upgrade.md",
  ]);
  for (const { file, code, shown } of uses) {
    expect(code.trimEnd().split("\n").length, file).toBeLessThanOrEqual(40);
    const imported = [...code.matchAll(/ from "([^"]+)"/g)].map(([, name = ""]) => name);
    expect(imported.length, file).toBeGreaterThan(0);
    expect(
      imported.filter((name) => !/^syncml(?:\/(?:push|dm|device))?$/.test(name)),
      file,
    ).toEqual([]);
    expect(shown, file).toMatch(/./);
  }
});

/** `text` with the rows that match `pattern`, which follow one another, replaced. */
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

function policyRows(): string[] {
  const written = (value: unknown) => (typeof value === "number" ? value.toLocaleString("en") : `\`${value}\``);
  return policyTable.map(({ name, side, default: value, min, max, words, meaning }) => {
    const numbers = min === undefined || max === undefined ? "" : `${written(min)}–${written(max)}`;
    return `| \`${name}\` | ${side} | ${written(value)} | ${words?.map(written).join(", ") ?? numbers} | ${meaning} |`;
  });
}

function profileDeviationRows(): string[] {
  const written = (value: unknown) =>
    [value]
      .flat()
      .map((one) => `\`${one}\``)
      .join(", ");
  return profileRows.map(
    ({ profile, value, is, reason }) => `| \`${profile}\` | \`${value}\` | ${written(is)} | ${reason} |`,
  );
}

function deviceDeviationRows(): string[] {
  return Object.values(deviceProfiles).flatMap(({ deviations }) =>
    deviations.map(({ id, does }) => `| \`${id}\` | ${does} |`),
  );
}

// `npx vitest run --project node test/structure -u` rewrites them.
test("the tables of policies and profiles are those in force", async () => {
  const page = textOf("docs/sessions.md");
  const policies = withRows(
    page,
    new RegExp(`^\\| \`(?:${policyTable.map(({ name }) => name).join("|")})\` .*$`, "gm"),
    policyRows(),
  );
  const profiles = withRows(policies, /^\| `(?:libdmclient|hostap|windows)` .*$/gm, profileDeviationRows());
  await expect(profiles).toMatchFileSnapshot(`${root}docs/sessions.md`);
});

test("the table of deviations is that of the devices", async () => {
  const table = withRows(textOf("docs/device.md"), /^\| `[a-z]+\/[a-z-]+` .*$/gm, deviceDeviationRows());
  await expect(table).toMatchFileSnapshot(`${root}docs/device.md`);
});

test("the tables of limits and rules are those in force", async () => {
  const limits = withRows(textOf("docs/limits-and-safety.md"), /^\| `max\w+` .*$/gm, limitRows());
  await expect(limits).toMatchFileSnapshot(`${root}docs/limits-and-safety.md`);
  const ruled = withRows(textOf("docs/validation-rules.md"), /^\| `(?!syncml\/)[a-z-]+\/[a-z0-9-]+` .*$/gm, ruleRows());
  await expect(ruled).toMatchFileSnapshot(`${root}docs/validation-rules.md`);
});

/** The rows of the limits of captures, from what the interface says of each. */
function captureLimitRows(): string[] {
  const source = readFileSync(`${root}src/capture/reader.ts`, "utf8");
  return Object.entries(defaultCaptureLimits).map(([name, value]) => {
    const [, said] =
      source.match(new RegExp(`/\\*\\* (.+)\\. Default: [^\n]+\\. \\*/\n  readonly ${name}: number;`)) ?? [];
    return `| \`${name}\` | ${said} | ${value.toLocaleString("en-US")} |`;
  });
}

test("the table of the limits of captures is that of their interface", async () => {
  const names = Object.keys(defaultCaptureLimits).join("|");
  const page = withRows(
    textOf("docs/limits-and-safety.md"),
    new RegExp(`^\\| \`(?:${names})\` .*$`, "gm"),
    captureLimitRows(),
  );
  expect(page).not.toContain("undefined");
  await expect(page).toMatchFileSnapshot(`${root}docs/limits-and-safety.md`);
});

test("every command has its section, and every entry a block of code that runs", () => {
  const sections = [...textOf("docs/command-line.md").matchAll(/^## (.+)$/gm)].flatMap(([, title = ""]) =>
    title.split(" and "),
  );
  expect(sections.sort()).toEqual(commands.filter((name) => name !== "help").sort());
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { exports: Record<string, unknown> };
  const entries = Object.keys(exports).filter((name) => name !== "./package.json");
  const isShown = (entry: string) => programs.some(({ code }) => code.includes(` from "syncml${entry.slice(1)}"`));
  expect(entries.filter((entry) => !isShown(entry))).toEqual([]);
});

test("every law has its row", () => {
  const laws = Object.keys(testing).filter((name) => name.startsWith("check"));
  expect(laws).toContain("checkRoundTrip");
  expect(laws.filter((law) => !textOf("docs/testing-your-own.md").includes(`\`${law}\``))).toEqual([]);
});

/** What GitHub makes of the headings of a page. */
const anchorsOf = (page: string) =>
  [...readFileSync(`${root}${page}`, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

/** Whether a link of a page leads to a file, and its anchor to a heading of it. */
function leadsSomewhere(page: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  return existsSync(`${root}${file}`) && (anchor === undefined || anchorsOf(file).includes(anchor));
}

test("every link leads to a file, and to a heading of it where it names one", () => {
  const links = pages.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target]) => ({ file, target: target as string })),
  );
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter(({ file, target }) => !leadsSomewhere(file, target))).toEqual([]);
});

test("a dead link is noticed", () => {
  expect(leadsSomewhere("docs/README.md", "../README.md#install")).toBe(true);
  expect(leadsSomewhere("docs/README.md", "../README.md#absent")).toBe(false);
  expect(leadsSomewhere("docs/README.md", "absent.md")).toBe(false);
});

test("the floor plan has every folder of src", () => {
  const folders = readdirSync(`${root}src`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const plan = textOf("docs/architecture.md");
  expect(folders.filter(({ name }) => !plan.includes(`\`${name}/\``)).map(({ name }) => name)).toEqual([]);
});

test("every file that a page names in src, test, bench or build is there", () => {
  const named = pages.flatMap(({ text }) =>
    [...text.matchAll(/`((?:src|test|bench|build)\/[\w./-]+\.\w+)`/g)].map(([, file]) => file as string),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((file) => !existsSync(`${root}${file}`))).toEqual([]);
});

test("ten questions of a newcomer have one file each as an answer", () => {
  const [, answers = ""] = textOf("docs/architecture.md").split("## Ten questions of a newcomer");
  const rows = [...(answers.split("\n## ")[0] as string).matchAll(/^\| .*\? \| \[(src\/[^\]]+)\]\(\.\.\/\1\) \|$/gm)];
  expect(rows).toHaveLength(10);
});

test("the README is short, and the index has every page", () => {
  expect(textOf("README.md").split("\n").length).toBeLessThanOrEqual(151);
  for (const { file } of pages.filter(({ file }) => /^docs\/(?!README)/.test(file))) {
    expect(textOf("docs/README.md")).toContain(`](${file.slice("docs/".length)})`);
  }
});

test("the server of the README has 15 lines at most, and its page says what becomes of duplicates, nonces and crashes", () => {
  // Those of docs/adapters.md are about frameworks.
  const servers = programs.filter(({ code, file }) => code.includes("nodeListener(") && file !== "docs/adapters.md");
  expect(servers.map(({ file }) => file)).toEqual(["README.md", "docs/sessions.md"]);
  for (const { code } of servers) expect(code.trimEnd().split("\n").length).toBeLessThanOrEqual(15);
  for (const word of ["repeated", "nonces", "dies"]) expect(textOf("README.md")).toContain(word);
  for (const heading of ["## Duplicates, losses, crashes", "## Nonces"]) {
    expect(textOf("docs/sessions.md")).toContain(`\n${heading}\n`);
  }
});

test("the server of decoding.md is the one that is tested", () => {
  const tested = readFileSync(`${root}test/unit/streams/documented-server.ts`, "utf8");
  const code = tested.slice(tested.indexOf("const server ="));
  expect(code.length).toBeGreaterThan(500);
  expect(textOf("docs/decoding.md")).toContain(code);
});

test("there is something to check", () => {
  expect(transcripts.length).toBeGreaterThanOrEqual(4);
  expect(blocksOf("ts").length).toBeGreaterThanOrEqual(4);
});
