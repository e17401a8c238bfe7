/**
 * XML in a form in which libwbxml's and ours can be compared character by character, layout included. Both spell text in their own
 * way, which no reader can tell apart: CDATA sections, and references for characters that need none. A run of line breaks counts as
 * one, since libwbxml makes CR LF of LF (corpus README).
 */
export function libwbxmlForm(xml: string): string {
  return xml
    .replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_section, data: string) => escaped(data))
    .replaceAll(/>([^<]+)(?=<)/g, (_match, text: string) => `>${escaped(unescaped(text))}`);
}

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&#13;": "\r",
  "&#10;": "\n",
  "&#9;": "\t",
  "&amp;": "&",
};

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|apos|#13|#10|#9|amp);/g, (reference) => entities[reference] as string);
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, "\n")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
