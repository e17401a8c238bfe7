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
