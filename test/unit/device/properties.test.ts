import { expect, test } from "vitest";
import { createTree, type ManagementTree } from "../../../src/device/index.ts";
import { timestampOf } from "../../../src/device/timestamp.ts";
import { applyOne, itemOf, metaOf, xmlOf } from "./commands-of.ts";

const everything = "Add=*&Delete=*&Exec=*&Get=*&Replace=*";

function treeOf(): ManagementTree {
  const tree = createTree([]);
  tree.restore({
    v: 1,
    nodes: {
      ".": { format: "node", acl: everything },
      "./A": { format: "node", type: "urn:example:object" },
      "./A/B": { format: "chr", value: "é", type: "text/plain" },
      "./A/C": { format: "bin", octets: "AAEC", acl: "Get=*", verNo: 65_535 },
      "./A/D": { format: "chr", value: "", permanent: true },
    },
  });
  return tree;
}

const property = (tree: ManagementTree, uri: string, name: string) =>
  applyOne(tree, xmlOf("Get", itemOf(`${uri}?prop=${name}`))).items[0]?.data;
const replace = (uri: string, data: string) => xmlOf("Replace", itemOf(uri, data));

test("every property is read as text", () => {
  const tree = treeOf();
  const read = (uri: string) =>
    ["ACL", "Format", "Name", "Title", "TStamp", "Type", "VerNo"].map((name) => property(tree, uri, name));
  expect(read("./A")).toEqual(["", "node", "A", "", "", "urn:example:object", "0"]);
  expect(read("./A/C")).toEqual(["Get=*", "bin", "C", "", "", "", "65535"]);
  expect([property(tree, "./A/B", "Size"), property(tree, "./A/C", "Size")]).toEqual(["2", "3"]);
});

test("a change counts, wraps at 65,536, and is dated", () => {
  const tree = treeOf();
  expect(applyOne(tree, xmlOf("Add", itemOf("./A/E", "x")), { now: 1_709_164_801_000 }).code).toBe(200);
  expect([
    property(tree, "./A", "VerNo"),
    property(tree, "./A", "TStamp"),
    property(tree, "./A/E", "VerNo"),
    property(tree, "./A/E", "TStamp"),
  ]).toEqual(["1", "20240229T000001Z", "0", "20240229T000001Z"]);
  applyOne(tree, replace("./A/B", "y"));
  applyOne(tree, replace("./A/B?prop=Title", "A title"));
  expect([property(tree, "./A/B", "VerNo"), property(tree, "./A", "VerNo"), property(tree, "./A/B", "Title")]).toEqual([
    "2",
    "1",
    "A title",
  ]);
  tree.set("./A/C", Uint8Array.of(1), 0);
  expect([property(tree, "./A/C", "VerNo"), property(tree, "./A/C", "TStamp")]).toEqual(["0", "19700101T000000Z"]);
});

test("times of all centuries", () => {
  expect([-1, 951_782_400_000, 951_868_800_000, 4_107_542_400_000, 1_735_689_599_999].map(timestampOf)).toEqual([
    "19691231T235959Z",
    "20000229T000000Z",
    "20000301T000000Z",
    "21000301T000000Z",
    "20241231T235959Z",
  ]);
  for (let day = -200_000; day < 200_000; day += 97) {
    const time = day * 86_400_000 + 3_723_000;
    const expected = new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
    expect(timestampOf(time)).toBe(expected);
  }
});

test("a node is renamed with all below it, and keeps its place", () => {
  const tree = treeOf();
  expect(applyOne(tree, replace("./A?prop=Name", "New%2Fname")).code).toBe(200);
  expect(tree.uris()).toEqual([".", "./New%2Fname", "./New%2Fname/B", "./New%2Fname/C", "./New%2Fname/D"]);
  expect(applyOne(tree, replace("./New%2Fname/B?prop=Name", "Z")).code).toBe(200);
  expect(tree.node("./New%2Fname")?.children).toEqual(["Z", "C", "D"]);
});

test("a name that is taken, none, or fixed", () => {
  const tree = treeOf();
  const rename = (uri: string, name: string) => applyOne(tree, replace(`${uri}?prop=Name`, name)).code;
  expect([
    rename("./A/B", "C"),
    rename("./A/B", "B"),
    rename("./A/B", ".."),
    rename("./A/B", ""),
    rename("./A/B", "%z"),
  ]).toEqual([418, 200, 400, 400, 400]);
  expect([rename("./A/D", "E"), rename(".", "E"), rename("./A/C", "E"), rename("./A/B", "x".repeat(65))]).toEqual([
    405, 405, 425, 414,
  ]);
});

