import type { ProvisioningParm } from "./document.ts";

/** An address of a server. */
export interface AccountAddress {
  /** A URI or a host. */
  readonly address: string;
  /** `URI`, `IPv4`, `IPv6`, or another word as received. Default `URI`. */
  readonly type?: string | undefined;
  /** Ports as decimal numbers, in order of preference. With a URI, the port belongs into that. */
  readonly ports?: readonly string[] | undefined;
}

/** One set of credentials. */
export interface AccountCredentials {
  /** Who proves itself: `CLCRED` the client, `SRVCRED` the server; or `OBEX`, or another word as received. Default `CLCRED`. */
  readonly level?: string | undefined;
  /** How, such as `DIGEST`, `HMAC` or `BASIC`. Default `DIGEST`. */
  readonly type?: string | undefined;
  /** The name: of the user, or of the server. */
  readonly user?: string | undefined;
  /** The password. */
  readonly secret?: string | undefined;
  /** The nonce, or what else the type needs, as octets. */
  readonly data?: Uint8Array | undefined;
}

/** A reference from an account to what it connects through. */
export interface AccountConnection {
  /** `TO-NAPID` for an access point, `TO-PROXY` for a proxy. */
  readonly kind: "TO-NAPID" | "TO-PROXY";
  /** Its NAPID or PROXY-ID. */
  readonly id: string;
}

/** What accounts of every kind have. */
export interface AccountFields {
  /** Name shown to the user. */
  readonly name?: string | undefined;
  /** Where the server is, in order of preference. */
  readonly addresses: readonly AccountAddress[];
  /** Credentials, in order. */
  readonly credentials: readonly AccountCredentials[];
  /** What to connect through, in order of preference. */
  readonly connections: readonly AccountConnection[];
  /** Settings that the standard does not have for an account, such as a vendor's. */
  readonly other: readonly ProvisioningParm[];
}

/** An account of a device management server (APPID `w7`, DMAcc). */
export interface ProvisionedDmAccount extends AccountFields {
  /** `w7`: device management. */
  readonly appID: "w7";
  /** The server's identifier, the key of the account. */
  readonly serverID: string;
  /** Whether the device is to open a session at once (INIT). */
  readonly startSession: boolean;
}

/** A data store of a data sync server. */
export interface SyncDatabase {
  /** Its address at the server. */
  readonly uri: string;
  /** Name shown to the user. */
  readonly name?: string | undefined;
  /** Media types that it takes, in order of preference. */
  readonly accepts: readonly string[];
  /** All other settings, such as its address at the client. */
  readonly other: readonly ProvisioningParm[];
}

/** An account of a data sync server (APPID `w5`). */
export interface SyncAccount extends AccountFields {
  /** `w5`: data synchronisation. */
  readonly appID: "w5";
  /** The provider's identifier, if there is one. */
  readonly serverID?: string | undefined;
  /** Its data stores. */
  readonly databases: readonly SyncDatabase[];
}

/** An account that a provisioning document sets up. */
export type ProvisionedAccount = ProvisionedDmAccount | SyncAccount;

/** What may be left out or said in short when an account is written. */
export interface NewAccountFields {
  /** Name shown to the user. Default: none. */
  readonly name?: string | undefined;
  /** Where the server is, in order of preference. Default: none besides `address`. */
  readonly addresses?: readonly AccountAddress[] | undefined;
  /** One more address, a URI, before all others. */
  readonly address?: string | undefined;
  /** Credentials, in order. Default: none besides `user` and `secret`. */
  readonly credentials?: readonly AccountCredentials[] | undefined;
  /** The user of one more set of credentials, by which the client proves itself, before all others. */
  readonly user?: string | undefined;
  /** The password of that. */
  readonly secret?: string | undefined;
  /** Access points and proxies that lead to it. Default: none. */
  readonly connections?: readonly AccountConnection[] | undefined;
  /** Further parms, written as they are. Default: none. */
  readonly other?: readonly ProvisioningParm[] | undefined;
}

/** A device management account to be written: a {@link ProvisionedDmAccount}, or less than that. */
export interface NewDmAccount extends NewAccountFields {
  /** `w7`: device management. */
  readonly appID: "w7";
  /** Identifier of the server, PROVIDER-ID; required. */
  readonly serverID: string;
  /** The device starts a session at once, INIT. Default false. */
  readonly startSession?: boolean | undefined;
}

/** A data sync account to be written: a {@link SyncAccount}, or less than that. */
export interface NewSyncAccount extends NewAccountFields {
  /** `w5`: data synchronisation. */
  readonly appID: "w5";
  /** Identifier of the server, PROVIDER-ID. Default: none. */
  readonly serverID?: string | undefined;
  /** The datastores of the server. Default: none. */
  readonly databases?: readonly (Partial<SyncDatabase> & Pick<SyncDatabase, "uri">)[] | undefined;
}

/** An account to be written. */
export type NewAccount = NewDmAccount | NewSyncAccount;

/** All addresses of an account to be written, with what was said in short. */
export function allAddresses({ address, addresses = [] }: NewAccountFields): readonly AccountAddress[] {
  return address === undefined ? addresses : [{ address }, ...addresses];
}

/** All credentials of an account to be written, with what was said in short. */
export function allCredentials({ user, secret, credentials = [] }: NewAccountFields): readonly AccountCredentials[] {
  return user === undefined && secret === undefined ? credentials : [{ user, secret }, ...credentials];
}
