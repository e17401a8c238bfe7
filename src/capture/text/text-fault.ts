/** The bytes that a text encodes, or why it encodes none. */
export type DecodedText = { readonly bytes: Uint8Array } | { readonly fault: string };

/** The fault of an unexpected character. */
export function badCharacter(text: string, index: number, wanted: string): DecodedText {
  const lineStart = text.lastIndexOf("\n", index - 1) + 1;
  const line = text.slice(0, lineStart).split("\n").length;
  const character = String.fromCodePoint(text.codePointAt(index) as number);
  return { fault: `${JSON.stringify(character)} at line ${line}, column ${index - lineStart + 1} is not a ${wanted}` };
}
