import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageOf } from "./messages.ts";
import { runCli } from "./run-cli.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const one = "corpus/libdmclient/d06-atomic-sequence-wbxml/capture.pcapng";
const other = "corpus/libdmclient/d08-auth-challenge-md5-wbxml/capture.pcapng";

test("nothing is printed for what is equal", async () => {
  for (const name of [one, `${one}#3`, `${one}#3.req`]) {
    expect(await runCli(["diff", name, name])).toEqual({ stdout: "", stderr: "", exitCode: 0 });
  }
  expect(await runCli(["diff", `${one}#1.req`, "corpus/libdmclient/d06-atomic-sequence-wbxml/001-req.wbxml"])).toEqual({
    stdout: "",
    stderr: "",
    exitCode: 0,
  });
});

test("two messages, by path", async () => {
  const file = join(folder, "b.wbxml");
  writeFileSync(file, packageOf("1200\u202e"));
  const { stdout, exitCode } = await runCli(["diff", "-", file], { stdin: [packageOf("1201")] });
  expect({ stdout, exitCode }).toEqual({
    stdout: '/SyncML/SyncBody/Alert/Data\n  - "1201"\n  + "1200\\\\u202e"\n',
    exitCode: 1,
  });
});

test("two captures, by exchange", async () => {
  const { stdout, exitCode } = await runCli(["diff", one, other, "--ignore", "ids,nonces"]);
  expect(exitCode).toBe(1);
  expect(stdout.split("\n").slice(0, 5)).toEqual([
    "#1 request",
    "  /SyncML/SyncHdr/Cred/Meta/Type",
    '    - "syncml:auth-basic"',
    '    + "syncml:auth-md5"',
    "#1 response",
  ]);
});

test("as JSON", async () => {
  const { stdout, exitCode } = await runCli(["diff", one, other, "--to", "json", "--ignore", "ids,nonces"]);
  const { version, a, b, differences } = JSON.parse(stdout);
  expect({ version, a, b, exitCode }).toEqual({ version: 1, a: one, b: other, exitCode: 1 });
  expect(differences[0]).toEqual({
    path: "/SyncML/SyncHdr/Cred/Meta/Type",
    kind: "changed",
    before: "syncml:auth-basic",
    after: "syncml:auth-md5",
    place: { a: 1, b: 1, side: "request" },
  });
});

test("what cannot be ignored is refused", async () => {
  expect(await runCli(["diff", one, other, "--ignore", "all"])).toMatchObject({ stdout: "", exitCode: 2 });
});
