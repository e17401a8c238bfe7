interface PlatformTextDecoder {
  /** The name of the encoding, in lower case. */
  readonly encoding: string;
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

interface PlatformTextEncoder {
  encode(input: string): Uint8Array;
  encodeInto(input: string, target: Uint8Array): { read: number; written: number };
}

// The two globals that Node, browsers, workers, Deno and Bun share; declared here so that no other one leaks in.
const platform = globalThis as unknown as {
  readonly TextDecoder: new (label: string, options?: { fatal?: boolean; ignoreBOM?: boolean }) => PlatformTextDecoder;
  readonly TextEncoder: new () => PlatformTextEncoder;
};

export const TextDecoder: typeof platform.TextDecoder = platform.TextDecoder;
export const TextEncoder: typeof platform.TextEncoder = platform.TextEncoder;
export type { PlatformTextDecoder };

/** Methods of Node's Buffer that are faster than anything portable. All work on any `Uint8Array`. */
interface NativeBytes {
  base64Slice(this: Uint8Array, start: number, end: number): string;
  base64Write(this: Uint8Array, value: string, offset: number, length: number): number;
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  ucs2Slice(this: Uint8Array, start: number, end: number): string;
  utf8Write(this: Uint8Array, value: string, offset: number): number;
  indexOf(this: Uint8Array, byte: number, from: number): number;
}

// Read by name: a bundler keeps what is taken apart, whether or not it is used.
const Buffer = (globalThis as unknown as { readonly Buffer?: { readonly prototype: Partial<NativeBytes> } }).Buffer;

/** Chosen once, at load; `undefined` in browsers. */
export const nativeBytes: NativeBytes | undefined =
  Buffer?.prototype.base64Slice &&
  Buffer.prototype.base64Write &&
  Buffer.prototype.latin1Slice &&
  Buffer.prototype.ucs2Slice &&
  Buffer.prototype.utf8Write &&
  Buffer.prototype.indexOf
    ? (Buffer.prototype as NativeBytes)
    : undefined;

/** Base64 built into the engine (ECMAScript 2026). */
interface NativeBase64 {
  encode(bytes: Uint8Array): string;
  /** `undefined` for a text that the engine rejects. */
  decode(text: string): Uint8Array | undefined;
}

const bytesClass = Uint8Array as unknown as {
  readonly fromBase64?: (text: string) => Uint8Array;
  readonly prototype: { readonly toBase64?: (this: Uint8Array) => string };
};

function findBase64(): NativeBase64 | undefined {
  const { toBase64 } = bytesClass.prototype;
  if (toBase64 === undefined || bytesClass.fromBase64 === undefined) return undefined;
  return {
    encode: (bytes) => toBase64.call(bytes),
    decode: (text) => {
      try {
        return bytesClass.fromBase64?.(text);
      } catch {
        return undefined;
      }
    },
  };
}

/** Chosen once, at load; `undefined` in engines without it. */
export const nativeBase64: NativeBase64 | undefined = findBase64();
