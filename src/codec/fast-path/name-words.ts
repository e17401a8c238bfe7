const MIN_BYTES = 3;
const MAX_BYTES = 28;

const WORD_SHIFT = 3;

const HASH_BITS = 10;

/**
 * Element names of 3 to 15 letters as words of four bytes, to find them in XML and to compare with them without making
 * strings. The last word overlaps the others where a name does not fill it.
 */
export class NameWords {
  /** In bytes, by number: the index in the list. */
  readonly lengths: Uint8Array;
  /** The first name with a hash, and for each the next one with the same; 0 is none. */
  private readonly heads = new Uint8Array(1 << HASH_BITS);
  private readonly nexts: Uint8Array;
  /** The first word, without what follows a name of three letters. */
  private readonly keys: Int32Array;
  /** Words of the end tag: those at 0, 4, 8 and 12, and the one that ends it. */
  private readonly words: Int32Array;
  private readonly lasts: Int32Array;
  /** Names of two letters; 0 for the others. */
  private readonly pairs: Int32Array;

  /** At most 255 names, and in front of them one that is never found. */
  constructor(names: readonly string[]) {
    const tags = names.map((name) => `</${name}>`);
    this.lengths = Uint8Array.from(names, ({ length }) => length);
    this.nexts = new Uint8Array(names.length);
    this.keys = Int32Array.from(names, (name) => wordAt(name, 0));
    this.words = Int32Array.from(
      tags.flatMap((tag) => [0, 4, 8, 12, 16, 20, 24, 28].map((index) => wordAt(tag, index))),
    );
    this.pairs = Int32Array.from(names, (name) => (name.length === 2 ? wordAt(name, 0) : 0));
    this.lasts = Int32Array.from(tags, (tag) => wordAt(tag, tag.length - 4));
    // Of those with one hash, the first in the list is to be found first.
    for (let number = names.length - 1; number > 0; number--) {
      const length = this.lengths[number] as number;
      if (length < MIN_BYTES || length > MAX_BYTES) continue;
      const slot = hash(this.keys[number] as number);
      this.nexts[number] = this.heads[slot] as number;
      this.heads[slot] = number;
    }
  }

  /** The number of the name at `pos`, if no letter follows it; 0 for none. Up to 16 bytes are read. */
  find(view: DataView, pos: number): number {
    // Constants of the method for the sake of bundlers, as in xml-text.ts.
    const firstThree = 0xff_ffff;
    // Letters have this bit, here in the fourth byte, and what may follow a name in a tag has not.
    const fourthIsLetter = 0x4000_0000;
    const first = view.getInt32(pos, true);
    const key = (first & fourthIsLetter) === 0 ? first & firstThree : first;
    let number = this.heads[hash(key)] as number;
    while (number !== 0) {
      if (this.keys[number] === key) {
        const length = this.lengths[number] as number;
        if (length > 15 && pos + length + 1 > view.byteLength) return 0;
        const last = view.getInt32(pos + length - 3, true) ^ (this.lasts[number] as number);
        if ((last & (firstThree | fourthIsLetter)) === 0 && (length < 8 || this.isLongAt(view, pos, number, length))) {
          break;
        }
      }
      number = this.nexts[number] as number;
    }
    return number === 0 && (first & 0x40_0000) === 0 && ((first >> 16) & 0xff) !== 0x2d
      ? this.findPair(first & 0xffff)
      : number;
  }

  private findPair(pair: number): number {
    return Math.max(0, this.pairs.indexOf(pair, 1));
  }

  private isLongAt(view: DataView, pos: number, number: number, length: number): boolean {
    // The words of the end tag have two bytes in front of the name.
    const at = number << WORD_SHIFT;
    return (
      view.getInt32(pos + 2, true) === this.words[at + 1] &&
      (length < 10 || view.getInt32(pos + 6, true) === this.words[at + 2]) &&
      (length < 14 || view.getInt32(pos + 10, true) === this.words[at + 3]) &&
      (length < 18 || this.isLongestAt(view, pos - 2, at, length))
    );
  }

  private isLongestAt(view: DataView, tag: number, at: number, length: number): boolean {
    if (tag + length + 3 > view.byteLength) return false;
    for (let word = 4; word * 4 < length - 2; word++) {
      if (view.getInt32(tag + word * 4, true) !== this.words[at + word]) return false;
    }
    return true;
  }

  /** Whether the end tag of the name is at `pos`. No more than that is read. */
  closesAt(view: DataView, pos: number, number: number): boolean {
    const at = number << WORD_SHIFT;
    const length = this.lengths[number] as number;
    return (
      view.getInt32(pos, true) === this.words[at] &&
      view.getInt32(pos + length - 1, true) === this.lasts[number] &&
      (length < 6 || view.getInt32(pos + 4, true) === this.words[at + 1]) &&
      (length < 10 || this.isLongClosing(view, pos, at, length))
    );
  }

  private isLongClosing(view: DataView, pos: number, at: number, length: number): boolean {
    return (
      view.getInt32(pos + 8, true) === this.words[at + 2] &&
      (length < 14 || view.getInt32(pos + 12, true) === this.words[at + 3]) &&
      (length < 18 || this.isLongestAt(view, pos, at, length))
    );
  }
}

function hash(key: number): number {
  return Math.imul(key, 0x9e37_79b1) >>> 22;
}

/** Four characters as they are read from bytes, low byte first; those past the end are 0. */
export function wordAt(text: string, index: number): number {
  let word = 0;
  for (let byte = 3; byte >= 0; byte--) word = (word << 8) | (text.charCodeAt(index + byte) || 0);
  return word;
}
