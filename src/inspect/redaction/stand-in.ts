import { decodeUtf8 } from "../../core/utf8.ts";

// Numbers of a linear congruential generator (Numerical Recipes); nothing of the value goes in, so that nobody can try values against it.
const MULTIPLIER = 1_664_525;
const INCREMENT = 1_013_904_223;
const SPREAD = 0x9e37_79b9;

const digits = "0123456789";
const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const smalls = "abcdefghijklmnopqrstuvwxyz";
/** Those that would read as markup, a quotation or an escape become others that do not, or each other. */
const others: Readonly<Record<string, string>> = {
  "<": ">",
  ">": "<",
  ".": "-",
  " ": "_",
  "\n": "\t",
  "\r": "\n",
  "\t": "\n",
};

/**
 * Octets in place of others: as many, none of them the same, digits for digits and letters for letters, so that it is text where that was text and no
 * NUL ends it early. `number` tells values apart: each has its own.
 */
export function standIn(octets: Uint8Array, number: number): Uint8Array {
  const result = new Uint8Array(octets.length);
  let state = Math.imul(number + 1, SPREAD) >>> 0;
  const draw = (below: number) => {
    state = (Math.imul(state, MULTIPLIER) + INCREMENT) >>> 0;
    return (state >>> 8) % below;
  };
  const isText = decodeUtf8(octets, 0, octets.length) !== undefined;
  for (let index = 0; index < octets.length; index++) {
    const octet = octets[index] as number;
    const character = String.fromCharCode(octet);
    const kind = [digits, capitals, smalls].find((one) => one.includes(character));
    if (kind !== undefined) {
      result[index] = kind.charCodeAt((kind.indexOf(character) + 1 + draw(kind.length - 1)) % kind.length);
    } else if (octet >= 0x80) {
      // Lead octets stay in UTF-8, and with them the kind of character; of a digest nothing stays.
      const isLead = octet >= 0xc0;
      if (isText && isLead) result[index] = octet;
      else if (isText) result[index] = octet ^ (1 + draw(7));
      else result[index] = 0x80 + ((octet - 0x80 + 1 + draw(127)) % 128);
    } else if (Object.hasOwn(others, character)) {
      result[index] = (others[character] as string).charCodeAt(0);
    } else if (octet < 0x20) {
      result[index] = octet === 0 ? 1 + draw(31) : 1 + ((octet - 1 + 1 + draw(30)) % 31);
    } else {
      result[index] = 0x2e;
    }
  }
  return result;
}
