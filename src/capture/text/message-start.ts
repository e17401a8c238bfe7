import { octetString } from "../../core/latin1.ts";

/** Starts of documents in XML, plain, escaped and in percent-encoding, and of WBXML in base64. */
const markup = /<(?:\w+:)?SyncML[\s>]|<\?xml\s|&lt;(?:\w+:)?SyncML|%0[123]%|A[aq6]QB|A[Zp5]9T|A[Qgw]Fq/;
const gap = "[^0-9A-Za-z]{0,4}(?:0x)?";
/** The start of WBXML with a public identifier of SyncML, or none, and UTF-8, in hex. */
const digits = new RegExp(`(?<![0-9A-Fa-f])0[123]${gap}(?:a4${gap}0\\d|9f${gap}53|01)${gap}6a`, "i");

/** Where a message seems to begin in octets or text of a form that is not read; `undefined` if there is no sign of one. */
export function messageStart(bytes: Uint8Array): number | undefined {
  const text = octetString(bytes, 0, bytes.length);
  const places = [text.search(markup), text.search(digits), wbxmlStart(bytes)].filter((place) => place >= 0);
  return places.length === 0 ? undefined : Math.min(...places);
}

/** Where WBXML of SyncML begins, as far as its first octets tell; -1 if nowhere. */
export function wbxmlStart(bytes: Uint8Array, from = 0): number {
  for (let pos = bytes.indexOf(0x6a, from + 2); pos > 0; pos = bytes.indexOf(0x6a, pos + 1)) {
    const [first = 0, second = 0] = bytes.subarray(pos - 2, pos);
    const isTwo = (first === 0xa4 && second > 0 && second < 0x10) || (first === 0x9f && second === 0x53);
    const start = isTwo ? pos - 3 : second === 1 ? pos - 2 : -1;
    const version = bytes[start] ?? 0;
    if (start >= from && version >= 1 && version <= 3 && bytes[pos + 1] !== undefined) return start;
  }
  return -1;
}
