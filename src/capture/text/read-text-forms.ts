import { octetString } from "../../core/latin1.ts";
import { base64Inside } from "./base64-inside.ts";
import { decodeBase64Text } from "./base64-text.ts";
import { withoutComments } from "./commented-lines.ts";
import { beginsMarkup, beginsWbxml } from "./document-start.ts";
import { dumps } from "./dumps.ts";
import { encodedWords } from "./encoded-words.ts";
import { escapedStrings } from "./escaped-strings.ts";
import { hexRuns } from "./hex-runs.ts";
import { decodeHex } from "./hex-text.ts";
import { joinedLogcat, rangesOf } from "./logcat.ts";
import { loggedDump } from "./logged-dump.ts";
import { mendedTexts } from "./mended-text.ts";
import { wbxmlStart } from "./message-start.ts";
import { numberLists, octetsOfNumbers } from "./number-lists.ts";
import { readTextForm } from "./read-text-form.ts";
import type { Candidate, PlacedForm, TextForm, TextRange } from "./text-form.ts";
import { xmlDocuments } from "./xml-inside.ts";

/** Programs that print a message a second time: as the reassembled octets of a frame before it, or as raw octets of a field. */
const printedTwice = /Reassembled TCP|_raw"/;
/** Longest line that is looked at for octets of its own. */
const MAX_LINE = 1 << 20;

/**
 * Messages that a text encodes, in the order in which they are there. All forms are tried, the strictest first, on the text itself, on the
 * joined lines of a log, and with damage of mails and escapes undone; the first form that gives a message counts for the whole text.
 */
export function readTextForms(text: string): readonly PlacedForm[] {
  const logs = joinedLogcat(text);
  if (logs !== undefined) {
    const found = logs.flatMap((log) =>
      readTextForms(log.text).map(({ bytes, form, ranges }) => ({
        bytes,
        form: `${form}, in a log of Android`,
        ranges: ranges.flatMap((range) => rangesOf(log, range)),
      })),
    );
    if (found.length > 0) return inOrder(found);
  }
  for (const { text: mended, how } of mendedTexts(text)) {
    const found = readForms(mended);
    if (found.length > 0)
      return how === "" ? found : found.map(({ bytes, form }) => ({ bytes, form: `${form}, ${how}`, ranges: [] }));
  }
  return [];
}

/** As they begin in the text; as they are where that is not known of all. */
function inOrder(forms: readonly PlacedForm[]): readonly PlacedForm[] {
  if (forms.some(({ ranges }) => ranges.length === 0)) return forms;
  return [...forms].sort((a, b) => (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0));
}

function readForms(text: string): readonly PlacedForm[] {
  const lines = eachLine(text);
  if (lines.length > 1) return lines;
  const printsTwice = printedTwice.test(text);
  for (const find of finders) {
    const found: PlacedForm[] = [];
    const printed = new Set<string>();
    let end = 0;
    for (const candidate of find(text)) {
      if (candidate.start < end) continue;
      const message = messageIn(candidate);
      if (message === undefined) continue;
      end = candidate.end;
      if (printsTwice) {
        const key = octetString(message.bytes, 0, message.bytes.length);
        if (printed.has(key)) continue;
        printed.add(key);
      }
      found.push({ ...message, ranges: candidate.isMoved === true ? [] : [placeOf(candidate)] });
    }
    if (found.length > 0) return found;
  }
  const other = readTextForm(text);
  const message = other && messageIn({ ...other, start: 0, end: text.length });
  return message === undefined ? [] : [{ ...message, ranges: [] }];
}

const finders: readonly ((text: string) => Iterable<Candidate>)[] = [
  wholeText,
  dumps,
  numberLists,
  escapedStrings,
  markup,
  (text) => encodedWords(text, "%"),
  (text) => encodedWords(text, "="),
  hexInLines,
  hexRuns,
  base64Runs,
];

function placeOf({ start, end }: Candidate): TextRange {
  return { start, end };
}

/** All of a text but for blanks around it. */
function whole(text: string): TextRange {
  const start = text.length - text.trimStart().length;
  return { start, end: Math.max(start, text.trimEnd().length) };
}

