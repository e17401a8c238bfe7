import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { corpusBytes, corpusPath } from "../support/corpus.ts";
import { runCli } from "./run-cli.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  mkdirSync(join(folder, "in"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const clean = { stdout: "", stderr: "", exitCode: 0 };
const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, "in", name), bytes);
const extract = (...options: string[]) =>
  runCli(["extract", join(folder, "in"), "-d", join(folder, "out"), ...options]);
const out = () => readdirSync(join(folder, "out")).sort();
const message = "<SyncML><SyncHdr/><SyncBody/></SyncML>";

describe("a folder as a capture", () => {
  test("that extract wrote gives the same messages again", async () => {
    const capture = corpusPath("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng");
    expect(await runCli(["extract", capture, "-d", join(folder, "in", "run")])).toEqual(clean);
    expect(await extract()).toEqual(clean);
    const before = join(folder, "in", "run");
    expect(out()).toEqual(readdirSync(before).sort());
    for (const name of out().filter((one) => one !== "manifest.json")) {
      expect(readFileSync(join(folder, "out", name))).toEqual(readFileSync(join(before, name)));
    }
    const [first] = JSON.parse(readFileSync(join(folder, "out", "manifest.json"), "utf8")).payloads;
    expect(first).toMatchObject({ direction: "to-server", peers: { to: { address: "127.0.0.1", port: 8080 } } });
  });

  test("of captures gives what is in all of them, and says what it could not read", async () => {
    put("a.pcapng", corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng"));
    put("b.xml", message);
    put("c.evtx", "ElfFile\0");
    put(".hidden.xml", message);
    symlinkSync(folder, join(folder, "in", "loop"));
    const { stderr, exitCode } = await extract();
    expect(stderr).toMatch(/^\S+\/in: c\.evtx: it is a Windows event log \(\.evtx\); export it as XML: wevtutil/);
    expect(exitCode).toBe(0);
    expect(out()).toHaveLength(8 + 1 + 1);
  });

  test("without files is refused, and so is a format for it", async () => {
    expect(await extract()).toMatchObject({ stderr: expect.stringMatching(/there are no files in it/), exitCode: 3 });
    put("b.xml", message);
    expect(await extract("--from", "xml")).toMatchObject({ stderr: expect.stringMatching(/is a folder/), exitCode: 2 });
  });

  test("is never the one that is written to", async () => {
    put("001-req.xml", message);
    const result = await runCli(["extract", join(folder, "in"), "-d", join(folder, "in", "."), "--force"]);
    expect(result).toMatchObject({ stderr: expect.stringMatching(/is the folder that is read/), exitCode: 2 });
    expect(readdirSync(join(folder, "in"))).toEqual(["001-req.xml"]);
  });
});

describe("a folder is read like the capture it came from", () => {
  const capture = corpusPath("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng");
  const input = () => join(folder, "in");
  beforeEach(async () => {
    rmSync(input(), { recursive: true });
    expect(await runCli(["extract", capture, "-d", input()])).toEqual(clean);
  });
  /** What a command prints, with the name of the capture for that of the folder. */
  const read = async (args: readonly string[]) => {
    const { stdout, stderr, exitCode } = await runCli(args);
    return { stdout: stdout.replaceAll(input(), capture), stderr: stderr.replaceAll(input(), capture), exitCode };
  };

  test.each([
    ["decode", "--to", "ndjson"],
    ["validate", "--json"],
  ])("by %s", async (command, ...options) => {
    expect(await read([command, input(), ...options])).toEqual(await runCli([command, capture, ...options]));
  });

  test.each([[["decode"]], [["inspect"]], [["inspect", "--tokens"]]])("one message of it by %s", async (args) => {
    for (const which of ["#2.resp", "#3"]) {
      expect(await read([...args, `${input()}${which}`])).toEqual(await runCli([...args, `${capture}${which}`]));
    }
  });

  test("by diff, and differs in nothing that it compares", async () => {
    const again = join(folder, "again");
    await runCli(["extract", capture, "-d", again]);
    expect(await runCli(["diff", input(), again])).toEqual(clean);
    expect(await runCli(["diff", input(), capture])).toEqual(clean);
    const both = await runCli(["diff", `${input()}#1.req`, `${capture}#2.req`]);
    expect(both).toEqual(await runCli(["diff", `${capture}#1.req`, `${capture}#2.req`]));
    expect(both.exitCode).toBe(1);
  });

  test("by redact, whose folder is read again and never the one that is read", async () => {
    const out = join(folder, "out");
    const { stderr, exitCode } = await runCli(["redact", input(), "-d", out]);
    expect({ stderr, exitCode }).toMatchObject({
      stderr: expect.stringMatching(/^replaced: .*12 device/),
      exitCode: 0,
    });
    const list = async (of: string) => (await runCli(["redact", of, "--list"])).stdout.split("\n");
    const ofCapture = await list(capture);
    expect(ofCapture).toEqual(expect.arrayContaining((await list(input())).filter((line) => / body /.test(line))));
    const before = JSON.parse((await runCli(["session", input(), "--to", "json"])).stdout);
    const after = JSON.parse((await runCli(["session", out, "--to", "json"])).stdout);
    expect(after.exchanges.length).toBe(before.exchanges.length);
    expect(after.problems.map(({ code }: { code: string }) => code)).toEqual(
      before.problems.map(({ code }: { code: string }) => code),
    );
    expect((await runCli(["decode", out])).exitCode).toBe(0);
    const same = await runCli(["redact", out, "-d", `${out}/`, "--force"]);
    expect(same).toMatchObject({ stderr: expect.stringMatching(/is a folder that is read/), exitCode: 2 });
  });

  test("by session, together with files", async () => {
    const { exchanges } = JSON.parse((await runCli(["session", capture, "--to", "json"])).stdout);
    const both = JSON.parse((await runCli(["session", input(), capture, "--to", "json"])).stdout);
    expect(both.exchanges).toHaveLength(2 * exchanges.length);
  });

  test.each(["decode", "validate", "inspect", "redact", "diff", "session"])(
    "and %s takes no format for it",
    async (command) => {
      const more = command === "redact" ? ["--list"] : command === "diff" ? [capture] : [];
      const result = await runCli([command, input(), ...more, "--from", "har"]);
      expect(result).toMatchObject({
        stdout: "",
        stderr: expect.stringMatching(/is a folder, whose files/),
        exitCode: 2,
      });
    },
  );

  test("and a number that is not in it is said", async () => {
    const stderr = `${input()}: there is no #9; the last message is in #4\n`;
    expect(await runCli(["inspect", `${input()}#9`])).toEqual({ stdout: "", stderr, exitCode: 2 });
    expect(await runCli(["decode", `${input()}#9`])).toEqual({ stdout: "", stderr, exitCode: 2 });
  });

  test("and if it is empty, session says so", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    const { stderr, exitCode } = await runCli(["session", empty]);
    expect(stderr).toMatch(/holds no SyncML\n {2}read as: a folder; no SyncML message in it/);
    expect(exitCode).toBe(3);
  });
});

