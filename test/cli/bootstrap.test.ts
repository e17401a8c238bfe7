import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  decodePush,
  encodeDmBootstrap,
  encodeNotification,
  encodeProvisioning,
  encodePush,
  encodeSmsPdu,
  parseDmBootstrap,
  parseProvisioning,
  segmentSms,
  signDmBootstrap,
  signProvisioning,
  unwrapSegments,
} from "../../src/push/index.ts";
import { corpusText } from "../support/corpus.ts";
import { bytes } from "../support/hex.ts";
import { toBase64, toHex, utf8 } from "./messages.ts";
import { runCli } from "./run-cli.ts";

interface Mac {
  readonly method: "NETWPIN" | "USERPIN" | "USERNETWPIN" | "USERPINMAC";
  readonly imsi?: string;
  readonly pin?: string;
  readonly macUpperHex?: string;
}
const vectors = JSON.parse(corpusText("vectors/vectors-dm.json")) as {
  readonly cpW7Account: { readonly documentHex: string; readonly xml: string; readonly macs: readonly Mac[] };
  readonly dmProfileBootstrap: { readonly wbxmlHex: string };
};
const { documentHex, xml } = vectors.cpW7Account;
const document = bytes(documentHex);
const profile = bytes(vectors.dmProfileBootstrap.wbxmlHex);
const imsi = "123456789012345";
const pin = "1234";
const both = { SYNCML_SECRET: pin, SYNCML_IMSI: imsi };
const clean = (stdout: string) => ({ stdout, stderr: "", exitCode: 0 });

const signed = signProvisioning(document, { method: "USERPIN", pin });
const push = encodePush(signed);
const timeStamp = "26-11-02 12:34:56 +0000";
const pdus = segmentSms(push, { reference: 3 }).map((userData) =>
  encodeSmsPdu({ kind: "deliver", smsc: "+4411", address: "+4912345", timeStamp, userData }),
);
const log = pdus
  .map((pdu, index) => `+CMGL: ${index},1,,${pdu.length - 1 - (pdu[0] as number)}\r\n${toHex(pdu).toUpperCase()}\r\n`)
  .reverse()
  .join("");

const json = {
  accounts: [
    {
      appID: "w7",
      serverID: "com.example.dm",
      address: "https://dm.example/",
      credentials: [{ user: "phone", secret: "phone-secret", data: "AAECAw==" }],
    },
  ],
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  writeFileSync(join(folder, "pin"), `${pin}\n`);
  writeFileSync(join(folder, "imsi"), `${imsi}\n`);
  writeFileSync(join(folder, "document"), document);
  writeFileSync(join(folder, "json"), JSON.stringify(json));
});
afterAll(() => rmSync(folder, { recursive: true }));

const secretsIn = ["s3cr3t!", "srv-secret", "AAECAwQFBgcICQoLDA0ODw==", "EBESExQVFhcYGRobHB0eHw=="];
const head = "bootstrap        client provisioning, WBXML\n";
const tree = `NAPDEF
  NAPID          NAP1
  NAME           Example data
  BEARER         GSM-GPRS
  NAP-ADDRESS    internet.example
  NAP-ADDRTYPE   APN
APPLICATION
  APPID          w7
  PROVIDER-ID    com.example.dm
  NAME           Example DM
  TO-NAPID       NAP1
  INIT
  APPADDR
    ADDR         https://dm.example/srv
    PORT
      PORTNBR    443
  APPAUTH
    AAUTHLEVEL   APPSRV
    AAUTHTYPE    DIGEST
    AAUTHNAME    dm-client
    AAUTHSECRET  (hidden)
    AAUTHDATA    (hidden)
  APPAUTH
    AAUTHLEVEL   CLIENT
    AAUTHTYPE    DIGEST
    AAUTHNAME    com.example.dm
    AAUTHSECRET  (hidden)
    AAUTHDATA    (hidden)
`;
const unsigned = `${head}signature        none\n${tree}`;
const bySignature = `${head}signature        USERPIN, MAC ${signed.mac}\n${tree}`;
const pushLine = "push             application/vnd.wap.connectivity-wbxml\n";
const portsLine = "ports            from 49154 to 2948\n";
const smsLine = `SMS              from +4912345, ${timeStamp}\n`;

