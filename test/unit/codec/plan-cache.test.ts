import { describe, expect, test } from "vitest";
import { create, newMessage } from "../../../src/ast/create.ts";
import type { WireForm } from "../../../src/ast/nodes.ts";
import { type HeaderForm, PlanCache, type RootNode } from "../../../src/codec/fast-path/plan-cache.ts";
import { standardVocabularies } from "../../../src/vocabulary/standard.ts";
import { VocabularySet } from "../../../src/vocabulary/vocabulary-set.ts";
import { header, wireForm } from "../../support/message.ts";

const syncML = (verDTD: string, wire?: WireForm): RootNode => {
  const { syncHdr, ...rest } = newMessage(header, []);
  return { ...rest, syncHdr: { ...syncHdr, verDTD }, wire };
};
const wire = wireForm();
const devInf = (verDTD: string): RootNode => create("DevInf", { verDTD, devID: "d", devTyp: "phone", dataStores: [] });

/** A cache whose plans are numbered in order of creation. */
function counting() {
  const made: { root: RootNode; form: HeaderForm }[] = [];
  const cache = new PlanCache<number>((root, _names, form) => made.push({ root, form }));
  const find = (root: RootNode, form: HeaderForm = {}, set = standardVocabularies) => cache.find(root, set, form);
  return { made, find };
}

describe("the plans of documents", () => {
  const kinds: [root: RootNode, form?: HeaderForm][] = [
    [syncML("1.2")],
    [syncML("1.1")],
    [devInf("1.2")],
    [devInf("1.1")],
    [create("MetInf", {})],
    [syncML("1.2"), { version: "1.3" }],
    [syncML("1.2"), { version: "1.1" }],
    [syncML("1.2"), { publicId: "text" }],
    [syncML("1.2", wire)],
    [syncML("1.2", wireForm({ namespace: "SYNCML:SYNCML1.1" }))],
    [syncML("1.2", wireForm({ format: "xml" }))],
    [syncML("1.2", wireForm({ version: 2 }))],
    [syncML("1.2", wireForm({ publicId: 0 }))],
    [syncML("1.2", wireForm({ publicIdText: "-//SYNCML//DTD SyncML 1.2//EN" }))],
    [syncML("1.2", wireForm({ publicIdText: "-//OMA//DTD SYNCML 1.1//EN" }))],
    [syncML("1.2", wireForm({ charset: 0 }))],
  ];

  test("are made once per kind, distinguished by everything in the header", () => {
    const { made, find } = counting();
    const plans = kinds.map(([root, form]) => find(root, form));
    expect(plans).toEqual(kinds.map((_, index) => index + 1));
    expect(kinds.map(([root, form]) => find(root, form))).toEqual(plans);
    expect(made.map(({ form }) => form)).toEqual(kinds.map(([, form = {}]) => form));
    for (const [index, [root]] of kinds.entries()) expect(made[index]?.root.wire).toEqual(root.wire);
  });

  test("are of the last sixteen kinds", () => {
    const { find } = counting();
    for (const [root, form] of kinds) find(root, form);
    expect(find(syncML("1.0"))).toBe(17);
    const [first, second] = kinds as [[RootNode], [RootNode]];
    expect(find(...second)).toBe(2);
    expect(find(...first)).toBe(18);
    expect(find(...second)).toBe(19);
  });

  test("are those of a set of vocabularies", () => {
    const { find } = counting();
    const other = new VocabularySet(standardVocabularies.vocabularies);
    expect([find(syncML("1.2")), find(syncML("1.2"), {}, other)]).toEqual([1, 2]);
    expect([find(syncML("1.2")), find(syncML("1.2"), {}, other)]).toEqual([1, 2]);
  });

  test.each<[what: string, root: RootNode]>([
    ["a version", syncML("1.9")],
    ["a part of a version", syncML("2")],
    ["a namespace", syncML("1.2", wireForm({ namespace: "urn:own" }))],
    ["a public identifier", syncML("1.2", wireForm({ publicIdText: "-//OWN//EN" }))],
  ])("are not made for %s that no vocabulary has", (_what, root) => {
    const { made, find } = counting();
    expect(find(root)).toBeUndefined();
    expect(made).toEqual([]);
  });

  test("hold no text that came", () => {
    const { made, find } = counting();
    const came = syncML("1.2", { ...wire, extra: "kept" } as WireForm);
    find(came);
    expect(made[0]?.root.wire).toEqual(wire);
  });

  test("may be none, which is known as well", () => {
    let asked = 0;
    const cache = new PlanCache<number>(() => {
      asked++;
      return undefined;
    });
    for (let round = 0; round < 3; round++) expect(cache.find(syncML("1.2"), standardVocabularies, {})).toBeUndefined();
    expect(asked).toBe(1);
  });
});
