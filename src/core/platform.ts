interface PlatformTextDecoder {
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
