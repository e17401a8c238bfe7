import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decode as decodeMessage, stringify } from "../../src/index.ts";
import { byteByByte } from "../support/chunks.ts";
import { corpusBytes, wbxmlBodies } from "../support/corpus.ts";
import { bytes } from "../support/hex.ts";
import { dmPackage1, small, smallXml, toBase64, toHex, utf8, xmlStart } from "./messages.ts";
import { runCli, runForBytes, systemError } from "./run-cli.ts";

const clean = { stderr: "", exitCode: 0 };
const encoded = { ...clean, stdout: toHex(dmPackage1) };

const json = stringify(decodeMessage(dmPackage1));
let xml = "";
let tokens = "";
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  xml = (await runCli(["decode"], { stdin: [dmPackage1] })).stdout;
  tokens = (await runCli(["decode", "--to", "tokens"], { stdin: [dmPackage1] })).stdout;
});
afterAll(() => rmSync(folder, { recursive: true }));

function encode(input: Uint8Array | string, ...options: string[]) {
  return runForBytes(["encode", ...options], { stdin: [typeof input === "string" ? utf8(input) : input] });
}

describe("each form", () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

  test.each<[string, string, () => Uint8Array]>([
    ["WBXML", "wbxml", () => dmPackage1],
    ["XML", "xml", () => utf8(xml)],
    ["XML in UTF-16", "xml", () => utf16(xml.replace("UTF-8", "UTF-16"))],
    ["JSON", "json", () => utf8(json)],
    ["pretty-printed JSON", "json", () => utf8(`\n${JSON.stringify(JSON.parse(json), undefined, 2)}\n`)],
    ["JSON after a byte order mark", "json", () => utf8(`\ufeff${json}`)],
    ["JSON in UTF-16", "json", () => utf16(json)],
    ["a listing", "tokens", () => utf8(tokens)],
    ["a listing without offsets", "tokens", () => utf8(tokens.replace(/^off=\d+ +/gm, ""))],
    ["a listing after a comment", "tokens", () => utf8(`; as captured\n${tokens}`)],
    ["a listing with CRLF", "tokens", () => utf8(tokens.replaceAll("\n", "\r\n"))],
    ["a listing in UTF-16", "tokens", () => utf16(tokens)],
    ["hex", "hex", () => utf8(toHex(dmPackage1))],
    ["hex of XML", "hex", () => utf8(toHex(utf8(xml)))],
    ["base64", "base64", () => utf8(toBase64(dmPackage1))],
    ["base64 of XML", "base64", () => utf8(toBase64(utf8(xml)))],
  ])("%s is encoded, recognised and as --from %s", async (_form, from, input) => {
    for (const args of [["encode"], ["encode", "--from", "auto"], ["encode", "--from", from]]) {
      expect(await runForBytes(args, { stdin: [input()] })).toEqual(encoded);
      expect(await runForBytes(args, { stdin: byteByByte(input()) })).toEqual(encoded);
    }
  });

  test("comes from a file or -x too", async () => {
    const file = join(folder, "in.json");
    writeFileSync(file, json);
    expect(await runForBytes(["encode", file])).toEqual(encoded);
    expect(await runForBytes(["encode", "-x", toHex(dmPackage1)])).toEqual(encoded);
    expect(await runForBytes(["encode", "--hex", toHex(utf8(xml))])).toEqual(encoded);
  });

  test.each<[string, string]>([
    ["prose", "This is a letter, not a message.\n"],
    ["a JSON list", "[]"],
    ["a word", "versions"],
  ])("is not %s", async (_kind, text) => {
    expect(await encode(text)).toEqual({
      stdout: "",
      stderr:
        "-: not recognised; tried WBXML (first byte 0x00 to 0x03), XML, JSON, a token listing, " +
        "hex and base64 of WBXML or XML\n",
      exitCode: 3,
    });
  });

  test("is not empty", async () => {
    expect(await runForBytes(["encode"])).toEqual({ stdout: "", stderr: "-: is empty\n", exitCode: 3 });
  });

  test("is no more than 64 MiB where it is text", async () => {
    const stdin = () => [utf8("{"), new Uint8Array(64 * 1024 * 1024).fill(0x20)];
    for (const from of ["auto", "json", "tokens"]) {
      expect(await runForBytes(["encode", "--from", from], { stdin: stdin() })).toEqual({
        stdout: "",
        stderr: "-: text is longer than 67108864 bytes\n",
        exitCode: 5,
      });
    }
  });
});

