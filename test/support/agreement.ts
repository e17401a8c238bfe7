import { expect } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { decodeDocument, decodePartial, type PartialResult } from "../../src/codec/decode.ts";
import type { Format } from "../../src/codec/detect-format.ts";
import type { DecodeOptions, ReadOptions, WriteOptions } from "../../src/codec/options.ts";
import { convertByEvents, decodeByEvents, outcome, partialByEvents } from "./event-path.ts";
import { expectEqual } from "./expect-equal.ts";

type Input = Uint8Array | string;

/**
 * Decoding gives what the event path alone gives: the same document, or the same error at the same place, and the same
 * diagnostics and partial document.
 */
export function expectDecodedAlike(input: Input, options: Partial<DecodeOptions> = {}): void {
  expectEqual(
    outcome(() => decodeDocument(input, options)),
    outcome(() => decodeByEvents(input, options)),
  );
  expectEqual(
    outcome(() => plainly(decodePartial(input, options))),
    outcome(() => plainly(partialByEvents(input, options))),
  );
}

function plainly({ document, diagnostics, error }: PartialResult): unknown {
  return {
    document,
    diagnostics,
    error:
      error &&
      outcome(() => {
        throw error;
      }),
  };
}

/** Likewise for what becomes of a document in its other form, WBXML if nothing is said: the same bytes, and the same text. */
export function expectConvertedAlike(
  input: Input,
  options: Partial<ReadOptions & WriteOptions> = {},
  to: Format = "wbxml",
): void {
  const expected = outcome(() => convertByEvents(input, { ...options, to }));
  if (to === "wbxml") {
    expectEqual(
      outcome(() => convert(input, { ...options, to })),
      expected,
    );
    return;
  }
  expectEqual(
    outcome(() => convert(input, { ...options, to, output: "bytes" })),
    expected,
  );
  if (expected instanceof Uint8Array) {
    expect(convert(input, { ...options, to })).toBe(new TextDecoder().decode(expected));
  }
}

/** Decoding and converting alike. */
export function expectAlike(input: Input, options: Partial<DecodeOptions> = {}, to: Format = "wbxml"): void {
  expectDecodedAlike(input, options);
  const { data: _data, ...reading } = options;
  expectConvertedAlike(input, reading, to);
}
