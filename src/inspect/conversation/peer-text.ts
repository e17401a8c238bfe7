import { beginningOf, endOf } from "../cut-text.ts";
import { unicodeEscape } from "../printable.ts";

const controls = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const beyondAscii = /[^\x20-\x7e]/gu;

/** Text of a peer on one line: characters that control a terminal and halves of characters, and in ASCII all others that it lacks, as `\u202e`. */
export function escaped(text: string, isAscii: boolean): string {
  return text.replace(isAscii ? beyondAscii : controls, unicodeEscape);
}

/** Cut in the middle to `most` characters, with a sign where something is left out. */
export function shortened(text: string, most: number, sign: string): string {
  if (text.length <= most) return text;
  const rest = Math.max(0, most - sign.length - 2);
  const tail = Math.floor(rest / 2);
  return `${beginningOf(text, rest - tail)} ${sign} ${endOf(text, tail)}`;
}

/** Words in lines of `width` characters at most; a longer word has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
