import { formatOf, isBase64 } from "../ast/format.ts";
import type { Command, Data, Item, Sync } from "../ast/nodes.ts";
import { decodeBase64, encodeBase64 } from "../core/base64.ts";
import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { metaOf } from "./commands.ts";
import { base64Length, utf8Bytes } from "./text-sizes.ts";

/** A received item with its command and enclosing Sync, or a command without items. */
export interface IncomingItem {
  /** The enclosing command. */
  readonly command: Command;
  /** The item; `undefined` for a command without items. */
  readonly item: Item | undefined;
  /** The enclosing Sync, if there is one. */
  readonly sync: Sync | undefined;
}

/** What identifies an object: chunks with equal keys belong together. Absent addresses are `null`. */
export interface ObjectKey {
  /** Kind of the command. */
  readonly command: Command["kind"];
  /** Target LocURI of the item. */
  readonly target: string | null;
  /** Source LocURI of the item. */
  readonly source: string | null;
  /** Target LocURI of the enclosing Sync. */
  readonly syncTarget: string | null;
  /** Source LocURI of the enclosing Sync. */
  readonly syncSource: string | null;
}

/** An object that is being received. Plain data, so that it can be stored as JSON. */
export interface ObjectState extends ObjectKey {
  /** Meta Type of the first chunk or its command; `null` if absent. */
  readonly type: string | null;
  /** Meta Format of the first chunk or its command; `null` if absent. */
  readonly format: string | null;
  /** Announced Size in bytes; `null` if absent or not a number. */
  readonly size: number | null;
  /** Chunks received so far. */
  readonly chunks: number;
  /** Bytes received so far as they appeared in Data: octets, UTF-8, or characters of base64. */
  readonly carriedBytes: number;
  /** Bytes of the object received so far, base64 decoded. */
  readonly objectBytes: number;
  /** Base64 characters left over from the last chunk that do not yet form a group of four. */
  readonly digits: string;
  /** Status code it was refused with; `null` unless refused. */
  readonly refusal: string | null;
  /** Bytes of all chunks, if they are collected: the base64 of each, separated by spaces. */
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

/** The state of an object that starts with this item, before any of its data. */
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
 * Whether an item continues an object. A Size in the item's own Meta starts a new object, unless EMI holds a nonzero
 * `datapos`, as some engines send; a Size in the command's Meta is merely repeated with the rest of it.
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

/** The object with one more chunk, and that chunk's bytes; `undefined` if it is markup, or not the base64 announced. */
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
  // Padding may occur inside the object: some senders encode each chunk by itself.
  const bytes = decodeBase64(digits.slice(0, end));
  if (bytes === undefined) return undefined;
  const objectBytes = object.objectBytes + bytes.length;
  return {
    object: { ...object, chunks, carriedBytes, objectBytes, digits: digits.slice(end) },
    bytes,
  };
}

/**
 * Whether an object has the announced length, counted in any of three ways: as it appeared in `Data`, as octets, or, if
 * base64 was padded chunk by chunk, as the base64 of the whole.
 */
export function hasAnnouncedSize({ size, carriedBytes, objectBytes, format }: ObjectState): boolean {
  return size === carriedBytes || size === objectBytes || (isBase64(format) && size === base64Length(objectBytes));
}

/** The collected bytes in one piece. */
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

/** The object with the bytes of one more chunk collected. */
export function withCollected(object: ObjectState, bytes: Uint8Array): ObjectState {
  return { ...object, collected: `${object.collected}${object.collected && " "}${encodeBase64(bytes)}` };
}

function sizeOf(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : null;
}

/** Bytes that text or bytes take in Data; 0 for markup and documents, which have no length of their own. */
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
