/**
 * Whether octets that may be anything look like a notification: version 1.0 to 1.3, reserved bits zero, and a printable server identifier
 * that is not longer than the rest. Narrower than what is read, since random octets must not fit.
 */
export function looksLikeNotification(octets: Uint8Array): boolean {
  const version = ((octets[16] ?? 0) << 2) | ((octets[17] ?? 0) >> 6);
  if (version < 10 || version > 13 || octets[18] !== 0 || octets[19] !== 0 || octets[20] !== 0) return false;
  const length = octets[23] ?? 0;
  const server = octets.subarray(24, 24 + length);
  return length > 0 && server.length === length && server.every((octet) => octet >= 0x20 && octet < 0x7f);
}