describe("decode", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["octets", document, unsigned],
    ["hex", documentHex, unsigned],
    ["base64", toBase64(document), unsigned],
    ["XML", xml, unsigned.replace("WBXML", "XML")],
    ["a push", push, pushLine + bySignature],
    ["a push in hex", toHex(push), pushLine + bySignature],
    ["segments", segmentSms(push).map(toHex).join("\n"), portsLine + pushLine + bySignature],
    ["the log of a modem", log, smsLine + portsLine + pushLine + bySignature],
  ])("%s, without the secrets in it", async (_what, input, lines) => {
    const stdin = [typeof input === "string" ? utf8(input) : input];
    expect(await runCli(["bootstrap", "decode"], { stdin })).toEqual(clean(lines));
    const { stdout } = await runCli(["bootstrap", "decode", "--json"], { stdin });
    for (const secret of secretsIn) expect(stdout).not.toContain(secret);
  });

  test("a file, -x, and the secrets if asked", async () => {
    expect(await runCli(["bootstrap", "decode", join(folder, "document")])).toEqual(clean(unsigned));
    const shown = await runCli(["bootstrap", "decode", "--secrets", "show", "-x", documentHex]);
    for (const secret of secretsIn) expect(shown.stdout).toContain(secret);
    const report = await runCli(["bootstrap", "decode", "--json", "--secrets", "show", "-x", documentHex]);
    for (const secret of secretsIn) expect(report.stdout).toContain(secret);
    const twice = await runCli(["bootstrap", "decode", "-x", documentHex, join(folder, "document")]);
    expect(twice).toMatchObject({ stdout: "", exitCode: 2 });
  });

  test("as JSON", async () => {
    const { stdout } = await runCli(["bootstrap", "decode", "--json"], { stdin: [utf8(log)] });
    const [report, ...others] = JSON.parse(stdout) as [Record<string, unknown>];
    expect(others).toEqual([]);
    expect(report).toMatchObject({
      kind: "provisioning",
      security: { method: "USERPIN", sec: "1", mac: signed.mac },
      format: "wbxml",
      document: { characteristics: [{ type: "NAPDEF" }, { type: "APPLICATION" }] },
      accounts: [
        { appID: "w7", serverID: "com.example.dm", credentials: [{ user: "dm-client", secret: null, data: null }, {}] },
      ],
      unknown: [],
      issues: [],
      sms: { kind: "deliver", address: "+4912345" },
      push: { contentType: "application/vnd.wap.connectivity-wbxml" },
    });
    expect(stdout).toContain('{"name":"AAUTHSECRET","value":null,"secret":true}');
  });

  test("a message of the DM profile, by nodes or as a tree", async () => {
    const rows = await runCli(["bootstrap", "decode"], { stdin: [profile] });
    expect(rows.stdout).toContain(
      "bootstrap                message of the DM profile\nsignature                none\n",
    );
    expect(rows.stdout).toContain("account                  ./DMAcc/Example\n");
    expect(rows.stdout).toMatch(/^ {2}AppAuth\/1\/AAuthSecret {2,}\(hidden\)$/m);
    const [{ account }] = parseDmBootstrap(profile).accounts as [
      ReturnType<typeof parseDmBootstrap>["accounts"][number],
    ];
    const asTree = encodeDmBootstrap({ ...account, appID: "w7" }, { form: "tree" });
    const { stdout } = await runCli(["bootstrap", "decode", "--json", "--secrets", "show", "-x", toHex(asTree)]);
    expect(JSON.parse(stdout)).toMatchObject([{ kind: "dm", accounts: [{ account: { serverID: account.serverID } }] }]);
  });

  test("what is not standard, and what is wrong", async () => {
    const odd = encodeProvisioning({
      characteristics: [
        {
          type: "APPLICATION",
          parms: [
            { name: "APPID", value: "w7" },
            { name: "ROLE", value: "a\u001b[2J" },
          ],
          characteristics: [],
        },
      ],
    });
    const { stdout, stderr, exitCode } = await runCli(["bootstrap", "decode"], { stdin: [odd] });
    expect(exitCode).toBe(0);
    expect(stdout).toContain("not standard   /APPLICATION/ROLE\n");
    expect(stdout).toContain("  ROLE         a\\x1b[2J\n");
    expect(stderr).toContain("warning missing-server-id: the account has no PROVIDER-ID, so it is left out");
  });

  test("one that is cut, up to there", async () => {
    const cut = await runCli(["bootstrap", "decode", "-x", documentHex.slice(0, 120)]);
    expect(cut.exitCode).toBe(4);
    expect(cut.stdout).toContain("NAPDEF\n");
    expect(cut.stderr).toContain("-x:0x3c (byte 60): ");
    const inPush = await runCli(["bootstrap", "decode", "-x", toHex(push.subarray(0, push.length - 10))]);
    expect(inPush.stderr).toContain(`(byte ${push.length - 10}): `);
  });

  test.each<[string, string, number, string]>([
    [
      "a notification",
      toHex(
        encodePush({
          contentType: "application/vnd.syncml.notification",
          body: encodeNotification({ sessionID: 1, serverID: "s" }, { secret: "x" }),
        }),
      ),
      3,
      "is a push of application/vnd.syncml.notification, not a bootstrap message",
    ],
    [
      "a service indication",
      "02056a0045c60c037761702e6578616d706c652f000801034869000101",
      3,
      "-x: is not a bootstrap message",
    ],
    ["a capture", "d4c3b2a102000400", 3, "-x: is a capture (pcap)"],
    ["text that is no hex", "hello, world", 2, "-x: not recognised; tried octets, hex, base64 and the log of a modem"],
  ])("refuses %s", async (_what, hex, exitCode, message) => {
    const outcome = await runCli(["bootstrap", "decode", "-x", hex]);
    expect(outcome).toMatchObject({ stdout: "", exitCode });
    expect(outcome.stderr).toContain(message);
  });

  test("a part of several is named", async () => {
    const { stderr, exitCode } = await runCli(["bootstrap", "decode", "-x", toHex(pdus[1] as Uint8Array)]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(`of the SMS with reference 3 from +4912345, 1, 3, 4 of ${pdus.length} are missing`);
  });

  test("a kind that is given", async () => {
    // The public id 1 says nothing.
    const unknown = document.slice();
    unknown[1] = 1;
    expect(await runCli(["bootstrap", "decode", "-x", toHex(unknown)])).toMatchObject({ stdout: "", exitCode: 3 });
    const { stdout, exitCode } = await runCli(["bootstrap", "decode", "--kind", "provisioning", "-x", toHex(unknown)]);
    expect({ stdout, exitCode }).toEqual({ stdout: unsigned, exitCode: 0 });
  });
});

