import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decode, stringify } from "../../src/index.ts";
import { rules } from "../../src/validation/rules.ts";
import { byteByByte } from "../support/chunks.ts";
import { bytes } from "../support/hex.ts";
import { server } from "../support/validation-cases.ts";
import { dmPackage1, toBase64, toHex, utf8 } from "./messages.ts";
import { type Outcome, runCli } from "./run-cli.ts";

const clean: Outcome = { stdout: "", stderr: "", exitCode: 0 };

const right = server("<Get><CmdID>1</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get>");
/** It warns of a slash. */
const doubtful = right.replace("./A", "/A");
const warning =
  'warning interop/slash-address: the address is "/A", so Windows does not find the node and answers 404, ' +
  "/SyncML/SyncBody/Get/Item/Target/LocURI\n";
/** Package 1 without what must come with Alert 1201. */
const fault =
  "error dm/device-info: the package that starts a session lacks ./DevInfo/DevId, ./DevInfo/Man, ./DevInfo/Mod, " +
  "./DevInfo/DmV, ./DevInfo/Lang, so the server does not know which device it manages and ends the session, /SyncML/SyncBody/Alert\n";

let folder = "";
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  writeFileSync(at("right.xml"), right);
  writeFileSync(at("doubtful.xml"), doubtful);
  writeFileSync(at("wrong.wbxml"), dmPackage1);
  writeFileSync(at("cut.wbxml"), dmPackage1.subarray(0, 65));
});
afterAll(() => rmSync(folder, { recursive: true }));

function validate(input: Uint8Array | string, ...options: string[]): Promise<Outcome> {
  return runCli(["validate", ...options], { stdin: [typeof input === "string" ? utf8(input) : input] });
}

describe("each finding is one line", () => {
  const place = `0x${doubtful.indexOf("<LocURI>/A").toString(16)} (byte ${doubtful.indexOf("<LocURI>/A")})`;

  test("with the byte, the rule, what breaks, and the path", async () => {
    expect(await validate(dmPackage1)).toEqual({ ...clean, stdout: `-:0x65 (byte 101): ${fault}`, exitCode: 1 });
    expect(await validate(doubtful)).toEqual({ ...clean, stdout: `-:${place}: ${warning}` });
  });

  test("and none if all is right", async () => {
    expect(await validate(right)).toEqual(clean);
    expect(await runCli(["validate", at("right.xml")])).toEqual(clean);
  });

  test.each<[string, () => Uint8Array, string[]]>([
    ["chunks", () => dmPackage1, []],
    ["hex", () => utf8(toHex(dmPackage1)), []],
    ["base64", () => utf8(toBase64(dmPackage1)), ["--from", "base64"]],
  ])("from %s", async (_form, input, options) => {
    const stdin = byteByByte(input());
    expect((await runCli(["validate", ...options], { stdin })).stdout).toBe(`-:0x65 (byte 101): ${fault}`);
  });

  test("from -x", async () => {
    expect((await runCli(["validate", "-x", toHex(dmPackage1)])).stdout).toBe(`-x:0x65 (byte 101): ${fault}`);
  });

  test("without a byte in a message as JSON", async () => {
    expect(await validate(stringify(decode(dmPackage1)))).toEqual({ ...clean, stdout: `-: ${fault}`, exitCode: 1 });
  });

  test("that the sender cannot break", async () => {
    const { stdout } = await validate(right.replace("<CmdID>1", "<CmdID>&#10;0"));
    expect(stdout).toMatch(
      /^-:0x\w+ \(byte \d+\): error message\/cmdid-zero: CmdID is "0", [^\n]*\n[^\n]*"\\n0"[^\n]*\n$/,
    );
  });

  test("coloured by its severity where that is asked for", async () => {
    const { stdout } = await validate(doubtful, "--color", "always");
    expect(stdout).toContain("\u001b[33mwarning interop/slash-address:\u001b[39m");
    expect((await validate(dmPackage1, "--color", "always")).stdout).toContain(
      "\u001b[31merror dm/device-info:\u001b[39m",
    );
  });
});

describe("findings of one cause", () => {
  const many = server(
    ["./A\\B", "./C\\D", "./E\\F"]
      .map((uri, at) => `<Get><CmdID>${at + 1}</CmdID><Item><Target><LocURI>${uri}</LocURI></Target></Item></Get>`)
      .join(""),
  );

  test("are one line with their number", async () => {
    const { stdout, exitCode } = await validate(many);
    expect(stdout).toMatch(
      /^-:\S+ \(byte \d+\): error address\/backslash: the address "\.\/A\\\\B" [^\n]* \(and 2 more like it; see --all\)\n$/,
    );
    expect(exitCode).toBe(1);
  });

  test("are each a line with --all, and each there in JSON", async () => {
    const { stdout } = await validate(many, "--all");
    expect(stdout.trimEnd().split("\n").length).toBe(3);
    expect(stdout).not.toContain("more like it");
    const [report] = JSON.parse((await validate(many, "--json")).stdout) as { findings: unknown[] }[];
    expect(report?.findings.length).toBe(3);
  });
});

