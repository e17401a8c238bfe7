import { decodeBase64 } from "../../core/base64.ts";
import { latin1 } from "../../core/latin1.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import type { CaptureDiagnostic, FileRange, Payload, PayloadHead, Peer } from "../model.ts";
import { type CaptureFormat, type CaptureOptions, type CaptureSink, limitsOf } from "../reader.ts";
import { WholeReader } from "../whole-reader.ts";
import { bytesOfText } from "./har-body.ts";
import { headerOf } from "./head.ts";
import { inflate } from "./inflate.ts";
import { findJsonElements } from "./json-elements.ts";

/** An HTTP archive (HAR 1.2), plain or with zlib around it. */
export const harFormat: CaptureFormat = {
  name: "har",
  title: "HTTP archive (HAR)",
  recognise(head) {
    const text = latin1(head, 0, Math.min(head.length, 4096));
    if (/^(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{/.test(text))
      return { score: 0.95, because: "it is JSON with a log of HTTP" };
    if (isZlib(head)) {
      const { bytes } = inflate(head.subarray(0, 4096), "zlib", { bytes: 4096, ratio: 200 });
      if (/^\s*\{\s*"log"\s*:/.test(latin1(bytes, 0, bytes.length)))
        return { score: 0.95, because: "it is zlib around an HTTP archive" };
    }
    return undefined;
  },
  open: (sink, options) => new WholeReader(options, (bytes) => readHar(bytes, sink, options)),
};

function isZlib(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  return first === 0x78 && ((first << 8) | second) % 31 === 0;
}

function readHar(file: Uint8Array, sink: CaptureSink, options: CaptureOptions): void {
  const limits = limitsOf(options);
  let json = file;
  if (isZlib(file)) {
    const { bytes, fault } = inflate(file, "zlib", { bytes: limits.wholeBytes, ratio: limits.inflation });
    json = bytes;
    if (fault !== undefined) {
      const code = fault.kind === "limit" ? "limit-reached" : "file-cut";
      sink.diagnostic({ code, message: `the zlib around the archive: ${fault.reason}` });
    }
  }
  const list = findJsonElements(json, ["log", "entries"], limits.depth);
  const { isThere: isHar, isWhole, isTooDeep, elements: entries } = list;
  if (isTooDeep) sink.diagnostic({ code: "limit-reached", message: `the JSON is deeper than ${limits.depth}` });
  else if (!isHar) sink.diagnostic({ code: "not-understood", message: "the archive has no log.entries" });
  else if (!isWhole) sink.diagnostic({ code: "file-cut", message: "the file ends inside log.entries" });
  entries.forEach((range, index) => {
    const frame = index + 1;
    sink.count("entries");
    let entry: unknown;
    try {
      entry = JSON.parse(decodeUtf8Lossy(json, range.start, range.end));
    } catch {
      sink.diagnostic({ code: "frame-unread", message: "the entry is no JSON", frame, offset: range.start });
      return;
    }
    readEntry(objectOf(entry), { frame, range: json === file ? range : undefined, limit: limits.bodyBytes }, sink);
  });
}

type JsonObject = Readonly<Record<string, unknown>>;

interface Place {
  readonly frame: number;
  readonly range: FileRange | undefined;
  /** Octets of a body. */
  readonly limit: number;
}

const objectOf = (value: unknown): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
const sizeOf = (value: unknown): number | undefined => {
  const size = numberOf(value);
  return size !== undefined && size > 0 ? size : undefined;
};

function readEntry(entry: JsonObject, place: Place, sink: CaptureSink): void {
  const request = objectOf(entry["request"]);
  const response = objectOf(entry["response"]);
  const url = textOf(request["url"]);
  const started = Date.parse(textOf(entry["startedDateTime"]) ?? "");
  const time = Number.isNaN(started) ? undefined : started;
  const lasted = numberOf(entry["time"]);
  const endTime = time === undefined || lasted === undefined || lasted < 0 ? undefined : time + lasted;
  const address = textOf(entry["serverIPAddress"]);
  const server = address === undefined || address === "" ? undefined : { address };
  const connection = /^[1-9]\d{0,8}$/.exec(textOf(entry["connection"]) ?? "");
  const status = numberOf(response["status"]) ?? 0;
  sink.exchange({
    carrier: "http",
    ...(connection === null ? {} : { connection: Number(connection[0]) }),
    ...(url === undefined ? {} : { url }),
    request: payload("to-server", requestHead(request), requestBody(request), place, time, server),
    // 0 is for a request that failed.
    ...(status === 0
      ? {}
      : { response: payload("to-device", replyHead(response, status), replyBody(response), place, endTime, server) }),
  });
}

function requestHead(request: JsonObject): PayloadHead {
  const method = textOf(request["method"]);
  const target = textOf(request["url"]);
  const headers = headersOf(request["headers"]);
  return { ...(method === undefined ? {} : { method }), ...(target === undefined ? {} : { target }), headers };
}

function replyHead(response: JsonObject, status: number): PayloadHead {
  const reason = textOf(response["statusText"]);
  return {
    status,
    ...(reason === undefined || reason === "" ? {} : { reason }),
    headers: headersOf(response["headers"]),
  };
}

/** Objects with `name` and `value`, or arrays of both. */
function headersOf(value: unknown): (readonly [string, string])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((header: unknown): (readonly [string, string])[] => {
    const [name, content] = Array.isArray(header) ? header : [objectOf(header)["name"], objectOf(header)["value"]];
    return typeof name === "string" ? [[name, typeof content === "string" ? content : ""]] : [];
  });
}

interface HarBody {
  readonly text: string | undefined;
  readonly isBase64: boolean;
  readonly mimeType: string | undefined;
  /** Octets it had after its content codings were undone. */
  readonly size: number | undefined;
  /** Why it is not there, though there was one. */
  readonly missing?: string;
}

function requestBody(request: JsonObject): HarBody {
  const post = objectOf(request["postData"]);
  const own = objectOf(request["_content"]);
  const source = textOf(own["text"]) !== undefined && textOf(post["text"]) === undefined ? own : post;
  const text = textOf(source["text"]);
  const status = textOf(request["_requestBodyStatus"]);
  const params = Array.isArray(post["params"]) && post["params"].length > 0;
  return {
    text,
    isBase64: source["encoding"] === "base64",
    mimeType: textOf(post["mimeType"]) || undefined,
    size: sizeOf(own["size"]) ?? sizeOf(request["bodySize"]),
    ...(text !== undefined || (status === undefined && !params)
      ? {}
      : { missing: params ? "it is kept as parameters only" : (status as string) }),
  };
}

function replyBody(response: JsonObject): HarBody {
  const content = objectOf(response["content"]);
  return {
    text: textOf(content["text"]),
    isBase64: content["encoding"] === "base64",
    mimeType: textOf(content["mimeType"]) || undefined,
    size: sizeOf(content["size"]),
  };
}

function payload(
  direction: "to-server" | "to-device",
  head: PayloadHead,
  body: HarBody,
  { frame, range, limit }: Place,
  time: number | undefined,
  server: Peer | undefined,
): Payload {
  const contentType = headerOf(head, "content-type") ?? body.mimeType;
  const isCoded = headerOf(head, "content-encoding") !== undefined;
  const length = Number(headerOf(head, "content-length"));
  // The length of the header is that before the codings are undone.
  const declared = body.size ?? (!isCoded && length > 0 ? length : undefined);
  const read = bytesOfBody(body, contentType, declared);
  const diagnostics: CaptureDiagnostic[] = [...read.diagnostics];
  let { bytes, gaps } = read;
  if (bytes.length > limit) {
    bytes = bytes.subarray(0, limit);
    gaps = [...gaps.filter(({ offset }) => offset < limit), { offset: limit, reason: "cut" }];
    diagnostics.push({ code: "limit-reached", message: `the body has more than ${limit} bytes; the rest is left out` });
  } else if (declared !== undefined && declared !== bytes.length && diagnostics.length === 0 && bytes.length > 0) {
    diagnostics.push({
      code: "length-differs",
      message: `the body has ${bytes.length} bytes, and is said to have ${declared}`,
    });
  }
  const at = range === undefined ? {} : { offset: range.start };
  const peer = server === undefined ? {} : direction === "to-server" ? { to: server } : { from: server };
  return {
    bytes,
    gaps,
    direction,
    ...(time === undefined ? {} : { time }),
    ...peer,
    ...(contentType === undefined ? {} : { contentType }),
    head,
    undone: read.undone,
    ranges: [],
    frame,
    diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic, frame, ...at })),
  };
}

function bytesOfBody(body: HarBody, contentType: string | undefined, declared: number | undefined) {
  const { text, isBase64, missing } = body;
  const nothing = { bytes: new Uint8Array(0), gaps: [], undone: [] };
  if (text === undefined) {
    const diagnostics: CaptureDiagnostic[] =
      missing === undefined
        ? []
        : [{ code: "part-missing", message: `the archive does not hold the body: ${missing}` }];
    return { ...nothing, diagnostics };
  }
  if (!isBase64) return { ...bytesOfText(text, contentType, declared), undone: [] };
  const bytes = decodeBase64(text.replace(/\s+/g, ""));
  if (bytes !== undefined) return { bytes, gaps: [], undone: ["base64"], diagnostics: [] };
  const diagnostics: CaptureDiagnostic[] = [
    { code: "text-damaged", message: "the base64 of the body is damaged; it is left out" },
  ];
  return { ...nothing, diagnostics };
}
