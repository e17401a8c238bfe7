import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storedDigest } from "../../src/push/index.ts";
import { corpusText } from "../support/corpus.ts";
import { toBase64, utf8 } from "./messages.ts";
import { type Outcome, runCli } from "./run-cli.ts";

interface Message {
  readonly xml: string;
  readonly wbxmlHex: string;
  readonly auth?: { readonly nonceB64?: string; readonly header?: string };
  readonly wbxmlAuth?: { readonly header: string };
}
type Sessions = Readonly<
  Record<"basicSession" | "md5Session" | "macSession", { readonly messages: readonly Message[] }>
>;
const sessions = JSON.parse(corpusText("vectors/vectors-dm.json")) as Sessions;
const [basic] = sessions.basicSession.messages as [Message];
const [md5] = sessions.md5Session.messages as [Message];
const [mac] = sessions.macSession.messages as [Message];

const secret = "s3cr3t!";
const user = "dm-client";
const nonce = "AAECAwQFBgcICQoLDA0ODw==";
const digest = "22tksnA3WhZjWyLpj94YVg==";
const header = mac.auth?.header as string;
const otherNonce = "AAAAAA==";

let folder = "";
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "syncml-"));
  writeFileSync(at("secret"), `${secret}\n`);
  writeFileSync(at("md5.xml"), md5.xml);
  writeFileSync(at("md5.wbxml"), Buffer.from(md5.wbxmlHex, "hex"));
  writeFileSync(at("md5.base64"), toBase64(Buffer.from(md5.wbxmlHex, "hex")));
  writeFileSync(at("basic.xml"), basic.xml);
  writeFileSync(at("mac.xml"), mac.xml);
  writeFileSync(at("cut.wbxml"), Buffer.from(md5.wbxmlHex, "hex").subarray(0, 40));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function auth(...args: string[]): Promise<Outcome> {
  const outcome = await runCli(["auth", ...args], { variables: { SYNCML_SECRET: secret } });
  // Neither is shown, whatever happens.
  for (const shown of [outcome.stdout, outcome.stderr]) {
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(nonce);
  }
  return outcome;
}

const fits: Outcome = { stdout: "fits\n", stderr: "", exitCode: 0 };
const wrong: Outcome = { stdout: "does not fit: name, secret, nonce or message differ\n", stderr: "", exitCode: 1 };

describe("makes", () => {
  test.each<[string, string[], string]>([
    ["basic", ["basic", "--user", user], "ZG0tY2xpZW50OnMzY3IzdCE=\n"],
    ["md5", ["md5", "--user", user, "--nonce", nonce], `${digest}\n`],
    ["md5 without a nonce", ["md5", "--user", user], "Nkrb17LTcm5uQGDWrwGTYQ==\n"],
    [
      "mac",
      ["mac", "--user", user, "--nonce", nonce, "-x", "03a4016a00"],
      'algorithm=MD5, username="dm-client", mac=3VVW4jALfJSOGSFNZx+njQ==\n',
    ],
  ])("%s", async (_, args, stdout) => {
    expect(await auth(...args)).toEqual({ stdout, stderr: "", exitCode: 0 });
  });

  test("JSON", async () => {
    expect(JSON.parse((await auth("md5", "--user", user, "--nonce", nonce, "--json")).stdout)).toEqual({
      scheme: "md5",
      user,
      type: "syncml:auth-md5",
      format: "b64",
      data: digest,
    });
    const { stdout } = await auth("mac", at("mac.xml"), "--user", user, "--nonce", nonce, "--json");
    expect(JSON.parse(stdout)).toEqual({ scheme: "mac", user, header });
  });

  test("with a secret from a file, and from the digest that is stored", async () => {
    const stdout = `${digest}\n`;
    const options = ["auth", "md5", "--user", user, "--nonce", nonce];
    const fromFile = await runCli([...options, "--secret-file", at("secret")]);
    expect(fromFile).toEqual({ stdout, stderr: "", exitCode: 0 });
    const variables = { SYNCML_SECRET: storedDigest(user, secret) };
    expect(await runCli([...options, "--stored"], { variables })).toEqual({ stdout, stderr: "", exitCode: 0 });
  });
});

