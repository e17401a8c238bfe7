import { type ChildProcessWithoutNullStreams, type SpawnSyncOptions, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { corpusBytes } from "../support/corpus.ts";
import { bytes } from "../support/hex.ts";
import { dmPackage1, small, smallXml, toHex } from "./messages.ts";
import type { Outcome } from "./run-cli.ts";

// The built program, with a real process around it.
const program = fileURLToPath(new URL("../../dist/cli/syncml.js", import.meta.url));

// The test environment may force colours; the program must not see that.
const env = { ...process.env, FORCE_COLOR: undefined };

let folder = "";
let large = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  large = join(folder, "large.wbxml");
  // 32,000 values of 1,000 bytes.
  const values = Buffer.from(bytes(`4B 03 "${"v".repeat(1000)}" 00 01`.repeat(1000)));
  const fd = openSync(large, "w");
  writeSync(fd, bytes("02 A4 01 6A 00 6D 6B"));
  for (let count = 0; count < 32; count++) writeSync(fd, values);
  writeSync(fd, bytes("01 01"));
  closeSync(fd);
});
afterAll(() => rmSync(folder, { recursive: true }));

function syncml(args: string[], input: string | Uint8Array = "", nodeOptions: string[] = []): Outcome {
  const options = { input, maxBuffer: 1 << 30, env };
  const { stdout, stderr, status } = spawnSync(process.execPath, [...nodeOptions, program, ...args], options);
  return { stdout: stdout.toString(), stderr: stderr.toString(), exitCode: status ?? -1 };
}

function start(args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [program, ...args], { env });
}

function ended(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve) => child.on("close", resolve));
}

test("it is one file that runs by itself", () => {
  expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(syncml(["--version"])).toEqual({ stdout: `${manifest.version}\n`, stderr: "", exitCode: 0 });
});

test("standard input is piped through", () => {
  const expected = { stdout: `${smallXml}\n`, stderr: "", exitCode: 0 };
  expect(syncml(["decode"], small)).toEqual(expected);
  expect(syncml(["decode", "-"], toHex(small))).toEqual(expected);
});

describe("what decode prints, encode takes back", () => {
  const body = "syncevolution/p01-basic-wbxml/001-req.wbxml";

  test.each([
    ["--to", "json"],
    ["--to", "tokens"],
    ["--to", "wbxml"],
  ])("%s %s", (...args) => {
    const document = corpusBytes(body);
    const shown = pipe(["decode", ...args], document);
    expect(Buffer.from(pipe(["encode"], shown)).toString("hex")).toBe(toHex(document));
  });

  /** Bytes in, bytes out, with nothing to complain about. */
  function pipe(args: string[], input: Uint8Array): Uint8Array {
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...args], { input, env });
    expect({ stderr: stderr.toString(), status }).toEqual({ stderr: "", status: 0 });
    return stdout;
  }
});

test("input that comes byte by byte is put together", async () => {
  const child = start(["decode"]);
  let stdout = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  for (const byte of small) {
    child.stdin.write(Uint8Array.of(byte));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  child.stdin.end();
  expect(await ended(child)).toBe(0);
  expect(stdout).toBe(`${smallXml}\n`);
});

describe("exit codes", () => {
  test.each<[number, string[], Uint8Array]>([
    [0, ["decode"], small],
    [2, ["decode", "--to", "nothing"], small],
    [3, ["decode", "/nowhere/at/all"], small],
    [3, ["decode"], bytes(`"{}"`)],
    [4, ["decode"], dmPackage1.subarray(0, 65)],
    [5, ["decode"], Uint8Array.from([...small.subarray(0, 6), ...new Array(300).fill(0x6c)])],
  ])("%i for %j", (exitCode, args, input) => {
    expect(syncml(args, input).exitCode).toBe(exitCode);
  });

  test("a file that is damaged is named with the place", () => {
    const file = join(folder, "cut.wbxml");
    writeFileSync(file, dmPackage1.subarray(0, 65));
    const { stdout, stderr, exitCode } = syncml(["decode", file]);
    expect(stdout).toMatch(/<LocURI>IME\n$/);
    expect(stderr).toBe(
      `${file}:0x41 (byte 65): input ended inside STR_I begun at byte 61, page 0, /SyncML/SyncHdr/Source/LocURI\n`,
    );
    expect(exitCode).toBe(4);
  });
});

test("-o writes a file", () => {
  const file = join(folder, "out.xml");
  expect(syncml(["decode", "-o", file], small)).toEqual({ stdout: "", stderr: "", exitCode: 0 });
  expect(readFileSync(file, "utf8")).toBe(smallXml);
});

describe("a terminated process", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s leaves no file and ends by it", async (signal) => {
    const place = mkdtempSync(join(folder, "told-"));
    const file = join(place, "out.xml");
    writeFileSync(file, "precious");
    const child = start(["decode", "--from", "wbxml", "-o", file]);
    const end = new Promise((resolve) => child.on("close", (_code, by) => resolve(by)));
    child.stdin.on("error", () => {});
    child.stdin.write(small.subarray(0, 9));
    while (readdirSync(place).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    expect(await end).toBe(signal);
    expect(readdirSync(place)).toEqual(["out.xml"]);
    expect(readFileSync(file, "utf8")).toBe("precious");
  });
});

