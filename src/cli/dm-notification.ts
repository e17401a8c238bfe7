import { isSyncmlError } from "../core/errors.ts";
import { decodeNotification } from "../push/notification/decode.ts";
import { looksLikeNotification } from "../push/notification/looks-like-notification.ts";

/** Describes a notification of device management or data synchronisation, and says what reads it. */
export function describeNotification(bytes: Uint8Array): string | undefined {
  if (!looksLikeNotification(bytes)) return undefined;
  try {
    const notification = decodeNotification(bytes);
    if (notification.kind === "dm-1.3") return undefined;
    const { kind, serverID } = notification;
    const name = kind === "dm" ? "a DM notification (package 0)" : "a data synchronisation notification";
    return `looks like ${name} of server ${JSON.stringify(serverID)}; syncml notification decode reads it`;
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
}
