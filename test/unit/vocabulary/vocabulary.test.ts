import { describe, expect, test } from "vitest";
import type { VocabularyDefinition } from "../../../src/vocabulary/definition.ts";
import { standardVocabularies as standard, standardDefinitions } from "../../../src/vocabulary/standard.ts";
import { defineVocabulary } from "../../../src/vocabulary/vocabulary.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";

const own: VocabularyDefinition = {
  name: "Example 1.0",
  publicId: 0x5001,
  publicIdText: "-//EXAMPLE//DTD Example 1.0//EN",
  root: "Example",
  mediaTypes: ["application/vnd.example+wbxml"],
  tagPages: {
    0: { namespace: "urn:example", tags: { 5: "Example", 0x3f: "Last" }, binary: ["Last"] },
    254: { namespace: "urn:far", tags: { 5: "Far" } },
  },
  attributePages: {
    1: { starts: { 5: { name: "href", valuePrefix: "http://" }, 6: { name: "href" } }, values: { 0x85: ".org" } },
  },
};

describe("a vocabulary of one's own", () => {
  const vocabulary = defineVocabulary(own);

  test("names are interned, with page, token and namespace", () => {
    const last = vocabulary.tags[0x3f];
    expect(last).toEqual({ local: "Last", namespace: "urn:example", page: 0, token: 0x3f, binary: true });
    expect(vocabulary.element("urn:example", "Last")).toBe(last);
    expect(vocabulary.element("urn:far", "Far")).toBe(vocabulary.tags[254 * 64 + 5]);
    expect(vocabulary.element("urn:far", "Last")).toBeUndefined();
    expect(vocabulary.root?.local).toBe("Example");
    expect(vocabulary.pageNamespace(254)).toBe("urn:far");
    expect(vocabulary.pageNamespace(1)).toBeUndefined();
  });

  test("attribute starts share their name and differ in the prefix of the value", () => {
    const [start, other] = [vocabulary.attributeStarts[128 + 5], vocabulary.attributeStarts[128 + 6]];
    const name = { local: "href", namespace: "", prefix: "" };
    expect(start).toEqual({ name, valuePrefix: "http://", opaque: undefined, isReadOnly: false });
    expect(other?.valuePrefix).toBe("");
    expect(other?.name).toBe(start?.name);
    expect(vocabulary.attributeValues[128 + 5]).toBe(".org");
  });

  test("a set finds it along with the standard ones", () => {
    const set = new VocabularySet([...standard.vocabularies, vocabulary]);
    expect(set.findByPublicId(0x5001)).toBe(vocabulary);
    expect(set.findByMediaType("Application/vnd.example+WBXML; charset=utf-8")).toEqual([vocabulary]);
    expect(set.findByRootToken(0, 5)).toBe(vocabulary);
    expect(set.findByPublicId(0x1201)?.name).toBe("SyncML 1.2");
    expect(["Far", "SyncML", "EMI"].map((name) => set.hasName(name))).toEqual([true, true, true]);
    expect(["far", "Example 1.0", "href", ""].filter((name) => set.hasName(name))).toEqual([]);
  });

  test.each([4, 0x40, 0x43, 0x44, 0x80, 1.5])("token %d is refused", (token) => {
    expect(() => defineVocabulary({ ...own, tagPages: { 0: { namespace: "", tags: { [token]: "X" } } } })).toThrow(
      RangeError,
    );
  });

  test.each([-1, 256])("page %d is refused", (page) => {
    expect(() => defineVocabulary({ ...own, tagPages: { [page]: { namespace: "", tags: {} } } })).toThrow(RangeError);
  });

  test.each([0x40, 0x44, 0x80])("attribute start 0x%d is refused", (token) => {
    expect(() =>
      defineVocabulary({ ...own, attributePages: { 0: { starts: { [token]: { name: "x" } }, values: {} } } }),
    ).toThrow(RangeError);
  });

  test.each([0x84, 0xc0, 0xc4, 0x100])("attribute value 0x%d is refused", (token) => {
    expect(() => defineVocabulary({ ...own, attributePages: { 0: { starts: {}, values: { [token]: "x" } } } })).toThrow(
      RangeError,
    );
  });
});

