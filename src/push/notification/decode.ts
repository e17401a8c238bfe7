import { DIGEST_OCTETS } from "../../authentication/digest.ts";
import { type Bytes, bytesOf } from "../../core/bytes.ts";
import { anyString, checkOptions, oneOf, optionChecks } from "../../core/options.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { OctetReader, textOf } from "../octet-reader.ts";
import { mediaTypeName } from "../wsp/media-type.ts";
import {
  type DmNotification,
  type DsNotification,
  type Initiator,
  initiators,
  type Notification,
  type SyncRecord,
  type UiMode,
  uiModes,
} from "./notification.ts";

/** What is known of a notification beforehand. */
export interface DecodeNotificationOptions {
  /** Layout to read. Default: that of `contentType`; without either, the one that the octets fit. */
  readonly kind?: Notification["kind"] | undefined;
  /**
   * Media type that the notification came with. Over OBEX and HTTP some send the layout of 1.2 under the type of 1.3,
   * `application/vnd.syncml.dm.notification`; `kind` then says so.
   */
  readonly contentType?: string | undefined;
}

/** Version, mode, initiator and reserved bits. */
const FLAG_OCTETS = 5;

const kindsByMediaType: ReadonlyMap<string, Notification["kind"]> = new Map([
  ["application/vnd.syncml.notification", "dm"],
  ["application/vnd.syncml.ds.notification", "ds"],
  ["application/vnd.syncml.dm.notification", "dm-1.3"],
]);

const checks = optionChecks({ kind: oneOf("dm", "ds", "dm-1.3"), contentType: anyString });

// Octets after the digest. A letter is a bit of version, UI mode, initiator, future use:
//
//   vvvvvvvv vvuuifff ffffffff ffffffff ffffffff   session (2)   length (1)   server identifier (length)
//
// Data synchronisation goes on with  nnnnffff  and n times  ttttffff  content type (3)  length (1)  server URI (length).
// What is left is the vendor's.

/**
 * Reads a notification (OMA Device Management Notification 1.2, SyncML Server Alerted Notification): the body of a push, without the push PDU.
 * Whether its digest fits is for {@link verifyNotification} to say.
 *
 * @throws {SyncmlError} `truncated-input`, or `invalid-layout` for a version outside 1.0–1.3 or an empty server identifier.
 */
export function decodeNotification(input: Bytes, options: DecodeNotificationOptions = {}): Notification {
  checkOptions(options, checks);
  const bytes = bytesOf(input);
  const kind = options.kind ?? notificationKindOf(options.contentType ?? "");
  if (kind === "dm-1.3") {
    return { kind, octets: bytes, ranges: [{ field: "octets", start: 0, end: bytes.length }] };
  }
  const reader = new OctetReader(bytes, "/notification");
  const general = readGeneral(reader);
  const isSync = kind === undefined ? fitsSyncRecords(bytes, reader.pos) : kind === "ds";
  const records = isSync ? readSyncRecords(reader) : undefined;
  const start = reader.pos;
  const vendor = reader.take(bytes.length - start, "vendor");
  reader.note("vendor", start);
  const rest = { vendor, ranges: reader.ranges };
  return records === undefined ? { kind: "dm", ...general, ...rest } : { kind: "ds", ...general, ...records, ...rest };
}

/** The layout of a media type, with or without parameters; `undefined` if it is not that of a notification. */
export function notificationKindOf(contentType: string): Notification["kind"] | undefined {
  return kindsByMediaType.get((contentType.split(";")[0] as string).trim().toLowerCase());
}

