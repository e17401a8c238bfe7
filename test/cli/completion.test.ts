import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../support/program-commands.ts";
import { runCli } from "./run-cli.ts";

const decodeFlags = "-x --hex --from --type --to --indent --wrap -o --output --color -h --help".split(" ");

const encodeFlags =
  "-x --hex --from --type --wbxml-version --public-id --data --string-table --embedded-types --whitespace --wrap --as-hex -o --output --color -h --help".split(
    " ",
  );

const validateFlags =
  "-x --hex --from --type --profile --silence --fail-on --all --json --rules --color -h --help".split(" ");

const benchFlags = "--seconds --json --baseline --tolerance --color -h --help".split(" ");

const notificationFlags = {
  encode:
    "--server-id --session --kind --ui-mode --initiator --notification-version --sync --vendor --carrier --to --reference --json --color --secret-file --nonce -h --help",
  decode: "-x --hex --kind --json --color -h --help",
  verify: "-x --hex --kind --json --color --no-resync --text-nonce --secret-file --nonce -h --help",
};

const authFlags = {
  basic: "--user --secret-file --stored --json --color --check -h --help",
  md5: "--user --secret-file --nonce --stored --json --color --check -h --help",
  mac: "-x --hex --from --type --user --secret-file --nonce --stored --json --color --hmac --hex-mac -h --help",
};

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  const { stdout, stderr, exitCode } = await runCli(["completion", "bash"]);
  expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  writeFileSync(join(folder, "bash"), stdout);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs bash in the folder of the completion script, and returns what it printed. */
function bash(script: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync("bash", ["-c", script, "bash", ...args], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout;
}

describe("in bash", () => {
  const rows: readonly (readonly [words: string[], offered: string[]])[] = [
    [[""], [...commands, "-V", "--version", "-h", "--help"]],
    [["dec"], ["decode"]],
    [["decode", ""], []],
    [["decode", "-"], decodeFlags],
    [
      ["decode", "--t"],
      ["--type", "--to"],
    ],
    [
      ["decode", "file", "--t"],
      ["--type", "--to"],
    ],
    [
      ["decode", "--to", ""],
      ["xml", "json", "wbxml", "events", "tree", "tokens", "ndjson"],
    ],
    [["decode", "--to", "j"], ["json"]],
    [
      ["decode", "--to", "="],
      ["xml", "json", "wbxml", "events", "tree", "tokens", "ndjson"],
    ],
    [["decode", "--to", "=", "e"], ["events"]],
    [
      ["decode", "--from", ""],
      ["auto", "wbxml", "xml", "hex", "base64"],
    ],
    [
      ["decode", "--color", ""],
      ["auto", "always", "never"],
    ],
    [["decode", "-o", ""], []],
    [["decode", "--indent", "-"], decodeFlags],
    [["enc"], ["encode"]],
    [["encode", ""], []],
    [["encode", "-"], encodeFlags],
    [["encode", "--as-hex", "-"], encodeFlags],
    [
      ["encode", "--from", ""],
      ["auto", "wbxml", "xml", "json", "tokens", "hex", "base64"],
    ],
    [
      ["encode", "--wbxml-version", ""],
      ["1.0", "1.1", "1.2", "1.3"],
    ],
    [
      ["encode", "--public-id", "="],
      ["number", "text", "unknown"],
    ],
    [
      ["encode", "--data", ""],
      ["as-given", "inline", "opaque"],
    ],
    [
      ["encode", "--string-table", ""],
      ["none", "auto"],
    ],
    [
      ["encode", "--embedded-types", ""],
      ["adapt", "keep"],
    ],
    [
      ["encode", "--whitespace", ""],
      ["drop", "keep"],
    ],
    [["encode", "-o", ""], []],
    [["val"], ["validate"]],
    [["validate", "one", ""], []],
    [["validate", "-"], validateFlags],
    [
      ["validate", "--profile", "dm"],
      ["dm-1.1.2", "dm-1.2"],
    ],
    [
      ["validate", "--fail-on", ""],
      ["error", "warning"],
    ],
    [["not"], ["notification"]],
    [["notification", ""], Object.keys(notificationFlags)],
    [["notification", "d"], ["decode"]],
    [
      ["notification", "-"],
      ["-h", "--help"],
    ],
    ...Object.entries(notificationFlags).map(([name, flags]): [string[], string[]] => [
      ["notification", name, "-"],
      flags.split(" "),
    ]),
    [["notification", "decode", ""], []],
    [
      ["notification", "encode", "--carrier", ""],
      ["none", "wsp", "sms"],
    ],
    [["notification", "verify", "--secret-file", ""], []],
    [["aut"], ["auth"]],
    [["auth", ""], Object.keys(authFlags)],
    ...Object.entries(authFlags).map(([name, flags]): [string[], string[]] => [["auth", name, "-"], flags.split(" ")]),
    [["auth", "mac", ""], []],
    [["auth", "md5", "--check", ""], []],
    [["cod"], ["codes"]],
    [["codes", "-"], "--json --color -h --help".split(" ")],
    [["ben"], ["bench"]],
    [["bench", "one", ""], []],
    [["bench", "-"], benchFlags],
    [["bench", "--baseline", ""], []],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [
      ["completion", "-"],
      ["-h", "--help"],
    ],
    [["help", ""], commands],
  ];
  /** Completions of the last word of each row; empty means file names. */
  let offers: string[][] = [];

  // One process for all: each takes half a second to start while tests run.
  beforeAll(() => {
    const asked = rows.map(([words]) => {
      const quoted = ["syncml", ...words].map((word) => `'${word}'`).join(" ");
      return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _syncml; echo "\${COMPREPLY[@]}"`;
    });
    const said = bash(["compopt() { :; }; . ./bash", ...asked].join("\n"));
    offers = said.split("\n").map((line) => line.split(/\s+/).filter(Boolean));
  });

  test.each(rows.map(([words, offered], row) => ({ words, offered, row })))("$words", ({ offered, row }) => {
    expect(offers[row]).toEqual(offered);
  });

  test("it is registered, with file names for the rest", () => {
    expect(bash(". ./bash; complete -p syncml")).toBe("complete -o default -F _syncml syncml\n");
  });
});

test.each(["bash", "zsh", "fish"])("the script for %s knows every command and option", async (name) => {
  const { stdout } = await runCli(["completion", name]);
  for (const word of [
    ...commands,
    ...decodeFlags,
    ...encodeFlags,
    ...validateFlags,
    ...benchFlags,
    ...[...Object.values(notificationFlags), ...Object.values(authFlags)].flatMap((flags) => flags.split(" ")),
    "--version",
  ]) {
    const bare = name === "fish" ? word.replace(/^--?/, "") : word;
    expect(stdout).toMatch(new RegExp(`(?<![\\w-])${bare}(?![\\w])`));
  }
});

test("where files can follow files, zsh completes them", async () => {
  const { stdout } = await runCli(["completion", "zsh"]);
  expect(stdout).toMatch(/ join\)\n.*?'\*:FILE:_files' ;;/s);
  expect(stdout).toContain("(-d --directory)");
});
