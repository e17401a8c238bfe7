import { u16 } from "./integers.ts";

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;

/**
 * The name of the server that a client asks for at the start of TLS: `undefined` if it does not say, `"more"` if its message
 * goes on after these octets.
 */
export function serverNameOf(bytes: Uint8Array): string | "more" | undefined {
  if (bytes.length < 43) return "more";
  if (bytes[0] !== HANDSHAKE || bytes[5] !== CLIENT_HELLO) return undefined;
  const end = 5 + u16(bytes, 3);
  if (bytes.length < end) return "more";
  // Record head 5, message head 4, version 2, random 32; then session, cipher suites, compression, extensions.
  let pos = 43;
  pos += 1 + (bytes[pos] ?? 0);
  if (pos + 2 > end) return undefined;
  pos += 2 + u16(bytes, pos);
  pos += 1 + (bytes[pos] ?? 0);
  pos += 2;
  while (pos + 4 <= end) {
    const type = u16(bytes, pos);
    const length = u16(bytes, pos + 2);
    if (type === SERVER_NAME) {
      const name = bytes.subarray(pos + 9, Math.min(pos + 4 + length, end));
      const text = String.fromCharCode(...name.subarray(0, 255));
      return /^[\w.-]+$/.test(text) ? text : undefined;
    }
    pos += 4 + length;
  }
  return undefined;
}