function readGeneral(reader: OctetReader): Omit<DmNotification, "kind" | "vendor" | "ranges"> {
  const digest = reader.take(DIGEST_OCTETS, "digest");
  reader.note("digest", 0);
  const trigger = reader.bytes.subarray(DIGEST_OCTETS);
  const flags = reader.take(FLAG_OCTETS, "version");
  reader.note("version uiMode initiator futureUse", DIGEST_OCTETS);
  const at = (index: number) => flags[index] as number;
  const version = (at(0) << 2) | (at(1) >> 6);
  if (version < 10 || version > 13) {
    throw reader.fault("invalid-layout", `version ${version} is none of 10 to 13`, "version", DIGEST_OCTETS);
  }
  const sessionStart = reader.pos;
  const session = reader.take(2, "sessionID");
  const sessionNumber = (session[0] as number) * 256 + (session[1] as number);
  reader.note("sessionID", sessionStart);
  const lengthStart = reader.pos;
  const length = reader.octet("serverIDLength");
  if (length === 0)
    throw reader.fault("invalid-layout", "the server identifier is empty", "serverIDLength", lengthStart);
  reader.note("serverIDLength", lengthStart);
  const serverStart = reader.pos;
  const server = reader.take(length, "serverID");
  reader.note("serverID", serverStart);
  return {
    digest,
    trigger,
    version,
    uiMode: uiModes[(at(1) >> 4) & 3] as UiMode,
    initiator: initiators[(at(1) >> 3) & 1] as Initiator,
    futureUse: ((at(1) & 7) << 24) | (at(2) << 16) | (at(3) << 8) | at(4),
    sessionID: sessionNumber.toString(16).toUpperCase(),
    sessionNumber,
    serverID: textOf(server),
    ...(isUtf8(server) ? {} : { serverIDOctets: server }),
  };
}

function readSyncRecords(reader: OctetReader): Pick<DsNotification, "syncs" | "syncsFutureUse"> {
  const start = reader.pos;
  const head = reader.octet("numSyncs");
  reader.note("numSyncs syncsFutureUse", start);
  const syncs: SyncRecord[] = [];
  for (let index = 0; index < head >> 4; index++) syncs.push(readSyncRecord(reader, `syncs[${index}]`));
  return { syncs, syncsFutureUse: head & 15 };
}

function readSyncRecord(reader: OctetReader, name: string): SyncRecord {
  const start = reader.pos;
  const type = reader.octet(`${name}.syncType`);
  reader.note(`${name}.syncType ${name}.futureUse`, start);
  const code = reader.take(3, `${name}.contentType`).reduce((sum, octet) => sum * 256 + octet, 0);
  reader.note(`${name}.contentType`, start + 1);
  const length = reader.octet(`${name}.serverURILength`);
  reader.note(`${name}.serverURILength`, start + 4);
  const uri = reader.take(length, `${name}.serverURI`);
  reader.note(`${name}.serverURI`, start + 5);
  return {
    syncType: 200 + (type >> 4),
    contentType: code === 0 ? undefined : mediaTypeName(code),
    serverURI: textOf(uri),
    ...(isUtf8(uri) ? {} : { serverURIOctets: uri }),
    futureUse: type & 15,
  };
}

/**
 * Whether what follows the server identifier is more likely sync records than a vendor's octets: reserved bits are zero, types are those
 * that the standard has, addresses are text. "All datastores" is one octet.
 */
function fitsSyncRecords(bytes: Uint8Array, start: number): boolean {
  const head = bytes[start];
  if (head === undefined || (head & 15) !== 0) return false;
  if (head === 0) return start + 1 === bytes.length;
  let pos = start + 1;
  for (let left = head >> 4; left > 0; left--) {
    const type = bytes[pos] ?? 0;
    const length = bytes[pos + 4] ?? 0;
    const uri = bytes.subarray(pos + 5, pos + 5 + length);
    if ((type & 15) !== 0 || type >> 4 < 6 || type >> 4 > 10 || uri.length < length) return false;
    if (length === 0 || !uri.every((octet) => octet >= 0x20 && octet !== 0x7f)) return false;
    pos += 5 + length;
  }
  return true;
}

function isUtf8(octets: Uint8Array): boolean {
  return decodeUtf8(octets, 0, octets.length) !== undefined;
}
