import { expect, test } from "vitest";
import { type ApplyOptions, createTree, type ManagementTree } from "../../../src/device/index.ts";
import { alertOf, applyAll, applyOne, itemOf, metaOf, treeOfCodes, xmlOf } from "./commands-of.ts";

function treeOf(handlers = {}): ManagementTree {
  const tree = createTree([], { rootAcl: "Add=*&Delete=*&Exec=*&Get=*&Replace=*", handlers });
  for (const uri of ["./A", "./B/C"]) tree.add(uri, { value: "1" });
  tree.add("./Changes", { value: "0", format: "int" });
  return tree;
}

/** Counts what is written in a node of the tree, as a device does that changes a state with a value. */
const counting = (tree: ManagementTree): ApplyOptions => ({
  handler: {
    write: (uri) => {
      if (uri !== "./Changes") tree.set("./Changes", String(Number(tree.get("./Changes")) + 1));
      return undefined;
    },
  },
});

const tnds = "application/vnd.syncml.dmtnds+xml";
const node = (name: string, value: string) => `<Node><NodeName>${name}</NodeName><Value>${value}</Value></Node>`;
const treeData = (...nodes: string[]) =>
  `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>T</NodeName>${nodes.join("")}</Node></MgmtTree>`;

test("a handler of all nodes is called where the tree has none of its own", () => {
  const calls: string[] = [];
  const tree = treeOf({ "./A": { write: () => void calls.push("own") } });
  const handler = { write: (uri: string) => void calls.push(uri), get: () => "read", delete: () => 403 };
  const xml = [
    xmlOf("Replace", itemOf("./A", "2")),
    xmlOf("Replace", itemOf("./B/C", "2")),
    xmlOf("Get", itemOf("./A")),
    xmlOf("Delete", itemOf("./A")),
  ];
  expect(treeOfCodes(applyAll(tree, xml, { handler }))).toEqual([200, 200, 200, 403]);
  expect(calls).toEqual(["own", "./B/C"]);
  expect(applyOne(tree, xmlOf("Get", itemOf("./A")), { handler }).items[0]?.data).toBe("read");
});

test("an Exec that the handler does not know is 405 where nothing describes an operation", () => {
  const handler = { exec: ({ uri }: { uri: string }) => (uri === "./A" ? 200 : undefined) };
  const xml = ["./A", "./B/C"].map((uri) => xmlOf("Exec", itemOf(uri)));
  expect(treeOfCodes(applyAll(treeOf(), xml, { handler }))).toEqual([200, 405]);
});

test("what the device changes because of a command is taken back with it", () => {
  const tree = treeOf();
  const before = JSON.stringify(tree);
  const members = [
    xmlOf("Replace", itemOf("./A", "2")),
    xmlOf("Add", itemOf("./T", treeData(node("x", "1")), metaOf("xml", tnds))),
    xmlOf("Add", itemOf("./D", "2")),
  ];
  const failing = xmlOf("Atomic", ...members, xmlOf("Delete", itemOf("./None")));
  expect(treeOfCodes(applyAll(tree, [failing], counting(tree)))).toEqual([{ "Atomic 507": [216, 216, 216, 404] }]);
  expect(JSON.stringify(tree)).toBe(before);
  // Also within one item that fails half way.
  const half = xmlOf("Add", itemOf("./T", treeData(node("x", "1"), node("..", "2")), metaOf("xml", tnds)));
  expect(applyOne(tree, half, counting(tree)).code).toBe(400);
  expect(JSON.stringify(tree)).toBe(before);
  applyAll(tree, members, counting(tree));
  expect(tree.get("./Changes")).toBe("4");
});

test("the exchange of a subtree asks the handlers of what it removes", () => {
  const tree = treeOf();
  tree.add("./T/x", { value: "1" });
  const exchange = xmlOf("Replace", itemOf("./T", treeData(node("y", "1")), metaOf("xml", tnds)));
  const handler = { delete: (uri: string) => (uri === "./T/x" ? 403 : undefined) };
  expect(applyOne(tree, exchange, { handler }).code).toBe(403);
  expect(tree.uris("./T")).toEqual(["./T", "./T/x"]);
  expect([applyOne(tree, exchange).code, tree.uris("./T")]).toEqual([200, ["./T", "./T/y"]]);
});

test("refuse is asked for each item, each alert and each group, before the tree", () => {
  const tree = treeOf();
  const refuse: ApplyOptions["refuse"] = (command, item) =>
    command.kind === "Sequence"
      ? 406
      : command.kind === "Alert"
        ? 400
        : item?.target?.locURI === "./A"
          ? 510
          : undefined;
  const xml = [
    xmlOf("Replace", itemOf("./A", "2"), itemOf("./B/C", "2")),
    xmlOf("Sequence", xmlOf("Get", itemOf("./B/C"))),
    alertOf(1100, "Shown"),
    xmlOf("Atomic", xmlOf("Replace", itemOf("./B/C", "3")), xmlOf("Replace", itemOf("./A", "3"))),
  ];
  expect(treeOfCodes(applyAll(tree, xml, { refuse }))).toEqual([
    [510, 200],
    { "Sequence 406": [215] },
    400,
    { "Atomic 507": [216, 510] },
  ]);
  expect([tree.get("./A"), tree.get("./B/C")]).toEqual(["1", "2"]);
});
