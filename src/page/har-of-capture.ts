import type { Capture, Payload } from "../capture/model.ts";
import { asBase64 } from "./octet-forms.ts";

/** A capture as HAR 1.2, octets as base64, for tools that read no packets. What HAR has no place for is not written. */
export function harOfCapture({ exchanges }: Capture): string {
  const entries = exchanges.map(({ url, request, response }) => ({
    startedDateTime: new Date(request?.time ?? response?.time ?? 0).toISOString(),
    time: Math.max(0, (response?.time ?? 0) - (request?.time ?? response?.time ?? 0)),
    request: {
      method: request?.head?.method ?? "POST",
      url: url ?? "",
      httpVersion: "HTTP/1.1",
      ...headersOf(request),
      queryString: [],
      ...(request === undefined ? {} : { postData: bodyOf(request) }),
    },
    response: {
      status: response?.head?.status ?? (response === undefined ? 0 : 200),
      statusText: response?.head?.reason ?? "",
      httpVersion: "HTTP/1.1",
      ...headersOf(response),
      redirectURL: "",
      content:
        response === undefined ? { size: 0, mimeType: "" } : { size: response.bytes.length, ...bodyOf(response) },
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  }));
  return JSON.stringify(
    { log: { version: "1.2", creator: { name: "syncml inspector", version: "1" }, entries } },
    null,
    1,
  );
}

function bodyOf({ bytes, contentType = "application/octet-stream" }: Payload) {
  return { mimeType: contentType, text: asBase64(bytes), encoding: "base64" };
}

/** Heads of bodies whose codings are undone: those of the codings do not hold any more. */
function headersOf(payload: Payload | undefined) {
  const kept = (payload?.head?.headers ?? []).filter(
    ([name]) => !/^(?:content-encoding|transfer-encoding|content-length)$/i.test(name),
  );
  const headers = kept.map(([name, value]) => ({ name, value }));
  return { headers, cookies: [], headersSize: -1, bodySize: payload?.bytes.length ?? 0 };
}
