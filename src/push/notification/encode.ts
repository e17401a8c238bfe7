import { DIGEST_OCTETS, nestedDigest } from "../../authentication/digest.ts";
import { checkedNonce, storedDigestOf } from "../../authentication/identity.ts";
import { ByteWriter } from "../../core/byte-writer.ts";
import { type Bytes, bytesOf, type Octets } from "../../core/bytes.ts";
import { describe } from "../../core/describe.ts";
import { anyString, checkOptions, integer, oneOf, optionChecks } from "../../core/options.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { append } from "../append.ts";
import { textOf } from "../octet-reader.ts";
import { mediaTypeCode } from "../wsp/media-type.ts";
import { initiators, type NotificationInput, type SyncRecord, uiModes } from "./notification.ts";

/** What a server proves itself with: its password or what is stored of it, and the nonce that the device gave it last. */
export interface NotificationKey {
  /** Password of the server. Not used if there is a `storedDigest`: an account may be a record that has both. */
  readonly secret?: string | undefined;
  /** Instead of it: base64 of MD5(`serverID:password`), as `storedDigest` makes it; padding and line breaks do not matter. */
  readonly storedDigest?: string | undefined;
  /** Decoded from base64. Default: none, which counts as an empty one. */
  readonly nonce?: Bytes | undefined;
}

/** What goes in front of the trigger: a digest made with a key, or one that is there already. */
export interface NotificationProof extends NotificationKey {
  /** 16 octets, such as those of a notification that was decoded; the key is then not needed. */
  readonly digest?: Bytes | undefined;
}

const MAX_SERVER_ID_OCTETS = 255;
const MAX_SYNCS = 15;

const checks = optionChecks({
  kind: oneOf("dm", "ds"),
  version: integer(10, 13),
  uiMode: oneOf(...uiModes),
  initiator: oneOf(...initiators),
  serverID: anyString,
  futureUse: integer(0, 0x7ff_ffff),
  syncsFutureUse: integer(0, 15),
});

const syncChecks = optionChecks({
  syncType: integer(200, 215),
  contentType: anyString,
  serverURI: anyString,
  futureUse: integer(0, 15),
});

/**
 * Writes a notification with its digest (OMA Device Management Notification 1.2, SyncML Server Alerted Notification). For a notification that was
 * decoded, `{ digest }` of it gives back its octets.
 *
 * @throws {TypeError} if a field is missing or of the wrong type.
 * @throws {RangeError} if a value does not fit its field, or `storedDigest` is not base64 of 16 octets.
 */
export function encodeNotification(notification: NotificationInput, proof: NotificationProof): Octets {
  const trigger = triggerOf(notification);
  const digest =
    proof.digest === undefined ? digestOf(proof, notification.serverID, trigger) : givenDigest(proof.digest);
  const writer = new ByteWriter(DIGEST_OCTETS + trigger.length);
  append(writer, digest);
  append(writer, trigger);
  return writer.take();
}

function digestOf(key: NotificationKey, serverID: string, trigger: Uint8Array): Uint8Array {
  return nestedDigest(keyDigestOf(key, serverID), checkedNonce(key.nonce), trigger);
}

/**
 * The stored digest of a key. No error quotes a value: it may be the secret.
 *
 * @throws {TypeError} if there is neither secret nor stored digest, or one of the wrong type.
 * @throws {RangeError} if `storedDigest` is not base64 of 16 octets.
 */
export function keyDigestOf(key: NotificationKey, serverID: string): string {
  if (typeof key !== "object" || key === null) throw new TypeError("the key of a notification must be an object");
  const { secret, storedDigest } = key;
  if (storedDigest !== undefined) return storedDigestOf({ user: serverID, storedDigest });
  if (secret !== undefined) return storedDigestOf({ user: serverID, secret });
  throw new TypeError("a notification needs the secret of the server, or its storedDigest");
}

