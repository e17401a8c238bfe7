import { octetString } from "../../core/latin1.ts";
import { counted } from "../quantities.ts";
import type { LeafList } from "./leaf-list.ts";
import type { Place } from "./place.ts";

const START = /^(?:[A-Z]{2,20} \S{1,8192} HTTP\/1\.[01]|HTTP\/1\.[01] \d{3}(?: [^\r\n]*)?)\r?\n/;
const LOOKED_AT = 8300;

/** Whether octets begin like a request or reply of HTTP. */
export function looksLikeHttp(bytes: Uint8Array): boolean {
  return START.test(octetString(bytes, 0, Math.min(bytes.length, LOOKED_AT)));
}

/** Explains an HTTP message from the cursor to `end`: its lines, and the body by its content type. */
export function explainHttp(list: LeafList, end: number, place: Place): void {
  const headers = new Map<string, string>();
  const { depth } = place;
  const said = list.summary.length;
  let isFirst = true;
  for (;;) {
    const feed = list.bytes.indexOf(0x0a, list.cursor);
    if (feed < 0 || feed >= end) {
      list.breakOff(end, depth, { code: "truncated-input", message: "the input ends inside the head", offset: end });
      return;
    }
    const line = octetString(list.bytes, list.cursor, feed).replace(/\r$/, "");
    if (line === "") {
      list.add(feed + 1, depth, "field", "end of the head");
      break;
    }
    // Not by a pattern: one with white space around a value takes quadratic time on a long run of blanks.
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).trim();
    const leaf = list.add(feed + 1, depth, "field", isFirst ? "start line" : name);
    leaf.value = isFirst ? line : value;
    if (isFirst && place.isOutermost) list.summary.push(line.startsWith("HTTP/") ? "HTTP reply" : "HTTP request");
    if (!isFirst) headers.set(name.toLowerCase(), value);
    isFirst = false;
  }
  const inside: Place = { ...place, mediaType: headers.get("content-type")?.split(";")[0]?.trim() };
  if (/chunked/i.test(headers.get("transfer-encoding") ?? "")) explainChunks(list, end, inside);
  else {
    const length = bodyLength(end - list.cursor, headers);
    if (place.isOutermost) list.summary[said] += `, ${length}`;
    explainWhole(list, end, headers, inside);
  }
}

/** What Content-Length says, if it is a number. */
function declaredLength(headers: ReadonlyMap<string, string>): number | undefined {
  const text = headers.get("content-length") ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** `300 of 359 bytes`. */
function bodyLength(came: number, headers: ReadonlyMap<string, string>): string {
  const declared = declaredLength(headers) ?? came;
  return came < declared
    ? `${came.toLocaleString("en-US")} of ${counted(declared, "byte")}`
    : counted(declared, "byte");
}

function explainWhole(list: LeafList, end: number, headers: ReadonlyMap<string, string>, place: Place): void {
  const declared = declaredLength(headers) ?? Number.NaN;
  const missing = Math.max(0, list.cursor + declared - end);
  const bodyEnd = Math.min(end, list.cursor + (Number.isNaN(declared) ? end : declared));
  const coding = headers.get("content-encoding");
  if (bodyEnd > list.cursor) {
    if (coding === undefined || /^identity$/i.test(coding)) place.body(list, bodyEnd, place);
    else list.add(bodyEnd, place.depth, "data", "body").note = `coded as ${coding}`;
  }
  if (list.cursor < end) list.add(end, place.depth, "trailing", "after the message");
  if (missing > 0) {
    const size = counted(missing, "byte");
    list.addMissing(place.depth, `${size} did not come`, `${size} before its end (Content-Length: ${declared})`);
  }
}

function explainChunks(list: LeafList, end: number, place: Place): void {
  while (list.cursor < end) {
    const feed = list.bytes.indexOf(0x0a, list.cursor);
    const line = feed < 0 || feed >= end ? "" : octetString(list.bytes, list.cursor, feed);
    const [, digits] = /^([\da-f]{1,8})(?:\s*;[^\r]*)?\s*\r?$/i.exec(line) ?? [];
    if (digits === undefined) {
      list.breakOff(end, place.depth, {
        code: "invalid-layout",
        message: "the size of a chunk is not a number",
        offset: list.cursor,
      });
      return;
    }
    const size = Number.parseInt(digits, 16);
    list.add(feed + 1, place.depth, "field", "size of a chunk").value = String(size);
    if (size === 0) {
      if (list.cursor < end) list.add(end, place.depth, "field", "end of the chunks");
      return;
    }
    const stop = Math.min(end, list.cursor + size);
    const isOnly = /^\r?\n0+\r?\n/.test(octetString(list.bytes, stop, Math.min(end, stop + 16)));
    if (isOnly && place.chunks !== "several") place.body(list, stop, place);
    else list.add(stop, place.depth, "data", "part of the body");
    place = { ...place, chunks: "several" };
    const after = list.bytes[stop] === 0x0d ? stop + 2 : stop + 1;
    if (stop < end) list.add(Math.min(end, after), place.depth, "field", "end of a chunk");
  }
  list.breakOff(end, place.depth, { code: "truncated-input", message: "the last chunk did not come", offset: end });
}
