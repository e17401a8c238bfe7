import { fromQuotedPrintable } from "./encoded-words.ts";

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&", nbsp: " " };

/** A text with something undone that a mail, a page or a program did to it. */
export interface MendedText {
  readonly text: string;
  /** Completes the form, such as "escaped for HTML"; nothing for the text itself. */
  readonly how: string;
}

/** The text itself, then with each kind of damage or escape undone that it shows, and these twice. */
export function* mendedTexts(text: string): Generator<MendedText> {
  const isQuoted = text.split("\n").every((line) => line.trim() === "" || line.startsWith(">"));
  if (!isQuoted) yield { text, how: "" };
  for (const [how, mend] of mendings) {
    const once = mend(text);
    if (once === text) continue;
    yield { text: once, how };
    for (const [next, again] of mendings) {
      const twice = again(once);
      if (twice !== once) yield { text: twice, how: `${how}, ${next}` };
    }
  }
}

const mendings: readonly (readonly [string, (text: string) => string])[] = [
  ["damaged by a mail program", withoutMailMarks],
  ["in quoted-printable", (text) => (/=\r?\n|=3D|=[0-9A-F]{2}/.test(text) ? fromQuotedPrintable(text) : text)],
  ["escaped for HTML", fromHtml],
  ["escaped as in JSON", fromJson],
  ["with 0x twice", (text) => text.replace(/0x0x/gi, "0x")],
  ["with zero octets between characters", (text) => text.replaceAll("\0", "")],
];

/** Without marks of a quotation, special blanks, curly quotes and characters without width. */
function withoutMailMarks(text: string): string {
  return text
    .replace(/^(?:> ?){1,8}/gm, "")
    .replace(/[\u00a0\u2007\u202f]/g, " ")
    .replace(/[\u200b\ufeff\u00ad]/g, "")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2010-\u2014]/g, "-");
}

function fromHtml(text: string): string {
  return text.replace(
    /&(?:(lt|gt|quot|apos|amp|nbsp)|#(\d{1,3})|#x([0-9a-fA-F]{1,2}));/g,
    (_all, name, decimal, hex) => {
      if (name !== undefined) return entities[name as string] as string;
      return String.fromCharCode(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
    },
  );
}

function fromJson(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(["\\/nrtbf]))/g, (_all, hex: string | undefined, other: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" }[other] ?? other;
  });
}
