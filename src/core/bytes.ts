import { describe } from "./describe.ts";

/** Octets in any JavaScript form: a `Uint8Array` or another view of a buffer, or the buffer itself. */
export type Bytes = Uint8Array | ArrayBuffer | ArrayBufferView;

/**
 * Octets in a buffer that is not shared between threads, as `fetch`, `Blob`, `Response` and WebCrypto require: a
 * `Uint8Array<ArrayBuffer>` for TypeScript 5.7 and later, a `Uint8Array` before that.
 */
export type Octets = ReturnType<typeof Uint8Array.of>;

/** A `Uint8Array` view of the same octets, not a copy; `undefined` for anything else. */
export function viewOfBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  // By its tag, since it may come from another realm.
  if (Object.prototype.toString.call(value) === "[object ArrayBuffer]") return new Uint8Array(value as ArrayBuffer);
  return undefined;
}

/** @throws {TypeError} if a value is not octets. */
export function bytesOf(value: unknown): Uint8Array {
  const bytes = viewOfBytes(value);
  if (bytes !== undefined) return bytes;
  throw new TypeError(`expected bytes, as a Uint8Array, an ArrayBuffer or another view of one, not ${describe(value)}`);
}

/** @throws {TypeError} if a value is neither octets nor a string. */
export function bytesOrString(value: unknown): Uint8Array | string {
  if (typeof value === "string") return value;
  const bytes = viewOfBytes(value);
  if (bytes !== undefined) return bytes;
  throw new TypeError(
    `expected a document, as a string, a Uint8Array, an ArrayBuffer or another view of one, not ${describe(value)}`,
  );
}