describe("verify", () => {
  const refused = (method: string, reason: string) => ({
    stdout: `client provisioning, WBXML, ${method}: refused: ${reason}\n`,
    stderr: "",
    exitCode: 1,
  });

  test.each(["NETWPIN", "USERPIN", "USERNETWPIN", "USERPINMAC"] as const)("%s", async (method) => {
    const half = "73904";
    const result = signProvisioning(document, { method, imsi, pin: method === "USERPINMAC" ? half : pin });
    const hex = toHex(encodePush(result));
    const verify = ["bootstrap", "verify", "-x", hex];
    const variables = { ...both, SYNCML_SECRET: result.entry ?? pin };
    expect(await runCli(verify, { variables })).toEqual(clean(`client provisioning, WBXML, ${method}: verified\n`));
    const bare = ["bootstrap", "verify", "--content-type", result.contentType, join(folder, "document")];
    expect(await runCli(bare, { variables })).toMatchObject({ exitCode: 0 });
    const wrong = { SYNCML_SECRET: "7390474987", SYNCML_IMSI: "262011234567890" };
    const reason =
      method === "USERPINMAC"
        ? "the entry does not fit the document"
        : "the MAC does not fit the document and the keys";
    expect(await runCli(verify, { variables: wrong })).toEqual(refused(method, reason));
    const report = await runCli([...verify, "--json"], { variables });
    expect(JSON.parse(report.stdout)).toMatchObject([{ ok: true, verified: true, method, kind: "provisioning" }]);
  });

  test("keys from files, and none", async () => {
    const { contentType } = signProvisioning(document, { method: "USERNETWPIN", pin, imsi });
    const verify = ["bootstrap", "verify", "--content-type", contentType, join(folder, "document")];
    const files = ["--secret-file", join(folder, "pin"), "--imsi-file", join(folder, "imsi")];
    expect(await runCli([...verify, ...files])).toMatchObject({ exitCode: 0 });
    const noPin = await runCli(verify, { variables: { SYNCML_IMSI: imsi } });
    expect(noPin).toEqual({
      stdout: "",
      stderr: "there is no PIN: set SYNCML_SECRET, or give --secret-file\n",
      exitCode: 2,
    });
    const noImsi = await runCli(verify, { variables: { SYNCML_SECRET: pin } });
    expect(noImsi).toEqual({
      stdout: "",
      stderr: "there is no IMSI: set SYNCML_IMSI, or give --imsi-file\n",
      exitCode: 2,
    });
    const letters = await runCli(verify, { variables: { ...both, SYNCML_IMSI: "3106s3cret" } });
    expect(letters).toEqual({ stdout: "", stderr: "an IMSI must be 1 to 15 digits\n", exitCode: 2 });
  });

  test("one that is not signed, by an unknown method, or without a MAC", async () => {
    const bare = await runCli(["bootstrap", "verify", "-x", documentHex]);
    expect(bare).toEqual({
      ...refused("", "the document is not signed"),
      stdout: "client provisioning, WBXML: refused: the document is not signed\n",
    });
    const typed = (contentType: string) =>
      runCli(["bootstrap", "verify", "-x", documentHex, "--content-type", contentType], { variables: both });
    expect((await typed("a/b; SEC=9")).stdout).toBe("client provisioning, WBXML: refused: SEC names no known method\n");
    expect(await typed("a/b; SEC=USERPIN")).toEqual(refused("USERPIN", "USERPIN needs a MAC, and there is none"));
  });

  test("a message of the DM profile", async () => {
    for (const method of ["NETWORKID", "USERPIN", "USERPIN_NETWORKID"] as const) {
      const hex = toHex(encodePush(signDmBootstrap(profile, { method, pin, networkID: imsi })));
      const fits = clean(`message of the DM profile, ${method}: verified\n`);
      expect(await runCli(["bootstrap", "verify", "-x", hex], { variables: both })).toEqual(fits);
      const variables = { SYNCML_SECRET: "1", SYNCML_IMSI: "1" };
      expect(await runCli(["bootstrap", "verify", "-x", hex], { variables })).toMatchObject({ exitCode: 1 });
    }
  });
});

