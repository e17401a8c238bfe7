// Needs zsh and fish; run by `npm run test:peers`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../cli/run-cli.ts";
import { commands } from "../support/program-commands.ts";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  for (const shell of ["zsh", "fish"]) {
    const { stdout, stderr, exitCode } = await runCli(["completion", shell]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    writeFileSync(join(folder, shell), stdout);
  }
  for (const file of ["message.wbxml", "message.xml"]) writeFileSync(join(folder, file), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script of one of the shells in the folder of the completion scripts, and returns what it printed. */
function shell(name: string, script: string): string {
  const { stdout, stderr } = spawnSync(name, ["-c", script], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout;
}

describe("in fish", () => {
  function complete(line: string): string[] {
    const offered = shell("fish", `source ./fish; complete -C '${line}'`).split("\n").filter(Boolean);
    return offered.map((word) => word.split("\t")[0] as string).sort();
  }

  test.each<[string, string[]]>([
    ["syncml ", [...commands].sort()],
    ["syncml decode ", ["fish", "message.wbxml", "message.xml", "zsh"]],
    ["syncml decode --t", ["--to", "--type"]],
    ["syncml decode --to ", ["events", "json", "ndjson", "tokens", "tree", "wbxml", "xml"]],
    ["syncml encode ", ["fish", "message.wbxml", "message.xml", "zsh"]],
    ["syncml encode --wbxml-version ", ["1.0", "1.1", "1.2", "1.3"]],
    ["syncml encode --from=t", ["--from=tokens"]],
    ["syncml encode --as", ["--as-hex"]],
    ["syncml encode -o mess", ["message.wbxml", "message.xml"]],
    ["syncml decode --from=w", ["--from=wbxml"]],
    ["syncml decode -o mess", ["message.wbxml", "message.xml"]],
    ["syncml decode --type mess", []],
    ["syncml validate message.xml mess", ["message.wbxml", "message.xml"]],
    ["syncml validate --profile dm", ["dm-1.1.2", "dm-1.2"]],
    ["syncml notification ", ["decode", "encode", "verify"]],
    ["syncml notification decode ", ["fish", "message.wbxml", "message.xml", "zsh"]],
    ["syncml notification decode --t", []],
    ["syncml notification encode --carrier ", ["none", "sms", "wsp"]],
    ["syncml notification encode --wb", []],
    ["syncml notification verify --secret-file mess", ["message.wbxml", "message.xml"]],
    ["syncml auth ", ["basic", "mac", "md5"]],
    ["syncml auth md5 --check mess", ["message.wbxml", "message.xml"]],
    ["syncml auth basic --non", []],
    ["syncml codes --j", ["--json"]],
    ["syncml completion ", ["bash", "fish", "zsh"]],
    ["syncml help ", [...commands].sort()],
  ])("%s", (line, offered) => {
    expect(complete(line)).toEqual(offered);
  });
});

describe("in zsh", () => {
  // Completion proper needs a terminal; these are the calls it comes down to.
  const specs = `compdef() { print compdef $@; }; _describe() { print -l $commands; }; _arguments() { print -rl -- $@; }; `;

  function offeredInside(command: string): string[] {
    const script = `${specs} source ./zsh >/dev/null
      _arguments() { if [[ $1 == -C ]]; then state=arguments line=(${command}); else print -rl -- "$@"; fi }; _syncml`;
    return shell("zsh", script).split("\n");
  }

  test("it is registered when sourced", () => {
    expect(shell("zsh", `${specs} source ./zsh`)).toBe("compdef _syncml syncml\n");
  });

  test("it offers the commands, and the options of each", () => {
    const call = `${specs} source ./zsh >/dev/null; _arguments() { state=command; }; _syncml`;
    expect(shell("zsh", call)).toBe(
      "decode:show what a document says\nencode:write a document or a token listing as WBXML\nvalidate:say which rules a document breaks, and where\nsplit:write the messages that carry a large object\njoin:write the object that messages carry in chunks\ninspect:say what each byte of a message is\nextract:write each message of a capture to a file\nredact:write a copy of a capture without its secrets\nsession:show what device and server said in a capture, and what went wrong\ndiff:say how two messages or two captures differ\nnotification:write, read or check what wakes a device\nbootstrap:write, read, sign or check the first settings of a device\nauth:make or check credentials\ncodes:say what status and alert codes mean, and what to do\nserve:run a device management server for testing clients, and show its sessions\ndevice:run a simulated device for testing servers, and show its sessions\ninspector:write the inspector: a page that opens captures in a browser and reaches no network\nwbxml2xml:write WBXML as XML, with the options of libwbxml's program\nxml2wbxml:write XML as WBXML, with the options of libwbxml's program\nbench:measure speed on messages of your own, against JSON\ncompletion:print a completion script for a shell\nhelp:display help for command\n",
    );
    expect(offeredInside("decode")).toEqual([
      "(-x --hex)-x[read this hex instead of a file]:HEX:",
      "(-x --hex)--hex=[read this hex instead of a file]:HEX:",
      "--from=[format of the input, or of a capture as for extract]:FORMAT:(auto wbxml xml hex base64)",
      "--type=[media type of the document; overrides its public id]:MEDIA:",
      "--to=[how to show it]:VIEW:(xml json wbxml events tree tokens ndjson)",
      "--indent=-[indent XML and JSON by N blanks a level; default: 2 on a terminal, else none]::N:",
      "--wrap[put a message around a SyncBody or bare commands]",
      "(-o --output)-o[write to this file, whole or not at all]:FILE:_files",
      "(-o --output)--output=[write to this file, whole or not at all]:FILE:_files",
      "--color=[use colours; auto means on a terminal]:WHEN:(auto always never)",
      "(-h --help)-h[display help for command]",
      "(-h --help)--help[display help for command]",
      "1::FILE:_files",
      "",
    ]);
    expect(offeredInside("encode")).toEqual([
      "(-x --hex)-x[read this hex instead of a file]:HEX:",
      "(-x --hex)--hex=[read this hex instead of a file]:HEX:",
      "--from=[format of the input, or of a capture as for extract]:FORMAT:(auto wbxml xml json tokens hex base64)",
      "--type=[media type of the document; overrides its public id]:MEDIA:",
      "--wbxml-version=[version to write; default: that of the input, or 1.2]:VERSION:(1.0 1.1 1.2 1.3)",
      "--public-id=[form of the public id; default: that of the input, or number]:FORM:(number text unknown)",
      "--data=[how to write the character data in Data]:POLICY:(as-given inline opaque)",
      "--string-table=[auto puts repeated strings into the string table]:POLICY:(none auto)",
      "--embedded-types=[adapt changes the Meta Type of embedded documents to +wbxml]:POLICY:(adapt keep)",
      "--whitespace=[white space between the tags of elements]:POLICY:(drop keep)",
      "--wrap[put a message around a SyncBody or bare commands]",
      "--as-hex[write hex instead of bytes]",
      "(-o --output)-o[write to this file, whole or not at all]:FILE:_files",
      "(-o --output)--output=[write to this file, whole or not at all]:FILE:_files",
      "--color=[use colours; auto means on a terminal]:WHEN:(auto always never)",
      "(-h --help)-h[display help for command]",
      "(-h --help)--help[display help for command]",
      "1::FILE:_files",
      "",
    ]);
    expect(offeredInside("validate")).toContain("*:FILE:_files");
    const group = `${specs} source ./zsh >/dev/null
      _arguments() { if [[ $1 == -C && $state == arguments ]]; then state=command; else state=arguments line=(notification); fi }; _syncml`;
    expect(shell("zsh", group)).toBe(
      "encode:write a notification in hex, with what carries it\ndecode:show what a notification says, and what carried it\nverify:say whether a notification is from the server it names\n",
    );
  });
});
