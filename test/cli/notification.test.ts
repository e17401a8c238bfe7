import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeNotification, encodePush, encodeSmsPdu, segmentSms } from "../../src/push/index.ts";
import { corpusText } from "../support/corpus.ts";
import { runCli } from "./run-cli.ts";

interface Vector {
  readonly name: string;
  readonly nonceB64: string;
  readonly password: string;
  readonly messageHex: string;
  readonly wspPushHex: string;
  readonly smsUserDataHex: string;
}
const { notification } = JSON.parse(corpusText("vectors/vectors.json")) as {
  readonly notification: { readonly dm: readonly Vector[]; readonly ds: readonly Vector[] };
};
const [dm, user] = notification.dm as [Vector, Vector];
const [ds, allStores] = notification.ds as [Vector, Vector];

const secret = "srv-secret";
const variables = { SYNCML_SECRET: secret };
const utf8 = (text: string) => new TextEncoder().encode(text);
const octets = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  writeFileSync(join(folder, "secret"), `${secret}\n`);
  writeFileSync(join(folder, "notification"), octets(dm.messageHex));
});
afterAll(() => rmSync(folder, { recursive: true }));

const fields = (vector: Vector) => ["notification", "encode", "--nonce", vector.nonceB64];
const dmFields = [...fields(dm), "--server-id", "com.example.dm", "--session", "1234", "--ui-mode", "background"];
const clean = (stdout: string) => ({ stdout, stderr: "", exitCode: 0 });

const dmLines = `notification   device management
version        1.1
UI mode        background
initiator      server
session        1234
server         com.example.dm
digest         ab1a2714b91cc410f878cb621b5ad1d1
`;
const pushLine = "push           application/vnd.syncml.notification, x-wap-application:syncml.dm\n";
const portsLine = "ports          from 49154 to 2948\n";

describe("encode", () => {
  test.each([
    ["a bare notification", [], dm.messageHex],
    ["in a push", ["--carrier", "wsp"], dm.wspPushHex],
    ["in an SMS", ["--carrier", "sms"], dm.smsUserDataHex],
    ["of version 1.2", ["--notification-version", "1.2", "--session", "42"], notification.dm[4]?.messageHex],
  ])("%s", async (_what, args, hex) => {
    expect(await runCli([...dmFields, ...args], { variables })).toEqual(clean(`${hex}\n`));
  });

  test("all fields of device management", async () => {
    const args = [
      "--server-id",
      "com.example.dm",
      "--session",
      "1",
      "--ui-mode",
      "user-interaction",
      "--initiator",
      "client",
    ];
    expect(await runCli([...fields(user), ...args], { variables })).toEqual(clean(`${user.messageHex}\n`));
    const vector = notification.dm[3] as Vector;
    const vendor = ["--server-id", "x", "--session", "a7", "--vendor", "cafe0102"];
    const surroundings = { variables: { SYNCML_SECRET: vector.password } };
    expect(await runCli([...fields(vector), ...vendor], surroundings)).toEqual(clean(`${vector.messageHex}\n`));
  });

  test("data synchronisation, with its datastores or all", async () => {
    const args = ["--kind", "ds", "--server-id", "sync.example", "--session", "7", "--ui-mode", "background"];
    const syncs = ["--sync", "206:text/x-vCard:./contacts", "--sync", "210:text/x-vCalendar:cal"];
    expect(await runCli([...fields(ds), ...args, ...syncs], { variables })).toEqual(clean(`${ds.messageHex}\n`));
    const every = [
      "--kind",
      "ds",
      "--server-id",
      "s",
      "--session",
      "0",
      "--ui-mode",
      "informative",
      "--initiator",
      "client",
    ];
    const surroundings = { variables: { SYNCML_SECRET: "" } };
    expect(await runCli([...fields(allStores), ...every], surroundings)).toEqual(clean(`${allStores.messageHex}\n`));
  });

  test("as JSON, with the secret from a file", async () => {
    const args = [...dmFields, "--json", "--secret-file", join(folder, "secret")];
    expect(await runCli(args)).toEqual(clean(`{"messages":["${dm.messageHex}"]}\n`));
  });

  test("a long one as several SMS, whose lines are read in any order", async () => {
    const long = [...dmFields, "--vendor", "ab".repeat(150), "--carrier", "sms", "--reference", "90"];
    for (const to of [[], ["--to", "+1234567"]]) {
      const { stdout } = await runCli([...long, ...to], { variables });
      const lines = stdout.trimEnd().split("\n");
      expect(lines).toHaveLength(2);
      const stdin = [utf8(lines.reverse().join("\n"))];
      const read = await runCli(["notification", "decode", "--json"], { stdin });
      expect(read).toMatchObject({ stderr: "", exitCode: 0 });
      expect(JSON.parse(read.stdout)).toMatchObject([{ serverID: "com.example.dm", vendor: "ab".repeat(150) }]);
      const part = await runCli(["notification", "decode", "-x", lines[1] as string]);
      expect(part).toMatchObject({ stdout: "", exitCode: 4 });
      expect(part.stderr).toContain("2 of 2 are missing");
    }
  });

  test.each([
    ["no secret", dmFields, {}, "there is no secret: set SYNCML_SECRET, or give --secret-file"],
    ["a nonce that is not base64", [...dmFields, "--nonce", "s3cret!"], variables, "--nonce is not base64"],
    ["a session that is too long", [...dmFields, "--session", "12345"], variables, "sessionID must be 0–65,535"],
    ["datastores of device management", [...dmFields, "--sync", "206::a"], variables, "--sync needs --kind ds"],
    ["a datastore", [...dmFields, "--kind", "ds", "--sync", "contacts"], variables, "Expected CODE:MEDIA:URI"],
    [
      "a datastore of no media type",
      [...dmFields, "--kind", "ds", "--sync", "206:a/b:c"],
      variables,
      "a/b has no code",
    ],
    ["a number without SMS", [...dmFields, "--to", "123"], variables, "--to needs --carrier sms"],
    ["a reference", [...dmFields, "--reference", "256"], variables, "Expected a number from 0 to 255"],
    ["vendor's octets", [...dmFields, "--vendor", "xy"], variables, "--vendor: not hex"],
  ])("refuses %s", async (_what, args, environment, message) => {
    const { stdout, stderr, exitCode } = await runCli(args, { variables: environment });
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(secret);
    expect(stderr).not.toContain("s3cret!");
  });

  test("a secret file that is not there", async () => {
    expect(await runCli([...dmFields, "--secret-file", join(folder, "absent")])).toMatchObject({ exitCode: 3 });
  });
});