describe("sign", () => {
  test("prints the content type, or what carries the document", async () => {
    const sign = ["bootstrap", "sign", "--method", "USERPIN", "-x", documentHex];
    expect(await runCli(sign, { variables: both })).toEqual(clean(`${signed.contentType}\n`));
    expect(await runCli([...sign, "--carrier", "wsp"], { variables: both })).toEqual(clean(`${toHex(push)}\n`));
    const sms = await runCli([...sign, "--carrier", "sms", "--to", "+4912345", "--reference", "3"], {
      variables: both,
    });
    const octets = sms.stdout
      .trimEnd()
      .split("\n")
      .map((line) => bytes(line));
    const [message] = unwrapSegments(octets).messages;
    expect(message).toMatchObject({ sms: { kind: "submit" } });
    expect(parseProvisioning(message as NonNullable<typeof message>, { pin }).verified).toBe(true);
    const report = JSON.parse((await runCli([...sign, "--json"], { variables: both })).stdout) as object;
    expect(report).toEqual({
      method: "USERPIN",
      contentType: signed.contentType,
      mac: signed.mac,
      messages: [documentHex],
    });
  });

  test("takes the document out of what carries it", async () => {
    const sign = ["bootstrap", "sign", "--method", "NETWPIN", "--carrier", "wsp"];
    const { stdout } = await runCli(sign, { stdin: [utf8(log)], variables: both });
    const read = parseProvisioning(decodePush(bytes(stdout)), { imsi });
    expect(read).toMatchObject({ verified: true, method: "NETWPIN" });
  });

  test("USERPINMAC says what the user enters after the PIN, and not the PIN", async () => {
    const half = "73904";
    const { entry = "" } = signProvisioning(document, { method: "USERPINMAC", pin: half });
    const sign = ["bootstrap", "sign", "--method", "USERPINMAC", "-x", documentHex];
    const outcome = await runCli(sign, { variables: { SYNCML_SECRET: half } });
    const digits = entry.slice(half.length);
    expect(outcome).toEqual({
      stdout: "application/vnd.wap.connectivity-wbxml; SEC=USERPINMAC\n",
      stderr: `-x: the user enters the PIN followed by ${digits}\n`,
      exitCode: 0,
    });
    const report = await runCli([...sign, "--json"], { variables: { SYNCML_SECRET: half } });
    expect(JSON.parse(report.stdout)).toMatchObject({ digits });
    const letters = await runCli(sign, { variables: { SYNCML_SECRET: "s3cret" } });
    expect(letters).toMatchObject({ stdout: "", exitCode: 2 });
    expect(letters.stderr).not.toContain("s3cret");
  });

  test("a message of the DM profile", async () => {
    const { contentType } = signDmBootstrap(profile, { method: "NETWORKID", networkID: imsi });
    const sign = (method: string) =>
      runCli(["bootstrap", "sign", "--method", method], { stdin: [profile], variables: both });
    expect(await sign("NETWORKID")).toEqual(clean(`${contentType}\n`));
    const other = await sign("NETWPIN");
    expect(other).toEqual({
      stdout: "",
      stderr: "a message of the DM profile is signed by NETWORKID, USERPIN, USERPIN_NETWORKID\n",
      exitCode: 2,
    });
  });

  test.each<[string, readonly string[], string, number, string]>([
    ["XML", [], xml, 3, "-: is XML, but what is signed is WBXML"],
    ["no method", [], documentHex, 2, "required option '--method <METHOD>' not specified"],
    ["a number without SMS", ["--to", "1"], documentHex, 2, "--to needs --carrier sms"],
  ])("refuses %s", async (what, args, input, exitCode, message) => {
    const method = what === "no method" ? [] : ["--method", "USERPIN"];
    const outcome = await runCli(["bootstrap", "sign", ...method, ...args], { stdin: [utf8(input)], variables: both });
    expect(outcome).toMatchObject({ stdout: "", exitCode });
    expect(outcome.stderr).toContain(message);
  });
});

