import { ByteWriter } from "../../core/byte-writer.ts";
import { type Bytes, bytesOf, type Octets } from "../../core/bytes.ts";
import { writeMbUint32 } from "../../core/mb-uint32.ts";
import { checkOptions, integer, optionChecks } from "../../core/options.ts";
import { append } from "../append.ts";
import type { FieldRange } from "../field-range.ts";
import { OctetReader } from "../octet-reader.ts";
import { parseContentType } from "./content-type.ts";
import { fieldsOf, type WspField, type WspFields, type WspValue } from "./fields.ts";
import { codeOf, mediaTypeCode } from "./media-type.ts";
import {
  APPLICATION_HEADER,
  applicationNames,
  DEFAULT_PAGE,
  LENGTH_QUOTE,
  numberOf,
  PAGE_SHIFT,
  readContentType,
  readHeader,
  TEXT_QUOTE,
  valueNames,
} from "./read-fields.ts";
import { applicationCodes, headerCodes, parameterCodes } from "./well-known.ts";

/** What {@link encodePush} takes. */
export interface PushInput {
  /**
   * Such as `application/vnd.syncml.notification`, or `0x` and a code in hexadecimal. Parameters in it, as in
   * `…; SEC=USERPIN; MAC=…`, are written before those of `parameters`, in the form that devices read.
   */
  readonly contentType: string;
  /** With or without `x-wap-application:`, or its number. Written as the first header if `headers` has none. */
  readonly applicationID?: string | number | undefined;
  /** What is pushed. */
  readonly body: Bytes;
  /** 0–255. Default 1. */
  readonly transactionID?: number | undefined;
  /** Asks for an acknowledgement. Default false. */
  readonly confirmed?: boolean | undefined;
  /** Parameters of the content type, such as `{ SEC: 1, MAC: "…" }`, in order. */
  readonly parameters?: WspFields | undefined;
  /** Other headers, in order. */
  readonly headers?: readonly WspField[] | undefined;
  /** The content type as it was read. Ignored where it is no longer the encoding of `contentType` and `parameters`. */
  readonly contentTypeOctets?: Uint8Array | undefined;
}

/** A push PDU of WSP, as {@link decodePush} reads it. */
export interface Push extends PushInput {
  /** Which application it is for, by name, or by number if that has no name; none if not said. */
  readonly applicationID: string | number | undefined;
  /** What is pushed, as a view of the input. */
  readonly body: Uint8Array;
  /** Transaction identifier, 0–255. */
  readonly transactionID: number;
  /** The sender waits for a confirmation: PDU type 0x07, else 0x06. */
  readonly confirmed: boolean;
  /** Parameters of the content type, in order. */
  readonly parameters: readonly WspField[];
  /** All headers after the content type, in order, with that of the application. */
  readonly headers: readonly WspField[];
  /** The content type as it came. */
  readonly contentTypeOctets: Uint8Array;
  /** Where each field is in the octets, in order. */
  readonly ranges: readonly FieldRange[];
}

const APPLICATION_PREFIX = "x-wap-application:";
const PUSH = 0x06;
const CONFIRMED_PUSH = 0x07;

const checks = optionChecks({ transactionID: integer(0, 255) });

/**
 * Reads a push PDU of WSP, connectionless: transaction id, 0x06 or 0x07, length of the headers, content type, headers, body.
 * Ranges are those of these fields, one for each header.
 *
 * @throws {SyncmlError} `truncated-input`, `invalid-layout` or `integer-overflow`, with offset and field.
 */
