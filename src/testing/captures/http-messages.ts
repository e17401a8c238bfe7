import { deflateSync, gzipSync, zlibSync } from "fflate/browser";
import { encodeUtf8 } from "../../core/utf8.ts";
import { concatenated, type TrafficMessage } from "./traffic.ts";

/** How a message of HTTP/1 is written. */
export interface HttpStyle {
  /** How the end of its body is told. A request cannot end with its connection: it is then written with its length. */
  readonly framing: "length" | "chunked" | "until-close";
  /** `zlib` and `deflate` are both named `deflate`, as servers do. */
  readonly coding: "identity" | "gzip" | "x-gzip" | "zlib" | "deflate";
  /** Octets of a chunk. */
  readonly chunkBytes: number;
  /** Of a request: its body waits for `100 Continue`. */
  readonly expectsContinue: boolean;
  /** Names of headers are in lower case, and there are trailers. */
  readonly isLower: boolean;
}

/** The octets of a message. */
export interface HttpOctets {
  readonly head: Uint8Array;
  /** As it is on the wire, with chunks around it. */
  readonly body: Uint8Array;
  /** The body after its content coding was done. */
  readonly coded: Uint8Array;
}

const codings: Readonly<
  Record<HttpStyle["coding"], readonly [name: string, encode: (bytes: Uint8Array) => Uint8Array]>
> = {
  identity: ["", (bytes) => bytes],
  gzip: ["gzip", (bytes) => gzipSync(bytes, { mtime: 0 })],
  "x-gzip": ["x-gzip", (bytes) => gzipSync(bytes, { mtime: 0 })],
  zlib: ["deflate", (bytes) => zlibSync(bytes)],
  deflate: ["deflate", (bytes) => deflateSync(bytes)],
};

/** The interim reply that a client with a large body waits for. */
export const continueOctets: Uint8Array = encodeUtf8("HTTP/1.1 100 Continue\r\n\r\n");

/** The octets of a message that begins with this line. */
export function httpOctets(firstLine: string, { bytes, contentType }: TrafficMessage, style: HttpStyle): HttpOctets {
  const [coding, encode] = codings[style.coding];
  const coded = encode(bytes);
  const isRequest = !firstLine.startsWith("HTTP/");
  const isChunked = style.framing === "chunked";
  const headers = [
    ...(isRequest ? ["Host: dm.example"] : ["Server: example"]),
    `Content-Type: ${contentType}`,
    ...(coding === "" ? [] : [`Content-Encoding: ${coding}`]),
    ...(isChunked ? ["Transfer-Encoding: chunked"] : []),
    ...(style.framing === "length" || (isRequest && !isChunked) ? [`Content-Length: ${coded.length}`] : []),
    ...(isRequest && style.expectsContinue ? ["Expect: 100-continue"] : []),
  ].map((header) => (style.isLower ? header.replace(/^[^:]+/, (name) => name.toLowerCase()) : header));
  const head = encodeUtf8(`${[firstLine, ...headers].join("\r\n")}\r\n\r\n`);
  return { head, body: isChunked ? chunked(coded, style) : coded, coded };
}

function chunked(bytes: Uint8Array, { chunkBytes, isLower }: HttpStyle): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    const size = chunk.length.toString(16);
    parts.push(encodeUtf8(isLower ? `${size};part=${at}\r\n` : `${size.toUpperCase()}\r\n`), chunk, encodeUtf8("\r\n"));
  }
  parts.push(encodeUtf8(isLower ? "0\r\nx-check: 1\r\n\r\n" : "0\r\n\r\n"));
  return concatenated(parts);
}