const smsPdu = encodeSmsPdu({
  kind: "deliver",
  smsc: "+4411",
  address: "+4912345",
  timeStamp: "26-11-02 12:34:56 +0000",
  userData: octets(dm.smsUserDataHex),
});
const smsLine = "SMS            from +4912345, 26-11-02 12:34:56 +0000\n";
const log = `AT+CMGR=1\r\n+CMGR: 1,,${smsPdu.length - 1 - (smsPdu[0] as number)}\r\n${hexOf(smsPdu).toUpperCase()}\r\n\r\nOK\r\n`;

describe("decode", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["octets", octets(dm.messageHex), dmLines],
    ["hex", dm.messageHex, dmLines],
    ["base64", octets(dm.messageHex).reduce((text, octet) => text + String.fromCharCode(octet), ""), dmLines],
    ["a push", octets(dm.wspPushHex), pushLine + dmLines],
    ["a push in hex", dm.wspPushHex.replace(/../g, "$& "), pushLine + dmLines],
    ["user data", dm.smsUserDataHex, portsLine + pushLine + dmLines],
    ["a short message", hexOf(smsPdu), smsLine + portsLine + pushLine + dmLines],
    ["the log of a modem", log, smsLine + portsLine + pushLine + dmLines],
  ])("%s", async (what, input, lines) => {
    const text = what === "base64" ? btoa(input as string) : input;
    const stdin = [typeof text === "string" ? utf8(text) : text];
    expect(await runCli(["notification", "decode"], { stdin })).toEqual(clean(lines));
  });

  test("a file, and -x", async () => {
    expect(await runCli(["notification", "decode", join(folder, "notification")])).toEqual(clean(dmLines));
    expect(await runCli(["notification", "decode", "-x", dm.wspPushHex])).toEqual(clean(pushLine + dmLines));
    const both = await runCli(["notification", "decode", "-x", "00", join(folder, "notification")]);
    expect(both).toMatchObject({ stdout: "", exitCode: 2 });
  });

  test("a form that is a guess is named", async () => {
    const stdin = [utf8(`Buffer.from([${octets(dm.messageHex).join(", ")}])`)];
    expect(await runCli(["notification", "decode"], { stdin })).toEqual({
      ...clean(dmLines),
      stderr: "-: read as a list of decimal numbers\n",
    });
  });

  test("datastores", async () => {
    const { stdout } = await runCli(["notification", "decode", "-x", ds.wspPushHex]);
    expect(stdout).toContain("notification   data synchronisation\nversion        1.2\n");
    expect(stdout).toContain(
      "datastore      ./contacts (206, text/x-vCard)\ndatastore      cal (210, text/x-vCalendar)\n",
    );
    const every = await runCli(["notification", "decode", "-x", allStores.messageHex]);
    expect(every.stdout).toContain("datastores     all\n");
    const asDm = await runCli(["notification", "decode", "--kind", "dm", "-x", allStores.messageHex]);
    expect(asDm.stdout).toContain("vendor         00\n");
  });

  test("the layout of 1.3 as it came", async () => {
    const { stdout, exitCode } = await runCli(["notification", "decode", "-x", "010603d8af87010203"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("notification   device management 1.3, not taken apart\noctets         010203\n");
  });

  test("control characters of a peer are escaped", async () => {
    const message = encodeNotification({ sessionID: 1, serverID: "a\u001b[2Jb" }, { secret });
    const { stdout } = await runCli(["notification", "decode", "--kind", "dm", "-x", hexOf(message)]);
    expect(stdout).toContain("server         a\\x1b[2Jb\n");
  });

  test("as JSON", async () => {
    const { stdout } = await runCli(["notification", "decode", "--json"], { stdin: [utf8(log)] });
    expect(JSON.parse(stdout)).toEqual([
      {
        kind: "dm",
        version: 11,
        uiMode: "background",
        initiator: "server",
        futureUse: 0,
        sessionID: "1234",
        sessionNumber: 0x1234,
        serverID: "com.example.dm",
        digest: dm.messageHex.slice(0, 32),
        trigger: dm.messageHex.slice(32),
        vendor: "",
        sms: { kind: "deliver", address: "+4912345", timeStamp: "26-11-02 12:34:56 +0000", smsc: "+4411" },
        ports: { destination: 2948, source: 49154, wide: true },
        push: {
          contentType: "application/vnd.syncml.notification",
          applicationID: "x-wap-application:syncml.dm",
          transactionID: 1,
        },
      },
    ]);
  });

  test.each<[string, string, number, string]>([
    ["a cut", dm.messageHex.slice(0, 60), 4, "-x:0x1e (byte 30): input ended inside serverID, /notification/serverID"],
    [
      "a cut in a push",
      dm.wspPushHex.slice(0, 70),
      4,
      "-x:0x23 (byte 35): input ended inside serverID, /notification/serverID",
    ],
    [
      "another push",
      "010603b6af87030b6a00",
      3,
      "-x: is a push of application/vnd.wap.connectivity-wbxml, not a notification",
    ],
    ["a capture", "d4c3b2a102000400", 3, "-x: is a capture (pcap)"],
    ["text that is no hex", "hello, world", 2, "-x: not recognised; tried octets, hex, base64 and the log of a modem"],
  ])("refuses %s", async (_what, hex, exitCode, message) => {
    const outcome = await runCli(["notification", "decode", "-x", hex]);
    expect(outcome).toMatchObject({ stdout: "", exitCode });
    expect(outcome.stderr).toContain(message);
  });

  test("nothing, and an announced SMS that does not follow", async () => {
    const empty = await runCli(["notification", "decode"], { stdin: [] });
    expect(empty).toEqual({ stdout: "", stderr: "-: is empty\n", exitCode: 3 });
    const stdin = [utf8("+CMGR: 1,,69\r\nOK\r\n")];
    const lost = await runCli(["notification", "decode"], { stdin });
    expect(lost).toMatchObject({ stdout: "", exitCode: 3 });
    expect(lost.stderr).toContain("-: line 1: 69 octets after the service centre are announced");
  });
});

