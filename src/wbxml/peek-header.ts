import { decodeUtf8Lossy } from "../core/utf8.ts";
import { LAST_VERSION } from "./header.ts";

/** The public identifier in a WBXML header. */
export interface PublicIdentifier {
  /** 0 if it is in the string table, 1 if it is unknown. */
  readonly number: number;
  readonly text: string | undefined;
}

const MAX_INTEGER_BYTES = 5;

/**
 * The public identifier of a document from its first bytes, without reading on; `undefined` if they are not a WBXML header
 * (WAP-192 §5.4–5.7). 128 bytes are enough for every header seen in the wild.
 */
export function peekPublicIdentifier(bytes: Uint8Array): PublicIdentifier | undefined {
  const version = bytes[0];
  if (version === undefined || version > LAST_VERSION) return undefined;
  let pos = 1;
  const integer = (): number | undefined => {
    let value = 0;
    for (let count = 0; count < MAX_INTEGER_BYTES; count++) {
      const byte = bytes[pos++];
      if (byte === undefined) return undefined;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  const number = integer();
  const index = number === 0 ? integer() : 0;
  const charset = version === 0 ? 0 : integer();
  const tableLength = integer();
  if (number === undefined || index === undefined || charset === undefined || tableLength === undefined) {
    return undefined;
  }
  if (number > 0) return { number, text: undefined };
  const table = bytes.subarray(pos, pos + tableLength);
  const terminator = table.indexOf(0, index);
  return { number, text: decodeUtf8Lossy(table, index, terminator < 0 ? table.length : terminator) };
}
