import { encodeBase64 } from "../../core/base64.ts";
import { decodeUtf8Lossy, encodeUtf8 } from "../../core/utf8.ts";
import type { TrafficExchange, TrafficMessage } from "./traffic.ts";

/** How an HTTP archive holds bodies. */
export interface HarStyle {
  /** Where the octets of a request are that is no text: the standard has no place for them. */
  readonly requests: "_content" | "encoding";
  /** A body that is text is written as text. */
  readonly keepsText: boolean;
  /** Whether the file begins with a byte order mark. */
  readonly hasByteOrderMark: boolean;
  /** White space between tokens. */
  readonly indentation: number;
}

/** Exchanges as an HTTP archive (HAR 1.2). */
export function harFile(exchanges: readonly TrafficExchange[], style: HarStyle): Uint8Array {
  const entries = exchanges.map(({ request, response }, index) => ({
    startedDateTime: `2026-11-29T11:${two(Math.floor(index / 60) % 60)}:${two(index % 60)}.250Z`,
    time: 12,
    request: {
      method: "POST",
      url: `http://dm.example/${index}`,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: [{ name: "Content-Type", value: request.contentType }],
      queryString: [],
      headersSize: -1,
      bodySize: request.bytes.length,
      ...requestBody(request, style),
    },
    response: {
      status: 200,
      statusText: "OK",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: [{ name: "Content-Type", value: response.contentType }],
      redirectURL: "",
      headersSize: -1,
      bodySize: response.bytes.length,
      content: { size: response.bytes.length, mimeType: response.contentType, ...contentOf(response, style) },
    },
    cache: {},
    timings: { send: 0, wait: 12, receive: 0 },
  }));
  const har = { log: { version: "1.2", creator: { name: "generator", version: "1" }, entries } };
  return encodeUtf8(`${style.hasByteOrderMark ? "\ufeff" : ""}${JSON.stringify(har, undefined, style.indentation)}`);
}

const two = (value: number) => String(value).padStart(2, "0");

function requestBody(request: TrafficMessage, style: HarStyle): object {
  const content = contentOf(request, style);
  if (!("encoding" in content)) return { postData: { mimeType: request.contentType, ...content } };
  if (style.requests === "encoding") return { postData: { mimeType: request.contentType, ...content } };
  return { _requestBodyStatus: "discarded:not-representable", _content: { ...content, size: request.bytes.length } };
}

function contentOf({ bytes }: TrafficMessage, { keepsText }: HarStyle): { text: string; encoding?: "base64" } {
  const text = keepsText ? decodeUtf8Lossy(bytes, 0, bytes.length) : "\ufffd";
  return isText(text) ? { text } : { text: encodeBase64(bytes), encoding: "base64" };
}

/** Markup, all of which was UTF-8. */
function isText(text: string): boolean {
  return text.startsWith("<") && !text.includes("\ufffd");
}