/** Hex, base64 or a list of numbers that is all of the text. */
function* wholeText(text: string): Generator<Candidate> {
  const place = whole(text);
  const numbers = octetsOfNumbers(text.replace(/^[ \t]*0[0-7]{6}(?:[ \t]+(?=[0-3][0-7]{2}\b)|$)/gm, ""));
  if (numbers !== undefined) yield { bytes: numbers, ...place, form: "a list of numbers" };
  const digits = decodeHex(text);
  if ("bytes" in digits) yield { bytes: digits.bytes, ...place, form: "hex" };
  const base64 = decodeBase64Text(text);
  if ("bytes" in base64) yield { bytes: base64.bytes, ...place, form: "base64" };
}

/** Hex with comments after it, or with the same before it, on each line. */
function* hexInLines(text: string): Generator<Candidate> {
  const bare = withoutComments(text);
  const found = [
    { source: bare, form: "hex with comments" },
    { source: loggedDump(text)?.dump, form: "a dump in log lines" },
  ];
  for (const { source, form } of found) {
    const digits = source === undefined ? undefined : decodeHex(source);
    if (digits !== undefined && "bytes" in digits) {
      yield { bytes: digits.bytes, ...whole(text), form };
    }
  }
}

function* markup(text: string): Generator<Candidate> {
  for (const { bytes, start, range } of xmlDocuments(text)) {
    yield { bytes, ...range, form: `XML that begins at byte ${start}` };
  }
}

function* base64Runs(text: string): Generator<Candidate> {
  const unfolded = text.replace(/(?<=[A-Za-z0-9+/])\r?\n[ \t]+(?=[A-Za-z0-9+/]{2})/g, "");
  const isMoved = unfolded.length !== text.length;
  for (const { source, index } of base64Inside(unfolded)) {
    const octets = decodeBase64Text(source);
    if (!("bytes" in octets)) continue;
    yield { bytes: octets.bytes, start: index, end: index + source.length, form: "base64 in other text", isMoved };
  }
}

/** A text each line of which is a message in hex or base64. */
function eachLine(text: string): readonly PlacedForm[] {
  const found: PlacedForm[] = [];
  let next = 0;
  for (const line of text.split("\n")) {
    const at = next;
    next += line.length + 1;
    if (line.trim() === "") continue;
    if (line.length > MAX_LINE) return [];
    const [candidate] = wholeText(line);
    if (candidate === undefined || candidate.bytes.length < 8 || !isDocument(candidate.bytes)) return [];
    const { bytes, form, start, end } = candidate;
    found.push({ bytes, form: `${form} in a line`, ranges: [{ start: at + start, end: at + end }] });
  }
  return found;
}

/** The message that octets are or hold: after the head of an HTTP message, or in the frame of a capture that was printed. */
function messageIn({ bytes, form }: Candidate): TextForm | undefined {
  const isPrinted = form.includes("dump") || form.includes("hex");
  // Addresses of Ethernet begin with a zero as WBXML 1.0 does.
  const inside = isPrinted ? wbxmlStart(bytes) : -1;
  const isFrame = bytes[0] === 0 && inside > 0;
  if (!isFrame && isDocument(bytes)) return { bytes, form };
  const text = octetString(bytes, 0, Math.min(bytes.length, 65_536));
  const [head] = /^[\s\S]*?\r?\n\r?\n/.exec(text) ?? [];
  const isHttp = head !== undefined && /[A-Z]+ \S+ HTTP\/1\.\d\r?\n|HTTP\/1\.\d \d{3}/.test(head);
  const start = isHttp ? head.length : inside;
  if (start < 0) return undefined;
  const body = bytes.subarray(start);
  if (!isDocument(body)) return undefined;
  return { bytes: body.slice(), form: `${form}, ${start} bytes into it` };
}

function isDocument(bytes: Uint8Array): boolean {
  if (beginsWbxml(bytes)) return true;
  const start = octetString(bytes, 0, Math.min(bytes.length, 256)).replace(/^\xef\xbb\xbf|\0/g, "");
  // Markup that is still escaped for something.
  if (/^[^>]*=(?:\\+"|3D["'])/.test(start)) return false;
  return beginsMarkup(start.replace(/^\xfe\xff|^\xff\xfe/, "")) && /<(?:\?xml|!|[\w.-]+[\s>/:])/.test(start);
}
