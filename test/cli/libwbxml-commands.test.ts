import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LibwbxmlLanguage, libwbxmlCharsets, libwbxmlLanguages } from "../../src/cli/libwbxml-languages.ts";
import { bytes } from "../support/hex.ts";
import { toHex, utf8 } from "./messages.ts";
import { runCli, runForBytes } from "./run-cli.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = { stderr: "wbxml2xml succeeded\n", exitCode: 0 };
const written = { stderr: "xml2wbxml succeeded\n", exitCode: 0 };

/** An indication, `Hi TAB LF bye`. */
const si = bytes("02 05 6a 00 45 c6 0d 03 6d2e6578616d706c65 00 01 03 48 69 09 0a 62 79 65 00 01 01");
const siDoctype = '<!DOCTYPE si PUBLIC "-//WAPFORUM//DTD SI 1.0//EN" "http://www.wapforum.org/DTD/si.dtd">';
const indication = (text: string) => `<indication href="http://www.m.example">${text}</indication>`;
const compact = (text: string) => `<?xml version="1.0"?>${siDoctype}<si>${indication(text)}</si>`;
const indented = (blanks: string) =>
  `<?xml version="1.0"?>\n${siDoctype}\n<si>\n${blanks}${indication("Hi\t\nbye")}\n</si>\n`;

describe("wbxml2xml", () => {
  test.each<[string[], string]>([
    [[], indented("")],
    [["-m1"], indented("")],
    [["-i4"], indented("    ")],
    [["-m", "1", "-i", "2"], indented("  ")],
    [["-m0"], compact("Hi\t\nbye")],
    [["-km0"], compact("Hi\t\nbye")],
    [["-m2", "-i4"], compact("Hi&#9;&#10;bye")],
    [["-m0", "-l", "SI10", "-cUTF-8"], compact("Hi\t\nbye")],
  ])("%j", async (options, stdout) => {
    expect(await runCli(["wbxml2xml", ...options, "-o", "-", "-"], { stdin: [si] })).toEqual({ ...read, stdout });
    const [input, output] = [join(folder, "in.wbxml"), join(folder, "out.xml")];
    writeFileSync(input, si);
    expect(await runCli(["wbxml2xml", ...options, "-o", output, input])).toEqual({ ...read, stdout: "" });
    expect(readFileSync(output, "utf8")).toBe(stdout);
  });

  test("carriage returns are references in every layout", async () => {
    const withReturn = bytes("02 05 6a 00 45 c6 0d 03 6d2e6578616d706c65 00 01 03 48 69 0d 0a 62 79 65 00 01 01");
    for (const options of [[], ["-m0"], ["-i1"]]) {
      const { stdout } = await runCli(["wbxml2xml", ...options, "-o", "-", "-"], { stdin: [withReturn] });
      expect(stdout).toContain(indication("Hi&#13;\nbye"));
    }
    const { stdout } = await runCli(["wbxml2xml", "-m2", "-o", "-", "-"], { stdin: [withReturn] });
    expect(stdout).toBe(compact("Hi&#13;&#10;bye"));
  });

  test("without -k, white space between tags is left out, and layout replaces it", async () => {
    const spaced = "<SyncML xmlns='SYNCML:SYNCML1.2'>\n <SyncHdr>\n  <MsgID> 1 </MsgID>\n </SyncHdr>\n</SyncML>";
    const { stdout: hex } = await runForBytes(["xml2wbxml", "-k", "-o", "-", "-"], { stdin: [utf8(spaced)] });
    const xml = async (...options: string[]) => {
      const { stdout } = await runCli(["wbxml2xml", ...options, "-o", "-", "-"], { stdin: [bytes(hex)] });
      return stdout.slice(stdout.indexOf("<SyncML"));
    };
    const start = '<SyncML xmlns="SYNCML:SYNCML1.2">';
    expect(await xml("-m0")).toBe(`${start}<SyncHdr><MsgID> 1 </MsgID></SyncHdr></SyncML>`);
    expect(await xml()).toBe(`${start}\n<SyncHdr>\n<MsgID> 1 </MsgID>\n</SyncHdr>\n</SyncML>\n`);
    const kept = `${start}\n <SyncHdr>\n  <MsgID> 1 </MsgID>\n </SyncHdr>\n</SyncML>`;
    expect(await xml("-m0", "-k")).toBe(kept);
    expect(await xml("-m2")).toBe(kept.replaceAll("\n", "&#10;"));
  });

  test("-l overrides the public id, and says nothing of that", async () => {
    const asSl = await runCli(["wbxml2xml", "-m0", "-l", "SL10", "-o", "-", "-"], { stdin: [bytes("02 05 6a 00 05")] });
    const doctype = '<!DOCTYPE sl PUBLIC "-//WAPFORUM//DTD SL 1.0//EN" "http://www.wapforum.org/DTD/sl.dtd">';
    expect(asSl).toEqual({ ...read, stdout: `<?xml version="1.0"?>${doctype}<sl/>` });
  });

  test.each(Object.keys(libwbxmlLanguages))("-l %s writes the DOCTYPE of the language", async (name) => {
    const { definition, publicId = definition.publicIdText, systemId } = libwbxmlLanguages[name] as LibwbxmlLanguage;
    const { stdout, exitCode } = await runCli(["wbxml2xml", "-l", name, "-o", "-", "-"], {
      stdin: [bytes("03 01 6a 00 05")],
    });
    expect(exitCode).toBe(0);
    const external = publicId ? `PUBLIC "${publicId}"` : "SYSTEM";
    expect(stdout).toMatch(/^<\?xml version="1\.0"\?>\n<!DOCTYPE \S+ (?:PUBLIC|SYSTEM) [^\n]*>\n</);
    expect(stdout).toContain(` ${external} "${systemId}">\n`);
  });

  test("a language that libwbxml lacks has no DOCTYPE", async () => {
    const csp13 = bytes("03 12 6a 00 09");
    const { stdout } = await runCli(["wbxml2xml", "-m0", "-o", "-", "-"], { stdin: [csp13] });
    expect(stdout).toMatch(/^<\?xml version="1\.0"\?><[A-Z]/);
  });

  test("-c is the charset of a document that has none", async () => {
    const noCharset = bytes("03 05 00 00 45 46 03 e9 00 01 01");
    for (const [option, text] of [
      ["ISO-8859-1", "é"],
      ["ISO-8859-2", "é"],
      ["ISO-8859-5", "щ"],
    ] as const) {
      const { stdout } = await runCli(["wbxml2xml", "-m0", "-c", option, "-o", "-", "-"], { stdin: [noCharset] });
      expect(stdout).toContain(`>${text}<`);
    }
    expect(Object.keys(libwbxmlCharsets)).toHaveLength(15);
  });
});

