import { encodeUtf8 } from "../../core/utf8.ts";
import type { HttpResponse } from "../http.ts";
import type { Effect } from "../session-types.ts";

// The responses of HTTP.

/** What the machine answers a request with. */
export function responseOf(effects: readonly Effect[]): HttpResponse {
  for (const effect of effects) {
    if (effect.kind === "send") {
      const { body, contentType, hmac } = effect;
      const headers = commonHeaders(contentType, body);
      if (hmac !== undefined) headers["x-syncml-hmac"] = hmac;
      return { status: 200, headers, body };
    }
    if (effect.kind === "refuse") return plain(effect.status, effect.reason);
  }
  throw new Error("the machine has no answer");
}

function commonHeaders(contentType: string, body: Uint8Array): Record<string, string> {
  return { "content-type": contentType, "content-length": String(body.length), "cache-control": "no-store" };
}

/** An answer in words, to what is no message of a session. */
export function plain(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const body = encodeUtf8(`${reason}\n`);
  return { status, headers: { ...commonHeaders("text/plain; charset=utf-8", body), ...headers }, body };
}

export function tooLarge(): HttpResponse {
  return plain(413, "the body is too large", { connection: "close" });
}

export function unavailable(): HttpResponse {
  return plain(503, "the server cannot answer now", { "retry-after": "1" });
}
