interface PlatformTextDecoder {
  /** The name of the encoding, in small letters. */
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

/** What Node's Buffer, where there is one, does faster than anything portable; all of it works on any `Uint8Array`. */
interface NativeBytes {
  base64Slice(this: Uint8Array, start: number, end: number): string;
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  ucs2Slice(this: Uint8Array, start: number, end: number): string;
  utf8Write(this: Uint8Array, value: string, offset: number): number;
  indexOf(this: Uint8Array, byte: number, from: number): number;
}

const { Buffer } = globalThis as unknown as { readonly Buffer?: { readonly prototype: Partial<NativeBytes> } };

/** Chosen once, at load; `undefined` in browsers. */
export const nativeBytes: NativeBytes | undefined =
  Buffer?.prototype.base64Slice &&
  Buffer.prototype.latin1Slice &&
  Buffer.prototype.ucs2Slice &&
  Buffer.prototype.utf8Write &&
  Buffer.prototype.indexOf
    ? (Buffer.prototype as NativeBytes)
    : undefined;
