import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Capture } from "../../src/capture/model.ts";
import { readCapture } from "../../src/capture/read-capture.ts";
import { redact } from "../../src/inspect/redaction/redact.ts";
import { corpusBytes } from "../support/corpus.ts";
import { dmPackage1, utf8 } from "./messages.ts";
import { runCli } from "./run-cli.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const name = "syncevolution/p06-auth-basic-wrong-wbxml/capture.pcapng";
const file = `corpus/${name}`;
const original = readCapture(corpusBytes(name));
const bodies = ({ exchanges }: Capture) => exchanges.map(({ request, response }) => [request?.bytes, response?.bytes]);

test("an archive reads back as what was redacted", async () => {
  const out = join(folder, "out.har");
  const { stdout, stderr, exitCode } = await runCli(["redact", file, "-o", out]);
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 0 });
  expect(stderr).toMatch(/^replaced: \d+ credential, \d+ nonce, \d+ secret, \d+ user, \d+ device, \d+ token\n$/);
  const back = readCapture(readFileSync(out));
  const { capture } = redact(original);
  expect(bodies(back)).toEqual(bodies(capture));
  for (const [index, { request, response, url, connection }] of back.exchanges.entries()) {
    const expected = capture.exchanges[index];
    expect({ url, connection }).toEqual({ url: expected?.url, connection: expected?.connection });
    expect(request?.head?.headers).toEqual(expected?.request?.head?.headers);
    expect(response?.head).toEqual(expected?.response?.head);
    expect(request?.contentType).toBe(expected?.request?.contentType);
    expect(request?.time).toBe(Math.trunc(expected?.request?.time as number));
  }
  expect(readFileSync(out, "latin1")).not.toMatch(/alice|sc-dev-p06/);
  const rulesIn = async (one: string) => {
    const { stdout: reports } = await runCli(["validate", "--json", one]);
    return JSON.parse(reports).map((report: { findings: { rule: string }[] }) =>
      report.findings.map(({ rule }) => rule),
    );
  };
  expect(await rulesIn(out)).toEqual(await rulesIn(file));
});

test("a folder is as extract writes it", async () => {
  const out = join(folder, "out");
  expect(await runCli(["redact", file, "-d", out])).toMatchObject({ stdout: "", exitCode: 0 });
  const { capture } = redact(original);
  expect(readdirSync(out)).toHaveLength(17);
  expect(readFileSync(join(out, "006-req.wbxml"))).toEqual(Buffer.from(capture.exchanges[5]?.request?.bytes ?? []));
  const { payloads } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));
  expect(payloads[10]).toMatchObject({ file: "006-req.wbxml", exchange: 6, direction: "to-server" });
  expect(await runCli(["redact", file, "-d", out])).toMatchObject({ exitCode: 3 });
});

test("several captures have the same values for the same secrets", async () => {
  const out = join(folder, "out.har");
  expect(await runCli(["redact", file, file, "-o", out])).toMatchObject({ exitCode: 0 });
  const { exchanges } = readCapture(readFileSync(out));
  expect(exchanges).toHaveLength(16);
  expect(exchanges[0]?.request?.bytes).toEqual(exchanges[1]?.request?.bytes);
});

test("a list says what and where", async () => {
  const { stdout } = await runCli(["redact", `${file}#1.req`, "--list", "--classes", "user,secret"]);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line).toMatch(/^#1 request {2}\S.* {2}(user|secret), \d+ bytes at \d+$/);
});

test("a message alone is redacted as well", async () => {
  const { stdout, stderr } = await runCli(["redact", "-o", "-"], { stdin: [dmPackage1] });
  expect(stderr).toBe("replaced: 1 device\n");
  const [{ request } = {}] = readCapture(utf8(stdout)).exchanges;
  expect(request?.bytes.length).toBe(dmPackage1.length);
  expect(Buffer.from(request?.bytes ?? []).toString("latin1")).toMatch(/IMEI:(?!0{11})\d{11}0000/);
});

test("nothing secret is nothing to replace", async () => {
  const { stderr } = await runCli(["redact", "--classes", "token", "-o", "-"], { stdin: [dmPackage1] });
  expect(stderr).toBe("nothing was found that is secret\n");
});

test.each<[string[], string]>([
  [[file], "where to? -o FILE, -d DIR, or --list alone"],
  [[file, "-o", "-", "--list"], "--list and -o - both write to standard output"],
  [
    [file, "--classes", "user,users", "--list"],
    "error: option '--classes <CLASSES>' argument 'user,users' is invalid. Allowed are credential, nonce, secret, user, device, subscriber, token, with commas between.",
  ],
  [[`${file}#9`, "--list"], `${file}: there is no #9; the last message is in #8`],
])("%j is a wrong command line", async (args, message) => {
  expect(await runCli(["redact", ...args])).toEqual({ stdout: "", stderr: `${message}\n`, exitCode: 2 });
});
