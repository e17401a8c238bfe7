/** The bytes of a Gammu dump: cells of two digits, the character and a bar, as in `6Aj|00 |`. */
export function readCharacterCells(text: string): Uint8Array | undefined {
  const cell = /\s*([0-9A-Fa-f]{2})[^\r\n]\|\s*/y;
  const bytes = new Uint8Array(text.length >> 2);
  let written = 0;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) return undefined;
    bytes[written++] = Number.parseInt(found[1] as string, 16);
  }
  return written > 0 ? bytes.subarray(0, written) : undefined;
}
