/** Markup that may go into a page as it is. Only {@link html}, {@link block} and {@link constantMarkup} make it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a hole of a template takes. Strings are text whatever they hold; nothing is put in for `undefined` and `false`. */
export type Part = Html | string | number | undefined | false | readonly Part[];

/** Where a hole is. */
type Context = "text" | "attribute";

const contexts = new WeakMap<TemplateStringsArray, readonly Context[]>();

/**
 * Markup from a template. What goes into a hole is escaped, so that text of peers stays text: `&`, `<`, `>` and quotes become references, and characters that
 * cannot be seen or turn the direction of text are shown by their numbers.
 *
 * @throws {TypeError} if a hole is in a tag but not in quotes, or if markup is put into an attribute.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let known = contexts.get(strings);
  if (known === undefined) {
    known = contextsOf(strings);
    contexts.set(strings, known);
  }
  // Joined, not added up: what comes out is one piece of memory and not a tree of pieces.
  const pieces = [strings[0] as string];
  for (let index = 0; index < parts.length; index++) {
    write(parts[index], known[index] as Context, pieces);
    pieces.push(strings[index + 1] as string);
  }
  return new Html(pieces.join(""));
}

/** Text of several lines for a `pre`: as in {@link html}, but lines and tabs stay. */
export function block(text: string): Html {
  return new Html(escapedText(text.replaceAll("\r\n", "\n"), unseenInBlock));
}

/** Text of which every character can be seen: for places that take no markup, such as a title. */
export function seenText(text: string): string {
  return text.replace(unseen, numberOf);
}

/** Markup that is part of the program: a style, a script, a sign. Never for text that is not. */
export function constantMarkup(markup: string): Html {
  return new Html(markup);
}

/** Parts in a row with something between them. */
export function joined(parts: readonly Part[], between: Part): Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
}

function contextsOf(strings: TemplateStringsArray): Context[] {
  const found: Context[] = [];
  let isInTag = false;
  let isQuoted = false;
  for (const literal of strings.slice(0, -1)) {
    for (const character of literal) {
      if (isQuoted) isQuoted = character !== '"';
      else if (isInTag && character === '"') isQuoted = true;
      else if (character === "<") isInTag = true;
      else if (character === ">") isInTag = false;
    }
    if (isInTag && !isQuoted) throw new TypeError("a hole in a tag has to be in quotes");
    found.push(isQuoted ? "attribute" : "text");
  }
  return found;
}

function write(part: Part, context: Context, pieces: string[]): void {
  if (part === undefined || part === false) return;
  if (typeof part === "number") pieces.push(String(part));
  else if (typeof part === "string")
    pieces.push(context === "text" ? escapedText(part, unseen) : escapedAttribute(part));
  else if (part instanceof Html) {
    if (context === "attribute") throw new TypeError("an attribute takes text");
    pieces.push(part.markup);
  } else for (const one of part) write(one, context, pieces);
}

/** Control and format characters, line ends of all kinds, surrogates without their other half, and what is no character. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{fffe}\u{ffff}]/gu;
const unseenInBlock = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{fffe}\u{ffff}]/gu;
const special = /[&<>"']/g;
const needsNothing = /^[ !#-%(-;=?-~]*$/;

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapedText(text: string, pattern: RegExp): string {
  if (needsNothing.test(text)) return text;
  return text
    .replace(special, (character) => references[character] as string)
    .replace(pattern, (character) => `<span class="ctl">${numberOf(character)}</span>`);
}

function escapedAttribute(text: string): string {
  return text.replace(special, (character) => references[character] as string).replace(unseen, numberOf);
}

function numberOf(character: string): string {
  const code = (character.codePointAt(0) as number).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}
