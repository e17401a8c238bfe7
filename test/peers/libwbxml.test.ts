// Needs wbxml2xml and xml2wbxml of libwbxml (Debian: libwbxml2-utils); run by `npm run test:peers`.
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/codec/convert.ts";
import { decodeDocument } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { messages } from "../../src/testing/messages.ts";
import type { SyncmlVersion } from "../../src/validation/profiles.ts";
import { comparable } from "../support/comparable.ts";
import { corpusBytes, dmBodies, wbxmlBodies, xmlBodies } from "../support/corpus.ts";
import { theirWbxml, theirXml } from "../support/libwbxml.ts";
import { parseXml, type XmlElement } from "../support/xml-tree.ts";

/** Our reading of what was written and theirs are the same document, apart from what the corpus README says they change. */
function expectSame(ours: string, theirs: string): void {
  expect(comparable(parseXml(theirs))).toEqual(comparable(parseXml(ours)));
}

describe("recorded bodies", () => {
  test.each([...wbxmlBodies, ...xmlBodies])("$file", ({ file }) => {
    const document = corpusBytes(file);
    const wbxml = convert(document, { to: "wbxml" });
    const xml = convert(document, { to: "xml" });
    expectSame(xml, theirXml(wbxml));
    expectSame(convert(theirWbxml(xml, "-n"), { to: "xml" }), xml);
  });
});

describe("what we encode of recorded bodies, with nothing asked for, they read", () => {
  const nul = "values that end in NUL, which it writes into XML as they are";
  /** Cases that the C library reads differently, for its own reasons. */
  const theirs: Readonly<Record<string, string>> = {
    "libdmclient/d02-list-props-wbxml/003-req.wbxml": nul,
    "libdmclient/d03-add-replace-delete-wbxml/003-req.wbxml": nul,
    "libdmclient/d03-add-replace-delete-wbxml/005-req.wbxml": nul,
  };

  const bodies = [...wbxmlBodies, ...xmlBodies, ...dmBodies.filter(({ wellFormed }) => wellFormed)];

  test.each(bodies)("$file", ({ file }) => {
    const document = decodeDocument(corpusBytes(file));
    for (const written of [encode(document, { format: "wbxml" }), convert(corpusBytes(file), { to: "wbxml" })]) {
      const isSame = isSameDocument(convert(written, { to: "xml" }), written);
      expect(isSame, theirs[file] ?? "").toBe(!(file in theirs));
    }
  });

  test("every reason is one for a body that there is", () => {
    const files = bodies.map(({ file }) => file);
    expect(Object.keys(theirs).filter((file) => !files.includes(file))).toEqual([]);
  });
});

/** Whether the C library reads the document that we read; its output may be no XML. */
function isSameDocument(ours: string, written: Uint8Array): boolean {
  let tree: XmlElement;
  try {
    tree = parseXml(theirXml(written));
  } catch {
    return false;
  }
  return isDeepStrictEqual(comparable(tree), comparable(parseXml(ours)));
}

// The C library knows no tag page 2 inside a message, drops attributes, writes bytes into XML as they are (corpus README),
// and does not look for a Type inside a MetInf element, so none of these is generated.
const content = [] as const;

describe.each<[SyncmlVersion, number]>([
  ["1.0", 150],
  ["1.1", 150],
  ["1.2", 200],
])("generated messages of SyncML %s", (version, numRuns) => {
  test("what we encode, they read", () => {
    const table = fc.constantFrom("none" as const, "auto" as const);
    fc.assert(
      fc.property(messages({ version, content }), table, (message, stringTable) => {
        const wbxml = encode(message, { format: "wbxml", stringTable });
        expectSame(convert(wbxml, { to: "xml" }), theirXml(wbxml));
      }),
      { numRuns },
    );
  });

  test("what they encode, with their string table and without, we read", () => {
    fc.assert(
      fc.property(messages({ version, content }), fc.boolean(), (message, withTable) => {
        const xml = encode(message, { format: "xml", output: "string" });
        const wbxml = withTable ? theirWbxml(xml) : theirWbxml(xml, "-n");
        expectSame(convert(wbxml, { to: "xml" }), xml);
      }),
      { numRuns },
    );
  });
});
