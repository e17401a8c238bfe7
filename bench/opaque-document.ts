/** SyncML/SyncBody/Add/Item/Data up to the first byte of an OPAQUE declared as `byteLength` bytes. */
export function opaqueHead(byteLength: number): Uint8Array {
  const length: number[] = [];
  for (let rest = byteLength; rest > 0; rest = Math.floor(rest / 128)) {
    length.unshift((rest % 128) | (length.length ? 0x80 : 0));
  }
  return Uint8Array.of(0x02, 0xa4, 0x01, 0x6a, 0x00, 0x6d, 0x6b, 0x45, 0x54, 0x4f, 0xc3, ...length);
}

/** Closes the elements that {@link opaqueHead} opened. */
export const opaqueTail: Uint8Array = Uint8Array.of(1, 1, 1, 1, 1);
