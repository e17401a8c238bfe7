/** A tag of a page, with its attributes as they are. */
export interface PageTag {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** Tags of a page, as a browser would find them; what is in its style and script is left out. */
export function tagsOf(page: string): PageTag[] {
  const markup = page.replace(/(<style>|<script>)[\s\S]*?(<\/style>|<\/script>)/g, "$1$2");
  return [...markup.matchAll(/<(\/?[a-z!][^\s/>]*)((?:[^>"]|"[^"]*")*)>/gi)].map(([, name = "", rest = ""]) => ({
    name: name.toLowerCase(),
    attributes: [...rest.matchAll(/([^\s="/]+)(?:="([^"]*)")?/g)].map(
      ([, key = "", value = ""]) => [key, value] as const,
    ),
  }));
}

/** What a reader sees: text without tags, with references resolved. */
export function textOfPage(page: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return page
    .replace(/<(style|script|title)>[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&(\w+|#39);/g, (whole, name: string) => named[name] ?? whole);
}

const known = new Set(
  "!doctype html head meta title style body svg defs symbol path rect circle use div nav span h1 h2 h3 h4 a header main dl dt dd section article p b i em s u pre code table thead tbody tr th td details summary ul ol li footer script label input".split(
    " ",
  ),
);
const attributes = new Set(
  "html lang charset http-equiv content name width height style aria-hidden aria-label role id viewbox viewBox d x y rx cx cy r stroke-dasharray class href title scope rowspan type checked open".split(
    " ",
  ),
);

/** What an attribute may hold, where that matters. */
const forms: Readonly<Record<string, RegExp>> = {
  href: /^#[\w-]+$/,
  id: /^[\w-]+$/,
  class: /^[\w -]*$/,
  style: /^[\w\s:%.;,()+-]*$/,
};
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Tags and attributes of a page that no report has, and characters in it that cannot be seen: what a peer sent would be markup there. */
export function faultsOfPage(page: string): string[] {
  const wrong: string[] = [];
  for (const { name, attributes: given } of tagsOf(page)) {
    if (!known.has(name.replace(/^\//, ""))) wrong.push(`<${name}>`);
    for (const [key, value] of given) {
      if (!attributes.has(key) || forms[key]?.test(value) === false) wrong.push(`${name} ${key}="${value}"`);
    }
  }
  // In a block of text, tabs stay.
  const [character] = unseen.exec(page.replace(/<pre\b[\s\S]*?<\/pre>/g, (pre) => pre.replaceAll("\t", " "))) ?? [];
  if (character !== undefined) wrong.push(`U+${character.codePointAt(0)?.toString(16)}`);
  return wrong;
}
