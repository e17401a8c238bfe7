/**
 * A number in 0–1, 1 excluded, that looks random and is the same for the same seed, purpose and count. Each purpose has a sequence of its
 * own, so that one more question about lost replies does not change which commands are refused.
 */
export function chance(seed: number, purpose: string, count: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const text of [purpose, `#${count}`]) {
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // Neighbouring counts differ in their last bits only, until these are spread (the finalizer of MurmurHash3).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
