import { encodeBase64 } from "../core/base64.ts";
import type { AccountScheme, DmAccount } from "../dm/account.ts";
import type { AccountCredentials, NewDmAccount, ProvisionedDmAccount } from "../push/provisioning/accounts.ts";
import { type DmAccountRow, dmAccountOfRows, dmAccountRows } from "../push/provisioning/dm-account-rows.ts";
import type { ManagementTree } from "./tree.ts";

// Accounts of management servers, from the document that sets them up to the one that a session uses:
//
//   provisioning document ──addAccount──► ./DMAcc/<n> ──accountIn──► account of a session

const ACCOUNTS = "./DMAcc";

/**
 * Adds an account below `./DMAcc`, under the first free number, or puts it in the place of the account with the same ServerID. Returns the address
 * of its node.
 *
 * @throws {RangeError} if it has no ServerID, or a value that a node cannot have.
 */
export function addAccount(tree: ManagementTree, account: NewDmAccount, now?: number): string {
  if (account.serverID === "") throw new RangeError("an account must have a serverID");
  const known = nodeOf(tree, account.serverID);
  if (known !== undefined) tree.remove(known, now);
  const uri = known ?? freeNode(tree);
  for (const { path, value } of dmAccountRows(account)) {
    if (tree.node(`${uri}/${path}`) === undefined) tree.add(`${uri}/${path}`, { value }, now);
    else tree.set(`${uri}/${path}`, value, now);
  }
  return uri;
}

/** The account of a server as a session uses it; `undefined` if the tree has none. */
export function accountIn(tree: ManagementTree, serverID: string): DmAccount | undefined {
  const uri = nodeOf(tree, serverID);
  if (uri === undefined) return undefined;
  const rows = tree.uris(uri).flatMap((address): DmAccountRow[] => {
    const value = tree.get(address);
    return value === undefined ? [] : [{ path: address.slice(uri.length + 1), value }];
  });
  const account = dmAccountOfRows(rows);
  return account === undefined ? undefined : sessionAccount(account);
}

/**
 * The account of a session from one that a bootstrap document sets up: its first address, with the first port if the address has none, and the first
 * credentials of each side that a session can use. A side without any has nothing to prove: scheme `none`.
 */
export function sessionAccount(account: ProvisionedDmAccount): DmAccount {
  const client = usable(account.credentials, "CLCRED");
  const server = usable(account.credentials, "SRVCRED");
  return {
    address: addressOf(account),
    auth: schemeOf(client),
    user: client?.user ?? "",
    secret: client?.secret,
    serverID: account.serverID,
    serverAuth: schemeOf(server),
    serverSecret: server?.secret,
    nonces: { client: nonceOf(client), server: nonceOf(server) },
  };
}

/** Schemes of a session by AAuthType. The others, such as certificates, are of the transport, and `TRANSPORT` says so. */
const schemes: ReadonlyMap<string, AccountScheme> = new Map([
  ["BASIC", "basic"],
  ["DIGEST", "md5"],
  ["HMAC", "mac"],
  ["TRANSPORT", "transport"],
]);

function usable(credentials: readonly AccountCredentials[], level: string): AccountCredentials | undefined {
  return credentials.find((one) => (one.level ?? "CLCRED") === level && schemes.has(typeOf(one)));
}

function typeOf({ type = "DIGEST" }: AccountCredentials): string {
  return type.toUpperCase();
}

function schemeOf(credentials: AccountCredentials | undefined): AccountScheme {
  return (credentials && schemes.get(typeOf(credentials))) ?? "none";
}

function nonceOf(credentials: AccountCredentials | undefined): string | undefined {
  return credentials?.data && encodeBase64(credentials.data);
}

function addressOf({ addresses: [first] }: ProvisionedDmAccount): string | undefined {
  if (first === undefined) return undefined;
  const [port] = first.ports ?? [];
  // The port of a URI is a part of it; beside the URI it counts only where that has none.
  const [, origin, rest = ""] = /^(https?:\/\/(?:\[[^\]]*\]|[^/?#:]*))(?=[/?#]|$)(.*)$/is.exec(first.address) ?? [];
  return port === undefined || origin === undefined ? first.address : `${origin}:${port}${rest}`;
}

function nodeOf(tree: ManagementTree, serverID: string): string | undefined {
  const names = tree.node(ACCOUNTS)?.children ?? [];
  return names.map((name) => `${ACCOUNTS}/${name}`).find((uri) => tree.get(`${uri}/ServerID`) === serverID);
}

function freeNode(tree: ManagementTree): string {
  let number = 1;
  while (tree.node(`${ACCOUNTS}/${number}`) !== undefined) number++;
  return `${ACCOUNTS}/${number}`;
}