describe("encode", () => {
  const accounts = [
    { ...json.accounts[0], credentials: [{ user: "phone", secret: "phone-secret", data: bytes("00010203") }] },
  ];
  const written = encodeProvisioning({ accounts } as never);

  test("writes accounts from JSON, with what carries them", async () => {
    expect(await runCli(["bootstrap", "encode", join(folder, "json")])).toEqual(clean(`${toHex(written)}\n`));
    const stdin = [utf8(JSON.stringify(json))];
    const type = "application/vnd.wap.connectivity-wbxml";
    const inPush = toHex(encodePush({ contentType: type, body: written }));
    expect(await runCli(["bootstrap", "encode", "--carrier", "wsp"], { stdin })).toEqual(clean(`${inPush}\n`));
    const report = await runCli(["bootstrap", "encode", "--json"], { stdin });
    expect(JSON.parse(report.stdout)).toEqual({ contentType: type, messages: [toHex(written)] });
  });

  test("writes a message of the DM profile", async () => {
    for (const form of ["items", "tree"] as const) {
      const { stdout } = await runCli(["bootstrap", "encode", "--kind", "dm", "--form", form, join(folder, "json")]);
      expect(stdout).toBe(`${toHex(encodeDmBootstrap(accounts[0] as never, { form }))}\n`);
    }
  });

  test("writes what decode printed as JSON", async () => {
    const show = ["bootstrap", "decode", "--json", "--secrets", "show"];
    for (const [octets, kind] of [
      [document, "provisioning"],
      [written, "provisioning"],
    ] as const) {
      const { stdout } = await runCli(show, { stdin: [octets] });
      const again = await runCli(["bootstrap", "encode", "--kind", kind], { stdin: [utf8(stdout)] });
      expect(again).toEqual(clean(`${toHex(octets)}\n`));
    }
    const message = encodeDmBootstrap(accounts[0] as never);
    const { stdout } = await runCli(show, { stdin: [message] });
    const again = await runCli(["bootstrap", "encode", "--kind", "dm"], { stdin: [utf8(stdout)] });
    expect(again).toEqual(clean(`${toHex(message)}\n`));
    const hidden = await runCli(["bootstrap", "decode", "--json"], { stdin: [document] });
    const refused = await runCli(["bootstrap", "encode"], { stdin: [utf8(hidden.stdout)] });
    expect(refused).toMatchObject({ stdout: "", exitCode: 4 });
    expect(refused.stderr).toContain("/value is hidden: decode shows it with --secrets show");
  });

  const account = (fields: object) => ({
    accounts: [{ appID: "w7", serverID: "s", address: "https://a/", ...fields }],
  });
  test.each<[string, unknown, readonly string[], string]>([
    ["no JSON", "{", [], "-: is not JSON"],
    ["an array", [], [], "-: it must be an object"],
    ["nothing", {}, [], "-: it has neither accounts nor characteristics"],
    ["another field", { account: [] }, [], "-: /account is unknown; there are version, characteristics, accounts"],
    ["another application", { accounts: [{ appID: "w2" }] }, [], '-: /accounts/0/appID must be "w7" or "w5"'],
    ["a server without a name", { accounts: [{ appID: "w7" }] }, [], "-: /accounts/0/serverID is missing"],
    ["an empty name", account({ serverID: "" }), [], "-: serverID must be a string that is not empty"],
    ["a number", account({ user: 5 }), [], "-: /accounts/0/user must be a string"],
    [
      "octets that are not base64",
      account({ credentials: [{ data: "s3cret!" }] }),
      [],
      "-: /accounts/0/credentials/0/data must be base64",
    ],
    ["a list that is none", account({ addresses: {} }), [], "-: /accounts/0/addresses must be an array"],
    ["a flag", account({ startSession: 1 }), [], "-: /accounts/0/startSession must be true or false"],
    [
      "several accounts of the DM profile",
      { accounts: [...account({}).accounts, ...account({}).accounts] },
      ["--kind", "dm"],
      "-: a message of the DM profile has one account",
    ],
    ["no address", account({ address: undefined }), ["--kind", "dm"], "-: the account has no address"],
  ])("refuses %s", async (_what, content, args, message) => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const outcome = await runCli(["bootstrap", "encode", ...args], { stdin: [utf8(text)] });
    expect(outcome).toMatchObject({ stdout: "", exitCode: 4 });
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toContain("s3cret!");
  });

  test("refuses a form without the DM profile", async () => {
    const outcome = await runCli(["bootstrap", "encode", "--form", "tree", join(folder, "json")]);
    expect(outcome).toEqual({ stdout: "", stderr: "--form needs --kind dm\n", exitCode: 2 });
  });
});

