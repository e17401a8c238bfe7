const MAX_TRIES = 3000;

/** A smaller input that still fails, found by removing pieces: halves first, down to single bytes. */
export async function minimized(
  input: Uint8Array,
  stillFails: (smaller: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let smallest = input;
  let tries = 0;
  for (let piece = input.length >> 1; piece > 0; piece >>= 1) {
    for (let start = 0; start < smallest.length && tries < MAX_TRIES; tries++) {
      const smaller = new Uint8Array(Buffer.concat([smallest.subarray(0, start), smallest.subarray(start + piece)]));
      if (await stillFails(smaller)) smallest = smaller;
      else start += piece;
    }
  }
  return smallest;
}
