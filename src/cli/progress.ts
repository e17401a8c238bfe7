import { shortened } from "../inspect/conversation/peer-text.ts";
import { grouped } from "../inspect/quantities.ts";
import type { Environment } from "./environment.ts";
import { showsUnicode } from "./locale.ts";
import { printableLine } from "./printable.ts";
import type { Talk } from "./talk.ts";

/** What is done sooner needs no line that says how far it is. */
const PATIENCE_MILLISECONDS = 500;
/** From one line to the next: more often nobody can read it. */
const PAUSE_MILLISECONDS = 100;
const MEGABYTE = 1_000_000;
const MINUTE_MILLISECONDS = 60_000;
const WIDTH = 80;
const SHORTEST_NAME = 8;

interface Signs {
  readonly cells: number;
  readonly filled: string;
  readonly empty: string;
  readonly ends: readonly [string, string];
  readonly between: string;
  readonly shortened: string;
}

const unicodeSigns: Signs = { cells: 24, filled: "━", empty: "─", ends: ["", ""], between: "·", shortened: "…" };
const asciiSigns: Signs = { cells: 12, filled: "#", empty: "-", ends: ["[", "]"], between: "-", shortened: "..." };

/** Shows on the status line how much of an input has been read, if that takes a while. */
export class Progress {
  private readonly environment: Environment;
  private readonly talk: Talk;
  private readonly name: string;
  private readonly byteLength: number | undefined;
  private readonly signs: Signs;
  private readonly begun: number;
  private shownAt = 0;
  private bytesRead = 0;

  /** `byteLength` is the size of the whole input, if known. */
  constructor(environment: Environment, talk: Talk, name: string, byteLength: number | undefined) {
    this.environment = environment;
    this.talk = talk;
    this.name = name === "-" ? "standard input" : printableLine(name);
    this.byteLength = byteLength;
    this.signs = showsUnicode(environment) ? unicodeSigns : asciiSigns;
    this.begun = environment.clock.now();
  }

  advance(bytes: number): void {
    this.bytesRead += bytes;
    if (!this.talk.showsStatus) return;
    const now = this.environment.clock.now();
    if (now - this.begun < PATIENCE_MILLISECONDS || now - this.shownAt < PAUSE_MILLISECONDS) return;
    this.shownAt = now;
    this.talk.status(this.line(now - this.begun));
  }

  /** `reading NAME  ━━━━────  48 %  412 of 858 MB · 6 s left`, in the width of the terminal. */
  private line(elapsed: number): string {
    const { bytesRead, byteLength, signs } = this;
    const { cyan, dim } = this.talk.colors;
    if (byteLength === undefined) return `${cyan("reading")} ${this.fitting(`  ${megabytes(bytesRead)} MB`)}`;
    // A file may grow while it is read.
    const part = Math.min(1, bytesRead / byteLength);
    const filled = Math.floor(part * signs.cells);
    const [open, close] = signs.ends;
    const left = durationText((elapsed * (1 - part)) / part);
    const total = Math.max(byteLength, bytesRead);
    const end = `  ${Math.floor(part * 100)} %  ${megabytes(bytesRead, total)} of ${megabytes(total)} MB ${signs.between} ${left} left`;
    const barWidth = 2 + open.length + signs.cells + close.length;
    const bar = `  ${open}${cyan(signs.filled.repeat(filled))}${dim(signs.empty.repeat(signs.cells - filled))}${close}`;
    return `${cyan("reading")} ${this.fitting(end, bar, barWidth)}`;
  }

  /** The name, cut where it does not fit before the rest; the bar goes first. */
  private fitting(end: string, bar = "", barWidth = 0): string {
    const columns = this.environment.stderr.columns || WIDTH;
    // The last column stays free: some terminals go on in the next line after it.
    const room = columns - 1 - "reading ".length - end.length;
    const isWide = room - barWidth >= SHORTEST_NAME;
    const name = shortened(this.name, Math.max(SHORTEST_NAME, isWide ? room - barWidth : room), this.signs.shortened);
    return `${name}${isWide ? bar : ""}${end}`;
  }
}

/** In whole megabytes, or with tenths where all of it is a few. */
function megabytes(bytes: number, ofAll: number = bytes): string {
  const count = bytes / MEGABYTE;
  return ofAll < 10 * MEGABYTE ? count.toFixed(1) : grouped(Math.floor(count));
}

function durationText(milliseconds: number): string {
  if (milliseconds < MINUTE_MILLISECONDS) return `${Math.ceil(milliseconds / 1000)} s`;
  return `${Math.ceil(milliseconds / MINUTE_MILLISECONDS)} min`;
}
