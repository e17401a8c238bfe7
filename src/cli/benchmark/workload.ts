import type { SyncML } from "../../ast/nodes.ts";
import { stringify } from "../../ast/stringify.ts";
import { convert } from "../../codec/convert.ts";
import { decode } from "../../codec/decode.ts";
import type { Format } from "../../codec/detect-format.ts";
import { encode } from "../../codec/encode.ts";
import { peek } from "../../codec/peek.ts";
import type { Task } from "./rounds.ts";

/** What is measured, each with what it is compared to. */
export const operations = [
  { name: "decode", reference: "JSON.parse" },
  { name: "convert", reference: "JSON.parse" },
  { name: "peek", reference: "JSON.parse" },
  { name: "encode to WBXML", reference: "JSON.stringify" },
  { name: "encode to XML", reference: "JSON.stringify" },
] as const;

type Operation = (typeof operations)[number];
export type OperationName = Operation["name"];
export type ReferenceName = Operation["reference"];

/** A message as it came, and what the operations start from. */
export interface Message {
  readonly document: Uint8Array;
  readonly format: Format;
  readonly decoded: SyncML;
  /** The same message as JSON. */
  readonly json: string;
}

/** A task, and the bytes that a call of it reads, or writes if it reads objects. */
export interface Work extends Task {
  readonly name: OperationName | ReferenceName;
  readonly bytes: number;
}

/**
 * Does once what is going to be measured, so that the measurement meets no fault.
 *
 * @throws {SyncmlError} if the document is no message, or cannot be written in one of the forms.
 */
export function messageOf(document: Uint8Array, format: Format): Message {
  const decoded = decode(document);
  toOther(document, format);
  encode(decoded, { format: "wbxml" });
  encode(decoded, { format: "xml" });
  return { document, format, decoded, json: stringify(decoded) };
}

/** All operations and what they are compared to; a call works through all messages. */
export function workOf(messages: readonly Message[]): Work[] {
  const values = messages.map(({ json }) => JSON.parse(json) as unknown);
  const encoder = new TextEncoder();
  const jsonBytes = lengthOf(messages, ({ json }) => encoder.encode(json));
  const received = lengthOf(messages, ({ document }) => document);
  const encoding = (name: OperationName, format: Format): Work => ({
    name,
    bytes: lengthOf(messages, ({ decoded }) => encode(decoded, { format })),
    run: forEach(messages, ({ decoded }) => encode(decoded, { format })),
  });
  return [
    { name: "JSON.parse", bytes: jsonBytes, run: forEach(messages, ({ json }) => JSON.parse(json)) },
    { name: "decode", bytes: received, run: forEach(messages, ({ document }) => decode(document)) },
    { name: "convert", bytes: received, run: forEach(messages, ({ document, format }) => toOther(document, format)) },
    { name: "peek", bytes: received, run: forEach(messages, ({ document }) => peek(document)) },
    {
      name: "JSON.stringify",
      bytes: jsonBytes,
      run: forEach(values, (value) => encoder.encode(JSON.stringify(value))),
    },
    encoding("encode to WBXML", "wbxml"),
    encoding("encode to XML", "xml"),
  ];
}

/** The document in the other form, as bytes. */
function toOther(document: Uint8Array, format: Format): Uint8Array {
  return format === "wbxml" ? convert(document, { to: "xml", output: "bytes" }) : convert(document, { to: "wbxml" });
}

function forEach<Input>(inputs: readonly Input[], each: (input: Input) => unknown): () => unknown {
  return () => {
    let last: unknown;
    for (const input of inputs) last = each(input);
    return last;
  };
}

function lengthOf(messages: readonly Message[], bytesOf: (message: Message) => Uint8Array): number {
  return messages.reduce((total, message) => total + bytesOf(message).length, 0);
}
