import { expect } from "vitest";
import { AstBuilder } from "../../src/ast/builder.ts";
import type { Document } from "../../src/ast/nodes.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import type { DecodeOptions } from "../../src/codec/options.ts";
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
