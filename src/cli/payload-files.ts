import type { Payload } from "../capture/model.ts";
import { decodeText } from "../capture/text/decode-text.ts";
import { beginsMarkup, beginsWbxml } from "../capture/text/document-start.ts";

const START_BYTES = 256;
const DIGITS = 3;

/** What a manifest says of a payload besides its names and its place; `sha256` is that of its octets. */
export function manifestEntry(payload: Payload, sha256: string): Readonly<Record<string, unknown>> {
  const { bytes, gaps, direction, contentType = "", time, from, to } = payload;
  return {
    direction,
    contentType,
    bytes: bytes.length,
    sha256,
    ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
    peers: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    gaps,
  };
}

/** By content; the type that the carrier names may be wrong, and has no say in the name of a file. */
export function extensionOf({ bytes }: Payload): string {
  if (beginsWbxml(bytes)) return "wbxml";
  const text = decodeText(bytes.subarray(0, START_BYTES));
  if (beginsMarkup(text)) return "xml";
  return /^\s*[[{]/.test(text) ? "json" : "bin";
}

/** `001`, so that names sort as the exchanges. */
export function numbered(index: number): string {
  return String(index).padStart(DIGITS, "0");
}
