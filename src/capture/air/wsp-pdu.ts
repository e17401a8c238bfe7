import { OctetReader, textOf } from "../../push/octet-reader.ts";
import type { WspField } from "../../push/wsp/fields.ts";
import { mediaTypeName } from "../../push/wsp/media-type.ts";
import { DEFAULT_PAGE, readContentType, readHeader } from "../../push/wsp/read-fields.ts";
import type { PayloadHead } from "../model.ts";

/** A PDU of the Wireless Session Protocol, up to its data. */
export interface WspPdu {
  /** `session` is what opens, closes and suspends sessions, and has no data. */
  readonly kind: "request" | "reply" | "push" | "session";
  readonly head: PayloadHead;
  readonly contentType: string | undefined;
  /** Where the data begins. */
  readonly bodyStart: number;
}

const REPLY = 0x04;
/** Types of pushes. */
export const PUSH = 0x06;
export const CONFIRMED_PUSH = 0x07;
const SESSION: ReadonlySet<number> = new Set([0x01, 0x02, 0x03, 0x05, 0x08, 0x09]);
const METHODS: ReadonlyMap<number, string> = new Map([
  [0x40, "GET"],
  [0x41, "OPTIONS"],
  [0x42, "HEAD"],
  [0x43, "DELETE"],
  [0x44, "TRACE"],
  [0x60, "POST"],
  [0x61, "PUT"],
]);

/**
 * Reads a PDU of WSP from its type on.
 *
 * @throws {SyncmlError} `truncated-input`, `invalid-layout` or `integer-overflow`
 */
export function readWspPdu(bytes: Uint8Array): WspPdu {
  const reader = new OctetReader(bytes, "/wsp");
  const type = reader.octet("type");
  if (type === PUSH || type === CONFIRMED_PUSH) {
    return { kind: "push", ...typed(reader, reader.uintvar("headersLength"), {}) };
  }
  if (type === REPLY) {
    const status = statusOf(reader.octet("status"));
    return { kind: "reply", ...typed(reader, reader.uintvar("headersLength"), { status }) };
  }
  const method = METHODS.get(type);
  if (method !== undefined) {
    const length = reader.uintvar("uriLength");
    const hasBody = type >= 0x60;
    const headersLength = hasBody ? reader.uintvar("headersLength") : 0;
    const target = textOf(reader.take(length, "uri"));
    if (hasBody) return { kind: "request", ...typed(reader, headersLength, { method, target }) };
    const headers = headersUpTo(reader, bytes.length);
    return { kind: "request", head: { method, target, headers }, contentType: undefined, bodyStart: reader.pos };
  }
  if (SESSION.has(type)) {
    return { kind: "session", head: { headers: [] }, contentType: undefined, bodyStart: bytes.length };
  }
  throw reader.fault("invalid-layout", `no PDU has type 0x${type.toString(16)}`, "type", 0);
}

/** Content type and headers, which have so many octets. */
function typed(reader: OctetReader, length: number, line: Omit<PayloadHead, "headers">): Omit<WspPdu, "kind"> {
  const end = reader.pos + length;
  if (end > reader.bytes.length) {
    throw reader.fault("truncated-input", "the headers are longer than the input", "headers", reader.bytes.length);
  }
  if (length === 0) return { head: { ...line, headers: [] }, contentType: undefined, bodyStart: end };
  const { contentType: media, parameters } = readContentType(reader, end);
  const contentType = [media, ...parameters.map((field) => `${field.name}=${valueText(field)}`)].join("; ");
  const headers = [["Content-Type", contentType] as const, ...headersUpTo(reader, end)];
  return { head: { ...line, headers }, contentType, bodyStart: end };
}

function headersUpTo(reader: OctetReader, end: number): (readonly [name: string, value: string])[] {
  const headers: (readonly [string, string])[] = [];
  const state = { page: DEFAULT_PAGE };
  while (reader.pos < end) {
    const field = readHeader(reader, end, state);
    headers.push([field.name, valueText(field)]);
  }
  return headers;
}

function valueText({ name, value, meaning }: WspField): string {
  if (meaning !== undefined) return meaning;
  if (typeof value === "number") return name === "Accept" ? mediaTypeName(value) : `${value}`;
  if (typeof value === "string") return value;
  return `0x${Array.from(value, (octet) => octet.toString(16).padStart(2, "0")).join("")}`;
}

/** The status of HTTP: hundreds in the high four bits, which 4xx needs twice, so that 5xx comes after. */
function statusOf(octet: number): number {
  const hundreds = octet >> 4;
  const rest = octet & 15;
  if (hundreds === 5) return 416 + rest;
  return (hundreds === 6 ? 5 : hundreds) * 100 + rest;
}
