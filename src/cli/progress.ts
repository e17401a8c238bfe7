import type { Talk } from "./talk.ts";

const MEBIBYTE = 1024 * 1024;
/** Smaller input is done before anybody could read the status line. */
const WORTH_SHOWING = 8 * MEBIBYTE;

/** Shows on the status line how much of a large input has been read. */
export class Progress {
  private readonly talk: Talk;
  private readonly byteLength: number | undefined;
  private bytesRead = 0;
  private shownAt = 0;

  /** `byteLength` is the size of the whole input, if known. */
  constructor(talk: Talk, byteLength: number | undefined) {
    this.talk = talk;
    this.byteLength = byteLength;
  }

  advance(bytes: number): void {
    this.bytesRead += bytes;
    if ((this.byteLength ?? this.bytesRead) <= WORTH_SHOWING || this.bytesRead - this.shownAt < MEBIBYTE) return;
    this.shownAt = this.bytesRead;
    this.talk.status(this.describe());
  }

  private describe(): string {
    const { bytesRead, byteLength } = this;
    if (byteLength === undefined) return `${mebibytes(bytesRead)} read`;
    const percent = Math.min(100, Math.floor((bytesRead * 100) / byteLength));
    return `${mebibytes(bytesRead)} of ${mebibytes(byteLength)} read, ${percent} %`;
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
