import { hexDigitValue } from "../core/hex-digit.ts";
import { writeUtf8Character } from "../core/utf8-characters.ts";
import { nameBytes } from "./character-classes.ts";
import { isXmlCharacter } from "./characters.ts";

const FIRST = 0;
const NUMBER = 1;
const DECIMAL = 2;
const HEXADECIMAL = 3;
const NAME = 4;

const SEMICOLON = 0x3b;
const NUMBER_SIGN = 0x23;
const LETTER_X = 0x78;
/** Beyond the last code point; the value grows no further. */
const TOO_LARGE = 0x110000;
/** Longer than any predefined entity; the rest of a name would only matter to the error message. */
const MAX_NAME_BYTES = 64;

const none = new Uint8Array(0);
const predefined: Readonly<Record<string, number>> = { lt: 0x3c, gt: 0x3e, amp: 0x26, apos: 0x27, quot: 0x22 };

/** Reads a reference after its `&`, byte by byte (XML 1.0 §4.1). */
export class CharacterReference {
  /** UTF-8 of the value, once the reference is complete; a new array for every reference. */
  bytes: Uint8Array = none;
  byteLength = 0;
  /** The fault, if there is one; `illegal` if it is the character referred to. */
  fault: string | undefined;
  illegal = false;

  private state = FIRST;
  private value = 0;
  private digits = 0;
  private name = "";

  begin(): void {
    this.state = FIRST;
    this.value = 0;
    this.digits = 0;
    this.name = "";
    this.byteLength = 0;
  }

  /** Takes the next byte; false once the reference is complete or at fault. */
  take(byte: number): boolean {
    switch (this.state) {
      case FIRST:
        if (byte === NUMBER_SIGN) this.state = NUMBER;
        else if (nameBytes[byte] === 1 && !isDigit(byte)) {
          this.state = NAME;
          return this.takeName(byte);
        } else return this.fail("& begins no reference");
        return true;
      case NUMBER:
        if (byte === LETTER_X) {
          this.state = HEXADECIMAL;
          return true;
        }
        this.state = DECIMAL;
        return this.takeDigit(byte, 10);
      case DECIMAL:
        return this.takeDigit(byte, 10);
      case HEXADECIMAL:
        return this.takeDigit(byte, 16);
      default:
        return this.takeName(byte);
    }
  }

  private takeDigit(byte: number, radix: number): boolean {
    if (byte === SEMICOLON && this.digits > 0) return this.finish(this.value);
    const digit = hexDigitValue(byte);
    if (digit < 0 || digit >= radix) return this.fail("character reference is not digits and a semicolon");
    this.digits = 1;
    this.value = Math.min(TOO_LARGE, this.value * radix + digit);
    return true;
  }

  private takeName(byte: number): boolean {
    if (byte === SEMICOLON) {
      const code = Object.hasOwn(predefined, this.name) ? predefined[this.name] : undefined;
      return code === undefined ? this.fail(`no entity ${this.name} is known`) : this.finish(code);
    }
    if (nameBytes[byte] === 0) return this.fail(`reference to ${this.name} lacks its semicolon`);
    if (this.name.length === MAX_NAME_BYTES) return this.fail(`no entity ${this.name}… is known`);
    this.name += byte < 0x80 ? String.fromCharCode(byte) : "?";
    return true;
  }

  private finish(code: number): boolean {
    if (!isXmlCharacter(code)) {
      this.illegal = true;
      const hex = code.toString(16).toUpperCase().padStart(4, "0");
      return this.fail(
        `reference to ${code < TOO_LARGE ? `U+${hex}` : "a number past U+10FFFF"}, which is no XML character`,
      );
    }
    this.bytes = new Uint8Array(4);
    this.byteLength = writeUtf8Character(code, this.bytes, 0);
    return false;
  }

  private fail(fault: string): boolean {
    this.fault = fault;
    return false;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
