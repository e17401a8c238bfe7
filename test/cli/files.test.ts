import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dmPackage1, small, smallXml, toHex, utf8 } from "./messages.ts";
import { runCli, systemError } from "./run-cli.ts";

let folder = "";
let input = "";
let output = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  input = join(folder, "in.wbxml");
  output = join(folder, "out");
  writeFileSync(input, small);
});
afterEach(() => rmSync(folder, { recursive: true }));

const done = { stdout: "", stderr: "", exitCode: 0 };

describe("FILE", () => {
  test("is read and names the place of an error", async () => {
    expect(await runCli(["decode", input])).toEqual({ ...done, stdout: `${smallXml}\n` });
    writeFileSync(input, small.subarray(0, 20));
    expect((await runCli(["decode", input])).stderr).toBe(
      `${input}:0x14 (byte 20): input ended where content or END was due, page 0, /SyncML\n`,
    );
  });

  test("may be text", async () => {
    writeFileSync(input, toHex(small));
    expect(await runCli(["decode", input])).toEqual({ ...done, stdout: `${smallXml}\n` });
  });

  test("that is missing is told", async () => {
    const missing = join(folder, "missing");
    expect(await runCli(["decode", missing])).toEqual({
      stdout: "",
      stderr: `${missing}: cannot read: no such file or directory\n`,
      exitCode: 3,
    });
  });

  test("that is a directory is told", async () => {
    expect(await runCli(["decode", folder])).toEqual({
      stdout: "",
      stderr: `${folder}: cannot read: is a directory\n`,
      exitCode: 3,
    });
  });

  test("that is empty or unknown is told", async () => {
    writeFileSync(input, "");
    expect(await runCli(["decode", input])).toEqual({ stdout: "", stderr: `${input}: is empty\n`, exitCode: 3 });
    writeFileSync(input, "{}");
    expect(await runCli(["decode", input])).toMatchObject({ stdout: "", exitCode: 3 });
  });
});

describe("-o", () => {
  test("gets the document and nothing else", async () => {
    for (const option of ["-o", "--output"]) {
      expect(await runCli(["decode", input, option, output])).toEqual(done);
      expect(readFileSync(output, "utf8")).toBe(smallXml);
    }
    writeFileSync(input, dmPackage1);
    const { stdout } = await runCli(["decode", input, "--to", "json"]);
    expect(await runCli(["decode", input, "--to", "json", "-o", output])).toEqual(done);
    expect(`${readFileSync(output, "utf8")}\n`).toBe(stdout);
  });

  test("gets WBXML to the byte, whatever the terminal", async () => {
    writeFileSync(input, smallXml);
    const args = ["decode", input, "--to", "wbxml", "-o", output];
    expect(await runCli(args, { terminals: ["stdout", "stderr"] })).toEqual(done);
    expect(toHex(readFileSync(output))).toBe(toHex(small));
  });

  test("has no colours and no shortened values, whatever the terminal", async () => {
    const long = join(folder, "long.wbxml");
    const value = "v".repeat(300);
    writeFileSync(long, Uint8Array.from([...small.subarray(0, 9), ...utf8(value), ...small.subarray(12)]));
    const args = ["decode", long, "--to", "tree", "--color", "always", "-o", output];
    expect(await runCli(args, { terminals: ["stdout", "stderr"], variables: { FORCE_COLOR: "1" } })).toEqual(done);
    expect(readFileSync(output, "utf8")).toBe(`SyncML\n  SyncHdr\n    VerDTD "${value}"\n    MsgID "1"\n`);
  });

  test("that is - is standard output", async () => {
    expect(await runCli(["decode", input, "-o", "-"])).toEqual({ ...done, stdout: `${smallXml}\n` });
  });

  test("replaces what was there, also by a part", async () => {
    writeFileSync(output, "x".repeat(10_000));
    const stdin = [dmPackage1.subarray(0, 12)];
    expect(await runCli(["decode", "-o", output], { stdin })).toEqual({
      stdout: "",
      stderr: "-:0xc (byte 12): input ended inside STR_I begun at byte 8, page 0, /SyncML/SyncHdr/VerDTD\n",
      exitCode: 4,
    });
    expect(readFileSync(output, "utf8")).toMatch(/<VerDTD>1.2$/);
  });

  test("is left alone where nothing can be read", async () => {
    writeFileSync(output, "precious");
    for (const stdin of [[utf8("{}")], [utf8("A letter.")], [], [systemError("EIO", -5)]]) {
      await runCli(["decode", "-o", output], { stdin });
      expect(readFileSync(output, "utf8")).toBe("precious");
    }
  });

  test("cannot be the input", async () => {
    const link = join(folder, "link");
    linkSync(input, link);
    for (const same of [input, link, join(folder, ".", "in.wbxml")]) {
      expect(await runCli(["decode", input, "-o", same])).toEqual({
        stdout: "",
        stderr: `${same}: is the input file\n`,
        exitCode: 2,
      });
      expect(readFileSync(input)).toEqual(Buffer.from(small));
    }
  });

  test("that cannot be written is told", async () => {
    const nowhere = join(folder, "missing", "out");
    expect(await runCli(["decode", input, "-o", nowhere])).toEqual({
      stdout: "",
      stderr: `${nowhere}: cannot write: no such file or directory\n`,
      exitCode: 3,
    });
    mkdirSync(output);
    expect(await runCli(["decode", input, "-o", output])).toEqual({
      stdout: "",
      stderr: `${output}: cannot write: illegal operation on a directory\n`,
      exitCode: 3,
    });
  });

  test("that is full is told", async () => {
    expect(await runCli(["decode", input, "-o", "/dev/full"])).toEqual({
      stdout: "",
      stderr: "/dev/full: cannot write: no space left on device\n",
      exitCode: 3,
    });
  });
});