describe("verify", () => {
  const verify = ["notification", "verify", "--nonce", dm.nonceB64];

  test("what fits", async () => {
    for (const hex of [dm.messageHex, dm.wspPushHex, dm.smsUserDataHex, hexOf(smsPdu)]) {
      const fits = clean("com.example.dm, session 1234: verified\n");
      expect(await runCli([...verify, "-x", hex], { variables })).toEqual(fits);
      expect(await runCli([...verify, "-x", hex, "--secret-file", join(folder, "secret")])).toEqual(fits);
    }
  });

  test("what does not", async () => {
    const refused = {
      stdout: "com.example.dm, session 1234: refused: the digest does not fit\n",
      stderr: "",
      exitCode: 1,
    };
    expect(await runCli([...verify, "-x", dm.messageHex], { variables: { SYNCML_SECRET: "other" } })).toEqual(refused);
    expect(await runCli(["notification", "verify", "-x", dm.messageHex], { variables })).toEqual(refused);
    const unread = await runCli(["notification", "verify", "-x", "010603d8af87010203"], { variables });
    expect(unread).toEqual({ stdout: "refused: the layout of DM 1.3 is not known\n", stderr: "", exitCode: 1 });
  });

  test("the resynchronisation nonce, unless it is refused", async () => {
    const message = encodeNotification({ sessionID: 1, serverID: "s" }, { secret, nonce: new Uint8Array(4) });
    const args = [...verify, "-x", hexOf(message)];
    const outcome = await runCli(args, { variables });
    expect(outcome).toEqual(clean("s, session 1: verified, with the resynchronisation nonce\n"));
    expect(await runCli([...args, "--no-resync"], { variables })).toMatchObject({ exitCode: 1 });
    const json = await runCli([...args, "--json"], { variables });
    expect(JSON.parse(json.stdout)).toMatchObject([{ ok: true, resync: true, serverID: "s" }]);
  });

  test("the nonce as text is a leniency", async () => {
    const message = encodeNotification({ sessionID: 1, serverID: "s" }, { secret, nonce: utf8(dm.nonceB64) });
    const args = [...verify, "-x", hexOf(message)];
    expect(await runCli(args, { variables })).toMatchObject({ exitCode: 1 });
    expect(await runCli([...args, "--text-nonce"], { variables })).toEqual(clean("s, session 1: verified\n"));
  });

  test("one of several that does not fit is a misfit; one that cannot be read outweighs it", async () => {
    const pdu = (secretOfServer: string, serverID: string) => {
      const body = encodeNotification({ sessionID: 1, serverID }, { secret: secretOfServer });
      const push = encodePush({ contentType: "application/vnd.syncml.notification", body });
      const [userData] = segmentSms(push) as [Uint8Array];
      return hexOf(encodeSmsPdu({ kind: "submit", smsc: "", address: "+12", userData }));
    };
    const stdin = [utf8([pdu(secret, "one"), pdu("other", "two")].join("\n"))];
    expect(await runCli(["notification", "verify"], { stdin, variables })).toEqual({
      stdout: "one, session 1: verified\ntwo, session 1: refused: the digest does not fit\n",
      stderr: "",
      exitCode: 1,
    });
    const cut = await runCli([...verify, "-x", dm.messageHex.slice(0, 40)], { variables });
    expect(cut).toMatchObject({ stdout: "", exitCode: 4 });
  });

  test("of segments that contradict each other both readings are checked", async () => {
    const fields = { sessionID: 1, serverID: "s", vendor: new Uint8Array(150) };
    const body = encodeNotification(fields, { secret });
    const push = encodePush({ contentType: "application/vnd.syncml.notification", body });
    const [first, second] = segmentSms(push, { reference: 3 }) as [Uint8Array, Uint8Array];
    const other = second.slice();
    other[20] = 1;
    const lines = [other, second, first].map((userData) =>
      hexOf(encodeSmsPdu({ kind: "submit", smsc: "", address: "+12", userData })),
    );
    expect(await runCli(["notification", "verify"], { stdin: [utf8(lines.join("\n"))], variables })).toEqual({
      stdout: "s, session 1: refused: the digest does not fit\ns, session 1: verified\n",
      stderr: "-: SMS 2 differs from an earlier one with part 2 of its message: both are used\n",
      exitCode: 1,
    });
  });

  test("neither secret nor nonce is shown", async () => {
    for (const args of [["-x", dm.messageHex], ["-x", dm.messageHex, "--json"], ["-x", "00"], ["--nope"]]) {
      const { stdout, stderr } = await runCli([...verify, ...args], { variables });
      expect(stdout + stderr).not.toContain(secret);
      expect(stdout + stderr).not.toContain(dm.nonceB64);
    }
  });
});

test("decode of a document names the command that reads a notification", async () => {
  for (const hex of [dm.messageHex, dm.wspPushHex, dm.smsUserDataHex, hexOf(smsPdu), ds.messageHex]) {
    const { stderr, exitCode } = await runCli(["decode", "-x", hex]);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("syncml notification decode reads it");
  }
});

test("decode of a document names it for the log of a modem too", async () => {
  const { stderr, exitCode } = await runCli(["decode"], { stdin: [utf8(log)] });
  expect({ stderr, exitCode }).toEqual({
    stderr: "-: has SMS as a modem prints them; syncml notification decode reads notifications in it\n",
    exitCode: 3,
  });
});

test("without an action it shows its help", async () => {
  const { stdout, stderr, exitCode } = await runCli(["notification"]);
  expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
  expect(stderr).toMatch(/encode .*decode .*verify /s);
});
