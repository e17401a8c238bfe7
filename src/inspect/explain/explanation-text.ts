import { beginningOf } from "../cut-text.ts";
import { printable, quoted } from "../printable.ts";
import { counted } from "../quantities.ts";
import { type ExplanationRow, explanationRows, type RowNote, type RowsBy } from "./explanation-rows.ts";
import type { Explanation, Finding, Leaf } from "./leaf.ts";

/** Paints text; each function may return it unchanged. */
export interface ExplanationPaint {
  /** In red. */
  readonly red: (text: string) => string;
  /** In green. */
  readonly green: (text: string) => string;
  /** In yellow. */
  readonly yellow: (text: string) => string;
  /** In cyan. */
  readonly cyan: (text: string) => string;
  /** In bold type. */
  readonly bold: (text: string) => string;
  /** Dimmed. */
  readonly dim: (text: string) => string;
}

/** How {@link explanationText} prints. */
export interface ExplanationTextOptions {
  /** What was read, for the first line. */
  readonly name: string;
  /** All rows of an element with its value in one, or a row for each token. Default: `"element"`. */
  readonly by?: RowsBy;
  /**
   * Width of the terminal; taken as 80 at least and 120 at most. From 100 on, 12 octets are in a line, else 8. Default: as wide as it
   * gets, with 12 octets in a line and nothing shortened or left out.
   */
  readonly columns?: number | undefined;
  /** The octet that is asked for; the first line names its element. */
  readonly at?: number | undefined;
  /** Which octets to print; what comes before and after is counted. Default: all. */
  readonly range?: { readonly start: number; readonly end: number } | undefined;
  /** Default: no colours. */
  readonly paint?: ExplanationPaint;
}

const plain = (text: string) => text;
const noPaint: ExplanationPaint = { red: plain, green: plain, yellow: plain, cyan: plain, bold: plain, dim: plain };

const WIDE_COLUMNS = 100;
const MARGIN = "0x0000  ".length;
/** Lines of octets that a row takes on a terminal; of more, all but the last are printed, and how many are left. */
const MOST_LINES = 3;
/** Lines on each side of a fault that are printed on a terminal, with that of the fault. */
const LINES_AROUND = 7;
/** Deeper rows are not indented more. */
const DEEPEST_LEVEL = 64;
/** Faults named before the table on a terminal. */
const MOST_FINDINGS = 10;

/**
 * What each octet of a message is, as a table: offset, octets, and what they say. `decodeHex` of the command line reads it again if
 * nothing is shortened.
 */
export function explanationText(bytes: Uint8Array, explained: Explanation, options: ExplanationTextOptions): string {
  return new ExplanationPrinter(bytes, explained, options).text();
}

type Style = "red" | "green" | "yellow" | "cyan" | "dim" | "plain";

interface Piece {
  readonly text: string;
  readonly style: Style;
}

class ExplanationPrinter {
  private readonly bytes: Uint8Array;
  private readonly explained: Explanation;
  private readonly options: ExplanationTextOptions;
  private readonly paint: ExplanationPaint;
  private readonly isShortened: boolean;
  private readonly bytesPerLine: number;
  /** Characters of an offset with its prefix. */
  private readonly offsetWidth: number;
  /** Characters for what octets say. */
  private readonly width: number;

  constructor(bytes: Uint8Array, explained: Explanation, options: ExplanationTextOptions) {
    this.bytes = bytes;
    this.explained = explained;
    this.options = options;
    this.paint = options.paint ?? noPaint;
    this.isShortened = options.columns !== undefined;
    const columns = Math.min(120, Math.max(80, options.columns ?? 120));
    this.bytesPerLine = columns >= WIDE_COLUMNS ? 12 : 8;
    this.offsetWidth = Math.max(MARGIN - 2, 2 + bytes.length.toString(16).length);
    // One column is left free: some terminals wrap a line that fills the last.
    this.width = this.isShortened ? columns - (this.offsetWidth + 2) - this.byteColumns - 3 : Number.POSITIVE_INFINITY;
  }

