import { expect, test } from "vitest";
import { utf8 } from "./messages.ts";
import { runCli } from "./run-cli.ts";

const row = "<Get><CmdID>1</CmdID></Get>\n<Get><CmdID>1</CmdID></Get>";
const run = (args: string[]) => runCli(args, { stdin: [utf8(row)] });

test("decode shows commands in a row, and with --wrap a message", async () => {
  const shown = await run(["decode"]);
  expect(shown).toMatchObject({ exitCode: 0, stderr: "" });
  expect(shown.stdout.match(/<Get /g)).toHaveLength(2);
  const { stdout } = await run(["decode", "--wrap"]);
  expect(stdout).toMatch(/<SyncML .*<VerProto>DM\/1.2<.*<SyncBody><Get><CmdID>1<.*<Get><CmdID>2<.*<Final\/>/);
  expect(JSON.parse((await run(["decode", "--to", "json"])).stdout)).toMatchObject({ kind: "Fragment" });
  expect(JSON.parse((await run(["decode", "--wrap", "--to", "json"])).stdout)).toMatchObject({ kind: "SyncML" });
});

test("encode needs --wrap for several, since WBXML has one root", async () => {
  const refused = await run(["encode", "--as-hex"]);
  expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("WBXML has one root") });
  expect(await run(["encode", "--as-hex", "--wrap"])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^02a4016a006d6c/),
  });
});

test("validate names each of them by its place", async () => {
  const { stdout, exitCode } = await run(["validate"]);
  expect([exitCode, stdout.includes("dtd/root"), stdout.includes("/Get[2]")]).toEqual([1, false, true]);
});
