import { TextEncoder } from "../../core/platform.ts";
import type { TextForm, TextRange } from "./text-form.ts";

// An ASCII XML name; all elements of interest have one.
const NAME = "[A-Za-z_][\\w.-]*";
const ROOTS = "SyncML|SyncHdr|SyncBody|MgmtTree|DevInf|MetInf|wap-provisioningdoc";
/** The start of a document, plain or escaped for HTML. */
const begin = new RegExp(`(<|&lt;)(?:\\?xml\\s|(?:${NAME}:)?(?:${ROOTS})(?=[\\s>/]|&gt;))`, "g");
const startTag = new RegExp(`(?:<|&lt;)((?:${NAME}:)?${NAME})(?=[\\s>/\\\\]|&gt;)`);
const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  "#39": "'",
  "#34": '"',
  amp: "&",
};

/**
 * The first XML document inside other text (log lines, an HTTP message, a Markdown fence), also if its markup is escaped for
 * HTML or for a JSON string.
 */
export function readXmlInside(text: string): TextForm | undefined {
  begin.lastIndex = 0;
  const found = begin.exec(text);
  if (found === null) return undefined;
  const { index } = found;
  const isHtml = found[1] === "&lt;";
  const rest = text.slice(index);
  const [, root] = startTag.exec(rest) ?? [];
  if (root === undefined) return undefined;
  const isJson = !isHtml && /^[^>]*=\\"/.test(rest);
  const ends = isHtml ? [`&lt;/${root}&gt;`] : [`</${root}>`, `<\\/${root}>`];
  const places = ends.map((end) => ({ end, at: rest.indexOf(end) })).filter(({ at }) => at >= 0);
  const [last] = places.sort((a, b) => a.at - b.at);
  const source = last === undefined ? rest : rest.slice(0, last.at + last.end.length);
  const how = isHtml ? ", escaped for HTML," : isJson ? ", escaped as in JSON," : "";
  begin.lastIndex = index + source.length;
  const next = last === undefined ? null : begin.exec(text);
  const more = next === null ? "" : `; another begins at byte ${byteOffset(text, next.index)}`;
  return {
    bytes: new TextEncoder().encode(isHtml ? fromHtml(source) : isJson ? fromJsonString(source) : source),
    form: `XML${how} that begins at byte ${byteOffset(text, index)} of other text${more}`,
  };
}

function byteOffset(text: string, index: number): number {
  return new TextEncoder().encode(text.slice(0, index)).length;
}

function fromHtml(source: string): string {
  return source.replace(/&(lt|gt|quot|apos|#39|#34|amp);/g, (_all, name: string) => entities[name] as string);
}

function fromJsonString(source: string): string {
  return source.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_all, hex: string | undefined, other: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" }[other] ?? other;
  });
}

/** A document found in a text. */
export interface XmlDocument {
  readonly bytes: Uint8Array;
  /** Octets of the text in UTF-8. */
  readonly start: number;
  readonly end: number;
  /** Characters of the text. */
  readonly range: TextRange;
}

/**
 * All documents in a text, whole or cut off, each from its declaration or root element to the end of that element. Text between them is
 * left out.
 */
export function xmlDocuments(text: string): XmlDocument[] {
  const found: XmlDocument[] = [];
  const encoder = new TextEncoder();
  const next = new RegExp(begin.source.replace("(<|&lt;)", "<"), "g");
  const tag = new RegExp(startTag.source, "g");
  let before = 0;
  let start = 0;
  for (let opening = next.exec(text); opening !== null; opening = next.exec(text)) {
    tag.lastIndex = opening.index;
    const [, root] = tag.exec(text) ?? [];
    if (root === undefined) break;
    const end = `</${root}>`;
    const at = text.indexOf(end, opening.index);
    const stop = at < 0 ? text.length : at + end.length;
    start += encoder.encode(text.slice(before, opening.index)).length;
    before = opening.index;
    const bytes = encoder.encode(text.slice(opening.index, stop));
    found.push({ bytes, start, end: start + bytes.length, range: { start: opening.index, end: stop } });
    next.lastIndex = stop;
  }
  return found;
}
