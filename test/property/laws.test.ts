import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inCommonForm } from "../../src/codec/common-form.ts";
import { decode, decodePartial } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import { isSyncmlError } from "../../src/core/errors.ts";
import * as testing from "../../src/testing/index.ts";
import { readChunks } from "../support/event-log.ts";
import { withoutForm } from "../support/form.ts";
import { accept } from "../support/toy-server.ts";

const profiles = ["syncml-1.0", "syncml-1.1", "syncml-1.2", "dm-1.1.2", "dm-1.2"] as const;
// What is written says the form of octets and embedded documents.
const same = (one: unknown, other: unknown) =>
  isDeepStrictEqual(withoutForm(inCommonForm(one)), withoutForm(inCommonForm(other)));
const open: testing.OpenReader = (sink) => openDocument(sink);

describe("the laws that anyone can hold a codec to hold for this one", () => {
  test.each(profiles)("messages of %s come back field by field, in both forms", (profile) => {
    expect(() =>
      testing.checkRoundTrip({}, { messages: testing.messages({ profile }), same, numRuns: 60 }),
    ).not.toThrow();
  });

  test("the two forms agree", () => {
    expect(() => testing.checkFormsAgree({}, { numRuns: 200 })).not.toThrow();
  });

  test("every spelling of a message in XML is that message", () => {
    expect(() => testing.checkSpellings({ decode: (document) => decode(document) }, { numRuns: 400 })).not.toThrow();
  });

  test("cuts between chunks change nothing", () => {
    expect(() => testing.checkChunkBlind(readChunks, { numRuns: 1000 })).not.toThrow();
  });

  test("what is cut is truncated", () => {
    expect(() => testing.checkHonest({}, { numRuns: 1000 })).not.toThrow();
  });

  test("events are balanced, and opaques as long as they say", () => {
    expect(() => testing.checkBalanced(open, { numRuns: 1000 })).not.toThrow();
    expect(() => testing.checkCounted(open, { numRuns: 1000 })).not.toThrow();
  });

  test("damaged documents are refused by a SyncmlError", () => {
    const options = { isRefusal: isSyncmlError, numRuns: 1000 };
    expect(() => testing.checkRefuses((document) => decode(document), options)).not.toThrow();
    expect(() => testing.checkRefuses((document) => decodePartial(document).document, options)).not.toThrow();
  });

  test("a server that answers everything answers well", async () => {
    const respond = (request: Uint8Array) => encode(accept(decode(request)), { format: "wbxml" });
    await expect(testing.checkServer(respond, { numRuns: 200 })).resolves.toBeUndefined();
    await expect(testing.checkServer(respond, { profile: "dm-1.1.2", numRuns: 50 })).resolves.toBeUndefined();
  });
});

describe("documents that are no messages come back as well", () => {
  test.each([
    ["DevInf", "1.0"],
    ["DevInf", "1.1"],
    ["DevInf", "1.2"],
    ["MetInf", "1.1"],
    ["MetInf", "1.2"],
    ["MgmtTree", "1.2"],
  ] as const)("%s %s", (kind, version) => {
    fc.assert(
      fc.property(testing.documents(kind, version), fc.constantFrom("wbxml", "xml"), (document, format) => {
        const { document: message } = decodePartial(encode(document, { format }));
        expect(withoutForm(inCommonForm(message))).toEqual(withoutForm(inCommonForm(document)));
      }),
      { numRuns: 60 },
    );
  });
});
