import type { SyncML } from "./nodes.ts";

/** Whether a message is device management, by VerProto. Data sync has other alert codes and another media type. */
export function isDeviceManagement({ syncHdr }: SyncML): boolean {
  return /^\s*DM\//i.test(syncHdr?.verProto ?? "");
}
