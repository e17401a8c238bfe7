import { describe, expect, test } from "vitest";
import { alertCodes } from "../../src/ast/codes/alert-codes.ts";
import { alertRemedies, statusRemedies } from "../../src/ast/codes/remedies.ts";
import { statusCodes } from "../../src/ast/codes/status-codes.ts";
import { runCli } from "./run-cli.ts";

test("every code has a remedy, and every remedy a code", () => {
  expect(Object.keys(statusRemedies)).toEqual(Object.keys(statusCodes));
  expect(Object.keys(alertRemedies)).toEqual(Object.keys(alertCodes));
  for (const text of Object.values({ ...statusRemedies, ...alertRemedies })) expect(text).toMatch(/^[A-Z].*[^.]$/);
});

describe("codes", () => {
  test("finds a number in both tables", async () => {
    expect(await runCli(["codes", "200"])).toEqual({
      stdout: `status 200  OK (device management and data sync)
  means  Done; for SyncHdr: the credentials hold for this message only; for an alert that asks for confirmation: the user said yes
  do     Go on; for SyncHdr, send credentials in the next message too, with the new nonce if a Chal gives one

alert 200  TWO-WAY (data sync, sent by the client)
  means  The client starts a two-way sync
  items  Target, Source, Anchor in Meta
  do     Compare the anchors, and answer 200, or 508 and Alert 201 where they differ
`,
      stderr: "",
      exitCode: 0,
    });
  });

  test("shows notes, vendors and senders", async () => {
    expect((await runCli(["codes", "213"])).stdout).toContain("\n  note   SyncML Sync Protocol 1.1");
    expect((await runCli(["codes", "450"])).stdout).toContain("(device management, only of Samsung FOTA client)");
    expect((await runCli(["codes", "1223"])).stdout).toContain("(device management, sent by either side)");
  });

  test.each([["ROLL back"], ["  atomic   roll "]])("finds words, whatever their case: %j", async (words) => {
    const { stdout } = await runCli(["codes", words]);
    expect(stdout.match(/^status \d+/gm)).toEqual(["status 216", "status 516"]);
  });

  test("lists all, a line each", async () => {
    const { stdout, exitCode } = await runCli(["codes"]);
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBe(Object.keys(statusCodes).length + Object.keys(alertCodes).length);
    expect(lines).toContain("status 404  Not found: The target does not exist");
    expect(lines).toContain("alert 1222  NEXT MESSAGE: Asks for the next message of the package");
  });

  test("prints JSON", async () => {
    const { stdout } = await runCli(["codes", "404", "--json"]);
    const remedy = statusRemedies[404];
    expect(JSON.parse(stdout)).toEqual([{ kind: "status", code: 404, ...statusCodes[404], remedy }]);
    expect(await runCli(["codes", "999", "--json"])).toMatchObject({ stdout: "[]\n", exitCode: 1 });
  });

  test.each(["999", "nothing at all", "0404x", "toString"])(
    "ends with 1 where nothing is found: %s",
    async (wanted) => {
      expect(await runCli(["codes", wanted])).toEqual({
        stdout: "",
        stderr: `no status or alert code is or says ${wanted}\n`,
        exitCode: 1,
      });
    },
  );
});
