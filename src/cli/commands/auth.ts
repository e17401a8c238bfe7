import { existsSync } from "node:fs";
import { type Command, Option } from "commander";
import { create } from "../../ast/create.ts";
import type { Cred } from "../../ast/nodes.ts";
import { checkCredentials, credentials } from "../../authentication/credentials.ts";
import { checkHmacHeader, hmacHeader } from "../../authentication/hmac-header.ts";
import { type AuthenticationScheme, type CredScheme, schemeTypes } from "../../authentication/scheme.ts";
import { peek } from "../../codec/peek.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import type { DocumentFormat } from "../input-format.ts";
import { bytesOfInput, type InputRequest } from "../io.ts";
import { addInputOptions, type ColorOptions, colorOption, type InputOptions, inputRequest } from "../options.ts";
import { openOutput } from "../output.ts";
import { payloadSelector } from "../payload-selector.ts";
import { perform, performOn } from "../perform.ts";
import { addNonceOption, addSecretFileOption, readNonce, readSecret, type SecretOptions } from "../secret.ts";
import type { Talk } from "../talk.ts";

const accepts: readonly DocumentFormat[] = ["wbxml", "xml"];

interface AuthOptions extends ColorOptions, SecretOptions {
  readonly user: string;
  readonly stored?: true;
  readonly json?: true;
}

interface CredOptions extends AuthOptions {
  readonly check?: string;
}

interface MacOptions extends AuthOptions, InputOptions {
  readonly hmac?: string;
  readonly hexMac?: true;
}

/** What a check found, for `--json`. */
interface Outcome {
  readonly ok: boolean;
  readonly reason?: string;
}

/** Adds `auth`: makes and checks credentials, and the header that authenticates a message. */
export function addAuthCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const group = program.command("auth").description("make or check credentials").helpCommand(false);
  for (const scheme of ["basic", "md5"] as const) addCred(group, scheme, environment, exit);
  addMac(group, environment, exit);
}

function addCred(group: Command, scheme: CredScheme, environment: Environment, exit: (code: number) => void): void {
  const command = group
    .command(scheme)
    .description(
      scheme === "basic" ? "name and password in clear text" : "digest of name, password and nonce, for Data of a Cred",
    );
  addIdentityOptions(command, scheme).option(
    "--check <FILE>",
    "check the Cred of this message instead, or this Data; - is standard input",
  );
  command.action(async (options: CredOptions) => {
    exit(
      await perform(environment, options.color, (talk) =>
        options.check === undefined
          ? makeCred(environment, scheme, options)
          : checkCred(environment, scheme, options, options.check, talk),
      ),
    );
  });
}

function addIdentityOptions(command: Command, scheme: AuthenticationScheme): Command {
  command.requiredOption("--user <NAME>", "name of the account, as in Source/LocName");
  addSecretFileOption(command);
  if (scheme !== "basic") addNonceOption(command);
  return command
    .option("--stored", "the secret is not the password, but the digest that is stored instead of it")
    .option("--json", "print JSON")
    .addOption(colorOption());
}

type KnownIdentity =
  | { readonly user: string; readonly secret: string }
  | { readonly user: string; readonly storedDigest: string };

function identityOf(environment: Environment, options: AuthOptions): KnownIdentity {
  const secret = readSecret(environment, options);
  return options.stored ? { user: options.user, storedDigest: secret.trim() } : { user: options.user, secret };
}

/** Runs what computes with the options; what they make impossible is a wrong command line. */
function computed<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      throw new CommandFailure(ExitCode.USAGE, error.message, error);
    }
    throw error;
  }
}

async function makeCred(environment: Environment, scheme: CredScheme, options: CredOptions): Promise<number> {
  const identity = identityOf(environment, options);
  const nonce = readNonce(options);
  const { meta, data } = computed(() => credentials({ scheme, nonce, ...identity }));
  print(environment, options, data as string, {
    scheme,
    user: options.user,
    type: meta?.type,
    format: meta?.format,
    data,
  });
  return ExitCode.CLEAN;
}

