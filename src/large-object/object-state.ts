import type { Command, Data, Item, Sync } from "../ast/nodes.ts";
import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { formatOf } from "./carrier.ts";
import { metaOf } from "./commands.ts";
import { base64Length, utf8Bytes } from "./text-sizes.ts";

/** An item that came in, with the command and the Sync around it; a command without items has none. */
export interface IncomingItem {
  readonly command: Command;
  readonly item: Item | undefined;
  readonly sync: Sync | undefined;
}

/** What makes two chunks parts of one object; `null` is what they do not say. */
export interface ObjectKey {
  readonly command: Command["kind"];
  readonly target: string | null;
  readonly source: string | null;
  readonly syncTarget: string | null;
  readonly syncSource: string | null;
}

/** An object of which chunks have come. Plain data, so that it can be stored as JSON. */
export interface ObjectState extends ObjectKey {
  /** Meta Type and Format, as the first chunk or its command said them. */
  readonly type: string | null;
  readonly format: string | null;
  /** Size as announced; `null` if it was not. */
  readonly size: number | null;
  readonly chunks: number;
  /** Bytes as they stood in Data: octets, UTF-8, or characters of base64. */
  readonly carriedBytes: number;
  /** Bytes of the object itself. */
  readonly objectBytes: number;
  /** Digits of base64 that make no group of four yet. */
  readonly digits: string;
  /** The status it was refused with. */
  readonly refusal: string | null;
  /** The bytes of all chunks, if they are collected: the base64 of each, with blanks between. */
  readonly collected: string;
}

function keyOf({ command, item, sync }: IncomingItem): ObjectKey {
  return {
    command: command.kind,
    target: item?.target?.locURI ?? null,
    source: item?.source?.locURI ?? null,
    syncTarget: sync?.target?.locURI ?? null,
    syncSource: sync?.source?.locURI ?? null,
  };
}

/** The object that begins with an item, before any of its data. */
export function objectOf(incoming: IncomingItem): ObjectState {
  const { command, item } = incoming;
  const format = item === undefined ? undefined : formatOf(item, metaOf(command));
  return {
    ...keyOf(incoming),
    type: item?.meta?.type ?? metaOf(command)?.type ?? null,
    format: format ?? null,
    size: sizeOf(item?.meta?.size ?? metaOf(command)?.size),
    chunks: 0,
    carriedBytes: 0,
    objectBytes: 0,
    digits: "",
    refusal: null,
    collected: "",
  };
}

/**
 * Whether an item goes on with an object. A Size in its own Meta begins another one, unless the position that some
 * engines put into EMI says that it does not; in the Meta of the command it is repeated like all else there.
 */
export function continues(object: ObjectState, incoming: IncomingItem): boolean {
  const { item } = incoming;
  const key = keyOf(incoming);
  if (item === undefined || Object.entries(key).some(([name, value]) => object[name as keyof ObjectKey] !== value)) {
    return false;
  }
  const { size, emi = [] } = item.meta ?? {};
  return size === undefined || emi.some((one) => /^\s*datapos=0*[1-9]/.test(one));
}

/** An object with one more chunk, and the bytes of that; `undefined` if the chunk is markup or no base64 as announced. */
export function grown(
  object: ObjectState,
  data: Data | undefined,
  isLast: boolean,
): { readonly object: ObjectState; readonly bytes: Uint8Array } | undefined {
  const carriedBytes = object.carriedBytes + carriedLength(data);
  const chunks = object.chunks + 1;
  if (!isBase64(object.format)) {
    const bytes = octetsOf(data);
    return (
      bytes && { object: { ...object, chunks, carriedBytes, objectBytes: object.objectBytes + bytes.length }, bytes }
    );
  }
  const text = textOf(data)?.replace(/[\t-\r ]+/g, "");
  if (text === undefined) return undefined;
  const digits = object.digits + text;
  const end = isLast ? digits.length : digits.length - (digits.length % 4);
  // Padding ends a chunk, not the object: senders also encode each chunk by itself.
  const bytes = decodeBase64(digits.slice(0, end));
  if (bytes === undefined) return undefined;
  const objectBytes = object.objectBytes + bytes.length;
  return {
    object: { ...object, chunks, carriedBytes, objectBytes, digits: digits.slice(end) },
    bytes,
  };
}

/**
 * Whether an object has the length that was announced: as it stood in `Data`, as octets, or where base64 was padded chunk
 * by chunk, as the base64 of the whole.
 */
export function hasAnnouncedSize({ size, carriedBytes, objectBytes, format }: ObjectState): boolean {
  return size === carriedBytes || size === objectBytes || (isBase64(format) && size === base64Length(objectBytes));
}

/** The bytes that were collected, in one piece. */
export function collectedBytes({ collected, objectBytes }: ObjectState): Uint8Array {
  const bytes = new Uint8Array(objectBytes);
  let at = 0;
  for (const piece of collected.split(" ")) {
    const decoded = decodeBase64(piece) as Uint8Array;
    bytes.set(decoded, at);
    at += decoded.length;
  }
  return bytes;
}

export function withCollected(object: ObjectState, bytes: Uint8Array): ObjectState {
  return { ...object, collected: `${object.collected}${object.collected && " "}${encodeBase64(bytes)}` };
}

function isBase64(format: string | null): boolean {
  return format?.trim().toLowerCase() === "b64";
}

function sizeOf(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : null;
}

/** Bytes of text or bytes as they stand in Data; 0 for markup and documents, which have no length of their own. */
export function carriedLength(data: Data | undefined): number {
  if (typeof data === "string") return utf8Bytes(data);
  return data instanceof Uint8Array ? data.length : 0;
}

function octetsOf(data: Data | undefined): Uint8Array | undefined {
  if (data === undefined) return new Uint8Array(0);
  return typeof data === "string" ? encodeUtf8(data) : data instanceof Uint8Array ? data : undefined;
}

function textOf(data: Data | undefined): string | undefined {
  return data instanceof Uint8Array
    ? decodeUtf8(data, 0, data.length)
    : typeof data === "object"
      ? undefined
      : (data ?? "");
}
