import { readUintvar } from "./uintvar.ts";

/** Whether bytes begin as a document would: with XML, or with a WBXML header whose fields agree and a root element. */
export function beginsDocument(bytes: Uint8Array): boolean {
  return beginsXml(bytes) || beginsWbxml(bytes);
}

function beginsXml(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 256));
  return /^\s*<[?!:A-Z_a-z]/.test(text);
}

/** Highest MIBenum of a charset that a phone or server was seen to announce: GBK, Big5 and windows-125x are below. */
const MAX_CHARSET = 2300;

/** The header (WAP-192 §5.4) is looked through, since one byte of 0x00 to 0x03 begins many other things. */
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
  // NaN makes each of these false.
  const isHeader = publicId <= 0x7fff && index <= tableBytes && charset <= MAX_CHARSET;
  return isHeader && root !== undefined && (root === 0 || (root & 0x3f) > 3);
}
