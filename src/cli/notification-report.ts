import type { Notification, SyncRecord } from "../push/notification/notification.ts";
import type { Unwrapped } from "../push/unwrap.ts";
import { carrierReport, carrierRows, type Row, rowLines } from "./carrier-report.ts";

export function octetsInHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString("hex");
}

/** A notification and its carriers as JSON: octets in hex. */
export function notificationReport(notification: Notification, carrier: Unwrapped): object {
  const { ranges: _ranges, ...fields } = notification;
  return inHex({
    ...fields,
    ...carrierReport(carrier),
  }) as object;
}

function inHex(value: unknown): unknown {
  if (value instanceof Uint8Array) return octetsInHex(value);
  if (Array.isArray(value)) return value.map(inHex);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, inHex(field)]));
}

const kindNames = {
  dm: "device management",
  ds: "data synchronisation",
  "dm-1.3": "device management 1.3, not taken apart",
} as const;

/** A notification and its carriers for a person, a field a line; control characters that a peer sent are escaped. */
export function notificationLines(notification: Notification, carrier: Unwrapped): string[] {
  return rowLines([...carrierRows(carrier), ...fieldRows(notification)]);
}

function fieldRows(notification: Notification): Row[] {
  const head: Row = ["notification", kindNames[notification.kind]];
  if (notification.kind === "dm-1.3") return [head, ["octets", octetsInHex(notification.octets)]];
  const { version, uiMode, initiator, sessionID, serverID, futureUse, vendor, digest } = notification;
  return [
    head,
    ["version", (version / 10).toFixed(1)],
    ["UI mode", uiMode],
    ["initiator", initiator],
    ["session", sessionID],
    ["server", serverID],
    ...(notification.kind === "ds" ? datastoreRows(notification.syncs) : []),
    ...(futureUse === 0 ? [] : [["reserved bits", `0x${futureUse.toString(16)}`] as const]),
    ...(vendor.length === 0 ? [] : [["vendor", octetsInHex(vendor)] as const]),
    ["digest", octetsInHex(digest)],
  ];
}

function datastoreRows(syncs: readonly SyncRecord[]): Row[] {
  if (syncs.length === 0) return [["datastores", "all"]];
  return syncs.map(({ syncType, contentType, serverURI }) => {
    const facts = contentType === undefined ? `${syncType}` : `${syncType}, ${contentType}`;
    return ["datastore", `${serverURI} (${facts})`];
  });
}