async function checkCred(
  environment: Environment,
  scheme: CredScheme,
  options: CredOptions,
  checked: string,
  talk: Talk,
): Promise<number> {
  const identity = identityOf(environment, options);
  const nonce = readNonce(options);
  const outcomeOf = (cred: Cred | undefined) => computed(() => checkCredentials(cred, { scheme, nonce, ...identity }));
  const { file } = payloadSelector(checked);
  if (file !== "-" && !existsSync(file)) {
    const meta = create("Meta", { format: "b64", type: schemeTypes[scheme], emi: [] });
    const outcome = outcomeOf(create("Cred", { meta, data: checked }));
    // It is not quoted: it may be the password.
    if (!outcome.ok && outcome.reason === "malformed") talk.hint("--check names no file, so it is taken for Data");
    return report(environment, options, outcome);
  }
  const request: InputRequest = { file: checked, hex: undefined, from: "auto", accepts };
  let findings: number = ExitCode.CLEAN;
  const exitCode = await performOn(environment, request, talk, async (input) => {
    try {
      const { cred, source } = peek(await bytesOfInput(input), { from: input.format === "xml" ? "xml" : "wbxml" });
      if (source?.locName !== undefined && source.locName !== options.user) {
        talk.note(input.name, `the header is from ${JSON.stringify(source.locName)}, another user`);
      }
      findings = report(environment, options, outcomeOf(cred));
    } catch (error) {
      if (isSyncmlError(error)) return error;
      throw error;
    }
    return undefined;
  });
  return Math.max(exitCode, findings);
}

function addMac(group: Command, environment: Environment, exit: (code: number) => void): void {
  const command = group.command("mac").description("digest of a message, for its header x-syncml-hmac");
  addInputOptions(command, accepts);
  addIdentityOptions(command, "mac")
    .option("--hmac <HEADER>", "check this header of the message instead")
    .addOption(new Option("--hex-mac", "take a mac of hexadecimal digits in base64 as well"));
  command.action(async (file: string | undefined, options: MacOptions) => {
    const request = inputRequest(command, file, options, accepts);
    exit(await perform(environment, options.color, (talk) => mac(environment, request, options, talk)));
  });
}

async function mac(environment: Environment, request: InputRequest, options: MacOptions, talk: Talk): Promise<number> {
  const identity = identityOf(environment, options);
  const nonce = readNonce(options);
  const { user, hmac, hexMac } = options;
  let findings: number = ExitCode.CLEAN;
  const exitCode = await performOn(environment, request, talk, async (input) => {
    const body = await bytesOfInput(input);
    if (hmac === undefined) {
      const header = computed(() => hmacHeader(body, { nonce, ...identity }));
      print(environment, options, header, { scheme: "mac", user, header });
    } else {
      const expected = { nonce, hexMac: hexMac ? "accept" : "reject", ...identity } as const;
      findings = report(
        environment,
        options,
        computed(() => checkHmacHeader(hmac, body, expected)),
      );
    }
    return undefined;
  });
  return Math.max(exitCode, findings);
}

function print(environment: Environment, { json }: AuthOptions, text: string, fields: object): void {
  const output = openOutput(environment, undefined, []);
  output.write(`${json ? JSON.stringify(fields) : text}\n`);
  output.close();
}

const reasons: Readonly<Record<string, string>> = {
  missing: "the header has no Cred",
  malformed: "they are not what this scheme has",
  scheme: "they are of another scheme",
  unsupported: "their type is registered, but cannot be checked here",
  unknown: "their type is unknown",
  algorithm: "the algorithm is not MD5",
  user: "the header names another user",
  wrong: "name, secret, nonce or message differ",
};

function report(environment: Environment, options: AuthOptions, outcome: Outcome): number {
  const text = outcome.ok ? "fits" : `does not fit: ${reasons[outcome.reason ?? "wrong"]}`;
  print(environment, options, text, outcome);
  return outcome.ok ? ExitCode.CLEAN : ExitCode.FINDINGS;
}
