/** The first `length` UTF-16 code units of a text; one less where the last would be half a character. */
export function beginningOf(text: string, length: number): string {
  return text.slice(0, Math.max(0, isInside(text, length) ? length - 1 : length));
}

/** The last `length` UTF-16 code units of a text; one less where the first would be half a character. */
export function endOf(text: string, length: number): string {
  const start = Math.max(0, text.length - length);
  return text.slice(isInside(text, start) ? start + 1 : start);
}

/** Whether a cut there would part the halves of a character. */
function isInside(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
