import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeProvisioning, encodePush, encodeSmsPdu, segmentSms } from "../../src/push/index.ts";
import { bytes } from "../support/hex.ts";
import { small, toBase64, toHex, utf8 } from "./messages.ts";
import { runCli } from "./run-cli.ts";

const text = "A service indication that is too long for one short message. ".repeat(3);
// WBXML 1.2, public id 5, UTF-8.
const indication = bytes(`02 05 6A 00 45 C6 0C 03 "wap.example/" 00 08 01 03 "${text}" 00 01 01`);
const xml = `<?xml version="1.0" encoding="UTF-8"?><si><indication href="http://wap.example/" action="signal-high">${text}</indication></si>\n`;
const push = encodePush({ contentType: "application/vnd.wap.sic", body: indication });
const parts = segmentSms(push, { reference: 5 });
const timeStamp = "26-11-02 12:34:56 +0000";
const pdus = parts.map((userData) =>
  encodeSmsPdu({ kind: "deliver", smsc: "+4411", address: "+4912345", timeStamp, userData }),
);
const lines = (octets: readonly Uint8Array[]) => octets.map(toHex).join("\n");
const log = pdus
  .map((pdu, index) => `+CMGL: ${index},1,,${pdu.length - 1 - (pdu[0] as number)}\r\n${toHex(pdu).toUpperCase()}\r\n`)
  .join("");
const from = (carriers: string) => `-: read from ${carriers}; bytes count from where the document begins\n`;
const indexed = (octets: Uint8Array) => `Buffer.from([${octets.join(", ")}])`;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  writeFileSync(join(folder, "log"), log);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("decode reads the document in", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["a push", push, "a push"],
    ["a push whose first octet is not that of a document", Uint8Array.of(0xde, ...push.subarray(1)), "a push"],
    ["a push in hex", toHex(push), "a push"],
    ["such a push in hex", `de${toHex(push).slice(2)}`, "a push"],
    ["a push in base64", toBase64(push), "a push"],
    ["such a push in base64", toBase64(Uint8Array.of(0xde, ...push.subarray(1))), "a push"],
    ["the log of a modem", log, "a push in 2 SMS"],
    [
      "the log of a modem, the other way round",
      `AT+CMGL\r\n${log
        .split(/(?=\+)/)
        .reverse()
        .join("")}OK\r\n`,
      "a push in 2 SMS",
    ],
    ["PDUs a line each", lines(pdus), "a push in 2 SMS"],
    ["segments a line each", lines([...parts].reverse()), "a push in the user data of 2 SMS"],
  ])("%s", async (_what, input, carriers) => {
    const stdin = [typeof input === "string" ? utf8(input) : input];
    expect(await runCli(["decode"], { stdin })).toEqual({ stdout: xml, stderr: from(carriers), exitCode: 0 });
    if (typeof input !== "string") return;
    expect(await runCli(["decode", "-x", input])).toMatchObject(
      /^[\da-f\s]*$/i.test(input) || input.includes("+CMGL") ? { stdout: xml, exitCode: 0 } : {},
    );
  });

  test("a file, octet by octet too", async () => {
    const { stdout } = await runCli(["decode", "--to", "tree", join(folder, "log")]);
    expect(stdout).toContain("si\n  indication");
    for (const octets of [push, utf8(log)]) {
      const stdin = Array.from(octets, (octet) => Uint8Array.of(octet));
      expect(await runCli(["decode"], { stdin })).toMatchObject({ stdout: xml, exitCode: 0 });
    }
  });

  test("a text form that is a guess, which is named", async () => {
    const stdin = [utf8(indexed(Uint8Array.of(0xde, ...push.subarray(1))))];
    const stderr = `-: read as a list of decimal numbers\n${from("a push")}`;
    expect(await runCli(["decode"], { stdin })).toEqual({ stdout: xml, stderr, exitCode: 0 });
  });

  test("one SMS, with a message of SyncML in either form or a provisioning document", async () => {
    const documents = [
      ["application/vnd.syncml.dm+wbxml", small],
      ["application/vnd.syncml.dm+xml", utf8('<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/></SyncML>')],
      ["application/vnd.wap.connectivity-wbxml", encodeProvisioning({ characteristics: [] })],
    ] as const;
    for (const [contentType, body] of documents) {
      const [userData] = segmentSms(encodePush({ contentType, body })) as [Uint8Array];
      const bare = await runCli(["decode"], { stdin: [body] });
      const sms = encodeSmsPdu({ kind: "submit", address: "+1", userData });
      for (const [octets, carriers] of [
        [userData, "a push in the user data of an SMS"],
        [sms, "a push in an SMS"],
      ] as const) {
        expect(await runCli(["decode"], { stdin: [octets] })).toEqual({ ...bare, stderr: from(carriers) });
      }
    }
  });

  test("a push whose media type says the language", async () => {
    const body = bytes(`03 01 6A 00 85 0C 03 "x" 00 01`);
    const octets = encodePush({ contentType: "application/vnd.wap.emn+wbxml", body });
    const { stdout, exitCode } = await runCli(["decode", "--to", "tree"], { stdin: [octets] });
    expect({ stdout, exitCode }).toEqual({ stdout: 'emn mailbox="https://x"\n', exitCode: 0 });
  });
});

test("encode and validate read it too", async () => {
  const [userData] = segmentSms(encodePush({ contentType: "application/vnd.syncml.dm+wbxml", body: small })) as [
    Uint8Array,
  ];
  expect((await runCli(["encode", "--as-hex"], { stdin: [userData] })).stdout).toBe(`${toHex(small)}\n`);
  const bare = await runCli(["validate", "--json"], { stdin: [small] });
  expect((await runCli(["validate", "--json"], { stdin: [userData] })).stdout).toBe(bare.stdout);
});

test("what is missing is said, and several documents are read in order", async () => {
  const part = await runCli(["decode"], { stdin: [utf8(toHex(pdus[0] as Uint8Array))] });
  expect(part).toEqual({
    stdout: "",
    stderr: "-: of the SMS with reference 5 from +4912345, 2 of 2 are missing\n-: no message is whole\n",
    exitCode: 4,
  });
  const [other] = segmentSms(encodePush({ contentType: "application/vnd.wap.sic", body: indication.subarray(0, 30) }));
  const several = [...parts, other as Uint8Array].map((userData) =>
    encodeSmsPdu({ kind: "deliver", address: "+4912345", timeStamp, userData }),
  );
  const both = await runCli(["decode"], { stdin: [utf8(lines(several))] });
  expect(both).toMatchObject({ stdout: expect.stringMatching(/^<\?xml[^\n]*\n<\?xml[^\n]*\n$/) });
  expect(both.stdout).toContain(xml);
  const more = await runCli(["decode"], { stdin: [utf8(lines([...pdus, several[0] as Uint8Array]))] });
  expect(more).toMatchObject({ stdout: xml, exitCode: 0 });
});

test("a fault in it has its byte", async () => {
  const cut = encodePush({ contentType: "application/vnd.wap.sic", body: indication.subarray(0, 30) });
  const { stderr, exitCode } = await runCli(["decode"], { stdin: [cut] });
  expect(exitCode).toBe(4);
  expect(stderr).toContain("-:0x1e (byte 30): ");
});
