const escapes =
  /%[\dA-Fa-f]{2}|\\x[\dA-Fa-f]{2}|\\u00[\dA-Fa-f]{2}|\\\/|=[\dA-F]{2}|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][\dA-Fa-f]{1,6});/g;
const entities: Readonly<Record<string, number>> = { "&amp;": 38, "&lt;": 60, "&gt;": 62, "&quot;": 34, "&apos;": 39 };
const SLASH = 0x2f;

/** Octets of a text with escapes and character references resolved. */
export interface Unescaped {
  readonly values: Uint8Array;
  /** Where each begins in the text; and the end. */
  readonly starts: Uint32Array;
}

/** Resolves escapes and character references in octets that are given as a text; `undefined` if there are none. */
export function unescapedOctets(text: string): Unescaped | undefined {
  if (text.search(escapes) < 0) return undefined;
  const values = new Uint8Array(text.length);
  const starts = new Uint32Array(text.length + 1);
  let count = 0;
  let at = 0;
  const upTo = (end: number) => {
    for (; at < end; at++) {
      values[count] = text.charCodeAt(at);
      starts[count++] = at;
    }
  };
  for (const match of text.matchAll(escapes)) {
    const value = escaped(match[0]);
    if (value > 0xff) continue;
    upTo(match.index);
    values[count] = value;
    starts[count++] = at;
    at += match[0].length;
  }
  upTo(text.length);
  starts[count] = at;
  return { values: values.subarray(0, count), starts: starts.subarray(0, count + 1) };
}

function escaped(text: string): number {
  if (text === "\\/") return SLASH;
  if (text.startsWith("&#"))
    return /^&#x/i.test(text) ? Number.parseInt(text.slice(3), 16) : Number.parseInt(text.slice(2), 10);
  return text.startsWith("&") ? (entities[text] as number) : Number.parseInt(text.slice(-2), 16);
}
