import { bytes } from "../support/hex.ts";

// The messages that the transcripts decode, and what they look like.

/** Package 1 of a DM session, 119 bytes. */
export const dmPackage1 = bytes(`
  02 A4 01 6A 00 6D 6C 71 03 "1.2" 00 01 72 03 "DM/1.2" 00 01 65 03 "1" 00 01 5B 03 "1" 00 01
  6E 57 03 "https://dm.example/" 00 01 01 67 57 03 "IMEI:000000000000000" 00 01 01
  5A 00 01 4C 03 "5000" 00 01 01 01 00 00 6B 46 4B 03 "1" 00 01 4F 03 "1201" 00 01 01 12 01 01`);

/** A header and nothing else, 21 bytes. */
export const small = bytes(`02 A4 01 6A 00 6D 6C 71 03 "1.2" 00 01 5B 03 "1" 00 01 01 01`);

export const xmlStart = '<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2">';

export const smallXml = `${xmlStart}<SyncHdr><VerDTD>1.2</VerDTD><MsgID>1</MsgID></SyncHdr></SyncML>`;

/** A message whose only value is `text`, 13 bytes longer than that. */
export function messageOf(text: string): Uint8Array {
  return Buffer.concat([small.subarray(0, 9), utf8(text), bytes("00 01 01 01")]);
}

/** Package 1 with `text` for the data of its Alert, so that it is a complete message. */
export function packageOf(text: string): Uint8Array {
  return Buffer.concat([dmPackage1.subarray(0, 109), utf8(text), dmPackage1.subarray(113)]);
}

export function toHex(data: Uint8Array): string {
  return Buffer.from(data).toString("hex");
}

export function toBase64(data: Uint8Array): string {
  return Buffer.from(data).toString("base64");
}

/** Text as file content. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
