import { cutBefore } from "./cut-before.ts";
import { describeNotification } from "./dm-notification.ts";
import { beginsDocument, beginsWbxml } from "./document-start.ts";
import { readUintvar } from "./uintvar.ts";

/** Describes a WSP push (WAP-230 §8.2.4.1) with a document or notification, alone or after the user data header of an SMS. */
export function wirelessPush(bytes: Uint8Array): string | undefined {
  // A consistent WBXML header is enough: it is not a push.
  if (beginsWbxml(bytes)) return undefined;
  const direct = pushBody(bytes, 0);
  if (direct !== undefined) return `looks like a WSP push; ${direct}`;
  const start = userDataStart(bytes);
  const body = start === undefined ? undefined : pushBody(bytes, start);
  return body === undefined ? undefined : `looks like the user data of an SMS with a WSP push; ${body}`;
}

/** What is pushed, if a push begins at `start`: transaction, type, length of the headers, headers, body. */
function pushBody(bytes: Uint8Array, start: number): string | undefined {
  const type = bytes[start + 1];
  if (type !== 0x06 && type !== 0x07) return undefined;
  const { value: headerBytes, end } = readUintvar(bytes, start + 2);
  const offset = end + headerBytes;
  // Written this way round to be true for NaN.
  if (headerBytes === 0 || !(offset < bytes.length)) return undefined;
  const body = bytes.subarray(offset);
  const pushed = describeNotification(body);
  if (pushed !== undefined) return `what begins at byte ${offset} ${pushed}`;
  return beginsDocument(body) ? cutBefore(offset, beginsWbxml(body) ? "WBXML in it" : "XML in it") : undefined;
}

/** Where user data begins: after a header whose elements add up to its length and include ports; else `undefined`. */
function userDataStart(bytes: Uint8Array): number | undefined {
  const end = 1 + (bytes[0] ?? 0);
  let namesPorts = false;
  let pos = 1;
  while (pos + 1 < end) {
    const element = bytes[pos];
    namesPorts ||= element === 0x04 || element === 0x05;
    pos += 2 + (bytes[pos + 1] ?? 0);
  }
  return pos === end && namesPorts ? end : undefined;
}
