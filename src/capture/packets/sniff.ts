import type { Side } from "../reader.ts";
import { u16 } from "./integers.ts";

/** What the first octets of a stream make of it. */
export type Verdict =
  | "http-request"
  | "http-reply"
  | "http2"
  | "tls"
  | "obex-request"
  | "document"
  | "more"
  | "unknown";

/** As much of the start as a verdict can need. */
export const MOST_TO_SNIFF = 64;
const HTTP2_PREFACE = "PRI * HTTP/2.0";
const METHOD = /^[A-Z][A-Z-]{1,15} [!-~]/;
const METHOD_BEGINS = /^[A-Z][A-Z-]{0,15} ?$/;
const XML_STARTS = ["<?xml", "<SyncML", "\u00ef\u00bb\u00bf<?xml"];
const OBEX_CONNECT = 0x80;
const OBEX_VERSION = 0x10;
/** The registered port of OBEX over IP. */
const OBEX_PORT = 650;
const WBXML_ROOTS: ReadonlySet<number | undefined> = new Set([0x6d, 0x2d, 0x45, 0xc5]);

/** What a stream to a port is, by the first octets of one side. */
export function sniff(bytes: Uint8Array, port: number | undefined): Verdict {
  if (bytes.length === 0) return "more";
  const text = String.fromCharCode(...bytes.subarray(0, MOST_TO_SNIFF));
  if (text.startsWith(HTTP2_PREFACE)) return "http2";
  if (/^HTTP\/1\.\d/.test(text)) return "http-reply";
  if ("HTTP/1.0".startsWith(text)) return "more";
  if (HTTP2_PREFACE.startsWith(text)) return "more";
  if (METHOD.test(text)) return "http-request";
  if (METHOD_BEGINS.test(text)) return "more";
  if (bytes[0] === 0x16) return sniffTls(bytes);
  if (XML_STARTS.some((start) => text.startsWith(start))) return "document";
  if (XML_STARTS.some((start) => start.startsWith(text))) return "more";
  return sniffBinary(bytes, port);
}

function sniffTls(bytes: Uint8Array): Verdict {
  if (bytes.length < 2) return "more";
  if (bytes[1] !== 3) return "unknown";
  if (bytes.length < 3) return "more";
  return (bytes[2] as number) <= 4 ? "tls" : "unknown";
}

function sniffBinary(bytes: Uint8Array, port: number | undefined): Verdict {
  const first = bytes[0] as number;
  if (first === OBEX_CONNECT) {
    if (bytes.length < 4) return "more";
    return u16(bytes, 1) >= 7 && ((bytes[3] as number) & 0xf0) === OBEX_VERSION ? "obex-request" : "unknown";
  }
  if (port === OBEX_PORT && (first === 0x02 || first === 0x82 || first === 0x03 || first === 0x83))
    return "obex-request";
  return first <= 3 ? sniffWbxml(bytes) : "unknown";
}

/** WBXML: a version, a public identifier, a charset that is one, a string table, and a root with content. */
function sniffWbxml(bytes: Uint8Array): Verdict {
  let pos = 1;
  const values: number[] = [];
  // Public identifier, with an index if it is 0; charset; length of the string table.
  for (let wanted = 3; values.length < wanted; ) {
    let value = 0;
    for (let octets = 0; ; octets++) {
      const octet = bytes[pos++];
      if (octet === undefined) return "more";
      if (octets === 4) return "unknown";
      value = value * 128 + (octet & 0x7f);
      if (octet < 0x80) break;
    }
    if (values.length === 0 && value === 0) wanted = 4;
    values.push(value);
  }
  const charset = values[values.length - 2] as number;
  const table = values[values.length - 1] as number;
  if (charset !== 106 && charset !== 3 && charset !== 4 && charset !== 1015) return "unknown";
  // Where the root is not seen, a public identifier of SyncML has to tell: any octets may look like the rest.
  const identifier = values[0] as number;
  const isSyncml = (identifier >= 0x1201 && identifier <= 0x1203) || (identifier >= 0xfd1 && identifier <= 0xfd4);
  if (pos + table >= MOST_TO_SNIFF) return table <= 0x10000 && isSyncml ? "document" : "unknown";
  if (pos + table >= bytes.length) return "more";
  return WBXML_ROOTS.has(bytes[pos + table]) ? "document" : "unknown";
}

/** Who speaks with such octets, if they tell. */
export function sideOf(bytes: Uint8Array, port: number | undefined): Side | undefined {
  const verdict = sniff(bytes, port);
  if (verdict === "http-reply") return "acceptor";
  return verdict === "http-request" || verdict === "http2" || verdict === "obex-request" ? "opener" : undefined;
}