describe("the standard vocabularies", () => {
  test.each([
    [0x0fd1, "SyncML 1.0"],
    [0x0fd2, "DevInf 1.0"],
    [0x0fd3, "SyncML 1.1"],
    [0x0fd4, "DevInf 1.1"],
    [0x1201, "SyncML 1.2"],
    [0x1202, "MetInf 1.2"],
    [0x1203, "DevInf 1.2"],
  ])("0x%x is %s", (publicId, name) => {
    expect(standard.findByPublicId(publicId)?.name).toBe(name);
  });

  test("a textual id is found without regard to case, blanks around it or trailing NULs, and by its aliases", () => {
    expect(standard.findByPublicIdText("-//SYNCML//DTD SYNCML 1.2//EN")?.name).toBe("SyncML 1.2");
    expect(standard.findByPublicIdText("-//SyncML//DTD DevInf 1.0//EN\0\0")?.name).toBe("DevInf 1.0");
    expect(standard.findByPublicIdText(" -//OMA//DTD-DM-DDF 1.2//EN")?.name).toBe("DM TNDS 1.2");
    expect(standard.findByPublicIdText("-//SYNCML//DTD MetaInf 1.2//EN")?.name).toBe("MetInf 1.2");
    expect(standard.findByPublicIdText("-//OMA//DTD SYNCML-DEVINF 1.1//EN")?.name).toBe("DevInf 1.1");
    expect(standard.findByPublicIdText("-//WAPFORUM//DTD WML 1.1//EN")).toBeUndefined();
  });

  test.each([
    ["application/vnd.syncml+wbxml", ["SyncML 1.0", "SyncML 1.1", "SyncML 1.2"]],
    ["application/vnd.syncml.dm+wbxml", ["SyncML 1.1", "SyncML 1.2"]],
    ["application/vnd.syncml.dm+xml; charset=UTF-8", ["SyncML 1.1", "SyncML 1.2"]],
    ["application/vnd.syncml-devinf+wbxml", ["DevInf 1.0", "DevInf 1.1", "DevInf 1.2"]],
    ["application/vnd.syncml.dmtnds+wbxml", ["DM TNDS 1.2"]],
    ["text/plain", []],
  ])("%s may be %j", (mediaType, found) => {
    expect(standard.findByMediaType(mediaType).map(({ name }) => name)).toEqual(found);
  });

  test.each([
    ["SyncML", "", "SyncML 1.2"],
    ["SyncML", "SYNCML:SYNCML1.1", "SyncML 1.1"],
    ["DevInf", "syncml:devinf", "DevInf 1.2"],
    ["MgmtTree", "syncml:dmddf1.2", "DM TNDS 1.2"],
    ["MetInf", "syncml:metinf", "MetInf 1.2"],
    ["SyncML", "urn:other", undefined],
    ["Item", "", undefined],
  ])("root %s in %j is %s", (local, namespace, name) => {
    expect(standard.findByRoot(local, namespace)?.name).toBe(name);
  });

  test.each([
    [0, 0x2d, "SyncML 1.2"],
    [0, 0x0a, "DevInf 1.2"],
    [1, 0x0e, "MetInf 1.2"],
    [2, 0x20, "DM TNDS 1.2"],
    [0, 0x05, undefined],
    [9, 0x2d, undefined],
  ])("root token %i:%i is %s", (page, token, name) => {
    expect(standard.findByRootToken(page, token)?.name).toBe(name);
  });

  test("a token that only a later version has is found in it", () => {
    const syncml11 = standard.findByPublicId(0x0fd3);
    if (syncml11 === undefined) throw new Error("SyncML 1.1 is missing");
    expect(standard.laterName(syncml11, 0, 0x39)?.local).toBe("SourceParent");
    expect(standard.laterName(syncml11, 0, 0x30)).toBeUndefined();
  });

  test("they are made by nothing but defineVocabulary", () => {
    expect(standardDefinitions.map(defineVocabulary)).toEqual(standard.vocabularies);
  });
});
