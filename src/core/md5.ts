// MD5 (RFC 1321), which the standards of device management prescribe. A session hashes texts of some 40 octets several times: that
// takes the library for hashes 1.4 µs each and this 0.4 µs (server/wbxml/session-md5).

/** Octets of a digest. */
export const DIGEST_OCTETS = 16;

const BLOCK_OCTETS = 64;
/** Octets of a last block before the length of the text, in bits. */
const LENGTH_AT = 56;

/** The constants of the 64 steps. */
const sines: Int32Array = Int32Array.from({ length: 64 }, (_, step) =>
  Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32),
);

// Filled anew for each text, and cleared after it: what is hashed may be a secret.
const words = new Int32Array(BLOCK_OCTETS / 4);
const state = new Int32Array(DIGEST_OCTETS / 4);

/** The digest of some octets. */
export function md5(octets: Uint8Array): Uint8Array {
  const { length } = octets;
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  let pos = 0;
  for (; pos + BLOCK_OCTETS <= length; pos += BLOCK_OCTETS) {
    for (let index = 0, at = pos; index < words.length; index++, at += 4) {
      words[index] =
        (octets[at] as number) |
        ((octets[at + 1] as number) << 8) |
        ((octets[at + 2] as number) << 16) |
        ((octets[at + 3] as number) << 24);
    }
    mixBlock();
  }
  words.fill(0);
  let left = 0;
  for (; pos < length; pos++) addOctet(left++, octets[pos] as number);
  addOctet(left, 0x80);
  if (left >= LENGTH_AT) {
    mixBlock();
    words.fill(0);
  }
  words[14] = length << 3;
  words[15] = length / 2 ** 29;
  mixBlock();
  const digest = new Uint8Array(DIGEST_OCTETS);
  for (let index = 0; index < DIGEST_OCTETS; index++) {
    digest[index] = (state[index >> 2] as number) >> ((index & 3) << 3);
  }
  words.fill(0);
  state.fill(0);
  return digest;
}

function addOctet(at: number, octet: number): void {
  words[at >> 2] = (words[at >> 2] as number) | (octet << ((at & 3) << 3));
}

/** Mixes the words of a block into the state, in four rounds. */
function mixBlock(): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let i = 0; i < 16; i += 4) {
    a = step(a + (d ^ (b & (c ^ d))), words[i] as number, sines[i] as number, 7, b);
    d = step(d + (c ^ (a & (b ^ c))), words[i + 1] as number, sines[i + 1] as number, 12, a);
    c = step(c + (b ^ (d & (a ^ b))), words[i + 2] as number, sines[i + 2] as number, 17, d);
    b = step(b + (a ^ (c & (d ^ a))), words[i + 3] as number, sines[i + 3] as number, 22, c);
  }
  for (let i = 16; i < 32; i += 4) {
    a = step(a + (c ^ (d & (b ^ c))), words[(5 * i + 1) & 15] as number, sines[i] as number, 5, b);
    d = step(d + (b ^ (c & (a ^ b))), words[(5 * i + 6) & 15] as number, sines[i + 1] as number, 9, a);
    c = step(c + (a ^ (b & (d ^ a))), words[(5 * i + 11) & 15] as number, sines[i + 2] as number, 14, d);
    b = step(b + (d ^ (a & (c ^ d))), words[(5 * i) & 15] as number, sines[i + 3] as number, 20, c);
  }
  for (let i = 32; i < 48; i += 4) {
    a = step(a + (b ^ c ^ d), words[(3 * i + 5) & 15] as number, sines[i] as number, 4, b);
    d = step(d + (a ^ b ^ c), words[(3 * i + 8) & 15] as number, sines[i + 1] as number, 11, a);
    c = step(c + (d ^ a ^ b), words[(3 * i + 11) & 15] as number, sines[i + 2] as number, 16, d);
    b = step(b + (c ^ d ^ a), words[(3 * i + 14) & 15] as number, sines[i + 3] as number, 23, c);
  }
  for (let i = 48; i < 64; i += 4) {
    a = step(a + (c ^ (b | ~d)), words[(7 * i) & 15] as number, sines[i] as number, 6, b);
    d = step(d + (b ^ (a | ~c)), words[(7 * i + 7) & 15] as number, sines[i + 1] as number, 10, a);
    c = step(c + (a ^ (d | ~b)), words[(7 * i + 14) & 15] as number, sines[i + 2] as number, 15, d);
    b = step(b + (d ^ (c | ~a)), words[(7 * i + 21) & 15] as number, sines[i + 3] as number, 21, c);
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
}

function step(sum: number, word: number, sine: number, shift: number, added: number): number {
  const mixed = (sum + word + sine) | 0;
  return (((mixed << shift) | (mixed >>> (32 - shift))) + added) | 0;
}
