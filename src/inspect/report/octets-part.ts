import type { Gap } from "../../capture/model.ts";
import { grouped } from "../quantities.ts";
import type { Segment } from "./fields.ts";
import { type Html, html, type Part } from "./html.ts";
import type { ReplacedRange } from "./redacted-places.ts";

const OCTETS_A_ROW = 16;
/** More rows than this are left out in the middle. */
const ROWS_SHOWN = 14;
const ROWS_BEFORE = 8;
const ROWS_AFTER = 2;

const digits = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, "0"));

/** Octets to print, and what is known of them. */
interface OctetsRequest {
  readonly bytes: Uint8Array;
  /** From `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** In order, without overlap. Octets in none of them are structure of nothing. */
  readonly segments: readonly Segment[];
  readonly gaps: readonly Gap[];
  readonly replaced: readonly ReplacedRange[];
}

/** Octets as rows of sixteen, a span for each field; rows beyond the fourteenth leave out the middle. */
export function octetsPart(request: OctetsRequest): Html {
  const { start, end } = request;
  const firstRow = Math.floor(start / OCTETS_A_ROW);
  const rows = Math.max(1, Math.ceil(end / OCTETS_A_ROW) - firstRow);
  const printer = new OctetsPrinter(request);
  const parts: Part[] = [];
  const rowAt = (row: number) => {
    const from = (firstRow + row) * OCTETS_A_ROW;
    parts.push(printer.row(Math.max(from, start), Math.min(from + OCTETS_A_ROW, end)));
  };
  if (rows <= ROWS_SHOWN) for (let row = 0; row < rows; row++) rowAt(row);
  else {
    for (let row = 0; row < ROWS_BEFORE; row++) rowAt(row);
    const from = (firstRow + ROWS_BEFORE) * OCTETS_A_ROW;
    const to = (firstRow + rows - ROWS_AFTER) * OCTETS_A_ROW;
    parts.push(html`      ⋮ ${grouped(to - from)} bytes not shown in this report\n`);
    printer.skipTo(to);
    for (let row = rows - ROWS_AFTER; row < rows; row++) rowAt(row);
  }
  const last = Math.max(start, end - 1);
  return html`<pre class="bytes" role="img" aria-label="hex dump of bytes ${start} to ${last}">${parts}</pre>`;
}

/** Where rows are left out, if any are. */
export function leftOutFrom(start: number, end: number): number | undefined {
  const firstRow = Math.floor(start / OCTETS_A_ROW);
  const rows = Math.ceil(end / OCTETS_A_ROW) - firstRow;
  return rows <= ROWS_SHOWN ? undefined : (firstRow + ROWS_BEFORE) * OCTETS_A_ROW;
}

class OctetsPrinter {
  private readonly request: OctetsRequest;
  private segment = 0;
  private range = 0;
  private gap = 0;

  constructor(request: OctetsRequest) {
    this.request = request;
    const { gaps, start } = request;
    while (this.gap < gaps.length && (gaps[this.gap] as Gap).offset < start) this.gap++;
  }

  skipTo(offset: number): void {
    const { gaps } = this.request;
    while (this.gap < gaps.length && (gaps[this.gap] as Gap).offset < offset) this.gap++;
  }

  /** One row, with what is missing in it said where it is missing: octets of both sides are in rows of their own. */
  row(from: number, to: number): Part[] {
    const { gaps } = this.request;
    const parts: Part[] = [];
    let start = from;
    for (let gap = gaps[this.gap]; gap !== undefined && gap.offset < to; gap = gaps[++this.gap]) {
      if (gap.offset > start) parts.push(this.line(start, gap.offset));
      parts.push(gapLine(gap));
      start = Math.max(start, gap.offset);
    }
    if (start < to) parts.push(this.line(start, to));
    const next = gaps[this.gap];
    if (next !== undefined && to === this.request.end && next.offset === to) {
      parts.push(gapLine(next));
      this.gap++;
    }
    return parts;
  }

