import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { decodeBase64Text } from "../capture/text/base64-text.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, InputFailure } from "./failures.ts";

const VARIABLE = "SYNCML_SECRET";
const IMSI_VARIABLE = "SYNCML_IMSI";

/** Values of the options that {@link addSecretOptions} adds. */
export interface SecretOptions {
  readonly secretFile?: string;
  readonly nonce?: string;
}

/** Value of the option that {@link addImsiFileOption} adds. */
export interface ImsiOptions {
  readonly imsiFile?: string;
}

/** Adds the options for a secret and a nonce. */
export function addSecretOptions(command: Command): Command {
  return addNonceOption(addSecretFileOption(command));
}

/** Adds the option for a file with the secret. There is none for the secret itself, which other users would see in the list of processes. */
export function addSecretFileOption(command: Command): Command {
  return command.option(
    "--secret-file <FILE>",
    `file with the secret, without its last line break; default: ${VARIABLE}`,
  );
}

/** Adds the option for a nonce. */
export function addNonceOption(command: Command): Command {
  return command.option("--nonce <BASE64>", "nonce, in base64; none means an empty one");
}

/** Adds the option for a file with what the network knows of the subscriber, which is not for the list of processes either. */
export function addImsiFileOption(command: Command): Command {
  return command.option(
    "--imsi-file <FILE>",
    `file with the IMSI, or another secret of the network, without its last line break; default: ${IMSI_VARIABLE}`,
  );
}

/**
 * The secret of a command: from the file, else from the environment. `what` completes "there is no".
 *
 * @throws {CommandFailure} if there is none, or the file cannot be read.
 */
export function readSecret(environment: Environment, { secretFile }: SecretOptions, what = "secret"): string {
  return readHidden(environment, secretFile, `${what}: set ${VARIABLE}, or give --secret-file`, VARIABLE);
}

/**
 * The secret of a command where none is needed: from the file, else from the environment, else none.
 *
 * @throws {CommandFailure} if the file cannot be read.
 */
export function secretIfAny({ variables }: Environment, { secretFile }: SecretOptions): string | undefined {
  return secretFile === undefined ? variables[VARIABLE] : secretIn(secretFile);
}

/**
 * The IMSI, or what else the network shares with the device.
 *
 * @throws {CommandFailure} if there is none, or the file cannot be read.
 */
export function readImsi(environment: Environment, { imsiFile }: ImsiOptions): string {
  return readHidden(environment, imsiFile, `IMSI: set ${IMSI_VARIABLE}, or give --imsi-file`, IMSI_VARIABLE);
}

function readHidden({ variables }: Environment, file: string | undefined, missing: string, variable: string): string {
  if (file === undefined) {
    const hidden = variables[variable];
    if (hidden !== undefined) return hidden;
    throw new CommandFailure(ExitCode.USAGE, `there is no ${missing}`);
  }
  return secretIn(file);
}

/**
 * The secret in a file, without its last line break.
 *
 * @throws {CommandFailure} if the file cannot be read.
 */
export function secretIn(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new InputFailure(file, error);
  }
}

/**
 * The octets of the nonce; none without the option.
 *
 * @throws {CommandFailure} if it is not base64. It is not quoted.
 */
export function readNonce({ nonce = "" }: SecretOptions): Uint8Array {
  const decoded = decodeBase64Text(nonce);
  if ("bytes" in decoded) return decoded.bytes;
  throw new CommandFailure(ExitCode.USAGE, "--nonce is not base64");
}
