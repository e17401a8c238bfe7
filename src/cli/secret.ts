import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { decodeBase64Text } from "./base64-text.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, InputFailure } from "./failures.ts";

const VARIABLE = "SYNCML_SECRET";

/** Values of the options that {@link addSecretOptions} adds. */
export interface SecretOptions {
  readonly secretFile?: string;
  readonly nonce?: string;
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

/**
 * The secret of a command: from the file, else from the environment.
 *
 * @throws {CommandFailure} if there is none, or the file cannot be read.
 */
export function readSecret({ variables }: Environment, { secretFile }: SecretOptions): string {
  if (secretFile === undefined) {
    const secret = variables[VARIABLE];
    if (secret !== undefined) return secret;
    throw new CommandFailure(ExitCode.USAGE, `there is no secret: set ${VARIABLE}, or give --secret-file`);
  }
  try {
    return readFileSync(secretFile, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new InputFailure(secretFile, error);
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
