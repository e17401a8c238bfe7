/** Whether `bytes` are those of `chunk` from `start` to `end`. A third of the time of `every`. */
export function equalBytes(
  bytes: Uint8Array,
  chunk: Uint8Array,
  start: number = 0,
  end: number = chunk.length,
): boolean {
  const { length } = bytes;
  if (length !== end - start) return false;
  for (let index = 0; index < length; index++) if (bytes[index] !== chunk[start + index]) return false;
  return true;
}