export function decodePush(input: Bytes): Push {
  const bytes = bytesOf(input);
  const reader = new OctetReader(bytes, "/push");
  const transactionID = reader.octet("transactionID");
  reader.note("transactionID", 0);
  const type = reader.octet("type");
  if (type !== PUSH && type !== CONFIRMED_PUSH) {
    throw reader.fault("invalid-layout", "a push has type 6 or 7", "type", 1);
  }
  reader.note("type", 1);
  const headersLength = reader.uintvar("headersLength");
  reader.note("headersLength", 2);
  const start = reader.pos;
  if (headersLength === 0) throw reader.fault("invalid-layout", "there is no content type", "contentType");
  if (headersLength > bytes.length - start) {
    throw reader.fault("truncated-input", "the headers are longer than the input", "headers", bytes.length);
  }
  const end = start + headersLength;
  const { contentType, parameters } = readContentType(reader, end);
  reader.note("contentType", start);
  const contentTypeOctets = bytes.subarray(start, reader.pos);
  const headers: WspField[] = [];
  const state = { page: DEFAULT_PAGE };
  while (reader.pos < end) headers.push(readHeader(reader, end, state));
  const bodyStart = reader.pos;
  reader.pos = bytes.length;
  reader.note("body", bodyStart);
  return {
    contentType,
    applicationID: applicationOf(headers),
    body: bytes.subarray(bodyStart),
    transactionID,
    confirmed: type === CONFIRMED_PUSH,
    parameters,
    headers,
    contentTypeOctets,
    ranges: reader.ranges,
  };
}

/**
 * Writes a push PDU of WSP, in the shortest form of each header; those that were read are written as they came.
 *
 * @throws {TypeError} if a field is of the wrong type.
 * @throws {RangeError} if a value cannot be written.
 */
export function encodePush(push: PushInput): Octets {
  checkOptions(push, checks);
  if (typeof push.contentType !== "string") throw new TypeError("contentType must be a string");
  const body = bytesOf(push.body);
  const head = new ByteWriter(64);
  const parameters = fieldsOf(push.parameters);
  const received = push.contentTypeOctets;
  append(
    head,
    received !== undefined && isStill(received, push.contentType, parameters)
      ? received
      : contentTypeOctets(...withTextParameters(push.contentType, parameters)),
  );
  const state = { page: DEFAULT_PAGE };
  for (const header of withApplication(push)) append(head, headerOctets(header, state));
  const headers = head.take();
  const writer = new ByteWriter(headers.length + body.length + 7);
  writer.byte(push.transactionID ?? 1);
  writer.byte(push.confirmed === true ? CONFIRMED_PUSH : PUSH);
  writeMbUint32(writer, headers.length);
  append(writer, headers);
  append(writer, body);
  return writer.take();
}

function applicationOf(headers: readonly WspField[]): string | number | undefined {
  const value = headers.find(({ name }) => name.toLowerCase() === APPLICATION_HEADER.toLowerCase())?.value;
  if (value === undefined || typeof value === "string") return value;
  const code = numberOf(value);
  return applicationNames.get(code) ?? code;
}

function applicationValue(id: string | number): string | number {
  if (typeof id === "number") return id;
  const full = id.includes(":") ? id : `${APPLICATION_PREFIX}${id}`;
  return applicationCodes.get(full) ?? full;
}

function withApplication(push: PushInput): readonly WspField[] {
  const { applicationID, headers = [] } = push;
  if (applicationID === undefined) return headers;
  const had = applicationOf(headers);
  const value = applicationValue(applicationID);
  if (had !== undefined && applicationValue(had) === value) return headers;
  const others = headers.filter(({ name }) => name.toLowerCase() !== APPLICATION_HEADER.toLowerCase());
  return [{ name: APPLICATION_HEADER, value }, ...others];
}

/** A content type whose text has parameters, with these before the others. */
function withTextParameters(text: string, others: readonly WspField[]): [contentType: string, readonly WspField[]] {
  if (!text.includes(";")) return [text, others];
  const { mediaType, parameters } = parseContentType(text);
  return [mediaType, [...parameters.map(({ name, value }) => ({ name, value: codeOfWord(name, value) })), ...others]];
}

/** The number of a word that a parameter may have for a value, or the word. */
function codeOfWord(name: string, word: string): string | number {
  const upper = word.toUpperCase();
  for (const [parameter, words] of valueNames) {
    if (parameter.toLowerCase() !== name.toLowerCase()) continue;
    for (const [code, one] of words) if (one.toUpperCase() === upper || `${code}` === upper) return code;
  }
  return word;
}

