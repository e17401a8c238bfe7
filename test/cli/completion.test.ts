import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

const commands = ["decode", "completion", "help"];
const decodeFlags = "-x --hex --from --type --to --indent -o --output --color -h --help".split(" ");

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout, stderr, exitCode } = await runCli(["completion", shell]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    writeFileSync(join(folder, shell), stdout);
  }
  for (const file of ["message.wbxml", "message.xml"]) writeFileSync(join(folder, file), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ["-c", "exit"]).status === 0;
}

/** Runs a script of one of the shells in the folder of the completion scripts, and returns what it printed. */
function shell(name: string, script: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(name, ["-c", script, ...args], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout;
}

describe.runIf(isInstalled("bash"))("in bash", () => {
  /** What is offered for the last word; empty means file names. */
  function complete(...words: string[]): string[] {
    const script = `compopt() { :; }; . ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      _syncml; echo "\${COMPREPLY[@]}"`;
    return shell("bash", script, "bash", "syncml", ...words)
      .split(/\s+/)
      .filter(Boolean);
  }

  test.each<[string[], string[]]>([
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
      ["xml", "json", "events", "tree"],
    ],
    [["decode", "--to", "j"], ["json"]],
    [
      ["decode", "--to", "="],
      ["xml", "json", "events", "tree"],
    ],
    [["decode", "--to", "=", "e"], ["events"]],
    [
      ["decode", "--from", ""],
      ["auto", "wbxml", "hex", "base64"],
    ],
    [
      ["decode", "--color", ""],
      ["auto", "always", "never"],
    ],
    [["decode", "-o", ""], []],
    [["decode", "--indent", "-"], decodeFlags],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [
      ["completion", "-"],
      ["-h", "--help"],
    ],
    [["help", ""], commands],
  ])("%j", (words, offered) => {
    expect(complete(...words)).toEqual(offered);
  });

  test("it is registered, with file names for the rest", () => {
    expect(shell("bash", ". ./bash; complete -p syncml")).toBe("complete -o default -F _syncml syncml\n");
  });
});

describe.runIf(isInstalled("fish"))("in fish", () => {
  function complete(line: string): string[] {
    const offered = shell("fish", `source ./fish; complete -C '${line}'`).split("\n").filter(Boolean);
    return offered.map((word) => word.split("\t")[0] as string).sort();
  }

  test.each<[string, string[]]>([
    ["syncml ", [...commands].sort()],
    ["syncml decode ", ["bash", "fish", "message.wbxml", "message.xml", "zsh"]],
    ["syncml decode --t", ["--to", "--type"]],
    ["syncml decode --to ", ["events", "json", "tree", "xml"]],
    ["syncml decode --from=w", ["--from=wbxml"]],
    ["syncml decode -o mess", ["message.wbxml", "message.xml"]],
    ["syncml decode --type mess", []],
    ["syncml completion ", ["bash", "fish", "zsh"]],
    ["syncml help ", [...commands].sort()],
  ])("%s", (line, offered) => {
    expect(complete(line)).toEqual(offered);
  });
});

describe.runIf(isInstalled("zsh"))("in zsh", () => {
  // Completion proper needs a terminal; these are the calls it comes down to.
  const specs = `compdef() { print compdef $@; }; _describe() { print -l $commands; }; _arguments() { print -rl -- $@; }; `;

  test("it is registered when sourced", () => {
    expect(shell("zsh", `${specs} source ./zsh`)).toBe("compdef _syncml syncml\n");
  });

  test("it offers the commands, and the options of each", () => {
    const call = `${specs} source ./zsh >/dev/null; _arguments() { state=command; }; _syncml`;
    expect(shell("zsh", call)).toBe(
      "decode:show what a document says\ncompletion:print a completion script for a shell\nhelp:display help for command\n",
    );
    const inside = `${specs} source ./zsh >/dev/null
      _arguments() { if [[ $1 == -C ]]; then state=arguments line=(decode); else print -rl -- "$@"; fi }; _syncml`;
    expect(shell("zsh", inside).split("\n")).toEqual([
      "(-x --hex)-x[read this hex instead of a file]:HEX:",
      "(-x --hex)--hex=[read this hex instead of a file]:HEX:",
      "--from=[format of the input]:FORMAT:(auto wbxml hex base64)",
      "--type=[media type that came with the document; it outranks the public id]:MEDIA:",
      "--to=[how to show it]:VIEW:(xml json events tree)",
      "--indent=-[pretty-print XML and JSON with N blanks a level]::N:",
      "(-o --output)-o[write to this file instead of standard output]:FILE:_files",
      "(-o --output)--output=[write to this file instead of standard output]:FILE:_files",
      "--color=[use colours; auto means on a terminal]:WHEN:(auto always never)",
      "(-h --help)-h[display help for command]",
      "(-h --help)--help[display help for command]",
      "1::FILE:_files",
      "",
    ]);
  });
});

test.each(["bash", "zsh", "fish"])("the script for %s knows every command and option", async (name) => {
  const { stdout } = await runCli(["completion", name]);
  for (const word of [...commands, ...decodeFlags, "--version"]) {
    const bare = name === "fish" ? word.replace(/^--?/, "") : word;
    expect(stdout).toMatch(new RegExp(`(?<![\\w-])${bare}(?![\\w])`));
  }
});
