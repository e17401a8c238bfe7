/** An address of a short message. */
export interface SmsAddress {
  /** Type of number and numbering plan, as one octet: 0x91 is international, 0xd0 alphanumeric. */
  readonly type: number;
  /** Semi-octets that count; of a service centre all of them. */
  readonly digits: number;
  /** Digits, with `+` if international; characters if alphanumeric, `?` for those that ASCII does not have at the same place. */
  readonly text: string;
  /** The address without length and type. */
  readonly octets: Uint8Array;
}

export const MAX_ADDRESS_OCTETS = 10;
const INTERNATIONAL = 1;
const ALPHANUMERIC = 5;
/** Letters, digits and signs that have the same code in ASCII and in the alphabet of GSM. */
const common = /^[A-Za-z0-9 .,:;!?&+\-*#%/()"'<>=]$/;

/** The address in octets that were read. */
export function addressOf(type: number, octets: Uint8Array, digits: number): SmsAddress {
  const kind = (type >> 4) & 7;
  if (kind === ALPHANUMERIC) {
    const text = septetText(octets, Math.floor((digits * 4) / 7), "?");
    return { type, digits, text, octets };
  }
  const text = Array.from(octets, swapped).join("").slice(0, digits).replace(/f$/, "");
  return { type, digits, text: kind === INTERNATIONAL ? `+${text}` : text, octets };
}

/**
 * The address that a text names: digits, with `+` if international, else alphanumeric, at most 11 characters.
 *
 * @throws {RangeError} if it has another character, or is longer than 20 digits.
 */
export function addressFrom(text: string): SmsAddress {
  const [, plus, number] = /^(\+?)([0-9]{1,20})$/.exec(text) ?? [];
  if (number !== undefined) {
    const padded = number.length % 2 === 0 ? number : `${number}f`;
    const octets = Uint8Array.from(padded.match(/../g) ?? [], (pair) => Number.parseInt(`${pair[1]}${pair[0]}`, 16));
    return { type: plus === "+" ? 0x91 : 0x81, digits: number.length, text, octets };
  }
  const characters = Array.from(text);
  if (characters.length === 0 || characters.length > 11 || !characters.every((one) => common.test(one))) {
    throw new RangeError("an address must be up to 20 digits, with + if international, or up to 11 letters and digits");
  }
  const bits = characters.length * 7;
  const octets = new Uint8Array(Math.ceil(bits / 8));
  characters.forEach((character, index) => {
    const at = index * 7;
    const shifted = character.charCodeAt(0) << (at & 7);
    octets[at >> 3] = (octets[at >> 3] as number) | (shifted & 0xff);
    if (shifted > 0xff) octets[(at >> 3) + 1] = shifted >> 8;
  });
  return { type: 0xd0, digits: Math.ceil(bits / 4), text, octets };
}

/** `count` packed septets as characters, the first at `from`; `other` for one that ASCII does not have at the same place. */
export function septetText(octets: Uint8Array, count: number, other: string, from = 0): string {
  let text = "";
  for (let index = from; index < count; index++) {
    const bit = index * 7;
    const pair = (octets[bit >> 3] ?? 0) | ((octets[(bit >> 3) + 1] ?? 0) << 8);
    const character = String.fromCharCode((pair >> (bit & 7)) & 0x7f);
    text += common.test(character) || character === "\n" || character === "\r" ? character : other;
  }
  return text;
}

/** The two semi-octets of an octet in the order in which they are read. */
export function swapped(octet: number): string {
  return (octet & 15).toString(16) + (octet >> 4).toString(16);
}
