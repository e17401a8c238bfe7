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
