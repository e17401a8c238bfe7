import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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

  test("that is missing is reported", async () => {
    const missing = join(folder, "missing");
    expect(await runCli(["decode", missing])).toEqual({
      stdout: "",
      stderr: `${missing}: cannot read: no such file or directory\n`,
      exitCode: 3,
    });
  });

  test("that is a directory is reported where it cannot be a capture", async () => {
    expect(await runCli(["notification", "decode", folder])).toEqual({
      stdout: "",
      stderr: `${folder}: cannot read: is a directory\n`,
      exitCode: 3,
    });
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const stderr = `${empty}: there are no files in it\n`;
    expect(await runCli(["decode", empty])).toEqual({ stdout: "", stderr, exitCode: 3 });
  });

  test("that is empty or unknown is reported", async () => {
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

  test("replaces what was there, and keeps who may read it", async () => {
    writeFileSync(output, "x".repeat(10_000));
    chmodSync(output, 0o640);
    expect(await runCli(["decode", input, "-o", output])).toEqual(done);
    expect(readFileSync(output, "utf8")).toBe(smallXml);
    expect(statSync(output).mode & 0o777).toBe(0o640);
  });

  const cut = dmPackage1.subarray(0, 12);
  test.each<[string, string[], (Uint8Array | Error)[]]>([
    ["decode damage", ["decode"], [cut]],
    ["decode --to tokens damage", ["decode", "--to", "tokens"], [cut]],
    ["encode damage", ["encode"], [utf8("<SyncML><SyncHdr></SyncML>")]],
    ["decode input that stops coming", ["decode"], [cut, systemError("EIO", -5)]],
    ["encode input that stops coming", ["encode"], [utf8("<SyncML><SyncHdr>"), systemError("EIO", -5)]],
    ["join damage", ["join", "-"], [cut]],
    ["join no object", ["join", "-"], [small]],
    ["decode a bug away", ["decode"], [small.subarray(0, 6), new TypeError("a bug")]],
  ])("of %s keeps the old file and leaves no other", async (_what, args, stdin) => {
    for (const before of ["precious", undefined]) {
      if (before === undefined) rmSync(output);
      else writeFileSync(output, before);
      const { exitCode } = await runCli([...args, "-o", output], { stdin });
      expect(exitCode).toBeGreaterThan(2);
      expect(readdirSync(folder)).toEqual(before === undefined ? ["in.wbxml"] : ["in.wbxml", "out"]);
      if (before !== undefined) expect(readFileSync(output, "utf8")).toBe(before);
    }
  });

  test("of a terminated process keeps the old file", async () => {
    writeFileSync(output, "precious");
    const onInterrupt = new Set<() => void>();
    const interrupted = new Error("told to end");
    const stdin = {
      *[Symbol.iterator]() {
        yield small.subarray(0, 9);
        expect(readdirSync(folder)).toHaveLength(3);
        expect(onInterrupt.size).toBe(1);
        for (const action of onInterrupt) action();
        expect(readdirSync(folder)).toEqual(["in.wbxml", "out"]);
        yield interrupted;
      },
    };
    await runCli(["decode", "--from", "wbxml", "-o", output], { stdin, onInterrupt });
    expect(readFileSync(output, "utf8")).toBe("precious");
    expect(onInterrupt.size).toBe(0);
    expect(await runCli(["decode", input, "-o", output], { onInterrupt })).toEqual(done);
    expect(onInterrupt.size).toBe(0);
  });

  test("that is a link goes where it leads", async () => {
    const link = join(folder, "link");
    symlinkSync(output, link);
    for (const existing of [false, true]) {
      if (existing) writeFileSync(output, "before");
      expect(await runCli(["decode", input, "-o", link])).toEqual(done);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(readFileSync(output, "utf8")).toBe(smallXml);
    }
  });

  test("that is no regular file is written as it is", async () => {
    const { stderr, exitCode } = await runCli(["decode", input, "-o", "/dev/null"]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(statSync("/dev/null").isFile()).toBe(false);
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

  test("that cannot be written is reported", async () => {
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

  test("that is full is reported", async () => {
    expect(await runCli(["decode", input, "-o", "/dev/full"])).toEqual({
      stdout: "",
      stderr: "/dev/full: cannot write: no space left on device\n",
      exitCode: 3,
    });
  });
});
