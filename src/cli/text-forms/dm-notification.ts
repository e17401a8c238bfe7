/** Describes a DM notification, package 0 (OMA-TS-DM_Notification §6): digest, version, session, identifier of the server. */
export function describeNotification(bytes: Uint8Array): string | undefined {
  const version = ((bytes[16] ?? 0) << 2) | ((bytes[17] ?? 0) >> 6);
  const length = bytes[23] ?? 0;
  const server = bytes.subarray(24, 24 + length);
  if (version < 10 || version > 13 || length < 3 || server.length < length) return undefined;
  // Reserved, all zero: where the text of a document happens to look like a version, these bytes are not.
  if (bytes[18] !== 0 || bytes[19] !== 0 || bytes[20] !== 0) return undefined;
  if (!server.every((byte) => byte > 0x20 && byte < 0x7f)) return undefined;
  const named = new TextDecoder().decode(server);
  return `looks like a DM notification (package 0) of server ${JSON.stringify(named)}: a digest of 16 bytes, then its header; it is not WBXML`;
}