describe("checks", () => {
  test("Data", async () => {
    const options = ["md5", "--user", user, "--nonce", nonce, "--check"];
    expect(await auth(...options, digest)).toEqual(fits);
    expect(await auth(...options, "AAAAAAAAAAAAAAAAAAAAAA==")).toEqual(wrong);
    expect(await auth("md5", "--user", "another", "--nonce", nonce, "--check", digest)).toEqual(wrong);
    expect(await auth("md5", "--user", user, "--nonce", otherNonce, "--check", digest)).toEqual(wrong);
    expect(await auth("basic", "--user", user, "--check", "ZG0tY2xpZW50OnMzY3IzdCE=")).toEqual(fits);
  });

  test("Data that is none", async () => {
    expect(await auth("md5", "--user", user, "--check", "absent.xml")).toEqual({
      stdout: "does not fit: they are not what this scheme has\n",
      stderr: "--check names no file, so it is taken for Data\n",
      exitCode: 1,
    });
  });

  test.each(["md5.xml", "md5.wbxml"])("the Cred of a message in %s", async (file) => {
    expect(await auth("md5", "--user", user, "--nonce", nonce, "--check", at(file))).toEqual(fits);
    expect(await auth("md5", "--user", user, "--nonce", otherNonce, "--check", at(file))).toEqual(wrong);
  });

  test("the Cred of a message in a text form, and from standard input", async () => {
    expect(await auth("md5", "--user", user, "--nonce", nonce, "--check", at("md5.base64"))).toEqual(fits);
    const options = { stdin: [utf8(md5.xml)], variables: { SYNCML_SECRET: secret } };
    const args = ["auth", "md5", "--user", user, "--nonce", nonce, "--check", "-"];
    expect(await runCli(args, options)).toEqual(fits);
  });

  test.each<[string, string]>([
    ["basic.xml", "they are of another scheme"],
    ["mac.xml", "the header has no Cred"],
  ])("%s against md5", async (file, reason) => {
    const outcome = await auth("md5", "--user", user, "--nonce", nonce, "--check", at(file));
    expect(outcome).toEqual({ stdout: `does not fit: ${reason}\n`, stderr: "", exitCode: 1 });
  });

  test("as JSON", async () => {
    const options = ["md5", "--user", user, "--nonce", nonce, "--json", "--check"];
    const accepted = { ok: true, user, scheme: "md5" };
    expect(JSON.parse((await auth(...options, at("md5.xml"))).stdout)).toEqual(accepted);
    const refused = { ok: false, reason: "scheme", type: "syncml:auth-basic" };
    expect(JSON.parse((await auth(...options, at("basic.xml"))).stdout)).toEqual(refused);
  });

  test("and says that the header names another user", async () => {
    const { stderr, exitCode } = await auth("md5", "--user", "another", "--nonce", nonce, "--check", at("md5.xml"));
    expect(stderr).toBe(`${at("md5.xml")}: the header is from "dm-client", another user\n`);
    expect(exitCode).toBe(1);
  });

  test("the header of a message over its octets", async () => {
    const options = ["mac", "--user", user, "--nonce", nonce];
    const ofWbxml = mac.wbxmlAuth?.header as string;
    expect(await auth(...options, at("mac.xml"), "--hmac", header)).toEqual(fits);
    expect(await auth(...options, "-x", mac.wbxmlHex, "--hmac", ofWbxml)).toEqual(fits);
    expect(await auth(...options, at("mac.xml"), "--hmac", ofWbxml)).toEqual(wrong);
    for (const [value, reason] of [
      ["mac=AAAA", "they are not what this scheme has"],
      [header.replace("MD5", "SHA1"), "the algorithm is not MD5"],
      [header.replace(user, "another"), "the header names another user"],
    ] as const) {
      const outcome = await auth(...options, at("mac.xml"), "--hmac", value);
      expect(outcome).toEqual({ stdout: `does not fit: ${reason}\n`, stderr: "", exitCode: 1 });
    }
  });

  test("a mac of hexadecimal digits on request", async () => {
    const digits = Buffer.from(header.slice(header.indexOf("mac=") + 4), "base64").toString("hex");
    const options = ["mac", at("mac.xml"), "--user", user, "--nonce", nonce, "--hmac"];
    const value = `username="${user}", mac=${toBase64(utf8(digits))}`;
    expect((await auth(...options, value)).exitCode).toBe(1);
    expect(await auth(...options, value, "--hex-mac")).toEqual(fits);
  });
});

describe("fails", () => {
  test.each<[string[], string]>([
    [["md5"], "error: required option '--user <NAME>' not specified\n"],
    [["md5", "--user", user, "--nonce", "*"], "--nonce is not base64\n"],
    [["basic", "--user", user, "--nonce", otherNonce], "error: unknown option '--nonce'\n"],
    [["basic", "--user", user, "--stored"], "basic credentials need the secret: a storedDigest does not give it\n"],
    [["md5", "--user", user, "--stored"], "storedDigest must be base64 of 16 octets\n"],
    [["mac", "--user", "a\nb", "-x", "03a4016a00"], "user must not have control characters\n"],
  ])("for a wrong command line: %j", async (args, stderr) => {
    expect(await auth(...args)).toEqual({ stdout: "", stderr, exitCode: 2 });
  });

  test("without a secret", async () => {
    const { stdout, exitCode } = await runCli(["auth", "md5", "--user", user]);
    expect([stdout, exitCode]).toEqual(["", 2]);
  });

  test("for a file that cannot be read", async () => {
    expect((await auth("mac", at("absent"), "--user", user)).exitCode).toBe(3);
    // A folder is read as a capture, of which one message has to be chosen.
    expect((await auth("md5", "--user", user, "--check", folder)).exitCode).toBe(2);
  });

  test("for a message that ends before its Cred", async () => {
    const { stdout, exitCode } = await auth("md5", "--user", user, "--check", at("cut.wbxml"));
    expect([stdout, exitCode]).toEqual(["", 4]);
  });
});