  private get byteColumns(): number {
    return this.bytesPerLine * 3;
  }

  text(): string {
    const { dim } = this.paint;
    const { start, end } = this.options.range ?? { start: 0, end: this.bytes.length };
    const isWhole = this.options.range === undefined;
    const leaves = this.explained.leaves.filter((leaf) => isWhole || (leaf.start >= start && leaf.end <= end));
    const title = "offset".padEnd(this.offsetWidth + 2) + "bytes".padEnd(this.byteColumns);
    return `${[
      this.heading(),
      ...this.findings(),
      dim(`${title}| what it says`),
      ...(start > 0 ? [this.aside(`${counted(start, "byte")} before`)] : []),
      ...this.rows(leaves),
      ...(end < this.bytes.length ? [this.aside(`${counted(this.bytes.length - end, "byte")} behind`)] : []),
    ].join("\n")}\n`;
  }

  private heading(): string {
    const { paint, explained, options } = this;
    const { summary, findings } = explained;
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const isSized = summary[0]?.startsWith("HTTP") === true && summary[0].endsWith("bytes");
    return [
      paint.bold(printable(options.name)),
      ...(isSized ? [] : [counted(this.bytes.length, "byte")]),
      ...summary.map(printable),
      ...(errors > 0 ? [paint.red(counted(errors, "error"))] : []),
      ...(errors < findings.length ? [paint.yellow(counted(findings.length - errors, "warning"))] : []),
      ...(findings.length === 0 ? ["no findings"] : []),
      ...this.placeOfAt(),
    ].join(" · ");
  }

  private placeOfAt(): string[] {
    const { at } = this.options;
    if (at === undefined) return [];
    const { path } = this.explained.leaves.find(({ start, end }) => start <= at && at < end) ?? {};
    return path === undefined ? [] : [`${this.offset(at)} in ${printable(path)}`];
  }

  private findings(): string[] {
    const { findings } = this.explained;
    const shown = this.isShortened ? findings.slice(0, MOST_FINDINGS) : findings;
    const more = findings.length - shown.length;
    return [...shown.map((finding) => this.finding(finding)), ...(more > 0 ? [`  and ${more} more`] : [])];
  }

  private finding({ severity, offset, message }: Finding): string {
    const at = this.offset(offset);
    const sign = severity === "error" ? this.paint.red(`✗ ${at}`) : this.paint.yellow(`! ${at}`);
    return `${sign}  ${printable(message)}`;
  }

  private aside(text: string): string {
    return `${" ".repeat(this.offsetWidth + 2)}${this.paint.dim(`⋮ ${text}`)}`;
  }

  private rows(leaves: readonly Leaf[]): string[] {
    const rows = explanationRows(leaves, this.options.by);
    const printed = rows.map((row) => this.row(row));
    if (!this.isShortened || !this.explained.findings.some(({ severity }) => severity === "error"))
      return printed.flat();
    const isKept = nearFaults(rows, printed);
    const lines: string[] = [];
    for (let index = 0; index < rows.length; ) {
      const from = index;
      let hidden = 0;
      while (index < rows.length && !isKept[index]) hidden += (printed[index++] as string[]).length;
      if (hidden > 1) lines.push(this.aside(counted(hidden, "line")));
      else lines.push(...printed.slice(from, index).flat());
      if (index < rows.length) lines.push(...(printed[index++] as string[]));
    }
    return lines;
  }

  private row(row: ExplanationRow): string[] {
    const { dim, red } = this.paint;
    const [{ kind, note, label }] = row.leaves as [Leaf];
    if (kind === "missing") {
      const bytes = `${this.offset(row.start)}  ✗ ${label}`.padEnd(this.offsetWidth + 2 + this.byteColumns);
      return [`${red(bytes)}${dim("|")}${note === undefined ? "" : ` ${red(cut(printable(note), this.width))}`}`];
    }
    const bytes = this.byteLines(row);
    const said = this.said(row, bytes.length);
    while (bytes.length < said.length) bytes.push(" ".repeat(this.byteColumns));
    return bytes.map((line, index) => {
      const at = index === 0 ? dim(this.offset(row.start)) : " ".repeat(this.offsetWidth);
      return `${at}  ${line}${dim("|")}${said[index] === undefined ? "" : ` ${said[index]}`}`;
    });
  }

