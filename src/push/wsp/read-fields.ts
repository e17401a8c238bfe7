import type { OctetReader } from "../octet-reader.ts";
import type { WspField, WspValue } from "./fields.ts";
import { mediaTypeName } from "./media-type.ts";
import { applicationCodes, headerCodes, parameterCodes, securityMethods } from "./well-known.ts";

export const APPLICATION_HEADER = "X-Wap-Application-Id";
/** Below it a length, with it a length in an integer of its own. */
export const LENGTH_QUOTE = 31;
/** Before the number of a code page, and before a text that begins with an octet of 0x80 or more. */
export const PAGE_SHIFT = 0x7f;
export const TEXT_QUOTE = 0x7f;
export const DEFAULT_PAGE = 1;

/** Applications by their codes. */
export const applicationNames: ReadonlyMap<number, string> = new Map(
  [...applicationCodes].map(([name, code]) => [code, name]),
);
const headerNames = new Map([...headerCodes].map(([name, code]) => [code, name]));
const parameterNames = new Map(parameterCodes.map(([name, code]) => [code, name]));
/** What the values of some headers and parameters mean. */
export const valueNames: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  [APPLICATION_HEADER, applicationNames],
  ["SEC", new Map(securityMethods.map((name, code) => [code, name]))],
  ["charset", new Map([[106, "UTF-8"]])],
]);

/** The content type at the start of headers, with its parameters. */
export function readContentType(reader: OctetReader, end: number): { contentType: string; parameters: WspField[] } {
  const first = reader.octet("contentType", end);
  if (first >= 0x80) return { contentType: mediaTypeName(first & 0x7f), parameters: [] };
  if (first > LENGTH_QUOTE) {
    reader.pos--;
    return { contentType: reader.text("contentType", end), parameters: [] };
  }
  const length = first === LENGTH_QUOTE ? reader.uintvar("contentType", end) : first;
  if (length > end - reader.pos) {
    throw reader.fault("invalid-layout", "the content type is longer than the headers", "contentType", end);
  }
  const valueEnd = reader.pos + length;
  const media = readValue(reader, "contentType", valueEnd);
  const contentType = typeof media === "string" ? media : mediaTypeName(numberOf(media));
  const parameters: WspField[] = [];
  while (reader.pos < valueEnd) {
    const key = readValue(reader, "parameters", valueEnd);
    const code = typeof key === "string" ? undefined : numberOf(key);
    const name = code === undefined ? (key as string) : (parameterNames.get(code) ?? codeName(code));
    const value = readValue(reader, "parameters", valueEnd);
    parameters.push({ name, ...meant(name, asNumber(value)) });
  }
  return { contentType, parameters };
}

/** A header after the content type, with the shifts of the code page before it. */
export function readHeader(reader: OctetReader, end: number, state: { page: number }): WspField {
  const start = reader.pos;
  let first = reader.octet("headers", end);
  // A shift of the code page has no value, and belongs to the header after it.
  while (first <= LENGTH_QUOTE || first === PAGE_SHIFT) {
    if (first === 0) throw reader.fault("invalid-layout", "a header has no name", "headers", reader.pos - 1);
    state.page = first === PAGE_SHIFT ? reader.octet("headers", end) : first;
    first = reader.octet("headers", end);
  }
  let name: string;
  if (first >= 0x80) {
    const code = first & 0x7f;
    name = (state.page === DEFAULT_PAGE ? headerNames.get(code) : undefined) ?? codeName(code, state.page);
  } else {
    reader.pos--;
    name = reader.text("headers", end);
  }
  const value = readValue(reader, "headers", end);
  reader.note(`headers.${name}`, start);
  return {
    name,
    ...meant(name, name === "Content-Length" ? asNumber(value) : value),
    octets: reader.bytes.subarray(start, reader.pos),
  };
}

function readValue(reader: OctetReader, field: string, end: number): WspValue {
  const first = reader.octet(field, end);
  if (first >= 0x80) return first & 0x7f;
  if (first < LENGTH_QUOTE) return reader.take(first, field, end);
  if (first === LENGTH_QUOTE) return reader.take(reader.uintvar(field, end), field, end);
  // The quotation mark of a quoted string has no twin at the end.
  if (first !== TEXT_QUOTE && first !== 0x22) reader.pos--;
  return reader.text(field, end);
}

/** A long integer of at most six octets as a number; other octets as they are. */
function asNumber(value: WspValue): WspValue {
  return value instanceof Uint8Array && value.length > 0 && value.length <= 6 ? numberOf(value) : value;
}

/** An integer of up to seven bits, or of octets. */
export function numberOf(value: number | Uint8Array): number {
  return typeof value === "number" ? value : value.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** A value, and what it means. */
function meant(name: string, value: WspValue): Pick<WspField, "value" | "meaning"> {
  if (typeof value !== "number") return { value };
  const meaning = name === "Encoding-Version" ? `${value >> 4}.${value & 15}` : valueNames.get(name)?.get(value);
  return meaning === undefined ? { value } : { value, meaning };
}

function codeName(code: number, page: number = DEFAULT_PAGE): string {
  return `${page === DEFAULT_PAGE ? "" : `${page}:`}0x${code.toString(16)}`;
}
