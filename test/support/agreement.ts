import { expect } from "vitest";
import { AstBuilder } from "../../src/ast/builder.ts";
import type { Document } from "../../src/ast/nodes.ts";
import { convert } from "../../src/codec/convert.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import type { DecodeOptions, ReadOptions, WriteOptions } from "../../src/codec/options.ts";
import { WrittenDocument } from "../../src/codec/written-document.ts";
import { isSyncmlError } from "../../src/core/errors.ts";

type Input = Uint8Array | string;

/** What comes of a document: a value, or what is wrong with it and where. */
function outcome<Value>(run: () => Value): unknown {
  try {
    return { value: run() };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    const { code, reason, offset, path, line, column } = error;
    return { code, reason, offset, path, line, column };
  }
}

/** The general path alone: events and the builder. */
function decodeByEvents(input: Input, options: Partial<DecodeOptions>): Document | undefined {
  const builder = new AstBuilder(options);
  const source = openDocument(builder, options.data === "view" ? { ...options, embedded: "keep" } : options);
  source.write(input);
  source.end();
  return builder.document;
}

/** Decoding gives what the general path alone gives: the same document, or the same error at the same place. */
export function expectDecodedAlike(input: Input, options: Partial<DecodeOptions> = {}): void {
  expect(outcome(() => decodeDocument(input, options))).toEqual(outcome(() => decodeByEvents(input, options)));
}

function convertByEvents(input: Input, options: Partial<ReadOptions & WriteOptions>): string {
  const written = new WrittenDocument("wbxml", options);
  const source = openDocument(written.sink, options);
  source.write(input);
  source.end();
  return hex(written.bytes());
}

/** Likewise for what becomes of XML in WBXML: the same bytes. */
export function expectConvertedAlike(input: Input, options: Partial<ReadOptions & WriteOptions> = {}): void {
  expect(outcome(() => hex(convert(input, { ...options, to: "wbxml" })))).toEqual(
    outcome(() => convertByEvents(input, options)),
  );
}

/** Decoding and converting alike. */
export function expectAlike(input: Input, options: Partial<ReadOptions> = {}): void {
  expectDecodedAlike(input, options);
  expectConvertedAlike(input, options);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
