import { TextDecoder } from "../../core/platform.ts";
import { readUintvar } from "./uintvar.ts";

/** Whether bytes begin like a document: with XML markup, or a consistent WBXML header and a root element. */
export function beginsDocument(bytes: Uint8Array): boolean {
  return beginsXml(bytes) || beginsWbxml(bytes);
}

function beginsXml(bytes: Uint8Array): boolean {
  return beginsMarkup(new TextDecoder("utf-8").decode(bytes.subarray(0, 256)));
}

/** Whether text begins with a tag or declaration; `<` alone is not enough. */
export function beginsMarkup(text: string): boolean {
  return /^\s*<[?!:A-Z_a-z]/.test(text);
}

/** Whether bytes begin with a public identifier of SyncML in WBXML, whose two octets nothing else looks like. */
export function beginsSyncmlWbxml([version = 0xff, first, second = 0]: Uint8Array): boolean {
  return version <= 3 && ((first === 0x9f && second === 0x53) || (first === 0xa4 && second < 0x10));
}

/** Above any MIBenum seen from a phone or server, including GBK, Big5 and windows-125x. */
const MAX_CHARSET = 2300;

/** Checks the whole header (WAP-192 §5.4), since a byte of 0x00 to 0x03 begins many other kinds of data. */
export function beginsWbxml(bytes: Uint8Array): boolean {
  const version = bytes[0];
  if (version === undefined || version > 3) return false;
  let pos = 1;
  const number = () => {
    const { value, end } = readUintvar(bytes, pos);
    pos = end;
    return value;
  };
  const publicId = number();
  const index = publicId === 0 ? number() : 0;
  const charset = version === 0 ? 0 : number();
  const tableBytes = number();
  const root = bytes[pos + tableBytes];
  // All false for NaN, from an integer that is cut off.
  const isHeader = publicId <= 0x7fff && index <= tableBytes && charset <= MAX_CHARSET;
  return isHeader && root !== undefined && (root === 0 || (root & 0x3f) > 3);
}