describe("xml2wbxml", () => {
  const xml = "<si>\n <indication>aaaa aaaa</indication>\n <indication>aaaa aaaa</indication>\n</si>";
  const text = (value: string) => `03${toHex(utf8(value))}00`;

  test.each<[string[], string]>([
    [["-n"], `03056a00 45 46${text("aaaa aaaa")}01 46${text("aaaa aaaa")}01 01`],
    [["-n", "-v", "1.1"], `01056a00 45 46${text("aaaa aaaa")}01 46${text("aaaa aaaa")}01 01`],
    [["-nv1.2"], `02056a00 45 46${text("aaaa aaaa")}01 46${text("aaaa aaaa")}01 01`],
    [
      ["-nk"],
      `03056a00 45 ${text("\n ")}46${text("aaaa aaaa")}01 ${text("\n ")}46${text("aaaa aaaa")}01 ${text("\n")}01`,
    ],
    [[], `03056a0a ${toHex(utf8("aaaa aaaa"))}00 45 46 8300 01 46 8300 01 01`],
  ])("%j", async (options, hex) => {
    const stdout = hex.replaceAll(" ", "");
    const stdin = [utf8(xml)];
    expect(await runForBytes(["xml2wbxml", ...options, "-o", "-", "-"], { stdin })).toEqual({ ...written, stdout });
  });

  test("-a leaves out a public id that is a text, and keeps a number", async () => {
    const channel = '<!DOCTYPE channel PUBLIC "-//WAPFORUM//DTD CHANNEL 1.2//EN" ""><channel/>';
    const header = async (document: string, ...options: string[]) =>
      (await runForBytes(["xml2wbxml", "-n", ...options, "-o", "-", "-"], { stdin: [utf8(document)] })).stdout;
    expect(await header(channel)).toMatch(/^0300006a/);
    expect(await header(channel, "-a")).toMatch(/^03016a00/);
    expect(await header(xml, "-a")).toMatch(/^03056a00/);
  });
});

describe("both", () => {
  test("write nothing without -o, but check the document", async () => {
    expect(await runCli(["wbxml2xml", "-"], { stdin: [si] })).toEqual({ ...read, stdout: "" });
    expect(await runCli(["xml2wbxml", "-"], { stdin: [utf8("<si/>")] })).toEqual({ ...written, stdout: "" });
  });

  test("may replace their input", async () => {
    const file = join(folder, "same");
    writeFileSync(file, "<si/>");
    expect(await runCli(["xml2wbxml", "-o", file, file])).toEqual({ ...written, stdout: "" });
    expect(toHex(readFileSync(file))).toBe("03056a0005");
  });

  test("say where a document is damaged, and write nothing", async () => {
    const output = join(folder, "none");
    expect(await runCli(["wbxml2xml", "-o", output, "-"], { stdin: [si.subarray(0, 9)] })).toMatchObject({
      stdout: "",
      stderr: expect.stringMatching(/^-:0x9 \(byte 9\): /) as string,
      exitCode: 4,
    });
    expect(await runCli(["xml2wbxml", "-o", output, "-"], { stdin: [utf8("<si>")] })).toMatchObject({
      stderr: expect.stringMatching(/^-:0x4 \(byte 4, line 1, column 5\): /) as string,
      exitCode: 4,
    });
    expect(existsSync(output)).toBe(false);
  });

  test.each(["wbxml2xml", "xml2wbxml"])("%s fails where the program succeeds without a result", async (name) => {
    const missing = join(folder, "missing");
    const cannotRead = `${missing}: cannot read: no such file or directory\n`;
    expect(await runCli([name, missing])).toEqual({ stdout: "", stderr: cannotRead, exitCode: 3 });
    expect(await runCli([name])).toEqual({
      stdout: "",
      stderr: "error: missing required argument 'FILE'\n",
      exitCode: 2,
    });
  });

  test.each(["wbxml2xml", "xml2wbxml"])("%s -? is its help", async (name) => {
    expect(await runCli([name, "-?"])).toEqual(await runCli([name, "-h"]));
  });

  test("refuse what libwbxml ignores", async () => {
    for (const args of [
      ["wbxml2xml", "-m3", "-"],
      ["wbxml2xml", "-i81", "-"],
      ["wbxml2xml", "-l", "AIRSYNC", "-"],
      ["wbxml2xml", "-c", "KOI8-R", "-"],
      ["xml2wbxml", "-v", "1.4", "-"],
    ]) {
      expect(await runCli(args, { stdin: [si] })).toMatchObject({ stdout: "", exitCode: 2 });
    }
  });
});
