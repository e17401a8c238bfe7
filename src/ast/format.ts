const LETTER_B = 0x62;
const LETTER_I = 0x69;

/** Whether a Meta Format makes bytes of the data it describes; an absent one is `chr`. */
export function isBinary(format: string | undefined): boolean {
  if (format === undefined) return false;
  // Of the formats in use, only a blank may stand before the first two letters that tell.
  const first = format.charCodeAt(0);
  const isPlain = first > 0x20 && first < 0x80;
  if (isPlain && ((first | 0x20) !== LETTER_B || (format.charCodeAt(1) | 0x20) !== LETTER_I)) return false;
  return format.trim().toLowerCase() === "bin";
}