  /** The octets of a row, each line as wide as the column. */
  private byteLines(row: ExplanationRow): string[] {
    const { bytesPerLine } = this;
    const needed = Math.max(1, Math.ceil((row.end - row.start) / bytesPerLine));
    const isCut = this.isShortened && needed > MOST_LINES;
    const lines: string[] = [];
    const styles = stylesOf(row);
    for (let line = 0; line < (isCut ? MOST_LINES - 1 : needed); line++) {
      const start = row.start + line * bytesPerLine;
      lines.push(this.byteLine(start, Math.min(row.end, start + bytesPerLine), styles));
    }
    if (isCut) {
      const rest = `… ${row.end - row.start - lines.length * bytesPerLine} more`;
      lines.push(this.paint.dim(rest) + " ".repeat(this.byteColumns - rest.length));
    }
    return lines;
  }

  private byteLine(start: number, end: number, styles: StyleRuns): string {
    let line = "";
    for (let pos = start; pos < end; ) {
      const { style, end: runEnd } = styles.at(pos);
      const stop = Math.min(end, runEnd);
      let run = "";
      for (; pos < stop; pos++) run += `${run === "" ? "" : " "}${hex(this.bytes[pos] as number)}`;
      line += `${this.styled({ text: run, style })} `;
    }
    return line + " ".repeat((this.bytesPerLine - (end - start)) * 3);
  }

  /** What a row says, in at most as many lines as it has of octets, or one more for what is wrong. */
  private said(row: ExplanationRow, lines: number): string[] {
    const indent = "  ".repeat(Math.min(row.depth, DEEPEST_LEVEL));
    const head: Piece = { text: printable(row.label), style: labelStyle(row) };
    const pieces = [head, ...(row.value === undefined ? [] : [{ text: quoted(row.value), style: "green" as const }])];
    const fault: Piece[] = row.finding === undefined ? [] : [faultOf(row)];
    const notes = row.notes.map((note) => ({ text: printable(note.text), style: noteStyle(note), note }));
    const lengthOf = () => indent.length + joined([...pieces, ...notes, ...fault]).length;
    while (notes.length > 0 && lengthOf() > this.width) notes.pop();
    if (lengthOf() <= this.width) {
      const said = joinedStyled([...pieces, ...notes, ...fault], (piece) => this.styled(piece));
      return said === "" ? [] : [indent + said];
    }
    return this.wrapped(pieces, fault, indent, lines);
  }

  /** A label and a value that are longer than a line. */
  private wrapped(pieces: readonly Piece[], fault: readonly Piece[], indent: string, lines: number): string[] {
    const whole = joined(pieces);
    const labelEnd = pieces.length > 1 && pieces[0]?.text !== "" ? (pieces[0] as Piece).text.length : 0;
    const style = (pieces.at(-1) as Piece).style;
    const said: string[] = [];
    let start = 0;
    for (let line = 0; line < lines && start < whole.length; line++) {
      const lead = line === 0 ? indent : `${indent}  `;
      const room = Math.max(8, this.width - lead.length);
      const rest = whole.slice(start);
      const text = line === lines - 1 ? cut(rest, room) : beginningOf(rest, room);
      const label = line === 0 ? text.slice(0, labelEnd) : "";
      said.push(lead + this.labelled(label, text.slice(label.length), pieces[0] as Piece, style));
      start += text.length;
    }
    return [...said, ...fault.map((piece) => `${indent}  ${this.styled(piece)}`)];
  }

  private labelled(label: string, text: string, head: Piece, style: Style): string {
    const blank = label !== "" && text.startsWith(" ") ? " " : "";
    const first = label === "" ? "" : this.styled({ text: label, style: head.style });
    return first + blank + this.styled({ text: text.slice(blank.length), style });
  }

