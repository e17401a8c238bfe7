import { AstBuilder } from "../../ast/builder.ts";
import type { Alert, Data, SyncML } from "../../ast/nodes.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { Limits } from "../../core/limits.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { XmlReader } from "../../xml/reader.ts";

const QUESTION = 0x3f;
const LESS = 0x3c;

// The smallest message that Data can stand in.
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

/**
 * The value of Data that has markup as the general path makes it, from the content alone: bytes `start` to `end` in the
 * namespace of the message, at `depth`. `undefined` if they are faulty, or no more than a part of the content.
 */
export function readMarkupData(
  bytes: Uint8Array,
  start: number,
  end: number,
  namespace: string,
  depth: number,
  limits: Limits,
): Data | undefined {
  const builder = new AstBuilder();
  const reader = new XmlReader(builder, { limits, baseDepth: depth - DATA_DEPTH });
  try {
    reader.write(encodeUtf8(messageStart(namespace)));
    reader.write(bytes.subarray(start, end));
    reader.write(messageEnd);
    reader.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
  const [alert] = (builder.document as SyncML).syncBody.commands;
  return (alert as Alert).data;
}
