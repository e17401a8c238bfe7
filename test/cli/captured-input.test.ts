import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/index.ts";
import { corpusBytes } from "../support/corpus.ts";
import { dmPackage1, small, smallXml, toBase64, toHex, utf8 } from "./messages.ts";
import { runCli, runForBytes } from "./run-cli.ts";

const folder = "libdmclient/d06-atomic-sequence-wbxml";
const file = `corpus/${folder}/capture.pcapng`;
const capture = corpusBytes(`${folder}/capture.pcapng`);
const sides = [1, 2, 3, 4].flatMap((number) => [`${number}.req`, `${number}.resp`]);
const recorded = (side: string) => corpusBytes(`${folder}/00${side.replace(".", "-")}.wbxml`);
const lines = (text: string) => text.trimEnd().split("\n");

describe("decode", () => {
  test("shows every message of a capture, in order", async () => {
    const { stdout, stderr, exitCode } = await runCli(["decode"], { stdin: [capture] });
    const each = await Promise.all(sides.map((side) => runCli(["decode"], { stdin: [recorded(side)] })));
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: each.map((one) => one.stdout).join(""),
      stderr: "",
      exitCode: 0,
    });
  });

  test("shows those of an exchange, or one of them", async () => {
    const both = await runCli(["decode", `${file}#3`]);
    const [request, reply] = await Promise.all(["req", "resp"].map((side) => runCli(["decode", `${file}#3.${side}`])));
    expect(both.stdout).toBe(`${request?.stdout}${reply?.stdout}`);
    expect(await runForBytes(["decode", `${file}#3.resp`, "--to", "wbxml"])).toMatchObject({
      stdout: toHex(recorded("3.resp")),
      exitCode: 0,
    });
  });

  test("names them on a terminal", async () => {
    const { stdout } = await runCli(["decode", `${file}#1`, "--to", "tree", "--color", "never"], {
      terminals: ["stdout"],
    });
    const headings = lines(stdout).filter((line) => line.includes(".pcapng"));
    expect(headings).toEqual([
      `${file}#1.req  to the server, ${recorded("1.req").length} bytes, 2026-11-22T08:46:09.262Z`,
      `${file}#1.resp  to the device, ${recorded("1.resp").length} bytes, 2026-11-22T08:46:09.266Z`,
    ]);
  });

  test("names them in lines of JSON", async () => {
    const { stdout } = await runCli(["decode", file, "--to", "ndjson"]);
    const records = lines(stdout).map((line) => JSON.parse(line));
    expect(records.map((record) => record.file)).toEqual(sides.map((side) => `${file}#${side}`));
    expect(records[5]).toMatchObject({ exchange: 3, side: "response", direction: "to-device" });
    expect(records[5].time).toBe("2026-11-22T08:46:09.325Z");
    expect(records[5].document).toMatchObject(JSON.parse(JSON.stringify(decode(recorded("3.resp")))));
  });

  test("lines of JSON say what a broken message lacks", async () => {
    const { stdout, exitCode } = await runCli(["decode", "--to", "ndjson"], { stdin: [small.subarray(0, 13)] });
    const [record] = lines(stdout).map((line) => JSON.parse(line));
    expect(exitCode).toBe(4);
    expect(record).toMatchObject({
      file: "-",
      fault: { code: "truncated-input", offset: 13 },
      document: { kind: "SyncML", syncHdr: { kind: "SyncHdr" } },
    });
  });

  test("writes one message as WBXML, not several", async () => {
    expect(await runCli(["decode", file, "--to", "wbxml"])).toEqual({
      stdout: "",
      stderr: `${file}: has 8 messages; choose one, such as ${file}#1.req, or use syncml extract\n`,
      exitCode: 2,
    });
  });

  test("goes on after a message that is broken", async () => {
    const text = `${toHex(small.subarray(0, 13))}\n${toHex(small)}\n`;
    const { stdout, stderr, exitCode } = await runCli(["decode", "--to", "tree"], { stdin: [utf8(text)] });
    expect(stdout).toBe('SyncML\n  SyncHdr\n    VerDTD "1.2"\nSyncML\n  SyncHdr\n    VerDTD "1.2"\n    MsgID "1"\n');
    expect(stderr).toMatch(/^#1:0xd \(byte 13\): input ended/);
    expect(exitCode).toBe(4);
  });

  const har = JSON.stringify({
    log: {
      entries: [
        {
          startedDateTime: "2026-11-02T12:34:56Z",
          request: {
            method: "POST",
            url: "https://dm.example/",
            headers: [],
            postData: { mimeType: "application/vnd.syncml.dm+xml", text: smallXml },
          },
          response: {
            status: 200,
            headers: [],
            content: { mimeType: "text/html", text: "<html><body>no</body></html>" },
          },
        },
      ],
    },
  });
  const xml = `${smallXml}\n`;

  test.each<[string, Uint8Array]>([
    ["gzip", gzipSync(small)],
    ["an HTTP message", utf8(`POST /dm HTTP/1.1\r\nContent-Length: ${smallXml.length}\r\n\r\n${smallXml}`)],
  ])("reads %s", async (_kind, input) => {
    expect(await runCli(["decode"], { stdin: [input] })).toEqual({ stdout: xml, stderr: "", exitCode: 0 });
  });

  test("says what in a capture is no document", async () => {
    const expected = { stdout: xml, stderr: "#1.resp: 28 bytes of text/html, which is no document\n", exitCode: 0 };
    expect(await runCli(["decode"], { stdin: [utf8(har)] })).toEqual(expected);
    expect(await runCli(["decode", "--from", "har", "-"], { stdin: [utf8(har)] })).toEqual(expected);
    expect(await runCli(["decode", "#1.resp"], { stdin: [utf8(har)] })).toMatchObject({ stdout: "", exitCode: 3 });
  });

  test("reads several messages in a text, and one of them", async () => {
    const text = utf8(`first ${smallXml}\nsecond ${smallXml.replace("<MsgID>1", "<MsgID>2")}\n`);
    const both = await runCli(["decode"], { stdin: [text] });
    const second = await runCli(["decode", "#2"], { stdin: [text] });
    expect(both).toEqual({ stdout: `${xml}${second.stdout}`, stderr: "", exitCode: 0 });
    expect(second.stdout).toContain("<MsgID>2</MsgID>");
  });

  test("ends at a hole in a capture", async () => {
    const head = utf8(`POST /dm HTTP/1.1\r\nContent-Length: ${small.length}\r\n\r\n`);
    const input = Buffer.concat([head, small.subarray(0, 13)]);
    const { stdout, stderr, exitCode } = await runCli(["decode", "--to", "tree"], { stdin: [input] });
    expect(stdout).toBe('SyncML\n  SyncHdr\n    VerDTD "1.2"\n');
    expect(stderr).toContain("#1: bytes are missing after byte 13, where reading ends\n#1:0xd (byte 13): input ended");
    expect(exitCode).toBe(4);
  });

  test("ends with 4 if the capture is cut off", async () => {
    const outcome = await runCli(["decode"], { stdin: [capture.subarray(0, capture.length - 100)] });
    expect(outcome).toMatchObject({ stderr: expect.stringContaining("the file ends inside"), exitCode: 4 });
    expect(lines(outcome.stdout)).toHaveLength(8);
  });

  test("forces a format", async () => {
    expect(await runCli(["decode", "--from", "pcap", "-"], { stdin: [dmPackage1] })).toMatchObject({
      stdout: "",
      exitCode: 3,
    });
    expect(await runCli(["decode", "--from", "base64", "#1"], { stdin: [utf8(toBase64(small))] })).toEqual({
      stdout: xml,
      stderr: "",
      exitCode: 0,
    });
  });
});

describe("validate", () => {
  test("checks each message by its name", async () => {
    const text = utf8(`${smallXml}\n${smallXml.replace("<VerDTD>1.2</VerDTD>", "")}`);
    const { stdout } = await runCli(["validate", "--json", "#2", "#1"], { stdin: [text] });
    expect(JSON.parse(stdout).map((report: { file: string }) => report.file)).toContain("#2");
    const all = await runCli(["validate", "--json", file]);
    expect(JSON.parse(all.stdout).map((report: { file: string }) => report.file)).toEqual(
      sides.map((side) => `${file}#${side}`),
    );
  });
});

test("a command for one message wants one", async () => {
  expect(await runCli(["encode", "--as-hex", file])).toEqual({
    stdout: "",
    stderr: `${file}: has 8 messages; choose one, such as ${file}#1.req\n`,
    exitCode: 2,
  });
  expect(await runCli(["encode", "--as-hex", `${file}#4.req`])).toMatchObject({
    stdout: `${toHex(recorded("4.req"))}\n`,
    exitCode: 0,
  });
});
