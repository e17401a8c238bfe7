import { describe, expect, test } from "vitest";
import { defineVocabulary } from "../../src/vocabulary/vocabulary.ts";
import { wapDefinitions } from "../../src/vocabulary/wap/wap-definitions.ts";
import { bytes } from "../support/hex.ts";
import { runCli } from "./run-cli.ts";

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
// WBXML 1.2, public id 5, UTF-8.
const indication = bytes(`02 05 6A 00 45 C6 0C 03 "wap.example/" 00 08 01 03 "Hi" 00 01 01`);
const indicationXml = `${declaration}<si><indication href="http://wap.example/" action="signal-high">Hi</indication></si>`;
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("decode reads the other languages of WAP", () => {
  test.each([
    ["xml", `${indicationXml}\n`],
    ["tree", 'si\n  indication href="http://wap.example/" action="signal-high" "Hi"\n'],
    ["tokens", expect.stringContaining('vocabulary "SI 1.0"\noff=4     tag si content\n')],
    ["json", expect.stringMatching(/^\{"kind":"Element","local":"si",.*"value":"Hi"/)],
    ["events", expect.stringContaining("si")],
  ] as const)("--to %s", async (view, stdout) => {
    expect(await runCli(["decode", "--to", view], { stdin: [indication] })).toEqual({
      stdout,
      stderr: "",
      exitCode: 0,
    });
  });

  test("by a public id in the string table, or the media type", async () => {
    const named = bytes(`03 00 00 6A 1D "-//WAPFORUM//DTD EMN 1.0//EN" 00 85 07 03 "a@b" 00 01`);
    expect(await runCli(["decode", "--to", "tree"], { stdin: [named] })).toEqual({
      stdout: 'emn mailbox="mailat:a@b"\n',
      stderr: "",
      exitCode: 0,
    });
    const unknown = bytes(`03 01 6A 00 85 0C 03 "x" 00 01`);
    const typed = await runCli(["decode", "--type", "application/vnd.wap.emn+wbxml"], { stdin: [unknown] });
    expect(typed.stdout).toBe(`${declaration}<emn mailbox="https://x"/>\n`);
    expect(typed.stderr).toContain("vocabulary-from-media-type");
  });
});

test("encode writes them from XML, JSON and a listing", async () => {
  const binary = "02056a0045c60c037761702e6578616d706c652f000801034869000101";
  expect((await runCli(["encode", "--as-hex"], { stdin: [utf8(indicationXml)] })).stdout).toBe(`${binary}\n`);
  for (const view of ["json", "tokens"]) {
    const { stdout } = await runCli(["decode", "--to", view], { stdin: [indication] });
    expect((await runCli(["encode", "--as-hex"], { stdin: [utf8(stdout)] })).stdout, view).toBe(`${binary}\n`);
  }
});

test("decode writes them as WBXML again, and one that came with --wrap as it was", async () => {
  for (const args of [["--to", "wbxml"], ["--wrap"]]) {
    const { stderr, exitCode } = await runCli(["decode", ...args], { stdin: [indication] });
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  }
});

test("validate says that one is no SyncML", async () => {
  const { stdout, exitCode } = await runCli(["validate"], { stdin: [indication] });
  expect(stdout).toContain("error dtd/root: the root element is si");
  expect(exitCode).toBe(1);
});

test.each(wapDefinitions.map((definition) => [definition.name, definition] as const))(
  "a document of %s is written by its root, and read by its public id or media type",
  async (_name, definition) => {
    const { root, publicId, mediaTypes } = definition;
    const [mediaType] = mediaTypes;
    const namespace = defineVocabulary(definition).root?.namespace;
    const declared = namespace ? ` xmlns="${namespace}"` : "";
    const written = await runCli(["encode", "--as-hex"], { stdin: [utf8(`<${root}${declared}/>`)] });
    expect({ ...written, stdout: "" }).toEqual({ stdout: "", stderr: "", exitCode: 0 });
    // Without a number, several roots have the same token.
    const type = publicId === undefined && mediaType !== undefined ? ["--type", mediaType] : [];
    const read = await runCli(["decode", "--to", "tree", ...type, "-x", written.stdout.trim()]);
    expect({ ...read, stderr: "" }).toEqual({ stdout: `${root}\n`, stderr: "", exitCode: 0 });
  },
);
