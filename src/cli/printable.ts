import { unicodeEscape } from "../inspect/printable.ts";

// Characters that control a terminal or an editor instead of being displayed: C0, C1, bidirectional and other format
// controls, line and paragraph separators.
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** The same without line feed and tab. */
const controlsWithin = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Spells the escape of a character: JSON `\u001b`, XML `&#x1B;`, or `\x1b` for codes up to 0xff. */
export type EscapeSpelling = (character: string) => string;

export const xmlEscape: EscapeSpelling = (character) =>
  `&#x${(character.codePointAt(0) as number).toString(16).toUpperCase()};`;

const shortEscape: EscapeSpelling = (character) => {
  const code = character.charCodeAt(0);
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : unicodeEscape(character);
};

/** `text` on one line, all control characters escaped. */
export function printableLine(text: string, spell: EscapeSpelling = shortEscape): string {
  return text.replace(controls, spell);
}

/** The same for text of several lines: line feeds and tabs stay. */
export function printableText(text: string, spell: EscapeSpelling = unicodeEscape): string {
  return text.replace(controlsWithin, spell);
}
