/** Characters that control a terminal or an editor instead of being displayed, halves of characters, and what stands for damage. */
const controls = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd-\uffff]/gu;

/** A character as JSON may spell it: `\u202e`; of one beyond 16 bits both halves. */
export function unicodeEscape(character: string): string {
  let escapes = "";
  for (let index = 0; index < character.length; index++) {
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }
  return escapes;
}

/** Text of a peer on one line: characters that control a terminal as `\u202e`. */
export function printable(text: string): string {
  return text.replace(controls, unicodeEscape);
}

/** The same in quotation marks, as JSON writes it. */
export function quoted(text: string): string {
  return printable(JSON.stringify(text));
}