function isStill(octets: Uint8Array, contentType: string, parameters: readonly WspField[]): boolean {
  const read = readContentType(new OctetReader(octets, "/push"), octets.length);
  return (
    read.contentType === contentType &&
    read.parameters.length === parameters.length &&
    read.parameters.every((field, index) => isSame(field, parameters[index] as WspField))
  );
}

function isSame(one: WspField, other: WspField): boolean {
  if (one.name !== other.name || typeof one.value !== typeof other.value) return false;
  return one.value === other.value || (typeof one.value === "object" && String(one.value) === String(other.value));
}

function contentTypeOctets(contentType: string, parameters: readonly WspField[]): Uint8Array {
  if (!/^[\x20-\x7e]+$/.test(contentType)) throw new RangeError("contentType must be printable characters of ASCII");
  const code = mediaTypeCode(contentType);
  const isGeneral = parameters.length > 0 || (code !== undefined && code > 0x7f);
  const value = new ByteWriter(64);
  if (code !== undefined) writeInteger(value, code);
  else writeText(value, contentType);
  if (!isGeneral) return value.take();
  for (const { name, value: given } of parameters) {
    const known = parameterCodes.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] ?? codeOf(name);
    if (known === undefined) writeText(value, name);
    else writeInteger(value, known);
    writeValue(value, given);
  }
  const octets = value.take();
  const whole = new ByteWriter(64);
  writeLength(whole, octets.length);
  append(whole, octets);
  return whole.take();
}

/** One header after those before it, which left `state.page` in force. */
function headerOctets({ name, value, octets }: WspField, state: { page: number }): Uint8Array {
  if (octets !== undefined) {
    const after = { page: state.page };
    const reader = new OctetReader(octets, "/push");
    if (isSame(readHeader(reader, octets.length, after), { name, value })) {
      state.page = after.page;
      return octets;
    }
  }
  const writer = new ByteWriter(64);
  const [, page = "1", hex] = /^(?:(\d{1,3}):)?(0x[0-9a-f]{1,2})$/i.exec(name) ?? [];
  const code = hex === undefined ? knownHeader(name) : Number.parseInt(hex, 16);
  if (code === undefined) {
    if (!/^[\x20-\x7e]/.test(name))
      throw new RangeError("the name of a header must begin with a printable character of ASCII");
    writeText(writer, name);
  } else {
    if (code > 0x7f || Number(page) > 255) throw new RangeError(`header ${name} has no code of seven bits`);
    if (Number(page) !== state.page) {
      state.page = Number(page);
      writer.byte(PAGE_SHIFT);
      writer.byte(state.page);
    }
    writer.byte(code | 0x80);
  }
  writeValue(writer, value);
  return writer.take();
}

function knownHeader(name: string): number | undefined {
  return [...headerCodes].find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
}

function writeValue(writer: ByteWriter, value: WspValue): void {
  if (typeof value === "number") writeInteger(writer, value);
  else if (typeof value === "string") writeText(writer, value);
  else {
    const octets = bytesOf(value);
    writeLength(writer, octets.length);
    append(writer, octets);
  }
}

function writeLength(writer: ByteWriter, length: number): void {
  if (length < LENGTH_QUOTE) writer.byte(length);
  else {
    writer.byte(LENGTH_QUOTE);
    writeMbUint32(writer, length);
  }
}

function writeInteger(writer: ByteWriter, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError("an integer in a header must be 0 or more");
  if (value < 0x80) {
    writer.byte(value | 0x80);
    return;
  }
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  writer.byte(octets.length);
  for (const octet of octets) writer.byte(octet);
}

function writeText(writer: ByteWriter, text: string): void {
  if (typeof text !== "string") throw new TypeError("a text in a header must be a string");
  if (text.includes("\0")) throw new RangeError("a text in a header must not hold a zero");
  const first = text.charCodeAt(0);
  // An empty text without it would be a length of zero.
  if (text === "" || first >= 0x7f || first < 0x20 || first === 0x22) writer.byte(TEXT_QUOTE);
  writer.string(text);
  writer.byte(0);
}
