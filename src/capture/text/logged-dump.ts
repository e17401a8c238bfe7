/** At least four bytes, each alone or in pairs. */
const run = /(?<![^\s:|])(?:(?:[0-9a-f]{2} {1,2}){4}|(?:[0-9a-f]{4} ){4})/i;
const offsetBefore = /(?:0x)?[0-9a-f]{4,16}:?\s+$/i;
const offsetFirst = /^\s*(?:0x)?[0-9a-f]{4,16}(?::|\s|$)/i;
const groups = /^(?:[0-9a-f]{2}|[0-9a-f]{4})(?:\s{1,2}(?:[0-9a-f]{2}|[0-9a-f]{4}))*(?=\s{2}|\s*$)/i;
/** Most lines before the dump. */
const MAX_LINES_BEFORE = 1000;

/**
 * The dump in a log whose lines all start with a prefix of the same width, such as a time and a tag. The dump may have
 * offsets or just digits. `undefined` if there is none.
 */
export function loggedDump(text: string): { readonly dump: string; readonly hasOffsets: boolean } | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.slice(0, MAX_LINES_BEFORE).findIndex((line) => run.test(line.slice(0, 1024)));
  const { index: column } = run.exec(lines[first]?.slice(0, 1024) ?? "") ?? {};
  if (column === undefined) return undefined;
  const [offset = ""] = offsetBefore.exec((lines[first] as string).slice(0, column)) ?? [];
  const hasOffsets = offset !== "";
  const from = column - offset.length;
  let dump = "";
  for (const line of lines.slice(first)) {
    const [part] = (hasOffsets ? offsetFirst : groups).exec(line.slice(from)) ?? [];
    if (part === undefined) break;
    dump += `${hasOffsets ? line.slice(from) : part}\n`;
  }
  return { dump, hasOffsets };
}
