import type { Diagnostic } from "../../core/diagnostics.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { octetString } from "../../core/latin1.ts";
import { nowhere } from "../../core/nowhere.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import { XmlReader } from "../../xml/reader.ts";
import type { LeafKind } from "./leaf.ts";
import type { LeafList, OpenLeaf } from "./leaf-list.ts";
import { OpenElements } from "./open-elements.ts";
import type { Place } from "./place.ts";

const NAME = /^<\/?([^\s/>]*)/;

/**
 * Explains an XML document from the cursor to `end`: each tag, text, comment and instruction is a leaf. Whether it is well-formed
 * is for the reader of the library to say; its fault is reported where it is.
 */
export function explainXml(list: LeafList, end: number, place: Place): void {
  const base = list.cursor;
  const document = list.bytes.subarray(base, end);
  const firstLeaf = list.leaves.length;
  const order = octetOrder(document);
  const text = order === undefined ? octetString(document, 0, document.length) : codeUnits(document, order);
  const unit = order === undefined ? 1 : 2;
  const elements = new OpenElements(place.path);
  for (let index = 0; index < text.length; ) {
    const next = pieceEnd(text, index);
    const piece = unit === 1 ? decodeUtf8Lossy(document, index, next) : text.slice(index, next);
    addPiece(list, base + next * unit, piece, elements, place);
    index = next;
  }
  if (list.cursor < end) list.add(end, place.depth, "unread", "not read");
  if (place.isOutermost) list.summary.push("XML");
  reportFault(list, document, base, firstLeaf, elements, place);
}

function addPiece(list: LeafList, end: number, piece: string, elements: OpenElements, place: Place): void {
  const depth = place.depth + elements.depth;
  const simple = (kind: LeafKind, label: string, value?: string): void => {
    const leaf = list.add(end, depth, kind, label);
    if (value !== undefined) leaf.value = value;
    leaf.path = elements.path;
  };
  if (!piece.startsWith("<")) {
    if (/^[\s\ufeff]*$/.test(piece)) simple("blank", "white space");
    else addText(list.add(end, depth, "text", "text"), unescaped(piece), elements);
  } else if (piece.startsWith("<!--")) simple("comment", "comment", piece.slice(4, -3));
  else if (piece.startsWith("<![CDATA[")) {
    addText(list.add(end, depth, "text", "CDATA section"), piece.slice(9).replace(/\]\]>$/, ""), elements);
  } else if (piece.startsWith("<?")) {
    simple("instruction", /^<\?xml\s/.test(piece) ? "XML declaration" : "processing instruction", piece.slice(2, -2));
  } else if (piece.startsWith("<!")) simple("doctype", "document type", piece.slice(2, -1));
  else addTag(list, end, piece, elements, place);
}

function addText(leaf: OpenLeaf, value: string, elements: OpenElements): void {
  leaf.value = value;
  leaf.valueStart = leaf.start;
  leaf.valueEnd = leaf.end;
  elements.text(value, leaf);
}

function addTag(list: LeafList, end: number, piece: string, elements: OpenElements, place: Place): void {
  const name = NAME.exec(piece)?.[1] ?? "";
  const local = name.slice(name.indexOf(":") + 1);
  if (piece.startsWith("</")) {
    const { path } = elements;
    elements.pop();
    list.add(end, place.depth + elements.depth, "end", local).path = path;
    return;
  }
  const isEmpty = piece.endsWith("/>");
  const leaf = list.add(end, place.depth + elements.depth, isEmpty ? "empty" : "start", local);
  const attributes = piece
    .slice(1 + name.length)
    .replace(/\/?>$/, "")
    .trim();
  if (attributes !== "") leaf.attributes = attributes;
  if (isEmpty) elements.empty(local, leaf);
  else elements.push(local, leaf);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Where the markup or text at `start` ends. What is not closed runs to the end. */
function pieceEnd(text: string, start: number): number {
  if (text[start] !== "<") return endOr(text.indexOf("<", start), 0, text);
  if (text.startsWith("<!--", start)) return endOr(text.indexOf("-->", start + 4), 3, text);
  if (text.startsWith("<![CDATA[", start)) return endOr(text.indexOf("]]>", start + 9), 3, text);
  if (text.startsWith("<?", start)) return endOr(text.indexOf("?>", start + 2), 2, text);
  const isDeclaration = text[start + 1] === "!";
  let quote = "";
  let brackets = 0;
  for (let index = start + 1; index < text.length; index++) {
    const letter = text[index] as string;
    if (quote !== "") {
      if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (isDeclaration && letter === "[") brackets++;
    else if (isDeclaration && letter === "]") brackets--;
    else if (letter === ">" && brackets <= 0) return index + 1;
    // A tag that was not closed before the next one.
    else if (letter === "<" && brackets <= 0) return index;
  }
  return text.length;
}

function endOr(found: number, length: number, text: string): number {
  return found < 0 ? text.length : found + length;
}

type OctetOrder = "little" | "big";

/** The order of octets of UTF-16, by its mark or its first letter; `undefined` for other encodings. */
function octetOrder([first, second]: Uint8Array): OctetOrder | undefined {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "little";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "big";
  return undefined;
}

/** The code units of UTF-16 with their mark, so that an index is half an offset; an octet left over is left out. */
function codeUnits(bytes: Uint8Array, order: OctetOrder): string {
  const low = order === "little" ? 0 : 1;
  let text = "";
  for (let pos = 0; pos + 1 < bytes.length; pos += 2) {
    text += String.fromCharCode((bytes[pos + low] as number) | ((bytes[pos + 1 - low] as number) << 8));
  }
  return text;
}

/** Marks the leaf at which the reader of the library stops. */
function reportFault(
  list: LeafList,
  document: Uint8Array,
  base: number,
  firstLeaf: number,
  elements: OpenElements,
  { depth, vocabularies }: Place,
): void {
  try {
    const onDiagnostic = (diagnostic: Diagnostic) => list.warn(firstLeaf, diagnostic);
    const reader = new XmlReader(nowhere, { vocabularies, baseOffset: base, onDiagnostic });
    reader.write(document);
    reader.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    const { code, reason, offset = base } = error;
    const open = elements.names();
    const note = open.length === 0 ? undefined : `open: ${open.join(", ")}`;
    let leaf = list.leafAt(firstLeaf, offset);
    if (leaf === undefined) leaf = list.add(list.cursor, depth, "missing", "the input ends here");
    if (note !== undefined) leaf.note ??= note;
    list.report(leaf, code, reason, offset, error.path ?? "");
  }
}