describe("a profile that is guessed", () => {
  const bare = (uri: string) => right.replace(/<SyncHdr>.*<\/SyncHdr>/, "").replace("./A", uri);

  test("is reported with its evidence", async () => {
    const { stderr } = await validate(bare("./Vendor/MSFT/X"));
    expect(stderr).toBe("-: checked against dm-1.2, guessed from address ./Vendor/MSFT/X; --profile selects another\n");
    expect((await validate(bare("./c"))).stderr).toBe(
      "-: checked against syncml-1.2, the default; --profile selects another\n",
    );
  });

  test("is in JSON, and not reported when given", async () => {
    const { stdout, stderr } = await validate(bare("./Vendor/MSFT/X"), "--json");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ profile: "dm-1.2", basis: "content" })]);
    expect((await validate(bare("./Vendor/MSFT/X"), "--profile", "dm-1.2")).stderr).toBe("");
  });
});

describe("several files", () => {
  test("are gone through in order, whatever becomes of one", async () => {
    const args = ["right.xml", "cut.wbxml", "missing.xml", "wrong.wbxml", "doubtful.xml"].map(at);
    const { stdout, stderr, exitCode } = await runCli(["validate", ...args]);
    expect(stdout.split("\n").map((line) => line.split(":")[0])).toEqual([at("wrong.wbxml"), at("doubtful.xml"), ""]);
    expect(stderr).toBe(
      `${at("cut.wbxml")}:0x41 (byte 65): input ended inside STR_I begun at byte 61, page 0, /SyncML/SyncHdr/Source/LocURI\n` +
        `${at("missing.xml")}: cannot read: no such file or directory\n`,
    );
    expect(exitCode).toBe(4);
  });

  test.each<[string, string[], number]>([
    ["nothing", ["right.xml", "right.xml"], 0],
    ["warnings", ["right.xml", "doubtful.xml"], 0],
    ["errors", ["doubtful.xml", "wrong.wbxml", "right.xml"], 1],
    ["errors and a file that cannot be read", ["missing.xml", "wrong.wbxml"], 3],
    ["errors and a file that is damaged", ["wrong.wbxml", "cut.wbxml"], 4],
  ])("with %s exit accordingly", async (_what, files, exitCode) => {
    expect((await runCli(["validate", ...files.map(at)])).exitCode).toBe(exitCode);
  });
});

describe("options", () => {
  test("--fail-on warning", async () => {
    expect((await validate(doubtful, "--fail-on", "warning")).exitCode).toBe(1);
    expect((await validate(doubtful, "--fail-on", "error")).exitCode).toBe(0);
    expect((await validate(right, "--fail-on", "warning")).exitCode).toBe(0);
  });

  test("--silence, more than once", async () => {
    const text = doubtful.replace("<SessionID>1", "<SessionID>12345");
    const options = ["--silence", "interop/slash-address", "--silence", "dm/session-id"];
    expect(await validate(text, ...options)).toEqual(clean);
    expect((await validate(text, ...options.slice(0, 2))).stdout).toContain("dm/session-id");
  });

  test("--profile", async () => {
    const { stdout, exitCode } = await validate(right, "--profile", "dm-1.1.2");
    expect(exitCode).toBe(1);
    expect(stdout.split("\n").map((line) => line.split(" ")[4])).toEqual([
      "message/namespace:",
      "message/version:",
      "message/version:",
      undefined,
    ]);
  });

  test("--type", async () => {
    const devInf = bytes(`03 01 6A 00 4A 65 03 "1.2" 00 01 01`);
    const { stdout, stderr } = await validate(devInf, "--type", "application/vnd.syncml-devinf+wbxml");
    expect(stderr).toBe("");
    expect(stdout).toContain("warning wire/vocabulary-from-media-type: ");
  });

  test("--json gives one array, faults included", async () => {
    const { stdout, exitCode } = await runCli([
      "validate",
      "--json",
      ...["right.xml", "cut.wbxml", "doubtful.xml"].map(at),
    ]);
    expect(exitCode).toBe(4);
    expect(stdout.endsWith("]\n")).toBe(true);
    expect(JSON.parse(stdout)).toEqual([
      { file: at("right.xml"), profile: "dm-1.2", basis: "VerProto", findings: [] },
      {
        file: at("cut.wbxml"),
        findings: [],
        fault: {
          code: "truncated-input",
          offset: 65,
          path: "/SyncML/SyncHdr/Source/LocURI",
          reason: "input ended inside STR_I begun at byte 61, page 0",
        },
      },
      {
        file: at("doubtful.xml"),
        profile: "dm-1.2",
        basis: "VerProto",
        findings: [
          {
            rule: "interop/slash-address",
            severity: "warning",
            path: "/SyncML/SyncBody/Get/Item/Target/LocURI",
            offset: doubtful.indexOf("<LocURI>/A"),
            message: 'the address is "/A", so Windows does not find the node and answers 404',
          },
        ],
      },
    ]);
  });

  test("--rules prints the table, a line for each", async () => {
    const { stdout, stderr, exitCode } = await runCli(["validate", "--rules"]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(rules.map(({ id }) => id));
    expect(lines).toContain(
      "interop/results-cmd                  warning  Results have no Cmd. [RepPro Results; seen in Windows MDM]",
    );
    expect(lines).toContain(
      "dm/cred-place                        error    Cred appears in SyncHdr only. [DM RepPro Cred] (dm-1.1.2, dm-1.2)",
    );
  });

  test("--rules --json prints it for programs", async () => {
    const { stdout } = await runCli(["validate", "--rules", "--json"]);
    const printed = JSON.parse(stdout) as readonly { id: string; severity: string; clause: string }[];
    expect(printed.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(printed.every(({ severity, clause }) => severity !== "" && clause !== "")).toBe(true);
  });
});