  private line(from: number, to: number): Html {
    const row = from - (from % OCTETS_A_ROW);
    const parts: Part[] = [];
    for (let pos = from; pos < to; ) {
      const field = this.fieldAt(pos);
      const runs: Part[] = [];
      const first = pos;
      while (pos < to && this.fieldAt(pos) === field) {
        const end = Math.min(to, this.runEnd(pos));
        if (pos > first) runs.push(between(pos));
        runs.push(this.run(pos, end));
        pos = end;
      }
      if (first > from) parts.push(between(first));
      parts.push(field < 0 ? html`<b>${runs}</b>` : html`<b class="f${field}">${runs}</b>`);
    }
    return html`<u>${row.toString(16).padStart(4, "0")}</u>  ${blanks(row, from)}${parts}\n`;
  }

  private run(from: number, to: number): Html {
    const text = octetsText(this.request.bytes, from, to);
    const kind = this.segmentAt(from)?.kind ?? "structure";
    const isReplaced = this.rangeAt(from) !== undefined;
    switch (kind) {
      case "tag":
        return html`<b>${text}</b>`;
      case "value":
        return isReplaced ? html`<i class="rd">${text}</i>` : html`<i>${text}</i>`;
      case "opaque":
        return isReplaced ? html`<em class="rd">${text}</em>` : html`<em>${text}</em>`;
      case "fault":
        return html`<b class="flt">${text}</b>`;
      case "structure":
        return isReplaced ? html`<span class="rd">${text}</span>` : html`${text}`;
    }
  }

  /** Where something changes next: kind, field, or whether octets were replaced. */
  private runEnd(pos: number): number {
    const { segments, replaced } = this.request;
    const segment = this.segmentAt(pos);
    const range = this.rangeAt(pos);
    const segmentEnd = segment?.end ?? segments[this.segment]?.start ?? Number.POSITIVE_INFINITY;
    const rangeEnd = range?.end ?? replaced[this.range]?.start ?? Number.POSITIVE_INFINITY;
    return Math.min(segmentEnd, rangeEnd);
  }

  private fieldAt(pos: number): number {
    return this.segmentAt(pos)?.field ?? -1;
  }

  private segmentAt(pos: number): Segment | undefined {
    const { segments } = this.request;
    while (this.segment < segments.length && (segments[this.segment] as Segment).end <= pos) this.segment++;
    const segment = segments[this.segment];
    return segment !== undefined && segment.start <= pos ? segment : undefined;
  }

  private rangeAt(pos: number): ReplacedRange | undefined {
    const { replaced } = this.request;
    while (this.range < replaced.length && (replaced[this.range] as ReplacedRange).end <= pos) this.range++;
    const range = replaced[this.range];
    return range !== undefined && range.start <= pos ? range : undefined;
  }
}

function gapLine({ length, reason }: Gap): Html {
  const bytes = length === undefined ? "bytes" : `${grouped(length)} ${length === 1 ? "byte" : "bytes"}`;
  const what = reason === "replaced" ? "replaced by the program that wrote the file" : "not captured";
  return html`      <span class="lost">⋮ ${bytes} ${length === 1 ? "was" : "were"} ${what}</span>\n`;
}

/** What is between an octet and the one before it: more in the middle of a row. */
function between(pos: number): string {
  return pos % OCTETS_A_ROW === 8 ? "  " : " ";
}

function octetsText(bytes: Uint8Array, from: number, to: number): string {
  let text = digits[bytes[from] as number] as string;
  for (let pos = from + 1; pos < to; pos++) text += between(pos) + (digits[bytes[pos] as number] as string);
  return text;
}

/** What keeps octets in their columns where a row begins later. */
function blanks(row: number, from: number): string {
  return from === row ? "" : " ".repeat((from - row) * 3 + (from - row >= OCTETS_A_ROW / 2 ? 1 : 0));
}