test("a title has at most 255 octets", () => {
  const tree = treeOf();
  const entitle = (title: string) => applyOne(tree, replace("./A?prop=Title", title)).code;
  expect([entitle("x".repeat(255)), entitle("x".repeat(256)), entitle("é".repeat(128))]).toEqual([200, 413, 413]);
});

test("octets come as base64 and as they are, and keep the format bin", () => {
  const tree = treeOf();
  expect(applyOne(tree, xmlOf("Add", itemOf("./A/O", "AAEC", metaOf("b64")))).code).toBe(200);
  expect(tree.node("./A/O")).toMatchObject({ format: "bin", octets: "AAEC" });
  const { items } = applyOne(tree, xmlOf("Get", itemOf("./A/O")));
  expect(items[0]).toMatchObject({
    source: { locURI: "./A/O" },
    meta: { format: "bin" },
    data: Uint8Array.of(0, 1, 2),
  });
});

test("an interior node answers with the names of its children, as segments", () => {
  const tree = treeOf();
  tree.add("./A/a%2Fb", { value: "" });
  expect(applyOne(tree, xmlOf("Get", itemOf("A"))).items[0]).toMatchObject({
    source: { locURI: "A" },
    meta: { format: "node" },
    data: "B/C/D/a%2Fb",
  });
});

test("a list has one item for each node, parents first", () => {
  const { items } = applyOne(treeOf(), xmlOf("Get", itemOf("./A?list=StructData")));
  expect(items.map(({ source, meta, data }) => [source?.locURI, meta?.format, meta?.type, data])).toEqual([
    ["./A", "node", "urn:example:object", undefined],
    ["./A/B", undefined, undefined, "é"],
    ["./A/C", "bin", undefined, Uint8Array.of(0, 1, 2)],
    ["./A/D", undefined, undefined, ""],
  ]);
  const { items: names } = applyOne(treeOf(), xmlOf("Get", itemOf("./A?list=Struct")));
  expect(names.map(({ data }) => data)).toEqual([undefined, undefined, undefined, undefined]);
});

test("a handler's value is what is read", () => {
  const tree = createTree([], {
    handlers: { "./*/Level": { get: (uri) => `${uri} 87` }, "./A/Gone": { get: () => 404 } },
  });
  tree.add("./A/Level", { value: "0" });
  tree.add("./A/Gone", { value: "0" });
  expect(applyOne(tree, xmlOf("Get", itemOf("./A/Level"))).items[0]?.data).toBe("./A/Level 87");
  expect(applyOne(tree, xmlOf("Get", itemOf("./A/Gone"))).code).toBe(404);
  expect(applyOne(tree, xmlOf("Get", itemOf("./A?list=StructData"))).items.map(({ data }) => data)).toEqual([
    undefined,
    "./A/Level 87",
  ]);
});

test("the device's own calls are checked", () => {
  const tree = treeOf();
  expect(() => tree.set("./A", "x")).toThrow(RangeError);
  expect(() => tree.set("./A/C", "text")).toThrow(RangeError);
  expect(() => tree.add("./A/B", { value: "x" })).toThrow(RangeError);
  expect(() => tree.add("./A/B/C", { value: "x" })).toThrow(RangeError);
  expect(() => tree.add("./A//B")).toThrow(RangeError);
  expect(() => tree.add("./A/I", { format: "int", value: "x" })).toThrow(RangeError);
  expect(() => tree.restore({ v: 2 } as never)).toThrow(RangeError);
  expect(() => tree.restore({ v: 1, nodes: { "./X/Y": { format: "chr" } } })).toThrow(RangeError);
  expect(() => tree.apply("srv", {} as never)).toThrow(TypeError);
  expect(() => createTree([], { limits: { maxNodes: 0 } })).toThrow(RangeError);
  expect(() => createTree([], { features: { list: 1 as never } })).toThrow(TypeError);
  expect([tree.remove("./None"), tree.remove("."), tree.remove("./A"), tree.size]).toEqual([false, false, true, 1]);
});
