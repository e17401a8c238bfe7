import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { corpusBytes } from "../support/corpus.ts";
import { dmPackage1, utf8 } from "./messages.ts";
import { runCli } from "./run-cli.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const clean = { stdout: "", stderr: "", exitCode: 0 };
const message = (msgId: number) =>
  `<SyncML><SyncHdr><VerDTD>1.2</VerDTD><MsgID>${msgId}</MsgID></SyncHdr><SyncBody><Final/></SyncBody></SyncML>`;
const twice = utf8(`${message(1)}\n${message(2)}`);

function extract(input: Uint8Array, ...options: string[]) {
  return runCli(["extract", "-d", join(folder, "out"), ...options], { stdin: [input] });
}

const contentOf = (name: string) => readFileSync(join(folder, "out", name));

describe("extract", () => {
  test("writes each message and a manifest of all", async () => {
    expect(await extract(twice)).toEqual(clean);
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["001-req.xml", "002-req.xml", "manifest.json"]);
    expect(contentOf("002-req.xml").toString()).toBe(message(2));
    const manifest = JSON.parse(contentOf("manifest.json").toString());
    expect(manifest).toMatchObject({ version: 1, format: "xml" });
    expect(manifest.payloads[1]).toEqual({
      file: "002-req.xml",
      exchange: 2,
      direction: "unknown",
      contentType: "",
      bytes: message(2).length,
      sha256: createHash("sha256").update(message(2)).digest("hex"),
      peers: {},
      gaps: [],
    });
  });

  test("names a file by what is in it", async () => {
    expect(await extract(dmPackage1)).toEqual(clean);
    expect(contentOf("001-req.wbxml")).toEqual(Buffer.from(dmPackage1));
  });

  const capture = corpusBytes("libdmclient/d06-atomic-sequence-wbxml/capture.pcapng");

  test("takes requests and replies out of the packets that carried them", async () => {
    expect(await extract(capture)).toEqual(clean);
    const recorded = (name: string) => Buffer.from(corpusBytes(`libdmclient/d06-atomic-sequence-wbxml/${name}`));
    const names = [1, 2, 3, 4].flatMap((exchange) => [`00${exchange}-req.wbxml`, `00${exchange}-resp.wbxml`]);
    expect(readdirSync(join(folder, "out")).sort()).toEqual([...names, "manifest.json"]);
    for (const name of names) expect(contentOf(name)).toEqual(recorded(name));
    const text = contentOf("manifest.json").toString();
    const { payloads } = JSON.parse(text);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
    expect(payloads[0]).toMatchObject({
      direction: "to-server",
      method: "POST",
      url: "http://127.0.0.1:8080/funambol/dm",
    });
    expect(payloads[1]).toMatchObject({
      file: "001-resp.wbxml",
      exchange: 1,
      direction: "to-device",
      status: 200,
      contentType: "application/vnd.syncml+wbxml",
      peers: { from: { address: "127.0.0.1", port: 8080 } },
      frame: 6,
    });
  });

  test("has the address of a request that has no file at its reply", async () => {
    const entry = {
      startedDateTime: "2026-11-02T12:00:00Z",
      serverIPAddress: "192.0.2.1",
      request: { method: "GET", url: 'http://dm.example/a?"b"', headers: [] },
      response: { status: 404, headers: [], content: { text: "no \\ such thing" } },
    };
    expect(await extract(utf8(JSON.stringify({ log: { entries: [entry] } })))).toEqual(clean);
    const text = contentOf("manifest.json").toString();
    const { payloads } = JSON.parse(text);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
    expect(payloads).toMatchObject([{ file: "001-resp.bin", url: entry.request.url, status: 404 }]);
    expect(payloads[0]).not.toHaveProperty("method");
  });

  test("keeps what is whole in a capture that is cut off, and says so", async () => {
    const { stderr, exitCode } = await extract(capture.subarray(0, capture.length / 2));
    expect(stderr).toMatch(/^\S+: the file ends inside a block$/m);
    expect(exitCode).toBe(4);
    expect(readdirSync(join(folder, "out"))).toContain("001-resp.wbxml");
  });

  test("undoes the text around the octets", async () => {
    expect(await extract(utf8(Buffer.from(dmPackage1).toString("hex")))).toEqual(clean);
    expect(contentOf("001-req.wbxml")).toEqual(Buffer.from(dmPackage1));
  });

  test("replaces files with --force only, and then all of them", async () => {
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "out", "002-req.xml"), "mine");
    const place = join(folder, "out", "002-req.xml");
    const refused = { ...clean, stderr: `${place}: cannot write: already exists; --force replaces it\n`, exitCode: 3 };
    expect(await extract(twice)).toEqual(refused);
    expect(readdirSync(join(folder, "out"))).toEqual(["002-req.xml"]);
    expect(contentOf("002-req.xml").toString()).toBe("mine");
    expect(await extract(twice, "--force")).toEqual(clean);
    expect(contentOf("002-req.xml").toString()).toBe(message(2));
  });

  /** An archive with an exchange at each of these seconds, in that order. */
  const archive = (...seconds: number[]) =>
    utf8(
      JSON.stringify({
        log: {
          entries: seconds.map((second) => ({
            startedDateTime: `2026-11-02T12:00:0${second}Z`,
            request: { method: "POST", url: "http://dm.example/", headers: [], postData: { text: message(second) } },
            response: { status: 200, headers: [], content: { text: "" } },
          })),
        },
      }),
    );

  test("names messages in order of time, whatever the order in which they are complete", async () => {
    const names = ["001-req.xml", "002-req.xml", "003-req.xml", "manifest.json"];
    for (const options of [[], ["--force"]]) {
      expect(await extract(archive(2, 3, 1), ...options)).toEqual(clean);
      expect(readdirSync(join(folder, "out")).sort()).toEqual(names);
      expect(readdirSync(folder)).toEqual(["out"]);
      const { payloads } = JSON.parse(contentOf("manifest.json").toString());
      for (const index of [0, 1, 2]) {
        expect(contentOf(names[index] as string).toString()).toBe(message(index + 1));
        expect(payloads[index]).toMatchObject({
          file: names[index],
          exchange: index + 1,
          sha256: createHash("sha256")
            .update(message(index + 1))
            .digest("hex"),
          time: `2026-11-02T12:00:0${index + 1}.000Z`,
          entry: [3, 1, 2][index],
        });
      }
    }
  });

  test.each([
    [1, 2],
    [2, 1],
  ])("takes care of a directory that somebody else makes meanwhile, of exchanges at %i and %i", async (...seconds) => {
    const place = join(folder, "out", "002-req.xml");
    const onInterrupt = new Set<() => void>();
    const add = onInterrupt.add.bind(onInterrupt);
    // Messages wait from when there is something to remove at an interrupt.
    onInterrupt.add = (action) => {
      mkdirSync(join(folder, "out"));
      writeFileSync(place, "mine");
      return add(action);
    };
    const stdin = [archive(...seconds)];
    const outcome = await runCli(["extract", "-d", join(folder, "out")], { stdin, onInterrupt });
    const refused = `${place}: cannot write: already exists; --force replaces it\n`;
    expect(outcome).toEqual({ ...clean, stderr: refused, exitCode: 3 });
    expect(readFileSync(place, "utf8")).toBe("mine");
    expect(readdirSync(folder)).toEqual(["out"]);
    expect(readdirSync(join(folder, "out"))).toEqual(["002-req.xml"]);
  });

  test("leaves no directory if it cannot go on", async () => {
    const seen: string[] = [];
    function* stdin() {
      // More than is looked at before the format is known.
      for (let count = 0; count < 20; count++) yield capture;
      seen.push(...readdirSync(join(folder, "new")));
      yield new Error("the line is dead");
    }
    const outcome = await runCli(["extract", "-d", join(folder, "new", "out")], { stdin: stdin() });
    expect(outcome.exitCode).toBe(3);
    expect(seen).toEqual([expect.stringMatching(/^\.syncml-/)]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("writes nothing outside the directory, not through a link either", async () => {
    mkdirSync(join(folder, "out"));
    const outside = join(folder, "outside");
    writeFileSync(outside, "mine");
    symlinkSync(outside, join(folder, "out", "001-req.xml"));
    expect((await extract(twice)).exitCode).toBe(3);
    expect(await extract(twice, "--force")).toEqual(clean);
    expect(readFileSync(outside, "utf8")).toBe("mine");
  });

  test("says so if nothing is recognised or there is no message, and makes no directory", async () => {
    const { stderr, exitCode } = await extract(utf8("once upon a time"));
    expect(stderr).toMatch(/^-: no format of a capture or message is recognised\n$/);
    expect(exitCode).toBe(3);
    expect((await extract(new Uint8Array(0))).exitCode).toBe(3);
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  test("takes a format by name, and no other name", async () => {
    expect(await extract(dmPackage1, "--from", "wbxml")).toEqual(clean);
    const { stderr, exitCode } = await extract(dmPackage1, "--from", "smoke-signals");
    expect(stderr).toContain("option '--from <FORMAT>' argument 'smoke-signals' is invalid");
    expect(exitCode).toBe(2);
  });
});
