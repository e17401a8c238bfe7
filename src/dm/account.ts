import type { Identity } from "../authentication/identity.ts";
import type { AuthenticationScheme } from "../authentication/scheme.ts";
import { decodeBase64 } from "../core/base64.ts";

/** How a side proves who it is: not at all, by what the host has checked already (such as TLS), or by a scheme of the standard. */
export type AccountScheme = AuthenticationScheme | "none" | "transport";

/** Base64 of the nonce of four zero octets, for sides that have lost theirs (OMA Device Management Notification 1.2). */
export const RESYNC_NONCE = "AAAAAA==";

/** Nonces of an account, in base64; what a Chal handed over last. They survive sessions, so the host stores them. */
export interface Nonces {
  /** Nonce of the client's next proof. */
  readonly client?: string | undefined;
  /** The one before it, which is accepted in the first message of a session while it is not sure that the new one arrived. */
  readonly clientPrevious?: string | undefined;
  /** Nonce of the server's next proof. */
  readonly server?: string | undefined;
}

/**
 * What both sides know of each other (the DMAcc object). It is looked up by the host and handed to each step; no session
 * state has a secret in it.
 */
export interface DmAccount {
  /** Address of the server, for clients. */
  readonly address?: string | undefined;
  /** How the client proves itself. */
  readonly auth: AccountScheme;
  /** The client's name, in `Source/LocName` and in its digests. */
  readonly user: string;
  /** The client's password; or {@link storedDigest}. */
  readonly secret?: string | undefined;
  /** Base64 of MD5(`user:password`), instead of the password. */
  readonly storedDigest?: string | undefined;
  /** How the server proves itself. Default: as the client if there is a secret for it, else `"none"`. */
  readonly serverAuth?: AccountScheme | undefined;
  /** The server's identifier, its name in its digests. Required where the server proves itself. */
  readonly serverID?: string | undefined;
  /** The server's password; or {@link serverStoredDigest}. */
  readonly serverSecret?: string | undefined;
  /** Base64 of MD5(`serverID:password`), instead of the password. */
  readonly serverStoredDigest?: string | undefined;
  /** The nonces in force. Default: none yet. */
  readonly nonces?: Nonces | undefined;
}

/** Which side proves itself. */
export type Direction = "client" | "server";

/** How the side of a direction proves itself by this account. */
export function schemeFor(account: DmAccount, direction: Direction): AccountScheme {
  if (direction === "client") return account.auth;
  if (account.serverAuth !== undefined) return account.serverAuth;
  const hasSecret = account.serverSecret !== undefined || account.serverStoredDigest !== undefined;
  return hasSecret ? account.auth : "none";
}

/**
 * The name and secret of a side; `undefined` if the account has none.
 *
 * @throws {TypeError} if a server's secret comes without `serverID`.
 */
export function identityOf(account: DmAccount, direction: Direction): Identity | undefined {
  const [user, secret, storedDigest] =
    direction === "client"
      ? [account.user, account.secret, account.storedDigest]
      : [account.serverID, account.serverSecret, account.serverStoredDigest];
  if (secret === undefined && storedDigest === undefined) return undefined;
  if (user === undefined) throw new TypeError("an account with a secret for the server needs its serverID");
  return storedDigest === undefined ? { user, secret: secret as string } : { user, storedDigest };
}

/** An account with the nonces in force, and this identifier of the server if it has none. */
export function withNonces(account: DmAccount, nonces: Nonces | undefined, serverID?: string): DmAccount {
  // Field by field: a spread with fields added to it would give each message's account a form of its own.
  return {
    address: account.address,
    auth: account.auth,
    user: account.user,
    secret: account.secret,
    storedDigest: account.storedDigest,
    serverAuth: account.serverAuth,
    serverID: account.serverID ?? serverID,
    serverSecret: account.serverSecret,
    serverStoredDigest: account.serverStoredDigest,
    nonces,
  };
}

/** The octets of a stored nonce; none if it is not base64. */
export function nonceOctets(nonce: string): Uint8Array {
  return decodeBase64(nonce) ?? new Uint8Array(0);
}
