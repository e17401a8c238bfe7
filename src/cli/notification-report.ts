import type { Notification, SyncRecord } from "../push/notification/notification.ts";
import type { Unwrapped } from "../push/unwrap.ts";
import { printableLine } from "./printable.ts";

export function octetsInHex(octets: Uint8Array): string {
  return Buffer.from(octets).toString("hex");
}

/** A notification and its carriers as JSON: octets in hex. */
export function notificationReport(notification: Notification, { sms, userData, push }: Unwrapped): object {
  const { ranges: _ranges, ...fields } = notification;
  return inHex({
    ...fields,
    sms: sms && { kind: sms.kind, address: sms.address.text, timeStamp: sms.timeStamp, smsc: sms.smsc?.text },
    ports: userData?.ports,
    push: push && {
      contentType: push.contentType,
      applicationID: push.applicationID,
      transactionID: push.transactionID,
    },
  }) as object;
}

function inHex(value: unknown): unknown {
  if (value instanceof Uint8Array) return octetsInHex(value);
  if (Array.isArray(value)) return value.map(inHex);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, inHex(field)]));
}

type Row = readonly [name: string, value: string];

const kindNames = {
  dm: "device management",
  ds: "data synchronisation",
  "dm-1.3": "device management 1.3, not taken apart",
} as const;
const NAME_LENGTH = "reserved bits".length;

/** A notification and its carriers for a person, a field a line; control characters that a peer sent are escaped. */
export function notificationLines(notification: Notification, carrier: Unwrapped): string[] {
  const rows = [...carrierRows(carrier), ...fieldRows(notification)];
  return rows.map(([name, value]) => `${name.padEnd(NAME_LENGTH)}  ${printableLine(value)}`);
}

function carrierRows({ sms, userData, push }: Unwrapped): Row[] {
  const rows: Row[] = [];
  if (sms !== undefined) {
    const { kind, address, timeStamp } = sms;
    rows.push(["SMS", kind === "deliver" ? `from ${address.text}, ${timeStamp}` : `to ${address.text}`]);
  }
  const ports = userData?.ports;
  if (ports !== undefined) rows.push(["ports", `from ${ports.source} to ${ports.destination}`]);
  if (push !== undefined) {
    const { contentType, applicationID } = push;
    rows.push(["push", applicationID === undefined ? contentType : `${contentType}, ${applicationID}`]);
  }
  return rows;
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