describe("large input", () => {
  test.each(["xml", "events", "tree"])("as %s takes no memory that grows with it", (view) => {
    const nodeOptions = ["--max-old-space-size=24", "--max-semi-space-size=1"];
    const { stdout, stderr, exitCode } = syncml(["decode", large, "--to", view], "", nodeOptions);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout.length).toBeGreaterThan(32_000_000);
  });

  // The pipe does not block, so that the program has to.
  test("waits for a slow reader", async () => {
    const child = start(["decode", large]);
    const { stdout } = child;
    let length = 0;
    stdout.once("data", () => {
      stdout.pause();
      setTimeout(() => stdout.resume(), 300);
    });
    let stderr = "";
    stdout.on("data", (data) => {
      length += data.length;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    expect(await ended(child)).toBe(0);
    expect(stderr).toBe("");
    expect(length).toBe(syncml(["decode", large]).stdout.length);
  });

  test("ends quietly when the reader goes", async () => {
    const child = start(["decode", large]);
    let stderr = "";
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended(child)).toBe(0);
    expect(stderr).toBe("");
  });

  test("goes on when standard error is closed", async () => {
    const child = start(["decode", "--to", "tree"]);
    child.stderr.destroy();
    let stdout = "";
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    // A diagnostic for the public id, and an error for the missing end.
    child.stdin.end(bytes("03 01 6A 00 6D 6C"));
    expect(await ended(child)).toBe(4);
    expect(stdout).toBe("SyncML\n  SyncHdr\n");
  });

  test("is reported when there is no room for it", () => {
    const fd = openSync("/dev/full", "w");
    const options: SpawnSyncOptions = { stdio: ["ignore", fd, "pipe"], env };
    const { stderr, status } = spawnSync(process.execPath, [program, "decode", large], options);
    closeSync(fd);
    expect(String(stderr)).toBe("standard output: cannot write: no space left on device\n");
    expect(status).toBe(3);
  });
});

describe("standard input that stays open", () => {
  test.each<[string, string[], string, number]>([
    ["after a fault", ["decode"], "\u0007", 3],
    ["after a fault in XML", ["decode"], "<SyncML></Sync>", 4],
    ["after XML that has no tokens", ["decode", "--to", "tokens"], "<SyncML/>", 2],
    ["after a fault in what is encoded", ["encode"], "<SyncML></Sync>", 4],
    ["after damage", ["decode", "--from", "wbxml"], "\u0002\u0000\u0000\u0000\u0000\u0001", 4],
    ["that was not asked for", ["decode", "-x", toHex(small)], "", 0],
  ])("keeps nobody waiting %s", async (_when, args, input, exitCode) => {
    const child = start(args);
    // Longer than the lookahead for recognition, shorter than a pipe buffer.
    if (input !== "") child.stdin.write(input.padEnd(8000, " "));
    expect(await ended(child)).toBe(exitCode);
    child.stdin.destroy();
  });
});
