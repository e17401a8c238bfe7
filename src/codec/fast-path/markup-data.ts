import { AstBuilder } from "../../ast/builder.ts";
import type { Alert, Data, SyncML } from "../../ast/nodes.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { defaultLimits, type Limits } from "../../core/limits.ts";
import type { EventSink } from "../../core/sink.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { OPAQUE } from "../../wbxml/tokens.ts";
import { XmlReader } from "../../xml/reader.ts";
import type { WriteOptions } from "../options.ts";
import { WrittenDocument } from "../written-document.ts";
import { readWbxmlHead } from "./wbxml-head.ts";

const QUESTION = 0x3f;
const LESS = 0x3c;

// The smallest message that can hold Data.
const DATA_DEPTH = 4;
const messageStart = (namespace: string) => `<SyncML xmlns="${namespace}"><SyncBody><Alert><Data>`;
const messageEnd = encodeUtf8("</Data></Alert></SyncBody></SyncML>");
const dataEnd = encodeUtf8("</Data>");

/** Where Data with markup ends that begins at `start`: at its end tag; -1 if it has none or has instructions. */
export function endOfMarkupData(bytes: Uint8Array, start: number): number {
  for (let pos = bytes.indexOf(LESS, start); pos >= 0; pos = bytes.indexOf(LESS, pos + 1)) {
    if (bytes[pos + 1] === QUESTION) return -1;
    if (dataEnd.every((byte, index) => bytes[pos + index] === byte)) return pos;
  }
  return -1;
}

/** The place of markup: bytes `start` to `end`, in Data at `depth` of a message in `namespace`. */
export interface MarkupPlace {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly namespace: string;
  readonly depth: number;
}

/** The value of Data that has markup as the event path makes it; `undefined` if that is invalid. */
export function readMarkupData(place: MarkupPlace, limits: Limits): Data | undefined {
  const builder = new AstBuilder();
  if (!readMarkup(builder, place, limits)) return undefined;
  const [alert] = (builder.document as SyncML).syncBody.commands;
  return (alert as Alert).data;
}

/** The OPAQUE that the event path makes of markup which is one embedded document; `undefined` if it is anything else. */
export function writeMarkupData(
  place: MarkupPlace,
  limits: Limits,
  options: Partial<WriteOptions>,
): Uint8Array | undefined {
  const written = new WrittenDocument("wbxml", options);
  if (!readMarkup(written.sink, place, limits)) return undefined;
  const bytes = written.bytes();
  const { tableEnd } = readWbxmlHead(bytes, bytes.length, {}, defaultLimits) ?? { tableEnd: bytes.length };
  const content = bytes.subarray(tableEnd + DATA_DEPTH, bytes.length - DATA_DEPTH);
  let length = 0;
  let pos = 1;
  while ((content[pos] as number) >= 0x80) length = length * 128 + ((content[pos++] as number) & 0x7f);
  length = length * 128 + (content[pos++] as number);
  return content[0] === OPAQUE && pos + length === content.length ? content : undefined;
}

/** Passes a message around the markup to `sink`; false if it is faulty, or no more than a part of the content. */
function readMarkup(sink: EventSink, { bytes, start, end, namespace, depth }: MarkupPlace, limits: Limits): boolean {
  // Damaged documents have Data where no message has it; the event path says what is wrong with them.
  if (depth < DATA_DEPTH) return false;
  const reader = new XmlReader(sink, { limits, baseDepth: depth - DATA_DEPTH });
  try {
    reader.write(encodeUtf8(messageStart(namespace)));
    reader.write(bytes.subarray(start, end));
    reader.write(messageEnd);
    reader.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return false;
  }
  return true;
}