describe("options", () => {
  const header = (from: string) => encode(smallXml, ...from.split(" "));
  const body = toHex(small.subarray(5));

  test.each<[string, string]>([
    ["--wbxml-version 1.0", "00a40100"],
    ["--wbxml-version 1.1", "01a4016a00"],
    ["--wbxml-version 1.2", "02a4016a00"],
    ["--wbxml-version 1.3", "03a4016a00"],
    ["--public-id number", "02a4016a00"],
    ["--public-id text", `0200006a1e${toHex(utf8("-//SYNCML//DTD SyncML 1.2//EN"))}00`],
    ["--public-id unknown", "02016a00"],
    ["--wbxml-version 1.1 --public-id unknown", "01016a00"],
  ])("%s is in the header", async (options, expected) => {
    expect(await header(options)).toEqual({ ...clean, stdout: expected + body });
  });

  test("the header of WBXML is kept unless they say otherwise", async () => {
    const version13 = Uint8Array.of(0x03, ...small.subarray(1));
    expect(await encode(version13)).toEqual({ ...clean, stdout: toHex(version13) });
    expect(await encode(version13, "--wbxml-version", "1.2")).toEqual({ ...clean, stdout: toHex(small) });
  });

  const alert = (data: string) => `02 A4 01 6A 00 6D 6B 46 4F ${data} 01 01 01 01`;
  const [inline, opaque] = [bytes(alert('03 "1201" 00')), bytes(alert('C3 04 "1201"'))];

  test.each<[string, Uint8Array, Uint8Array]>([
    ["as-given", inline, inline],
    ["as-given", opaque, opaque],
    ["inline", inline, inline],
    ["inline", opaque, inline],
    ["opaque", inline, opaque],
    ["opaque", opaque, opaque],
  ])("--data %s", async (policy, input, output) => {
    expect(await encode(input, "--data", policy)).toEqual({ ...clean, stdout: toHex(output) });
  });

  test("--string-table", async () => {
    const uri = "https://dm.example/a/long/address";
    const target = `<Target><LocURI>${uri}</LocURI></Target>`;
    const text = `${xmlStart}<SyncHdr>${target}<Source><LocURI>${uri}</LocURI></Source></SyncHdr></SyncML>`;
    const inText = toHex(bytes(`03 "${uri}" 00`));
    const start = (table: string) => `02a4016a${table}6d6c`;
    const none = `${start("00")}6e57${inText}01016757${inText}01010101`;
    expect(await encode(text)).toEqual({ ...clean, stdout: none });
    expect(await encode(text, "--string-table", "none")).toEqual({ ...clean, stdout: none });
    const table = `22${toHex(utf8(uri))}00`;
    expect(await encode(text, "--string-table", "auto")).toEqual({
      ...clean,
      stdout: `${start(table)}6e57830001016757830001010101`,
    });
  });

  test("--embedded-types", async () => {
    const type = (suffix: string) => `application/vnd.syncml-devinf+${suffix}`;
    const message = (suffix: string) =>
      `${xmlStart}<SyncBody><Put><Meta><Type xmlns="syncml:metinf">${type(suffix)}</Type></Meta></Put></SyncBody></SyncML>`;
    const stdout = (suffix: string) =>
      toHex(bytes(`02 A4 01 6A 00 6D 6B 5F 5A 00 01 53 03 "${type(suffix)}" 00 01 01 01 01 01`));
    expect(await encode(message("xml"))).toEqual({ ...clean, stdout: stdout("wbxml") });
    expect(await encode(message("xml"), "--embedded-types", "keep")).toEqual({ ...clean, stdout: stdout("xml") });
    expect(await encode(message("xml"), "--embedded-types", "adapt")).toEqual({ ...clean, stdout: stdout("wbxml") });
  });

  test("--whitespace", async () => {
    const indented = `${xmlStart}\n <SyncBody>\n  <Final/>\n </SyncBody>\n</SyncML>`;
    const compact = toHex(bytes("02 A4 01 6A 00 6D 6B 12 01 01"));
    expect(await encode(indented)).toEqual({ ...clean, stdout: compact });
    expect(await encode(indented, "--whitespace", "drop")).toEqual({ ...clean, stdout: compact });
    const kept = toHex(bytes("02 A4 01 6A 00 6D 03 0A 20 00 6B 03 0A 20 20 00 12 03 0A 20 00 01 03 0A 00 01"));
    expect(await encode(indented, "--whitespace", "keep")).toEqual({ ...clean, stdout: kept });
  });

  test("--type", async () => {
    const devInf = bytes(`03 01 6A 00 4A 65 03 "1.2" 00 01 01`);
    expect(await encode(devInf, "--type", "application/vnd.syncml-devinf+wbxml")).toEqual({
      stdout: toHex(devInf),
      stderr:
        "-:0x3 (byte 3): warning vocabulary-from-media-type: no public id, read as DevInf 1.2 because of the media type " +
        "application/vnd.syncml-devinf+wbxml\n",
      exitCode: 0,
    });
  });

  test("--as-hex ends its line, but not in a file", async () => {
    const hex = toHex(dmPackage1);
    expect(await runCli(["encode", "--as-hex"], { stdin: [utf8(json)] })).toEqual({ ...clean, stdout: `${hex}\n` });
    expect(await runCli(["encode", "--as-hex"], { stdin: [utf8(tokens)] })).toEqual({ ...clean, stdout: `${hex}\n` });
    const output = join(folder, "out.hex");
    expect(await runCli(["encode", "--as-hex", "-o", output], { stdin: [utf8(json)] })).toEqual({
      ...clean,
      stdout: "",
    });
    expect(readFileSync(output, "utf8")).toBe(hex);
  });

  test("-o gets the bytes and nothing else", async () => {
    const output = join(folder, "out.wbxml");
    expect(await runCli(["encode", "-o", output], { stdin: [utf8(xml)] })).toEqual({ ...clean, stdout: "" });
    expect(toHex(readFileSync(output))).toBe(toHex(dmPackage1));
  });
});

