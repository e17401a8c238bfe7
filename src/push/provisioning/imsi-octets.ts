import { describeSecret } from "./secret-text.ts";

const FILLER = 0xf;
const ODD = 9;
const EVEN = 1;

/**
 * A subscriber identity (IMSI) in semi-octets, as the file on the SIM has it after its length octet, which is the key of
 * NETWPIN (OMA Provisioning Bootstrap): a nibble for the parity of the number of digits, then the digits, the lower nibble of
 * each octet first, and a filler after an even number of digits.
 *
 * @throws {TypeError} if it is not a string; a `RangeError` if it is not 1 to 15 digits. Neither repeats it.
 */
export function imsiOctets(imsi: string): Uint8Array {
  if (typeof imsi !== "string") throw new TypeError(`an IMSI must be a string of digits, not ${describeSecret(imsi)}`);
  if (!/^\d{1,15}$/.test(imsi)) throw new RangeError("an IMSI must be 1 to 15 digits");
  const isOdd = imsi.length % 2 === 1;
  const nibbles = [isOdd ? ODD : EVEN, ...Array.from(imsi, Number)];
  if (!isOdd) nibbles.push(FILLER);
  return Uint8Array.from({ length: nibbles.length / 2 }, (_, index) => {
    const [low, high] = [nibbles[2 * index] as number, nibbles[2 * index + 1] as number];
    return (high << 4) | low;
  });
}

/**
 * The digits of an IMSI from its semi-octets.
 *
 * @throws {RangeError} if the octets are not an IMSI; it does not repeat them.
 */
export function imsiOfOctets(octets: Uint8Array): string {
  const nibbles = Array.from(octets, (octet) => [octet & 0xf, octet >> 4]).flat();
  const parity = nibbles.shift();
  const isFilled = parity === EVEN && nibbles.pop() === FILLER;
  const isImsi = (parity === ODD || isFilled) && nibbles.length > 0 && nibbles.every((nibble) => nibble <= 9);
  if (!isImsi) throw new RangeError("the octets are not an IMSI in semi-octets");
  return nibbles.join("");
}
