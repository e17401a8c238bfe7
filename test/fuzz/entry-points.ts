import { isDeepStrictEqual } from "node:util";
import { fromJson, toJson } from "../../src/ast/json.ts";
import type { Document } from "../../src/ast/nodes.ts";
import { decodeText, recognizeStart, recognizeText, recognizeWritten } from "../../src/cli/input-format.ts";
import { convert } from "../../src/codec/convert.ts";
import { decodeDocument, decodePartial } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { equalMessages } from "../../src/codec/equal-messages.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import type { DecodeOptions } from "../../src/codec/options.ts";
import { peek } from "../../src/codec/peek.ts";
import { openValidation, validate } from "../../src/codec/validate.ts";
import type { ChunkedSource, EventSink } from "../../src/core/sink.ts";
import { readCommands } from "../../src/streams/index.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { WbxmlReader } from "../../src/wbxml/reader.ts";
import { assembleTokens } from "../../src/wbxml/token-assembler.ts";
import { XmlReader } from "../../src/xml/reader.ts";
import { DigestSink } from "../support/digest-sink.ts";
import { convertByEvents, decodeByEvents, encodeByEvents, outcome } from "../support/general-path.ts";
import { listChunks } from "../support/listing.ts";
import { contradiction } from "./contradiction.ts";
import {
  documentInputs,
  type Inputs,
  jsonInputs,
  listingInputs,
  textInputs,
  wbxmlInputs,
  xmlInputs,
} from "./inputs.ts";

/** A way into the library, and what has to hold there. */
export interface EntryPoint {
  readonly name: string;
  readonly inputs: Inputs;
  /**
   * Takes one input. A SyncmlError is a refusal; any other error is a finding. `cut` is a place in the input, for what is
   * read in pieces.
   */
  readonly run: (input: Uint8Array, cut: number) => unknown;
}

/** Two ways to the same thing have the same outcome, which is returned or thrown. */
function agree<Result>(what: string, one: () => Result, other: () => unknown): Result {
  const second = outcome(other);
  let first: unknown;
  let refusal: unknown;
  try {
    first = one();
  } catch (error) {
    refusal = error;
    first = outcome(() => {
      throw error;
    });
  }
  if (!isDeepStrictEqual(first, second)) throw new Error(`${what}: ${shown(first)} and ${shown(second)}`);
  if (refusal !== undefined) throw refusal;
  return first as Result;
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 500) ?? String(value);
}

function readAll(open: (sink: EventSink) => ChunkedSource<Uint8Array>, chunks: readonly Uint8Array[]): string {
  const sink = new DigestSink();
  const source = open(sink);
  for (const chunk of chunks) source.write(chunk);
  source.end();
  if (sink.starts !== sink.ends || sink.documents !== 0) throw new Error(`events are not balanced: ${sink.state}`);
  return sink.state;
}

/** A reader gives the same events whole, cut once, and where chunks are short, byte by byte. */
function readsCut(open: (sink: EventSink) => ChunkedSource<Uint8Array>) {
  return (input: Uint8Array, cut: number) =>
    agree(
      "read whole and in pieces",
      () => readAll(open, [input]),
      () => readAll(open, cutAt(input, [cut, Math.min(cut + 1, input.length), cut >> 1])),
    );
}

function decodesAlike(options: Partial<DecodeOptions>) {
  return (input: Uint8Array) =>
    agree(
      "decoded directly and by events",
      () => decodeDocument(input, options),
      () => decodeByEvents(input, options),
    );
}

function encodesAlike(document: Document): void {
  for (const format of ["wbxml", "xml"] as const) {
    const bytes = agree(
      `encoded as ${format} directly and by events`,
      () => encode(document, { format }),
      () => encodeByEvents(document, { format }),
    );
    const again = decodeDocument(bytes, { from: format });
    if (!equalMessages(again, document)) throw new Error(`encoded as ${format}, it is another message`);
  }
}

/** Every way in, a row each. */
export const entryPoints: readonly EntryPoint[] = [
  {
    name: "read/wbxml",
    inputs: wbxmlInputs,
    run: readsCut((sink) => new WbxmlReader(sink)),
  },
  {
    name: "read/xml",
    inputs: xmlInputs,
    run: readsCut((sink) => new XmlReader(sink)),
  },
  {
    name: "open",
    inputs: documentInputs,
    run: readsCut((sink) => openDocument(sink)),
  },
  {
    name: "list",
    inputs: wbxmlInputs,
    run: (input) => {
      const { text, error } = listChunks([input]);
      const kept = input.subarray(0, error === undefined ? input.length : (error.offset ?? 0));
      if (Buffer.compare(assembleTokens(text), kept) !== 0) throw new Error("the listing makes other bytes");
    },
  },
  { name: "assemble", inputs: listingInputs, run: (input) => assembleTokens(decodeText(input)) },
  { name: "decode", inputs: documentInputs, run: decodesAlike({}) },
  { name: "decode/view", inputs: wbxmlInputs, run: decodesAlike({ data: "view" }) },
  {
    name: "decode/partial",
    inputs: documentInputs,
    run: (input, cut) => {
      const whole = decodePartial(input);
      const partial = decodePartial(input.subarray(0, cut));
      const found = contradiction(partial.message, whole.message);
      if (found !== undefined) throw new Error(`cut at ${cut}, it contradicts the whole at ${found}`);
    },
  },
  { name: "peek", inputs: documentInputs, run: (input) => peek(input) },
  {
    name: "convert",
    inputs: documentInputs,
    run: (input) => {
      for (const to of ["xml", "wbxml"] as const) {
        const converted = agree(
          `converted to ${to} directly and by events`,
          () => (to === "xml" ? convert(input, { to, output: "bytes" }) : convert(input, { to })),
          () => convertByEvents(input, { to }),
        );
        // What was written can be read.
        readAll((sink) => openDocument(sink, { from: to }), [converted]);
      }
    },
  },
  { name: "encode", inputs: documentInputs, run: (input) => encodesAlike(decodeDocument(input)) },
  {
    name: "json",
    inputs: jsonInputs,
    run: (input) => {
      const document = fromJson(decodeText(input));
      const again = fromJson(toJson(document));
      if (!isDeepStrictEqual(again, document)) throw new Error("as JSON, it is another document");
      encode(document, { format: "wbxml" });
    },
  },
  {
    name: "validate",
    inputs: documentInputs,
    run: (input, cut) =>
      agree(
        "validated whole and in pieces",
        () => validate(input),
        () => {
          const { source, findings } = openValidation();
          for (const chunk of cutAt(input, [cut])) source.write(chunk);
          source.end();
          return findings();
        },
      ),
  },
  {
    name: "stream",
    inputs: documentInputs,
    run: async (input, cut) => {
      let entries = 0;
      for await (const _entry of readCommands(cutAt(input, [cut]))) entries++;
      return entries;
    },
  },
  {
    name: "cli/input",
    inputs: textInputs,
    run: (input, cut) => {
      recognizeStart(input.subarray(0, cut), false);
      const start = recognizeStart(input, true);
      const text = decodeText(input);
      return [start, recognizeWritten(text), recognizeText(text)?.length];
    },
  },
];