function givenDigest(digest: Bytes): Uint8Array {
  const octets = bytesOf(digest);
  if (octets.length !== DIGEST_OCTETS) throw new RangeError(`a digest has 16 octets, not ${octets.length}`);
  return octets;
}

/** The octets that the digest is made of. */
function triggerOf(notification: NotificationInput): Octets {
  checkOptions(notification, checks);
  const { kind = "dm", uiMode = "unspecified", initiator = "server", futureUse = 0 } = notification;
  const { version = kind === "ds" ? 12 : 11, vendor = new Uint8Array(0), serverIDOctets } = notification;
  if (typeof notification.serverID !== "string") throw new TypeError("serverID must be a string");
  const server = octetsOf(notification.serverID, serverIDOctets);
  if (server.length === 0 || server.length > MAX_SERVER_ID_OCTETS) {
    throw new RangeError(`serverID must have 1–255 octets, not ${server.length}`);
  }
  const session = sessionNumber(notification.sessionID);
  const writer = new ByteWriter(64);
  writer.byte(version >> 2);
  const flags = (uiModes.indexOf(uiMode) << 4) | (initiators.indexOf(initiator) << 3);
  writer.byte(((version & 3) << 6) | flags | (futureUse >> 24));
  for (const shift of [16, 8, 0]) writer.byte((futureUse >> shift) & 0xff);
  writer.byte(session >> 8);
  writer.byte(session & 0xff);
  writer.byte(server.length);
  append(writer, server);
  if (kind === "ds") putSyncs(writer, notification);
  else if (notification.syncs !== undefined || notification.syncsFutureUse !== undefined) {
    throw new TypeError('syncs and syncsFutureUse need kind "ds"');
  }
  append(writer, bytesOf(vendor));
  return writer.take();
}

function sessionNumber(id: number | string): number {
  if (typeof id !== "number" && typeof id !== "string") {
    throw new TypeError(`sessionID must be a number or a string, not ${describe(id)}`);
  }
  const session = typeof id === "number" ? id : /^[0-9a-f]{1,4}$/i.test(id) ? Number.parseInt(id, 16) : Number.NaN;
  if (Number.isInteger(session) && session >= 0 && session <= 0xffff) return session;
  throw new RangeError(`sessionID must be 0–65,535, or one to four hexadecimal digits, not ${describe(id)}`);
}

function putSyncs(writer: ByteWriter, { syncs = [], syncsFutureUse = 0 }: NotificationInput): void {
  if (!Array.isArray(syncs)) throw new TypeError("syncs must be an array");
  if (syncs.length > MAX_SYNCS) throw new RangeError(`at most 15 datastores fit, not ${syncs.length}`);
  writer.byte((syncs.length << 4) | syncsFutureUse);
  for (const sync of syncs as readonly SyncRecord[]) {
    checkOptions(sync, syncChecks);
    const { syncType, contentType, serverURI, serverURIOctets, futureUse = 0 } = sync;
    if (syncType === undefined || typeof serverURI !== "string") {
      throw new TypeError("a datastore needs syncType and serverURI");
    }
    const code = contentType === undefined ? 0 : mediaTypeCode(contentType);
    if (code === undefined || code > 0xff_ffff) throw new RangeError(`${contentType} has no code of 24 bits`);
    const uri = octetsOf(serverURI, serverURIOctets);
    if (uri.length > 255) throw new RangeError(`serverURI must have at most 255 octets, not ${uri.length}`);
    writer.byte(((syncType - 200) << 4) | futureUse);
    for (const shift of [16, 8, 0]) writer.byte((code >> shift) & 0xff);
    writer.byte(uri.length);
    append(writer, uri);
  }
}

/** A text as it was read, if it still is the same; else as UTF-8. */
function octetsOf(text: string, read: Uint8Array | undefined): Uint8Array {
  return read !== undefined && textOf(bytesOf(read)) === text ? bytesOf(read) : encodeUtf8(text);
}
