const threadtime =
  /^(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d+(?: [+-]\d{4})?\s+(?:\w+\s+)?(\d+)\s+(\d+) [VDIWEF] (.{0,64}?)\s*: ?(.*)$/;
const brief = /^(?:(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d+\s+)?[VDIWEF]\/(.{0,64}?)\(\s*(\d+)\): ?(.*)$/;
const long = /^\[ (?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d+\s+(\d+):\s*(\d+) [VDIWEF]\/(.{0,64}?)\s*\]$/;
/** Lines of which most must fit. */
const LOOK_LINES = 50;

/**
 * The lines of a log of Android, without what the logger puts before them, joined by tag, process and thread: a long message is split
 * into several. `undefined` if the text is no such log.
 */
export function joinedLogcat(text: string): readonly string[] | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.filter((line) => line !== "").slice(0, LOOK_LINES);
  if (!first.some((line) => threadtime.test(line) || brief.test(line) || long.test(line))) return undefined;
  const groups = new Map<string, string[]>();
  let open: string[] | undefined;
  const groupOf = (key: string): string[] => {
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    return group;
  };
  for (const line of lines) {
    const [, pid, tid, tag, rest] = threadtime.exec(line) ?? [];
    const [, shortTag, shortPid, shortRest] = brief.exec(line) ?? [];
    const [, longPid, longTid, longTag] = long.exec(line) ?? [];
    if (tag !== undefined) groupOf(`${pid} ${tid} ${tag}`).push(rest as string);
    else if (shortTag !== undefined) groupOf(`${shortPid} ${shortTag}`).push(shortRest as string);
    else if (longTag !== undefined) open = groupOf(`${longPid} ${longTid} ${longTag}`);
    else if (open !== undefined && !line.startsWith("---------")) open.push(line);
  }
  return [...groups.values()].map(joined);
}

/** Joins lines: with nothing between them where a message was split, inside markup or after a piece as long as those before. */
function joined(lines: readonly string[]): string {
  const [{ length } = ""] = lines;
  const isEven = lines.length > 2 && lines.slice(0, -1).every((line) => line.length === length);
  let text = "";
  let isInside = false;
  for (const line of lines) {
    const isMarkup =
      text !== "" && (isInside || (isEven && length > 20 && line.length <= length && text.includes("<")));
    text += text === "" || isMarkup ? line : `\n${line}`;
    const [open, close] = [line.lastIndexOf("<"), line.lastIndexOf(">")];
    if (open !== close) isInside = open > close;
  }
  return text;
}
