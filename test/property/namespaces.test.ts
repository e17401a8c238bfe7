import { describe, expect, test } from "vitest";
import * as testing from "../../src/testing/index.ts";

describe("namespaces that are missing, misspelt or of something else", () => {
  test("are inferred alike by conversion and by decoding", () => {
    expect(() => testing.checkConversionsAgree({}, { numRuns: 300 })).not.toThrow();
  });

  test("are never inferred in a payload", () => {
    expect(() => testing.checkPayloads({}, { numRuns: 500 })).not.toThrow();
  });
});
