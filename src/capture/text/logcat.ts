import type { TextRange } from "./text-form.ts";

const threadtime =
  /^(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d+(?: [+-]\d{4})?\s+(?:\w+\s+)?(\d+)\s+(\d+) [VDIWEF] (.{0,64}?)\s*: ?(.*)$/;
const brief = /^(?:(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d+\s+)?[VDIWEF]\/(.{0,64}?)\(\s*(\d+)\): ?(.*)$/;
const long = /^\[ (?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d+\s+(\d+):\s*(\d+) [VDIWEF]\/(.{0,64}?)\s*\]$/;
/** Lines of which most must fit. */
const LOOK_LINES = 50;

/** A line in the joined text, and where it is in the log. */
interface Piece extends TextRange {
  /** Where it begins in the joined text. */
  readonly at: number;
}

/** Lines of a log that were joined. */
export interface JoinedLog {
  readonly text: string;
  /** In order. */
  readonly pieces: readonly Piece[];
}

interface Line {
  readonly text: string;
  /** Where it ends in the log. */
  readonly end: number;
}

/**
 * The lines of a log of Android, without what the logger puts before them, joined by tag, process and thread: a long message is split
 * into several. `undefined` if the text is no such log.
 */
export function joinedLogcat(text: string): readonly JoinedLog[] | undefined {
  const lines = text.split("\n");
  const first = lines
    .map(withoutReturn)
    .filter((line) => line !== "")
    .slice(0, LOOK_LINES);
  if (!first.some((line) => threadtime.test(line) || brief.test(line) || long.test(line))) return undefined;
  const groups = new Map<string, Line[]>();
  let open: Line[] | undefined;
  const groupOf = (key: string): Line[] => {
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    return group;
  };
  let next = 0;
  for (const whole of lines) {
    const line = withoutReturn(whole);
    const end = next + line.length;
    next += whole.length + 1;
    const [, pid, tid, tag, rest] = threadtime.exec(line) ?? [];
    const [, shortTag, shortPid, shortRest] = brief.exec(line) ?? [];
    const [, longPid, longTid, longTag] = long.exec(line) ?? [];
    if (tag !== undefined) groupOf(`${pid} ${tid} ${tag}`).push({ text: rest as string, end });
    else if (shortTag !== undefined) groupOf(`${shortPid} ${shortTag}`).push({ text: shortRest as string, end });
    else if (longTag !== undefined) open = groupOf(`${longPid} ${longTid} ${longTag}`);
    else if (open !== undefined && !line.startsWith("---------")) open.push({ text: line, end });
  }
  return [...groups.values()].map(joined);
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** Joins lines: with nothing between them where a message was split, inside markup or after a piece as long as those before. */
function joined(lines: readonly Line[]): JoinedLog {
  const length = lines[0]?.text.length ?? 0;
  const isEven = lines.length > 2 && lines.slice(0, -1).every(({ text }) => text.length === length);
  const pieces: Piece[] = [];
  let text = "";
  let isInside = false;
  let hasMarkup = false;
  for (const { text: line, end } of lines) {
    const isMarkup = text !== "" && (isInside || (isEven && length > 20 && line.length <= length && hasMarkup));
    if (text !== "" && !isMarkup) text += "\n";
    pieces.push({ at: text.length, start: end - line.length, end });
    text += line;
    const [open, close] = [line.lastIndexOf("<"), line.lastIndexOf(">")];
    if (open !== close) isInside = open > close;
    hasMarkup ||= open >= 0;
  }
  return { text, pieces };
}

/** Where in the log the characters of a range of the joined text are. */
export function rangesOf({ pieces }: JoinedLog, { start, end }: TextRange): TextRange[] {
  let low = 0;
  for (let high = pieces.length; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Piece).at <= start) low = middle;
    else high = middle;
  }
  const found: TextRange[] = [];
  for (let index = low; index < pieces.length; index++) {
    const piece = pieces[index] as Piece;
    if (piece.at >= end) break;
    const from = Math.max(piece.start, piece.start + start - piece.at);
    const to = Math.min(piece.end, piece.start + end - piece.at);
    if (to > from) found.push({ start: from, end: to });
  }
  return found;
}
