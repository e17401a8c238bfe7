import { encodeBase64 } from "../../core/base64.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import type { Capture, Exchange, Payload, PayloadHead } from "../model.ts";
import { beginsWbxml } from "../text/document-start.ts";

// The form of one file in which a capture can be given to others, and which reads back with heads, times, connections and bodies.

interface HarBody {
  readonly text: string;
  readonly encoding?: "base64";
}

/** Who writes an archive, and how a time of a capture, in milliseconds since 1970, is spelt as ISO 8601. */
export interface ArchiveWriter {
  readonly creator: { readonly name: string; readonly version: string };
  readonly spellTime: (milliseconds: number) => string;
}

/** A capture as HAR 1.2. Bodies are without their codings; of a body with a hole, what is after it is left out. */
export function httpArchive({ exchanges }: Capture, { creator, spellTime }: ArchiveWriter): string {
  const entries = exchanges.map((exchange) => entryOf(exchange, spellTime));
  return `${JSON.stringify({ log: { version: "1.2", creator, entries } }, undefined, 2)}\n`;
}

/** Octets of a body up to the first hole. */
export function wholePart({ bytes, gaps: [gap] }: Payload): Uint8Array {
  return gap === undefined ? bytes : bytes.subarray(0, gap.offset);
}

function entryOf({ url, connection, request, response }: Exchange, spellTime: ArchiveWriter["spellTime"]) {
  const start = request?.time ?? response?.time;
  const address = request?.to?.address ?? response?.from?.address;
  return {
    startedDateTime: start === undefined ? "" : spellTime(start),
    // Of a reply that is when it began, for that is what is known of it.
    time: response?.time === undefined || start === undefined ? -1 : Math.max(0, response.time - start),
    ...(connection === undefined ? {} : { connection: String(connection) }),
    ...(address === undefined ? {} : { serverIPAddress: address }),
    request: {
      method: request?.head?.method ?? "POST",
      url: url ?? request?.head?.target ?? "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: headersOf(request?.head),
      queryString: [],
      ...(request === undefined || request.bytes.length === 0
        ? {}
        : { postData: { mimeType: request.contentType ?? "", ...bodyOf(request) } }),
      headersSize: -1,
      bodySize: sizeOf(request),
    },
    response: {
      // 0 is for a request without a reply.
      status: response === undefined ? 0 : (response.head?.status ?? 200),
      statusText: response?.head?.reason ?? "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: headersOf(response?.head),
      content: {
        size: sizeOf(response),
        mimeType: response?.contentType ?? "",
        ...(response === undefined ? {} : bodyOf(response)),
      },
      redirectURL: "",
      headersSize: -1,
      bodySize: sizeOf(response),
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  };
}

function headersOf(head: PayloadHead | undefined) {
  return (head?.headers ?? []).map(([name, value]) => ({ name, value }));
}

/** What there was, with what is known to be missing. */
function sizeOf(payload: Payload | undefined): number {
  if (payload === undefined) return 0;
  return payload.gaps.reduce((size, { length = 0 }) => size + length, payload.bytes.length);
}

function bodyOf(payload: Payload): HarBody {
  const bytes = wholePart(payload);
  const text = beginsWbxml(bytes) ? undefined : decodeUtf8(bytes, 0, bytes.length);
  if (text !== undefined && !/[\0\ufffd]/.test(text)) return { text };
  return { text: encodeBase64(bytes), encoding: "base64" };
}
