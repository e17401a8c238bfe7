// What a byte means to each scanning loop of the tokenizer, one table a loop. PLAIN bytes are skipped.

export const PLAIN = 0;
/** A control character that XML lacks. */
export const ILLEGAL = 1;
/** A byte of a character beyond ASCII. */
const BEYOND_ASCII = 2;
export const LESS = 3;
export const AMPERSAND = 4;
/** `>`, which must not follow `]]` in text. */
export const GREATER = 5;
/** `]`, which may begin the end of a CDATA section. */
export const CLOSE_BRACKET = 6;
export const CARRIAGE_RETURN = 7;
/** Tab or line feed, where it reads as a blank. */
export const WHITE_SPACE = 8;
export const QUOTE = 9;
/** `-` in a comment, `?` in a processing instruction. */
export const STOP = 10;

type Entry = readonly [character: string, value: number];

function classes(...entries: Entry[]): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(ILLEGAL, 0x00, 0x20);
  table.fill(PLAIN, 0x09, 0x0b);
  table[0x0d] = PLAIN;
  table.fill(BEYOND_ASCII, 0x80);
  for (const [character, value] of entries) table[character.charCodeAt(0)] = value;
  return table;
}

export const textClasses: Uint8Array = classes(["<", LESS], ["&", AMPERSAND], [">", GREATER], ["\r", CARRIAGE_RETURN]);
export const cdataClasses: Uint8Array = classes(["]", CLOSE_BRACKET], ["\r", CARRIAGE_RETURN]);
export const valueClasses: Uint8Array = classes(
  ["<", LESS],
  ["&", AMPERSAND],
  ['"', QUOTE],
  ["'", QUOTE],
  ["\r", CARRIAGE_RETURN],
  ["\t", WHITE_SPACE],
  ["\n", WHITE_SPACE],
);
export const commentClasses: Uint8Array = classes(["-", STOP]);
export const instructionClasses: Uint8Array = classes(["?", STOP]);

/** 1 for bytes that a name may contain, including those of characters beyond ASCII. */
export const nameBytes: Uint8Array = new Uint8Array(256);
nameBytes.fill(1, 0x80);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:") {
  nameBytes[character.charCodeAt(0)] = 1;
}
