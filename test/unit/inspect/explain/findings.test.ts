import { describe, expect, test } from "vitest";
import { type ExplainOptions, explain, explanationOf } from "../../../../src/inspect/explain/explain.ts";
import { standardVocabularies } from "../../../../src/vocabulary/standard.ts";
import { cases, corpusBytes, xmlCases } from "../../../support/corpus.ts";

const message = corpusBytes("libdmclient/d08-auth-challenge-md5-wbxml/001-resp.wbxml");

/** What is found by who builds a message, not by who reads tokens or tags. */
const foundByBuilder = new Set(["invalid-text", "not-an-embedded-document"]);
/** Its depth counts that of the documents around it. */
const foundByNesting = new Set(["hostile/embedded-depth"]);

function check(input: Uint8Array, options: ExplainOptions) {
  const { findings } = explanationOf(input, { vocabularies: standardVocabularies, ...options });
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning").map(({ code }) => code);
  return { error: errors[0] && { code: errors[0].code, offset: errors[0].offset }, warnings: warnings.sort() };
}

describe("findings", () => {
  test("are what decode refuses, at its offset, and what it puts up with", () => {
    for (const [format, all] of [["wbxml", cases] as const, ["xml", xmlCases] as const]) {
      for (const { name, input, mediaType, error, diagnostics } of all) {
        if (foundByNesting.has(name)) continue;
        const tolerated = diagnostics.filter((code) => !foundByBuilder.has(code)).sort();
        expect([name, check(input, { format, mediaType })]).toEqual([name, { error, warnings: tolerated }]);
      }
    }
  });

  test("mark the leaf that they are about", () => {
    const unknownTag = message.slice();
    unknownTag[0x58] = 0x7f;
    const { leaves, findings } = explanationOf(unknownTag);
    expect(findings).toMatchObject([{ severity: "warning", code: "unknown-token", offset: 0x58 }]);
    expect(leaves.find(({ start }) => start === 0x58)).toMatchObject({
      kind: "start",
      label: "wbxml-0-3F",
      isTolerated: true,
      finding: "SyncML 1.2 has no token 0x3F on page 0",
    });
    const unknownType = message.slice();
    unknownType[2] = 0x7f;
    const refused = explanationOf(unknownType, { format: "wbxml" });
    expect(refused.findings).toMatchObject([{ severity: "error", code: "unknown-document-type", offset: 1 }]);
    expect(refused.leaves[1]).toMatchObject({ kind: "publicId", finding: "no vocabulary has the public id 0x127f" });
    expect(refused.leaves.find(({ start }) => start === 8)?.value).toBe("1.2");
  });

  test("of a token that was cut are where it ends", () => {
    const cut = Uint8Array.from([...message.subarray(0, 8), 0xc3, 0x81]);
    const { leaves, findings } = explanationOf(cut);
    expect(findings).toMatchObject([{ code: "truncated-input", offset: 10, path: "/SyncML/SyncHdr/VerDTD" }]);
    expect(leaves.slice(-2)).toMatchObject([
      { start: 8, end: 10, kind: "fault", label: "cut off" },
      { start: 10, end: 10, kind: "missing", note: "open: VerDTD, SyncHdr, SyncML" },
    ]);
  });

  test("stop what references to a string table expand to", () => {
    const { input } = cases.find(({ name }) => name === "hostile/reference-bomb") as (typeof cases)[number];
    const expanded = explain(input).reduce((sum, { value = "" }) => sum + value.length, 0);
    expect(expanded).toBeLessThan(17 * 1024 * 1024);
  });
});
