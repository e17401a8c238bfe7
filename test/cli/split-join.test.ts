import { createHash } from "node:crypto";
import {
  existsSync,
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
import { decode } from "../../src/codec/decode.ts";
import { SteppingClock } from "../support/clocks.ts";
import { corpusPath, recordedObjects } from "../support/corpus.ts";
import { dmPackage1, toHex, utf8 } from "./messages.ts";
import { runCli, runForBytes } from "./run-cli.ts";

let folder = "";
let object = "";
const data = Uint8Array.from({ length: 3000 }, (_, index) => (index * index) % 251);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  object = join(folder, "object.bin");
  writeFileSync(object, data);
});
afterEach(() => rmSync(folder, { recursive: true }));

const clean = { stdout: "", stderr: "", exitCode: 0 };
const messages = (directory = "out") =>
  readdirSync(join(folder, directory)).map((name) => join(folder, directory, name));

function split(...options: string[]) {
  return runCli(["split", object, "--uri", "./FW", "--max-msg-size", "1000", "-d", join(folder, "out"), ...options]);
}

describe("split", () => {
  test.each([
    ["wbxml", 4],
    ["xml", 8],
  ])("writes numbered messages in %s, full but for the last, and join gives the file back", async (format, count) => {
    expect(await split("--format", format)).toEqual(clean);
    const files = messages();
    expect(files.map((file) => file.slice(-format.length - 4))).toEqual(
      Array.from({ length: count }, (_, index) => `00${index + 1}.${format}`),
    );
    const sizes = files.map((file) => statSync(file).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(format === "wbxml" ? 992 : 984);
    // In any order: they are sorted by MsgID.
    expect(await runForBytes(["join", ...files.reverse()])).toEqual({ ...clean, stdout: toHex(data) });
    const output = join(folder, "again.bin");
    expect(await runCli(["join", ...files, "-o", output])).toEqual(clean);
    expect(readFileSync(output)).toEqual(Buffer.from(data));
  });

  test("says in the messages what the options say", async () => {
    const options =
      "--command Add --meta-format chr --meta-type text/plain --proto SyncML/1.2 --session 7f --target t --source s";
    writeFileSync(object, "grün\n".repeat(300));
    expect(await split(...options.split(" "), "--format", "xml")).toEqual(clean);
    const first = decode(readFileSync(messages()[0] as string));
    expect(first.syncHdr).toMatchObject({
      verProto: "SyncML/1.2",
      sessionID: "7f",
      msgID: "1",
      target: { locURI: "t" },
      source: { locURI: "s" },
    });
    expect(first.syncBody.commands).toMatchObject([
      {
        kind: "Add",
        items: [
          {
            target: { locURI: "./FW" },
            meta: { format: "chr", type: "text/plain", size: "1800" },
            data: expect.stringMatching(/^grün\n/),
            moreData: true,
          },
        ],
      },
    ]);
    expect(first.syncBody.final).toBeUndefined();
    expect((await runCli(["join", ...messages()])).stdout).toBe("grün\n".repeat(300));
  });

  test("takes standard input, and a file that fits or is empty", async () => {
    const args = ["split", "--uri", "./FW", "--max-msg-size", "1000", "-d", join(folder, "out")];
    for (const stdin of [[data.subarray(0, 700), data.subarray(700)], [data.subarray(0, 3)], []]) {
      rmSync(join(folder, "out"), { recursive: true, force: true });
      expect(await runCli(args, { stdin })).toEqual(clean);
      expect(messages()).toHaveLength(stdin.length === 2 ? 4 : 1);
      expect((await runForBytes(["join", ...messages()])).stdout).toBe(stdin.map(toHex).join(""));
    }
  });

  test.each<[string[], string, number]>([
    [
      ["--max-msg-size", "100"],
      "OBJECT: Replace ./FW (CmdID 1) needs a message of 109 bytes, but the peer accepts 100 (MaxMsgSize)\n",
      5,
    ],
    [["--max-obj-size", "2999"], "OBJECT: Replace ./FW has 3000 bytes, but the peer accepts 2999 (MaxObjSize)\n", 5],
    [
      ["--meta-format", "chr", "--format", "xml"],
      "OBJECT: byte 0 of the object cannot be written as text in this format\n",
      4,
    ],
    [
      ["--max-msg-size", "many"],
      "error: option '--max-msg-size <BYTES>' argument 'many' is invalid. Expected a number of bytes, at least 1.\n",
      2,
    ],
  ])("with %j reports what is wrong", async (options, stderr, exitCode) => {
    const outcome = await split(...options);
    expect({ ...outcome, stderr: outcome.stderr.replace(object, "OBJECT") }).toEqual({ stdout: "", stderr, exitCode });
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  describe("a file that is there", () => {
    const place = () => join(folder, "out", "003.wbxml");
    const refusal = (reason: string) => ({ stdout: "", stderr: `${place()}: ${reason}\n`, exitCode: 3 });
    beforeEach(() => mkdirSync(join(folder, "out")));

    test("is not replaced, and no other one is written, without --force", async () => {
      writeFileSync(place(), "precious");
      expect(await split()).toEqual(refusal("cannot write: already exists; --force replaces it"));
      expect(readdirSync(join(folder, "out"))).toEqual(["003.wbxml"]);
      expect(readFileSync(place(), "utf8")).toBe("precious");
      expect(await split("--force")).toEqual(clean);
      expect(await runForBytes(["join", ...messages()])).toEqual({ ...clean, stdout: toHex(data) });
    });

    test("is no way to another one: links are replaced, not followed", async () => {
      const elsewhere = join(folder, "elsewhere");
      for (const target of [elsewhere, join(folder, "nowhere")]) {
        writeFileSync(elsewhere, "precious");
        symlinkSync(target, place());
        expect(await split()).toEqual(refusal("cannot write: already exists; --force replaces it"));
        expect(await split("--force")).toEqual(clean);
        expect(lstatSync(place()).isFile()).toBe(true);
        expect(readFileSync(elsewhere, "utf8")).toBe("precious");
        expect(existsSync(join(folder, "nowhere"))).toBe(false);
        rmSync(join(folder, "out"), { recursive: true });
        mkdirSync(join(folder, "out"));
      }
    });

    test("is never the input, and may be no folder", async () => {
      const args = ["split", place(), "--uri", "./FW", "--max-msg-size", "1000", "-d", join(folder, "out"), "--force"];
      writeFileSync(place(), data);
      expect(await runCli(args)).toEqual({ stdout: "", stderr: `${place()}: is the input file\n`, exitCode: 2 });
      expect(readFileSync(place())).toEqual(Buffer.from(data));
      rmSync(place());
      mkdirSync(place());
      expect(await split("--force")).toEqual(refusal("cannot write: is a directory"));
      expect(readdirSync(join(folder, "out"))).toEqual(["003.wbxml"]);
    });
  });

  test("leaves nothing if it fails in its midst", async () => {
    const onInterrupt = new Set<() => void>();
    const args = ["split", "--uri", "./a/b", "--max-msg-size", "1000", "-d", join(folder, "made", "out")];
    const text = ["--meta-format", "chr", "--format", "xml"];
    const stdin = [utf8("x".repeat(5000)), Uint8Array.of(0x01)];
    expect((await runCli([...args, ...text], { stdin, onInterrupt })).exitCode).toBe(4);
    expect(readdirSync(folder)).toEqual(["object.bin"]);
    expect(onInterrupt.size).toBe(0);
  });

  test("needs a file that is there, a directory it can make, an address and a limit", async () => {
    const missing = join(folder, "missing");
    const uri = ["--uri", "./FW", "--max-msg-size", "1000"];
    expect(await runCli(["split", missing, ...uri])).toEqual({
      stdout: "",
      stderr: `${missing}: cannot read: no such file or directory\n`,
      exitCode: 3,
    });
    expect(await runCli(["split", object, ...uri, "-d", join(object, "out")])).toEqual({
      stdout: "",
      stderr: `${join(object, "out")}: cannot write: not a directory\n`,
      exitCode: 3,
    });
    expect(await runCli(["split", object])).toEqual({
      stdout: "",
      stderr: "error: required option '--uri <URI>' not specified\n",
      exitCode: 2,
    });
  });

  test("shows how far it is on a terminal", async () => {
    writeFileSync(object, new Uint8Array(9 * 1024 * 1024));
    const args = ["split", object, "--uri", "./FW", "--max-msg-size", "4000000", "--color", "never"];
    const { stderr, exitCode } = await runCli([...args, "-d", join(folder, "out")], {
      terminals: ["stderr"],
      clock: new SteppingClock(100),
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/\[#+-*\] {2}\d+ % {2}\d\.\d of 9\.4 MB - \d+ s left/);
  });
});

describe("join", () => {
  test.each(recordedObjects.map((recorded) => [recorded.item, recorded.files[0] as string, recorded] as const))(
    "gives %s of %s back to the byte, from all messages of the session",
    async (_item, first, { sha256 }) => {
      const [, scenario, number = "", side = ""] = /^(.*\/)(\d+)-(\w+)/.exec(first) ?? [];
      const all = readdirSync(corpusPath(scenario as string)).filter(
        (name) => name.includes(`-${side}.`) && !/libwbxml|nested/.test(name),
      );
      expect(all.length).toBeGreaterThan(Number(number));
      const { stdout, exitCode } = await runForBytes(["join", ...all.map((name) => corpusPath(`${scenario}${name}`))]);
      expect(exitCode).toBe(0);
      expect(createHash("sha256").update(Buffer.from(stdout, "hex")).digest("hex")).toBe(sha256);
    },
  );

  describe("says which chunk is missing:", () => {
    test.each<[string, number[], string]>([
      ["one in the middle", [0, 1, 3], "./FW has 1792 of 3000 bytes after OUT/002.wbxml; message 3 is missing\n"],
      [
        "several in the middle",
        [0, 3],
        "./FW has 892 of 3000 bytes after OUT/001.wbxml; messages 2 to 3 are missing\n",
      ],
      ["the last one", [0, 1, 2], "./FW has 2692 of 3000 bytes after OUT/003.wbxml; message 4 is missing\n"],
      ["the first one", [1, 2, 3], "./FW begins before OUT/002.wbxml: its first chunk is missing\n"],
    ])("%s", async (_which, kept, expected) => {
      await split();
      const files = messages();
      const { stderr, exitCode } = await runCli([
        "join",
        ...kept.map((index) => files[index] as string),
        "-o",
        join(folder, "again"),
      ]);
      expect({ stderr: stderr.replaceAll(join(folder, "out"), "OUT"), exitCode }).toEqual({
        stderr: expected,
        exitCode: 4,
      });
    });
  });

  test("does not take damage for the object", async () => {
    await split("--format", "xml");
    const [first = "", second = "", ...others] = messages();
    const text = readFileSync(second, "utf8");
    const outcomeOf = async (changed: string) => {
      writeFileSync(second, changed);
      const { stderr, exitCode } = await runCli(["join", first, second, ...others, "-o", join(folder, "again")]);
      return { stderr: stderr.replaceAll(join(folder, "out"), "OUT"), exitCode };
    };
    expect(await outcomeOf(text.replace(/<Data>..../, "<Data>"))).toEqual({
      stderr: "./FW OUT/008.xml: the first chunk announced 4000 bytes, but there are 2997\n",
      exitCode: 4,
    });
    expect(await outcomeOf(text.replace(/<Data>..../, "<Data>*!*!"))).toEqual({
      stderr: "./FW OUT/002.xml: the data does not match its Format\n",
      exitCode: 4,
    });
    expect(await outcomeOf(text.replace("./FW", "./Other"))).toEqual({
      stderr: "there are several objects, such as ./FW and ./Other: choose one with --uri\n",
      exitCode: 2,
    });
    expect((await outcomeOf(text.slice(0, 200))).stderr).toMatch(/^OUT\/002\.xml:0xc8 \(byte 200, .*input ended/);
  });

  test("takes base64 that was padded chunk by chunk", async () => {
    const pieces = [data.subarray(0, 100), data.subarray(100, 101), data.subarray(101, 303)];
    const files = pieces.map((piece, index) => {
      const file = join(folder, `chunk${index}.xml`);
      const more = index < pieces.length - 1 ? "<MoreData/>" : "";
      const size = index === 0 ? "<Size xmlns='syncml:metinf'>303</Size>" : "";
      const chunk = `<Item><Target><LocURI>./FW</LocURI></Target><Meta><Format xmlns='syncml:metinf'>b64</Format>${size}</Meta><Data>${Buffer.from(piece).toString("base64")}</Data>${more}</Item>`;
      const body = `<SyncBody><Replace><CmdID>1</CmdID>${chunk}</Replace></SyncBody>`;
      const syncHdr = `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>${index + 1}</MsgID></SyncHdr>`;
      writeFileSync(file, `<SyncML xmlns="SYNCML:SYNCML1.2">${syncHdr}${body}</SyncML>`);
      return file;
    });
    expect(await runForBytes(["join", ...files])).toEqual({ ...clean, stdout: toHex(data.subarray(0, 303)) });
  });

  test("never touches one of the messages it reads", async () => {
    await split();
    const files = messages();
    for (const file of files) {
      const before = readFileSync(file);
      expect(await runCli(["join", ...files, "-o", file])).toEqual({
        stdout: "",
        stderr: `${file}: is the input file\n`,
        exitCode: 2,
      });
      expect(readFileSync(file)).toEqual(before);
    }
    const [first = "", ...others] = files;
    symlinkSync(files[2] as string, join(folder, "link"));
    expect((await runCli(["join", first, ...others, "-o", join(folder, "link")])).exitCode).toBe(2);
  });

  test("leaves no part of an object", async () => {
    await split();
    const output = join(folder, "again");
    const three = messages().slice(0, 3);
    writeFileSync(output, "precious");
    expect((await runCli(["join", ...three, "-o", output])).exitCode).toBe(4);
    expect(readFileSync(output, "utf8")).toBe("precious");
    rmSync(output);
    expect((await runCli(["join", ...three, "-o", output])).exitCode).toBe(4);
    expect(readdirSync(folder).sort()).toEqual(["object.bin", "out"]);
  });

  test("wants an object, and one only", async () => {
    const package1 = join(folder, "package1.wbxml");
    writeFileSync(package1, dmPackage1);
    const failure = (stderr: string, exitCode: number) => ({ stdout: "", stderr, exitCode });
    expect(await runCli(["join", package1, "-o", join(folder, "x")])).toEqual(
      failure("there is no object in these messages\n", 4),
    );
    await split();
    expect(await runCli(["join", ...messages(), "--uri", "./Other", "-o", join(folder, "x")])).toEqual(
      failure("./Other is in none of these messages\n", 4),
    );
    expect(await runCli(["join", ...messages()], { terminals: ["stdout"] })).toEqual(
      failure("standard output is a terminal: use -o FILE or a pipe\n", 2),
    );
    expect(await runCli(["join", "-", ...messages()])).toEqual(
      failure("-: standard input can be the only message, not one of several\n", 2),
    );
    writeFileSync(package1, utf8("<DevInf xmlns='syncml:devinf'/>"));
    expect(await runCli(["join", package1])).toEqual(failure(`${package1}: is not a SyncML message\n`, 4));
  });

  test("takes a single message from standard input", async () => {
    writeFileSync(object, data.subarray(0, 100));
    await split();
    const stdin = [readFileSync(messages()[0] as string)];
    expect(await runForBytes(["join", "-"], { stdin })).toEqual({ ...clean, stdout: toHex(data.subarray(0, 100)) });
  });

  test("shows how far it is on a terminal", async () => {
    await split();
    const { stderr, exitCode } = await runCli(["join", ...messages(), "-o", join(folder, "again")], {
      terminals: ["stderr"],
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("4 of 4 messages seen");
    expect(stderr).toContain("2 of 4 messages joined");
  });
});
