// Characters that look like those of XML but are not: what word processors, blogs and translations turn samples into.

const quotes =
  "\u00ab\u00bb\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2039\u203a\u275b\u275c\u275d\u275e\u300c\u300d\u301d\u301e\u301f";
const dashes = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212";
const angles = "\u2329\u232a\u27e8\u27e9\u3008\u3009\u300a\u300b\ufe64\ufe65";
const blank = /^[\u0085\p{Z}]$/u;
const invisible = /^\p{Cf}$/u;

const FIRST_FULLWIDTH = 0xff01;
const LAST_FULLWIDTH = 0xff5e;
/** From a character of ASCII to its fullwidth form. */
const FULLWIDTH_SHIFT = 0xfee0;

/** `U+201D`. */
function codePointName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A character beyond ASCII as a reason names it: `U+201D (a typographic quote)`. */
export function describeCharacter(character: string): string {
  const kind = kindOf(character);
  return kind === undefined ? codePointName(character) : `${codePointName(character)} (${kind})`;
}

/** The first character of a text that looks like one of XML's but is not. */
export function firstLookAlike(text: string): string | undefined {
  for (const character of text) if (character > "\x7f" && kindOf(character) !== undefined) return character;
  return undefined;
}

/** The first typographic quote of a text. */
export function firstTypographicQuote(text: string): string | undefined {
  for (const character of text) if (character > "\x7f" && isQuote(character)) return character;
  return undefined;
}

function isQuote(character: string): boolean {
  return quotes.includes(character) || character === "\uff02" || character === "\uff07";
}

function kindOf(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (quotes.includes(character)) return "a typographic quote";
  if (dashes.includes(character)) return "a typographic dash";
  if (angles.includes(character)) return "a bracket that is none of XML";
  if (code >= FIRST_FULLWIDTH && code <= LAST_FULLWIDTH) {
    return `the fullwidth form of ${String.fromCharCode(code - FULLWIDTH_SHIFT)}`;
  }
  if (blank.test(character)) return "a blank that is none of XML";
  return invisible.test(character) ? "an invisible character" : undefined;
}
