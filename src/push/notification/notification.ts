import type { FieldRange } from "../field-range.ts";

/** How the device is to treat the session: as the user's settings want, silently, telling the user, or asking first. */
export type UiMode = "unspecified" | "background" | "informative" | "user-interaction";

/** Who asked for the session: the user, through the device or a portal, or the server. */
export type Initiator = "client" | "server";

/** Modes by their number in the layout. */
export const uiModes: readonly UiMode[] = ["unspecified", "background", "informative", "user-interaction"];
/** Initiators by their number in the layout. */
export const initiators: readonly Initiator[] = ["client", "server"];

/** A datastore to be synchronised. */
export interface SyncRecord {
  /** Alert code of the synchronisation, such as 206 for two-way by server; 200–215. */
  readonly syncType: number;
  /** Such as `text/x-vCard`, or `0x` and a code in hexadecimal. Absent if the server does not say. */
  readonly contentType?: string | undefined;
  /** Address of the datastore on the server. */
  readonly serverURI: string;
  /** As it was read, where it is not UTF-8; then `serverURI` has a character for each octet. */
  readonly serverURIOctets?: Uint8Array | undefined;
  /** Four bits that should be 0, the default. */
  readonly futureUse?: number | undefined;
}

/** What {@link encodeNotification} takes. */
export interface NotificationInput {
  /** Layout of device management, the default, or of data synchronisation. */
  readonly kind?: "dm" | "ds" | undefined;
  /** Ten times the version: 10–13. Default 11 for device management, also of 1.2 as its standard wants, and 12 for data synchronisation. */
  readonly version?: number | undefined;
  /** Default `unspecified`. */
  readonly uiMode?: UiMode | undefined;
  /** Default `server`. */
  readonly initiator?: Initiator | undefined;
  /** A number up to 65,535, or up to four digits in hexadecimal, as `SyncHdr/SessionID` has it. The standard excludes 0, which is seen in data synchronisation. */
  readonly sessionID: number | string;
  /** Identifier of the server, which the device finds its account by; 1–255 octets as UTF-8. */
  readonly serverID: string;
  /** As it was read, where it is not UTF-8; then `serverID` has a character for each octet. */
  readonly serverIDOctets?: Uint8Array | undefined;
  /** Datastores to synchronise, at most 15; none means all. Data synchronisation only. */
  readonly syncs?: readonly SyncRecord[] | undefined;
  /** What follows the defined fields. Default none. */
  readonly vendor?: Uint8Array | undefined;
  /** 27 bits that should be 0, the default. */
  readonly futureUse?: number | undefined;
  /** Four bits next to the number of datastores that should be 0, the default. Data synchronisation only. */
  readonly syncsFutureUse?: number | undefined;
}

/** What both notifications that are taken apart have. */
export interface ReceivedNotification extends NotificationInput {
  /** MD5 that proves the server, 16 octets. */
  readonly digest: Uint8Array;
  /** All octets after the digest, which it is made of. */
  readonly trigger: Uint8Array;
  /** Ten times the version: 11 is 1.1, range 0–1023. */
  readonly version: number;
  /** How to treat the user. */
  readonly uiMode: UiMode;
  /** Who asked for the session. */
  readonly initiator: Initiator;
  /** As it goes into `SyncHdr/SessionID`: hexadecimal in capitals, without leading zeros. */
  readonly sessionID: string;
  /** The same as a number. */
  readonly sessionNumber: number;
  /** Octets after the fields of the standard; empty if none. */
  readonly vendor: Uint8Array;
  /** 27 reserved bits, as received; should be 0. */
  readonly futureUse: number;
  /** Where the fields are; those that share octets are one range. */
  readonly ranges: readonly FieldRange[];
}

/** General notification of device management 1.1.2 and 1.2 (package 0). */
export interface DmNotification extends ReceivedNotification {
  /** The layout of device management 1.1.2 and 1.2. */
  readonly kind: "dm";
}

/** Server alerted notification of data synchronisation 1.1.2 and 1.2. */
export interface DsNotification extends ReceivedNotification {
  /** The layout of data synchronisation. */
  readonly kind: "ds";
  /** Which datastores to synchronise and how; empty for all. */
  readonly syncs: readonly SyncRecord[];
  /** Four bits next to the number of datastores, as received; should be 0. */
  readonly syncsFutureUse: number;
}

/** The layout that device management 1.3 added, which is not taken apart. */
export interface UnreadNotification {
  /** The layout of device management 1.3, which is not taken apart. */
  readonly kind: "dm-1.3";
  /** The notification as it came. */
  readonly octets: Uint8Array;
  /** One range, for all of it. */
  readonly ranges: readonly FieldRange[];
}

/** A notification as {@link decodeNotification} reads it. */
export type Notification = DmNotification | DsNotification | UnreadNotification;
