import { expect, test } from "vitest";
import { createTree, formatAcl, isAllowedBy, type ManagementTree, parseAcl } from "../../../src/device/index.ts";
import { applyOne, itemOf, metaOf, xmlOf } from "./commands-of.ts";

const escaped = (text: string) => text.replaceAll("&", "&amp;");
const add = (uri: string, data?: string, format?: string) => xmlOf("Add", itemOf(uri, data, metaOf(format)));
const setAcl = (uri: string, acl: string) => xmlOf("Replace", itemOf(`${uri}?prop=ACL`, escaped(acl)));

function treeOf(acls: Readonly<Record<string, string>>): ManagementTree {
  const tree = createTree([]);
  tree.add("./A", {});
  tree.add("./A/B", {});
  tree.add("./A/B/Leaf", { value: "x" });
  const { nodes } = tree.toJSON();
  const withAcls = Object.entries(nodes).map(([uri, node]) => [
    uri,
    acls[uri] === undefined ? node : { ...node, acl: acls[uri] },
  ]);
  tree.restore({ v: 1, nodes: Object.fromEntries(withAcls) });
  return tree;
}

test("a list is read and written, in whatever order and with duplicates", () => {
  const acl = parseAcl("Get=*&Add=a+b+a&Add=c");
  expect(acl && formatAcl(acl)).toBe("Add=a+b+c&Get=*");
  expect(acl && [isAllowedBy(acl, "Add", "c"), isAllowedBy(acl, "Add", "d"), isAllowedBy(acl, "Get", "d")]).toEqual([
    true,
    false,
    true,
  ]);
  expect(acl && isAllowedBy(acl, "Delete", "a")).toBe(false);
});

test("identifiers are escaped, and an escaped asterisk is not everyone", () => {
  const acl = parseAcl("Get=%2a+a%26b%2B%3D%25%20c&Exec=%61");
  expect(acl && formatAcl(acl)).toBe("Exec=a&Get=%2A+a%26b%2B%3D%25%20c");
  expect(
    acl && [isAllowedBy(acl, "Get", "a&b+=% c"), isAllowedBy(acl, "Get", "*"), isAllowedBy(acl, "Get", "x")],
  ).toEqual([true, true, false]);
});

test("what is malformed is none", () => {
  for (const text of ["Get", "Get=", "Copy=*", "get=*", "Get=a+", "Get=*&", "Get=a b", "Get=%2", "=*"]) {
    expect([text, parseAcl(text)]).toEqual([text, undefined]);
  }
  const tree = treeOf({ ".": "Get=*&Replace=*" });
  expect(applyOne(tree, setAcl("./A", "Copy=*")).code).toBe(400);
});

test("the first list on the way to the root decides alone", () => {
  const tree = treeOf({ ".": "Add=*&Delete=*&Get=*&Replace=*", "./A": "Get=*" });
  const replace = xmlOf("Replace", itemOf("./A/B/Leaf", "y"));
  expect(applyOne(tree, replace).code).toBe(425);
  expect(applyOne(treeOf({ ".": "Get=*", "./A/B": "Replace=srv" }), replace).code).toBe(200);
  expect(applyOne(treeOf({ ".": "Get=*", "./A/B": "Replace=srv" }), replace, {}, "other").code).toBe(425);
});

test("Delete takes children with it, whatever their lists", () => {
  const tree = treeOf({ ".": "Delete=*", "./A/B": "Get=other" });
  expect(applyOne(tree, xmlOf("Delete", itemOf("./A"))).code).toBe(200);
  expect(tree.uris()).toEqual(["."]);
});

test("the list of an interior node needs Replace on it or its parent, that of a leaf on its parent", () => {
  expect(applyOne(treeOf({ ".": "Get=*", "./A/B": "Replace=srv" }), setAcl("./A/B", "Get=x")).code).toBe(200);
  expect(
    applyOne(treeOf({ ".": "Get=*", "./A": "Replace=srv", "./A/B": "Get=*" }), setAcl("./A/B", "Get=x")).code,
  ).toBe(200);
  expect(applyOne(treeOf({ ".": "Get=*" }), setAcl("./A/B", "Get=x")).code).toBe(425);
  expect(applyOne(treeOf({ ".": "Get=*", "./A/B/Leaf": "Replace=srv" }), setAcl("./A/B/Leaf", "Get=x")).code).toBe(425);
  expect(applyOne(treeOf({ ".": "Get=*", "./A/B": "Replace=srv" }), setAcl("./A/B/Leaf", "Get=x")).code).toBe(200);
});

test("the root always has a list, which may be fixed", () => {
  const tree = treeOf({ ".": "Get=*&Replace=*" });
  expect(applyOne(tree, setAcl(".", "")).code).toBe(405);
  expect(applyOne(tree, setAcl(".", "Get=*")).code).toBe(200);
  expect(tree.node(".")?.acl).toBe("Get=*");
  expect(applyOne(createTree([], { features: { changeRootAcl: false } }), setAcl(".", "Get=*")).code).toBe(405);
});

test("a server that may not replace gets rights on the interior nodes it adds, implicit ones too", () => {
  const tree = createTree([]);
  expect(applyOne(tree, add("./New/Below/Leaf", "x")).code).toBe(200);
  expect(tree.node("./New")?.acl).toBe("Add=srv&Delete=srv&Get=*&Replace=srv");
  expect([tree.node("./New/Below")?.acl, tree.node("./New/Below/Leaf")?.acl]).toEqual([undefined, undefined]);
  expect(applyOne(tree, xmlOf("Replace", itemOf("./New/Below/Leaf", "y"))).code).toBe(200);
  expect(applyOne(tree, xmlOf("Replace", itemOf("./New/Below/Leaf", "y")), {}, "other").code).toBe(425);
  expect(applyOne(tree, xmlOf("Delete", itemOf("./New")), {}, "other").code).toBe(425);
});

test("a list is read as the node's own, empty if it has that of its parent", () => {
  const tree = treeOf({ ".": "Get=*", "./A": "Get=*&Replace=srv" });
  expect(applyOne(tree, xmlOf("Get", itemOf("./A?prop=ACL"))).items[0]?.data).toBe("Get=*&Replace=srv");
  expect(applyOne(tree, xmlOf("Get", itemOf("./A/B?prop=ACL"))).items[0]?.data).toBe("");
});

test("a list of nodes leaves out what the server may not read, with all below", () => {
  const tree = treeOf({ ".": "Get=*", "./A/B": "Get=other" });
  const names = (uri: string, server: string) =>
    applyOne(tree, xmlOf("Get", itemOf(uri)), {}, server).items.map(({ source }) => source?.locURI);
  expect(names("./A?list=Struct", "srv")).toEqual(["./A"]);
  expect(names("./A?list=Struct", "other")).toEqual(["./A", "./A/B", "./A/B/Leaf"]);
  expect(applyOne(tree, xmlOf("Get", itemOf("./A"))).items[0]?.data).toBe("B");
});

test("a server that is forgotten is in no list any more", () => {
  const tree = treeOf({ ".": "Add=srv", "./A": "Get=srv+other&Replace=srv", "./A/B": "Get=srv" });
  tree.forgetServer("srv");
  expect([".", "./A", "./A/B"].map((uri) => tree.node(uri)?.acl)).toEqual([
    "Add=*&Delete=*&Exec=*&Get=*&Replace=*",
    "Get=other",
    undefined,
  ]);
});
