import { type Command, Option } from "commander";
import type { AccountScheme, DmAccount } from "../../dm/account.ts";
import type { Environment } from "../environment.ts";
import { addSecretFileOption, readSecret, type SecretOptions, secretIn } from "../secret.ts";

/** Values of the options that {@link addAccountOptions} adds. */
export interface AccountOptions extends SecretOptions {
  readonly user?: string;
  readonly auth: AccountScheme;
  readonly serverId: string;
  readonly serverAuth: AccountScheme;
  readonly serverSecretFile?: string;
}

const schemes: readonly AccountScheme[] = ["none", "basic", "md5", "mac"];

/** Adds the options that say who the client and the server are, and how they prove it. */
export function addAccountOptions(command: Command): Command {
  command
    .option("--user <NAME>", "name of the client's account; without one nobody proves anything")
    .addOption(new Option("--auth <SCHEME>", "how the client proves itself").choices(schemes).default("md5"));
  return addSecretFileOption(command)
    .option("--server-id <ID>", "identifier of the server", "com.example.dm")
    .addOption(new Option("--server-auth <SCHEME>", "how the server proves itself").choices(schemes).default("none"))
    .option("--server-secret-file <FILE>", "file with the server's secret");
}

/**
 * The account that the options describe.
 *
 * @throws {CommandFailure} if there is no secret where one is needed, or its file cannot be read.
 */
export function accountOf(environment: Environment, options: AccountOptions): DmAccount {
  const { user, auth, serverId, serverAuth, serverSecretFile } = options;
  const needsSecret = user !== undefined && auth !== "none";
  const serverSecret = serverSecretFile === undefined ? undefined : secretIn(serverSecretFile);
  return {
    auth: needsSecret ? auth : "none",
    user: user ?? "",
    secret: needsSecret ? readSecret(environment, options) : undefined,
    serverID: serverId,
    serverAuth: serverSecret === undefined ? "none" : serverAuth,
    serverSecret,
  };
}
