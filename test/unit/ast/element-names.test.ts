import { describe, expect, test } from "vitest";
import { create, newMessage } from "../../../src/ast/create.ts";
import { ElementNames, namesOf } from "../../../src/ast/element-names.ts";
import type { GenericElement, SyncmlDocument, WireForm } from "../../../src/ast/nodes.ts";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { header, wireForm } from "../../support/message.ts";

/** Of a public identifier that says nothing. */
const came = (wire: Partial<WireForm>) => wireForm({ publicId: 1, ...wire });
const syncML = (verDTD?: string, wire?: Partial<WireForm>): SyncmlDocument => {
  const { syncHdr, ...rest } = newMessage(header, []);
  return { ...rest, syncHdr: { ...syncHdr, verDTD }, wire: wire && came(wire) };
};
const devInf = (verDTD: string, wire?: Partial<WireForm>): SyncmlDocument => ({
  ...create("DevInf", { verDTD, devID: "d", devTyp: "phone", dataStores: [] }),
  wire: wire && came({ namespace: "syncml:devinf", ...wire }),
});
const element = (local: string, namespace: string, page = -1, token = -1): GenericElement => {
  return { kind: "Element", local, namespace, page, token, attributes: [], children: [] };
};

describe("a document has the names of", () => {
  test.each<[vocabulary: string | undefined, document: SyncmlDocument]>([
    ["SyncML 1.2", syncML("1.2")],
    ["SyncML 1.1", syncML("1.1")],
    ["SyncML 1.0", syncML(" 1.0\n")],
    ["SyncML 1.2", syncML()],
    ["SyncML 1.2", syncML("2")],
    ["SyncML 1.2", syncML("9.9")],
    ["SyncML 1.2", syncML("1.1", {})],
    ["SyncML 1.1", syncML("1.2", { namespace: "SYNCML:SYNCML1.1" })],
    ["SyncML 1.1", syncML("1.1", { namespace: "urn:other" })],
    ["SyncML 1.2", syncML("9.9", { namespace: "urn:other" })],
    ["SyncML 1.1", syncML("1.2", { namespace: "SYNCML:SYNCML1.1", publicId: 0x0fd3 })],
    ["SyncML 1.2", syncML("1.2", { publicId: 0x0fd3 })],
    ["SyncML 1.2", syncML("1.2", { publicId: 0x1203 })],
    [
      "SyncML 1.1",
      syncML("1.2", { namespace: "SYNCML:SYNCML1.1", publicId: 0, publicIdText: "-//SYNCML//DTD SyncML 1.1//EN" }),
    ],
    ["DevInf 1.0", devInf("1.0")],
    ["DevInf 1.1", devInf("1.1")],
    ["DevInf 1.2", devInf("1.2")],
    ["DevInf 1.2", devInf("7")],
    ["DevInf 1.0", devInf("1.2", { publicId: 0x0fd2 })],
    ["DevInf 1.1", devInf("1.2", { publicId: 0, publicIdText: "-//SYNCML//DTD DevInf 1.1//EN" })],
    ["DevInf 1.1", devInf("1.1", { publicId: 0x1201 })],
    ["MetInf 1.2", create("MetInf", {})],
    ["SyncML 1.1", element("SyncML", "SYNCML:SYNCML1.1")],
    ["DevInf 1.2", element("DevInf", "syncml:devinf")],
    ["SyncML 1.2", element("SyncML", "urn:other")],
    [undefined, element("Own", "urn:own")],
  ])("%s, row %#", (vocabulary, document) => {
    expect(namesOf(document, standardVocabularies).vocabulary?.name).toBe(vocabulary);
  });

  test("a verDTD that is no text, which the writer refuses", () => {
    expect(namesOf(syncML(12 as never), standardVocabularies).vocabulary?.name).toBe("SyncML 1.2");
  });
});

describe("a name", () => {
  const named = (name: string) => standardVocabularies.vocabularies.find((one) => one.name === name);
  const names = (vocabulary: string, namespace: string) =>
    new ElementNames(standardVocabularies, named(vocabulary), namespace);
  const v12 = names("SyncML 1.2", "SYNCML:SYNCML1.2");

  test("of the standard is that of the vocabulary, found once", () => {
    const found = v12.standard("core", "Add");
    expect(found).toMatchObject({ local: "Add", namespace: "SYNCML:SYNCML1.2", page: 0, token: 5 });
    expect(v12.standard("core", "Add")).toBe(found);
    expect(v12.standard("metinf", "Type")).toMatchObject({ namespace: "syncml:metinf", page: 1, token: 0x13 });
  });

  test("of a later version keeps its token, in the namespace of the document", () => {
    const later = v12.standard("core", "SourceParent");
    expect(names("SyncML 1.0", "SYNCML:SYNCML1.0").standard("core", "SourceParent")).toEqual({
      ...later,
      namespace: "SYNCML:SYNCML1.0",
    });
  });

  test("of another document is that of its vocabulary, or has no token", () => {
    expect(v12.standard("devinf", "DevInf")).toMatchObject({ namespace: "syncml:devinf", page: 0, token: 0x0a });
    expect(v12.standard("core", "Own")).toEqual({
      local: "Own",
      namespace: "SYNCML:SYNCML1.2",
      page: -1,
      token: -1,
      binary: false,
    });
    const none = new ElementNames(standardVocabularies, undefined, "urn:own");
    expect(none.standard("core", "Add")).toEqual({
      local: "Add",
      namespace: "urn:own",
      page: -1,
      token: -1,
      binary: false,
    });
  });

  test.each<[what: string, given: GenericElement, found: object]>([
    ["that is right about its token", element("Add", "SYNCML:SYNCML1.2", 0, 5), { page: 0, token: 5 }],
    ["of the second page", element("Type", "syncml:metinf", 1, 0x13), { page: 1, token: 0x13 }],
    ["without a token", element("Type", "syncml:metinf"), { page: 1, token: 0x13 }],
    ["without a page", element("Add", "SYNCML:SYNCML1.2", -1, 5), { page: 0, token: 5 }],
    ["with a token of another", element("Add", "SYNCML:SYNCML1.2", 0, 6), { page: 0, token: 5 }],
    [
      "with another namespace",
      element("Add", "urn:own", 0, 5),
      { namespace: "urn:own", page: 0, token: 5, binary: false },
    ],
    [
      "that is not known",
      element("Own", "urn:own", 3, 9),
      { local: "Own", namespace: "urn:own", page: 3, token: 9, binary: false },
    ],
  ])("of an element %s", (_what, given, found) => {
    const { local, namespace } = given;
    expect(v12.generic(given)).toMatchObject({ local, namespace, ...found });
  });

  test("of an element is the vocabulary's own, or nobody's", () => {
    const own = named("SyncML 1.2")?.element("SYNCML:SYNCML1.2", "Add");
    expect(v12.generic(element("Add", "SYNCML:SYNCML1.2", 0, 5))).toBe(own);
    expect(v12.generic(element("Add", "SYNCML:SYNCML1.2"))).toBe(own);
    const none = new ElementNames(standardVocabularies, undefined, "urn:own");
    expect(none.generic(element("Add", "urn:own", 0, 5))).toEqual({
      local: "Add",
      namespace: "urn:own",
      page: 0,
      token: 5,
      binary: false,
    });
  });
});
