/** An element in a text that may not be well-formed. */
export interface Element {
  readonly name: string;
  /** Its attributes, as written. */
  readonly attributes: string;
  /** What is between its tags, as written. */
  readonly content: string;
  /** Where the content is in the text. */
  readonly start: number;
  /** The text ends inside it. */
  readonly isCut: boolean;
}

const CDATA = "<![CDATA[";
const CDATA_END = "]]>";
const nameCharacters = /[\w:.-]/;

/**
 * Finds elements without asking for a well-formed document: what stands in CDATA sections is passed over, a text may end anywhere, and
 * characters that XML does not have are no fault. Looks at each character a bounded number of times.
 */
export class MarkupScanner {
  private readonly text: string;
  private pos = 0;
  /** The next CDATA section from `pos` on; the length of the text if there is none. */
  private section = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** The next element of a name, at any depth; `undefined` if there is none. The one after it is looked for after its end. */
  next(name: string): Element | undefined {
    const start = `<${name}`;
    for (let at = this.text.indexOf(start, this.pos); at >= 0; at = this.text.indexOf(start, at + 1)) {
      if (!nameCharacters.test(this.text[at + start.length] ?? "")) return this.elementAt(at, name);
    }
    return undefined;
  }

  /** The next element of any name; `undefined` if there is none. */
  nextChild(): Element | undefined {
    for (let at = this.text.indexOf("<", this.pos); at >= 0; at = this.text.indexOf("<", at + 1)) {
      let end = at + 1;
      while (end < this.text.length && end - at <= 256 && nameCharacters.test(this.text[end] as string)) end++;
      if (end > at + 1) return this.elementAt(at, this.text.slice(at + 1, end));
      if (this.text.startsWith(CDATA, at)) at = Math.max(at, this.text.indexOf(CDATA_END, at));
    }
    return undefined;
  }

  private elementAt(at: number, name: string): Element {
    const { text } = this;
    const tag = this.tagEnd(at + 1 + name.length);
    const isEmpty = text[tag - 1] === "/";
    const attributes = text.slice(at + 1 + name.length, isEmpty ? tag - 1 : tag);
    const start = Math.min(tag + 1, text.length);
    if (isEmpty) {
      this.pos = start;
      return { name, attributes, content: "", start, isCut: false };
    }
    const close = this.closeOf(name, start);
    const end = close < 0 ? text.length : close;
    this.pos = close < 0 ? text.length : close + 2 + name.length;
    return { name, attributes, content: text.slice(start, end), start, isCut: close < 0 };
  }

  /** The `>` of a tag, past values in quotes. */
  private tagEnd(from: number): number {
    const { text } = this;
    for (let pos = from; pos < text.length; pos++) {
      const character = text[pos];
      if (character === ">") return pos;
      if (character !== '"' && character !== "'") continue;
      const end = text.indexOf(character, pos + 1);
      if (end < 0) return text.length;
      pos = end;
    }
    return text.length;
  }

  private closeOf(name: string, from: number): number {
    const { text } = this;
    const wanted = `</${name}`;
    let pos = from;
    for (let close = -1; ; ) {
      // Kept while it is ahead: before one end there may be many sections.
      if (close < pos) close = text.indexOf(wanted, pos);
      if (close < 0) return -1;
      if (this.section < pos) {
        const found = text.indexOf(CDATA, pos);
        this.section = found < 0 ? text.length : found;
      }
      if (close < this.section) {
        if (!nameCharacters.test(text[close + wanted.length] ?? "")) return close;
        pos = close + 1;
        continue;
      }
      const end = text.indexOf(CDATA_END, this.section);
      if (end < 0) return -1;
      pos = end + CDATA_END.length;
    }
  }
}

/** The elements in a content by name, of several the first. */
export function childrenOf(content: string): ReadonlyMap<string, Element> {
  const scanner = new MarkupScanner(content);
  const children = new Map<string, Element>();
  for (let child = scanner.nextChild(); child !== undefined; child = scanner.nextChild()) {
    if (!children.has(child.name)) children.set(child.name, child);
  }
  return children;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** References to the five entities of XML and to characters; others stay as they are. */
function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi,
    (all, name?: string, decimal?: string, hex?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] as string;
      const point = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    },
  );
}

/** The text of a content: CDATA sections as they are, references resolved outside them. */
export function textOf(content: string): string {
  let text = "";
  let pos = 0;
  for (let at = content.indexOf(CDATA); at >= 0; at = content.indexOf(CDATA, pos)) {
    const end = content.indexOf(CDATA_END, at);
    const outside = content.slice(pos, at);
    // Blanks around a section are of the layout.
    text +=
      (/^\s*$/.test(outside) ? "" : unescaped(outside)) +
      content.slice(at + CDATA.length, end < 0 ? content.length : end);
    pos = end < 0 ? content.length : end + CDATA_END.length;
  }
  const rest = content.slice(pos);
  return pos > 0 && /^\s*$/.test(rest) ? text : text + unescaped(rest);
}

/** The value of an attribute; `undefined` if it is not there. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : unescaped(value);
}