test("verify has a result for each message, also if the key for one of them is missing", async () => {
  const account = { appID: "w7", serverID: "s", address: "https://dm.example/" } as const;
  const body = encodeDmBootstrap(account);
  const pushes = [
    { contentType: "application/vnd.syncml.dm+wbxml", body },
    signDmBootstrap(body, { method: "NETWORKID", networkID: imsi }),
    signDmBootstrap(body, { method: "USERPIN", pin }),
  ];
  const file = join(folder, "three.hex");
  const segments = pushes.flatMap((one, reference) => segmentSms(encodePush(one), { reference }));
  writeFileSync(file, segments.map((segment) => `${toHex(segment)}\n`).join(""));
  const variables = { SYNCML_SECRET: pin };
  const outcome = await runCli(["bootstrap", "verify", file], { variables });
  expect(outcome).toEqual({
    stdout: [
      "message of the DM profile: refused: the message is not signed",
      "a message of the DM profile, NETWORKID: not checked, since a key is missing",
      "message of the DM profile, USERPIN: verified",
      "",
    ].join("\n"),
    stderr: "there is no IMSI: set SYNCML_IMSI, or give --imsi-file\n",
    exitCode: 2,
  });
  const { stdout } = await runCli(["bootstrap", "verify", file, "--json"], { variables });
  expect(JSON.parse(stdout)).toMatchObject([{ ok: false }, { ok: false, reason: "key-missing" }, { ok: true }]);
});