describe("on a terminal", () => {
  const terminals = ["stdout", "stderr"] as const;

  test("bytes are refused", async () => {
    expect(await runCli(["encode", "--color", "never"], { stdin: [small], terminals })).toEqual({
      stdout: "",
      stderr: "standard output is a terminal and WBXML is not text: use -o FILE, --as-hex or a pipe\n",
      exitCode: 2,
    });
  });

  test("hex is not, nor is a file", async () => {
    const stdout = `${toHex(small)}\n`;
    expect(await runCli(["encode", "--as-hex"], { stdin: [small], terminals })).toEqual({ ...clean, stdout });
    const output = join(folder, "terminal.wbxml");
    expect(await runCli(["encode", "-o", output], { stdin: [small], terminals })).toEqual({ ...clean, stdout: "" });
    expect(toHex(readFileSync(output))).toBe(toHex(small));
  });
});

describe("what cannot be encoded", () => {
  function reasonOf(text: string): string {
    try {
      JSON.parse(text);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("it can be parsed");
  }

  test.each<[string, string]>([
    ['{"kind": }', `invalid JSON: ${reasonOf('{"kind": }')}`],
    ["{", `invalid JSON: ${reasonOf("{")}`],
    ['{"a": 1}', "the JSON is not a document but an object"],
    ['{"kind": "Letter"}', "there is no kind of node called Letter"],
  ])("JSON like %s", async (text, reason) => {
    expect(await encode(text)).toEqual({ stdout: "", stderr: `-: ${reason}\n`, exitCode: 4 });
  });

  test.each<[string, string, number]>([
    ["version 1.2\n  foo\n", "no line begins with foo", 2],
    ["version 1.2\n; \u00e9\u20ac\n\n  END what\n", "what has no place here", 4],
  ])("a listing like %j", async (text, reason, line) => {
    expect(await encode(text)).toEqual({ stdout: "", stderr: `-: line ${line}: ${reason}\n`, exitCode: 4 });
  });

  test("WBXML or XML that is damaged, after what came before", async () => {
    expect(await encode(dmPackage1.subarray(0, 65))).toEqual({
      stdout: `${toHex(dmPackage1.subarray(0, 65))}00`,
      stderr: "-:0x41 (byte 65): input ended inside STR_I begun at byte 61, page 0, /SyncML/SyncHdr/Source/LocURI\n",
      exitCode: 4,
    });
    expect(await encode(`${xmlStart}<SyncHdr>\n<VerDTD>1.2</MsgID>`)).toEqual({
      stdout: "02a4016a006d6c7103312e3200",
      stderr:
        "-:0x5c (byte 92, line 2, column 12): end tag of MsgID where that of VerDTD is due, /SyncML/SyncHdr/VerDTD\n",
      exitCode: 4,
    });
  });

  test("input that stops coming, after what came before", async () => {
    const stdin = [small.subarray(0, 14), systemError("EIO", -5)];
    expect(await runForBytes(["encode"], { stdin })).toEqual({
      stdout: toHex(small.subarray(0, 14)),
      stderr: "-: cannot read: i/o error\n",
      exitCode: 3,
    });
  });

  test("a limit, after what came before", async () => {
    const deep = Uint8Array.from([...small.subarray(0, 6), ...new Array(300).fill(0x6c)]);
    expect(await encode(deep)).toEqual({
      stdout: toHex(deep.subarray(0, 261)),
      stderr: `-:0x105 (byte 261): elements nest deeper than maxDepth (256), /SyncML${"/SyncHdr".repeat(255)}\n`,
      exitCode: 5,
    });
  });

  test("a message with something in the wrong place, of which nothing is written", async () => {
    const { syncHdr } = JSON.parse(json);
    const document = JSON.stringify({ kind: "SyncML", syncHdr, syncBody: {} });
    expect(await encode(document)).toEqual({
      stdout: "",
      stderr: "-: SyncML: syncBody is an object, not SyncBody\n",
      exitCode: 4,
    });
  });

  test("bytes that are no text in WBXML 1.0, after what came before", async () => {
    const message = bytes("02 A4 01 6A 00 6D 6B 46 4F C3 03 FF 00 FE 01 01 01 01");
    expect(await encode(message)).toEqual({ ...clean, stdout: toHex(message) });
    expect(await encode(message, "--wbxml-version", "1.0")).toEqual({
      stdout: "00a401006d6b464f",
      stderr:
        "-:0x9 (byte 9): bytes that are no text need OPAQUE, which WBXML 1.0 lacks, /SyncML/SyncBody/Alert/Data\n",
      exitCode: 4,
    });
  });
});

describe("a listing gives back the bytes it was made of", () => {
  const messages: [string, Uint8Array, number][] = [
    ["a small message", small, 0],
    ["a message with trailing bytes", Buffer.concat([small, bytes("00 01 02")]), 0],
    ["package 1", dmPackage1, 0],
    [
      "an embedded document",
      bytes(`02 A4 01 6A 00 6D 6B 46 4F C3 0B 02 01 6A 00 4A 65 03 "1" 00 01 01 01 01 01 01`),
      0,
    ],
    ["a string table", bytes(`02 A4 01 6A 05 "1.2" 00 00 6D 6C 71 83 00 01 01 01`), 0],
    ["bytes that are no text", bytes(`02 A4 01 6A 00 6D 6B 46 4F C3 03 FF 00 FE 01 01 01 01`), 0],
    ["a truncated message", dmPackage1.subarray(0, 65), 4],
    ["a truncated header", small.subarray(0, 2), 4],
    ...wbxmlBodies.slice(0, 12).map(({ file }): [string, Uint8Array, number] => [file, corpusBytes(file), 0]),
  ];

  test.each(messages)("%s", async (_message, message, exitCode) => {
    const listing = await runCli(["decode", "--to", "tokens"], { stdin: [message] });
    expect(listing.exitCode).toBe(exitCode);
    expect(listing.stdout).toMatch(/^off=0 +version 1\.\d\n/);
    for (const options of [[], ["--from", "tokens"]]) {
      expect(await encode(listing.stdout, ...options)).toEqual({ ...clean, stdout: toHex(message) });
    }
  });
});