  private styled({ text, style }: Piece): string {
    return style === "plain" || text === "" ? text : this.paint[style](text);
  }

  private offset(offset: number): string {
    return `0x${offset.toString(16).padStart(this.offsetWidth - 2, "0")}`;
  }
}

/** Which rows are within a few lines of the start or of a fault. */
function nearFaults(rows: readonly ExplanationRow[], printed: readonly (readonly string[])[]): boolean[] {
  const isKept = rows.map(() => false);
  const keep = (from: number, step: 1 | -1) => {
    let lines = 0;
    for (let index = from; index >= 0 && index < rows.length; index += step) {
      lines += (printed[index] as readonly string[]).length;
      if (lines > LINES_AROUND || (isKept[index] && index !== from)) return;
      isKept[index] = true;
    }
  };
  keep(0, 1);
  rows.forEach(({ finding, leaves }, index) => {
    // What a fault left half said is said once more where the rest is missing.
    if (finding === undefined || (rows[index + 1]?.leaves[0]?.kind === "missing" && leaves[0]?.kind !== "missing"))
      return;
    isKept[index] = true;
    keep(index, -1);
    keep(index, 1);
  });
  return isKept;
}

function labelStyle({ isStructure, leaves }: ExplanationRow): Style {
  if (leaves[0]?.kind === "fault") return "red";
  return isStructure ? "dim" : "plain";
}

function noteStyle({ kind }: RowNote): Style {
  return kind === "refused" ? "red" : "dim";
}

function faultOf({ finding = "", isTolerated }: ExplanationRow): Piece {
  return { text: `${isTolerated ? "!" : "✗"} ${printable(finding)}`, style: isTolerated ? "yellow" : "red" };
}

/** The pieces of a line: after a form two blanks come first, before all else one. */
function joined(pieces: readonly (Piece & { readonly note?: RowNote })[]): string {
  return joinedStyled(pieces, ({ text }) => text);
}

function joinedStyled(
  pieces: readonly (Piece & { readonly note?: RowNote })[],
  styled: (piece: Piece) => string,
): string {
  let line = "";
  for (const piece of pieces) {
    if (piece.text === "") continue;
    if (line !== "") line += piece.note?.kind === "form" ? "  " : " ";
    line += styled(piece);
  }
  return line;
}

/** The styles of the octets of a row, asked for in their order. */
class StyleRuns {
  private readonly runs: readonly { readonly end: number; readonly style: Style }[];
  private index = 0;

  constructor(runs: readonly { readonly end: number; readonly style: Style }[]) {
    this.runs = runs;
  }

  at(pos: number): { readonly end: number; readonly style: Style } {
    while (this.index < this.runs.length - 1 && (this.runs[this.index] as { end: number }).end <= pos) this.index++;
    return this.runs[this.index] as { end: number; style: Style };
  }
}

const styleOfKind: Partial<Readonly<Record<Leaf["kind"], Style>>> = {
  start: "cyan",
  empty: "cyan",
  attribute: "cyan",
  end: "dim",
  page: "dim",
  blank: "dim",
  unread: "dim",
  trailing: "dim",
  fault: "red",
};

function stylesOf({ leaves }: ExplanationRow): StyleRuns {
  const runs: { end: number; style: Style }[] = [];
  const add = (end: number, style: Style) => {
    const last = runs.at(-1);
    if (last?.style === style) last.end = end;
    else runs.push({ end, style });
  };
  for (const { kind, end, finding, isTolerated, valueStart, valueEnd } of leaves) {
    if (finding !== undefined && isTolerated !== true && kind !== "start") add(end, "red");
    else if (valueStart === undefined || valueEnd === undefined) add(end, styleOfKind[kind] ?? "plain");
    else {
      add(valueStart, "dim");
      add(valueEnd, "green");
      add(end, "dim");
    }
  }
  return new StyleRuns(runs);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${beginningOf(text, length - 1)}…`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
