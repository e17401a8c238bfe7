/** Longest type, name and key before a bracket. */
const MAX_PREFIX = 200;

/**
 * The contents of a value in brackets, as in debuggers and source code, without comments: `[2, -92]`, `<Buffer 02 a4>`,
 * `{"type":"Buffer","data":[2, 164]}`, `byte[] message = { 0x02, 0xa4 };`. `undefined` if it is something else.
 */
export function insideBrackets(text: string): string | undefined {
  if (!/[\]}>)][\s});,>\]]*$/.test(text.slice(-64))) return undefined;
  const bare = withoutBlockComments(text);
  // The innermost bracket is the last one, except in lists of several values, which are not bytes.
  const open = Math.max(...["[", "{", "<", "("].map((bracket) => bare.lastIndexOf(bracket)));
  const found = bare.slice(open).search(/[\]}>)]/);
  if (open < 0 || open > MAX_PREFIX || found < 0) return undefined;
  const close = open + found;
  if (!/^[\w\s.*:=[\](){"',<]*$/.test(bare.slice(0, open)) || !/^[\s});,>\]]+$/.test(bare.slice(close)))
    return undefined;
  return bare.slice(open + 1, close).replace(/^Buffer\s/, "");
}

/** Not a regular expression: that would search the rest of the text for the end of each opening, in quadratic time. */
function withoutBlockComments(text: string): string {
  let bare = "";
  let pos = 0;
  for (;;) {
    const open = text.indexOf("/*", pos);
    const close = open < 0 ? -1 : text.indexOf("*/", open + 2);
    if (close < 0) return bare + text.slice(pos);
    bare += `${text.slice(pos, open)} `;
    pos = close + 2;
  }
}

/** The bytes of decimal numbers from -128 (Java prints signed bytes) to 255; `undefined` if there is anything else. */
export function readDecimalNumbers(list: string): Uint8Array | undefined {
  if (!/^[\s,\d-]*$/.test(list)) return undefined;
  const words = list.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length < 2 || !words.every((word) => /^-?\d{1,3}$/.test(word))) return undefined;
  const numbers = words.map(Number);
  return numbers.every((value) => value >= -128 && value <= 255) ? Uint8Array.from(numbers) : undefined;
}