describe("hostile names in an archive", () => {
  const names = [
    "../../evil.xml",
    "/tmp/evil.xml",
    "C:\\evil.xml",
    "raw/../../../evil.xml",
    "a/\0b.xml",
    "manifest.json/../x.xml",
  ];

  test.each(names)("write nothing outside: %s", async (name) => {
    put("a.zip", zipSync({ [name]: strToU8(message) }));
    const { exitCode } = await runCli(["extract", join(folder, "in", "a.zip"), "-d", join(folder, "out")]);
    expect(exitCode).toBe(0);
    expect(out()).toEqual(["001-req.xml", "manifest.json"]);
    expect(readdirSync(folder).sort()).toEqual(["in", "out"]);
  });

  test("of a manifest in it lead nowhere", async () => {
    const manifest = { payloads: [{ file: "../in/secret.xml", exchange: 1, direction: "to-server" }] };
    put("secret.xml", message);
    put("a.zip", zipSync({ "manifest.json": strToU8(JSON.stringify(manifest)) }));
    const { stderr } = await runCli(["extract", join(folder, "in", "a.zip"), "-d", join(folder, "out")]);
    expect(stderr).toMatch(/"\.\.\/in\/secret\.xml" is in the manifest and is not there/);
    expect(readdirSync(folder)).toEqual(["in"]);
  });
});
