import fc from "fast-check";
import { share } from "../../src/testing/share.ts";

/** One way to spell a place of a document differently; the meaning may change, or the XML become invalid. */
export type Spelling = readonly [pattern: RegExp, replacement: string];

export const spellings: readonly Spelling[] = [
  [/>([^<&]+)<\//g, "><![CDATA[$1]]></"],
  [/>([^<&]+)<\//g, "><![CDATA[$1]]>$1<![CDATA[]]&>]]></"],
  [/>([^<&]+)<\//g, ">$1&#x263A;&quot;&apos;</"],
  [/>([^<&]+)<\//g, ">&#0065;$1&lt;<![CDATA[é]]></"],
  [/>([^<&]+)<\//g, ">$1 ]]> </"],
  [/>([^<&]+)<\//g, ">$1é日😀\ufffd</"],
  [/>([^<&]+)<\//g, ">$1\uffff</"],
  [/>([^<&]+)<\//g, ">\r\n$1\t\n</"],
  [/>([^<&]+)<\//g, ">\u0001$1</"],
  [/>([^<&]+)<\//g, ">$1<![CDATA[]]]]><![CDATA[>\r]]></"],
  [/>([^<&]+)<\//g, ">a\ud800$1</"],
  [/>([^<&]+)<\//g, ">&unknown;$1</"],
  [/>([^<&]+)<\//g, ">$1<x/></"],
  [/>([^<&]+)<\//g, "></"],
  [/>[^<]*<\/Format>/g, ">bin</Format>"],
  [/>[^<]*<\/Format>/g, "> BIN\n</Format>"],
  [/<\/Format>/g, "</Format><Mark>a</Mark>"],
  [/<(\w+)>/g, "<$1 >"],
  [/<(\w+)>/g, '<$1 a="b">'],
  [/<(\w+)>/g, "<$1 xmlns='syncml:metinf'>"],
  [/<(\w+)>/g, '<$1 xmlns="SYNCML:SYNCML1.2">'],
  [/<(\w+)>/g, '<$1 xmlns="SYNCML:SYNCML1.1">'],
  [/<(\w+)>/g, '<p:$1 xmlns:p="SYNCML:SYNCML1.2">'],
  [/<(\w+)>/g, "\r\n  <$1>\n"],
  [/<(\w+)>/g, "<!-- é --><$1>"],
  [/<(\w+)>/g, "<?p i?><$1>"],
  [/<(\w+)>/g, "<Own/><$1>"],
  [/<(\w+)>/g, "text<$1>"],
  [/<(\w+)\/>/g, "<$1></$1>"],
  [/<(\w+)\/>/g, "<$1> </$1>"],
  [/<(\w+)\/>/g, "<$1>x</$1>"],
  [/<(\w+)><\/\w+>/g, "<$1/>"],
  [/<(\w+)>[^<]*<\/\w+>/g, "$&$&"],
  [/(<(\w+)>[^<]*<\/\w+>)(<(\w+)>[^<]*<\/\w+>)/g, "$3$1"],
  [/<\/\w+>/g, ""],
  [/ xmlns="([^"]*)"/g, " xmlns='$1'"],
  [/ xmlns="([^"]*)"/g, ' xmlns = "$1"'],
  [/ xmlns="([^"]*)"/g, ' xmlns="$1" xmlns="$1"'],
  [/ xmlns="([^"]*)"/g, ' xmlns="urn:other"'],
  [/ xmlns="([^"]*)"/g, ""],
  [/<Data>/g, "<Data><Anchor xmlns='syncml:metinf'><Next>1</Next></Anchor>"],
  [/<Data>/g, "<Data xmlns='syncml:metinf'><Own/>"],
  [/<Data>/g, "<Data xmlns='syncml:metinf'>\r"],
  [/<Item>(.*?)<Data>/g, "<Item xmlns='syncml:metinf'>$1<Data>\r"],
  [/<Item>(.*?)<Data>/g, "<Item xmlns='SYNCML:SYNCML1.1'>$1<Data><Own/>"],
  [/<Data>/g, "<Data>a<DevInf xmlns='syncml:devinf'><VerDTD>1.2</VerDTD></DevInf>"],
  [/<Data>/g, "<Data><![CDATA[</Data>]]><Data>b</Data>"],
  [/<Data>/g, "<Data><?wbxml opaque base64?>AAE=<?wbxml end?><b/>"],
  [/^/g, '<?xml version="1.0" encoding="UTF-8"?>'],
  [/^/g, '<?xml version="1.0" encoding="UTF-8"?>\n'],
  [/^/g, "<?xml version='1.0' encoding='us-ascii' standalone='no' ?>"],
  [/^/g, '<?xml version="1.0" encoding="utf-16"?>'],
  [/^/g, '<?xml version="1.0" encoding="iso-8859-1"?>'],
  [/^/g, '<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML 1.1//EN" "a.dtd">'],
  [/^/g, "<!DOCTYPE SyncML SYSTEM 'a.dtd' [ <!-- a --> ]>"],
  [/^/g, "\ufeff"],
  [/$/g, "\r\n"],
  [/$/g, "<!-- é -->"],
  [/$/g, "x"],
  [/$/g, "\ud800"],
  [/<(\w+)>/g, "<!-- a -->\n<!----><$1>"],
  [/<(\w+)>/g, "<!-- a -- b --><$1>"],
  [/<SyncML /g, "<SyncML xmlns:p=\"urn:p\" xmlns:q='SYNCML:SYNCML1.2' "],
  [/<SyncML /g, '<SyncML xmlns:p="urn:p" xmlns:p="urn:q" '],
  [/<SyncML /g, '<SyncML xmlns:xmlns="urn:p" '],
];

const edit = fc.record({
  spelling: fc.constantFrom(...spellings),
  at: share,
});

/** `text` with the place number `index` spelt differently; `undefined` if it has fewer. */
function spellAt(text: string, [pattern, replacement]: Spelling, index: number): string | undefined {
  const place = [...text.matchAll(pattern)][index];
  if (place === undefined) return undefined;
  const [found] = place;
  const spelt = found === "" ? replacement : found.replace(new RegExp(pattern.source), replacement);
  return text.slice(0, place.index) + spelt + text.slice(place.index + found.length);
}

/** `text` once for each place that may be spelt so. */
export function spellEach(text: string, spelling: Spelling): string[] {
  return [...text.matchAll(spelling[0])].map((_, index) => spellAt(text, spelling, index) as string);
}

/** The same documents with a few places spelt differently. */
export function respelt(documents: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(documents, fc.array(edit, { maxLength: 5 })).map(([document, edits]) => {
    let text = document;
    for (const { spelling, at } of edits) {
      const places = [...text.matchAll(spelling[0])].length;
      text = spellAt(text, spelling, Math.floor(at * places)) ?? text;
    }
    return text;
  });
}
