import { encodeUtf8 } from "../../core/utf8.ts";
import type { FileRange } from "../model.ts";

const MARK = [0xef, 0xbb, 0xbf];

/** Tells where parts of a text are in the file that it was decoded from, if they are there as they are: in UTF-8. */
export class TextPlaces {
  private readonly file: Uint8Array;
  private readonly text: string;
  private octets: number;
  private measured = 0;

  constructor(file: Uint8Array, text: string) {
    this.file = file;
    this.text = text;
    this.octets = MARK.every((octet, index) => file[index] === octet) ? MARK.length : 0;
  }

  /** Where `part` is, which begins at `index` of the text. Asked for in order; `undefined` if the octets there are others. */
  rangeOf(index: number, part: string): FileRange | undefined {
    this.octets += encodeUtf8(this.text.slice(this.measured, index)).length;
    this.measured = index;
    const bytes = encodeUtf8(part);
    const range = { start: this.octets, end: this.octets + bytes.length };
    return bytes.every((octet, at) => this.file[range.start + at] === octet) ? range : undefined;
  }
}
