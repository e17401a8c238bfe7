import { isSyncmlError } from "../../core/errors.ts";
import type { ProvisionedDmAccount } from "../../push/provisioning/accounts.ts";
import type { DmBootstrapKeys } from "../../push/provisioning/dm-bootstrap.ts";
import { parseProvisioning } from "../../push/provisioning/provisioning.ts";
import { parseDmBootstrap } from "../../push/provisioning/read-dm-bootstrap.ts";
import type { Unwrapped } from "../../push/unwrap.ts";
import { type BootstrapKind, bootstrapKindOf } from "../bootstrap-kind.ts";
import { readCarried } from "../carried-input.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import type { Talk } from "../talk.ts";

/**
 * The account that a bootstrap message sets up. One that is signed has to fit the PIN, as on a device.
 *
 * @throws {CommandFailure} if there is no such message, it has no account of device management, or its signature does not fit.
 */
export async function bootstrappedAccount(
  environment: Environment,
  file: string,
  pin: string | undefined,
  talk: Talk,
): Promise<ProvisionedDmAccount> {
  const isWanted = (body: Uint8Array) => bootstrapKindOf(body) !== undefined;
  const { messages } = await readCarried(environment, { file, hex: undefined, isWanted }, talk);
  const [carrier] = messages;
  const kind = carrier === undefined ? undefined : bootstrapKindOf(carrier.body, carrier.contentType);
  if (carrier === undefined || kind === undefined)
    throw new CommandFailure(ExitCode.UNREADABLE, `${file}: is not a bootstrap message`);
  const { verified, accounts } = readFor(file, kind, carrier, pin);
  if (verified !== true && verified !== "none") {
    const reason = pin === undefined ? "it is signed, and the PIN is not given" : "its signature does not fit the PIN";
    throw new CommandFailure(ExitCode.FINDINGS, `${file}: the bootstrap message is refused: ${reason}`);
  }
  const account = accounts.find(({ appID }) => appID === "w7");
  if (account?.appID !== "w7")
    throw new CommandFailure(ExitCode.FINDINGS, `${file}: has no account of device management`);
  return account;
}

function readFor(file: string, kind: BootstrapKind, carrier: Unwrapped, pin: string | undefined) {
  const keys: DmBootstrapKeys = { pin };
  try {
    if (kind === "provisioning") return parseProvisioning(carrier, keys);
    const { verified, accounts } = parseDmBootstrap(carrier, keys);
    return { verified, accounts: accounts.map(({ account }) => account) };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    throw new CommandFailure(ExitCode.UNDECODABLE, `${file}: ${error.message}`, error);
  }
}
