import { expect, test } from "vitest";
import { createTree, type ManagementTree, type ObjectRow, type TreeOptions } from "../../../src/device/index.ts";
import { applyOne, itemOf, metaOf, xmlOf } from "./commands-of.ts";

// The code for each situation and command: the table of the management tree's operations, row by row.

const rows: readonly ObjectRow[] = [
  ["%", "node", "1", "AG", null, "everything is possible below, unless said otherwise"],
  ["%/Leaf", "chr", "1", "CGR", "value", "a permanent leaf"],
  ["%/Number", "int", "1", "GR", "1", ""],
  ["%/Octets", "bin", "1", "GR", null, ""],
  ["%/Flag", "bool", "1", "GR", "true", ""],
  ["%/Nothing", "null", "1", "GR", null, ""],
  ["%/Fixed", "chr", "1", "", null, "no command is possible"],
  ["%/Box", "node", "1", "ADEGR", null, "permanent"],
  ["%/Box/Run", "null", "1", "EG", null, "an operation"],
  ["%/Box/Busy", "chr", "1", "DEGR", "x", "in use"],
  ["%/Any", "node", "1", "AG", null, "dynamic nodes"],
  ["%/Any/%", "chr", "*", "ACDGR", null, ""],
  ["%/Nodes", "node", "1", "AG", null, "dynamic interior nodes"],
  ["%/Nodes/%", "node", "*", "ADG", null, ""],
  ["%/Nodes/%/%", "chr", "*", "ACDGR", null, ""],
];
const everyone = "Add=*&amp;Delete=*&amp;Exec=*&amp;Get=*&amp;Replace=*".replaceAll("&amp;", "&");

function treeWith(options: TreeOptions = {}): ManagementTree {
  const tree = createTree(
    [
      { at: "./T", rows },
      { at: "./Inbox", rows: [["%", "node", "1", "A", null, ""]] },
    ],
    {
      handlers: {
        "./T/Box/Run": { exec: () => 200 },
        "./T/Box/Busy": { write: () => 403, delete: () => 403, exec: () => 405 },
        "./T/Any/Broken": { write: fail, delete: fail, get: fail, exec: fail },
      },
      ...options,
    },
  );
  tree.restore({
    ...tree.toJSON(),
    nodes: { ...tree.toJSON().nodes, ".": { format: "node", acl: everyone, permanent: true } },
  });
  tree.add("./T/Any/One", { value: "1" });
  tree.add("./T/Any/Closed", { value: "1", acl: "Get=other" });
  tree.add("./T/Nodes/N");
  tree.add("./T/Nodes/N/Leaf", { value: "1" });
  return tree;
}

function fail(): never {
  throw new Error("the device failed");
}

const long = "x".repeat(65);
const copyOf = (from: string, to: string) =>
  xmlOf("Copy", `<Item><Target><LocURI>${to}</LocURI></Target><Source><LocURI>${from}</LocURI></Source></Item>`);
const add = (uri: string, data?: string, format?: string, type?: string) =>
  xmlOf("Add", itemOf(uri, data, metaOf(format, type)));
const replace = (uri: string, data?: string, format?: string) => xmlOf("Replace", itemOf(uri, data, metaOf(format)));
const remove = (uri: string) => xmlOf("Delete", itemOf(uri));
const get = (uri: string) => xmlOf("Get", itemOf(uri));
const exec = (uri: string, data?: string) => xmlOf("Exec", itemOf(uri, data));

const table: Readonly<Record<string, readonly (readonly [xml: string, code: number, options?: TreeOptions])[]>> = {
  done: [
    [add("./T/Any/New", "x"), 200],
    [replace("./T/Leaf", "x"), 200],
    [remove("./T/Any/One"), 200],
    [get("./T/Leaf"), 200],
    [exec("./T/Box/Run"), 200],
    [exec("./T/Box/Run"), 202, { handlers: { "./T/Box/Run": { exec: () => 202 } } }],
    [copyOf("./T/Any/One", "./T/Any/Two"), 200],
  ],
  "node exists": [
    [add("./T/Any/One", "x"), 418],
    [copyOf("./T/Any/One", "./T/Leaf"), 418],
    [copyOf("./T/Any/One", "./T/Leaf"), 200, { features: { copyOntoExisting: true } }],
  ],
  "node missing": [
    [replace("./T/Any/New", "x"), 404],
    [remove("./T/Any/New"), 404],
    [get("./T/Any/New"), 404],
    [exec("./T/Any/New"), 404],
    [copyOf("./T/Any/New", "./T/Any/Two"), 404],
  ],
  "parent missing": [
    [add("./T/Nodes/New/Leaf", "x"), 200],
    [add("./T/Nodes/New/Leaf", "x"), 404, { features: { implicitAdd: false } }],
    [replace("./T/Nodes/New/Leaf", "x"), 404],
    [remove("./T/Nodes/New/Leaf"), 404],
    [get("./T/Nodes/New/Leaf"), 404],
    [exec("./T/Nodes/New/Leaf"), 404],
    [copyOf("./T/Any/One", "./T/Nodes/New/Leaf"), 200],
  ],
  "parent is a leaf": [
    [add("./T/Leaf/Below", "x"), 405],
    [copyOf("./T/Any/One", "./T/Leaf/Below"), 405],
  ],
  "interior node": [
    [add("./T/Nodes/New", undefined, "node"), 200],
    [add("./T/Nodes/New", "x", "node"), 400],
    [replace("./T/Box", "x"), 405],
    [remove("./T/Nodes/N"), 200],
    [get("./T/Nodes/N"), 200],
    [exec("./T/Nodes/N"), 405],
    [copyOf("./T/Nodes/N", "./T/Nodes/M"), 403],
  ],
  "permanent node": [
    [add("./T/Leaf", "x"), 418],
    [replace("./T/Leaf", "x"), 200],
    [remove("./T/Leaf"), 405],
    [remove("./T/Box"), 405],
    [get("./T/Leaf"), 200],
    [exec("./T/Box/Run"), 200],
  ],
  "command not in AccessType": [
    [add("./T/Unknown", "x"), 405],
    [replace("./T/Box/Run", "x"), 405],
    [remove("./T/Number"), 405],
    [get("./T/Fixed"), 405],
    [exec("./T/Leaf"), 405],
    [copyOf("./T/Number", "./T/Any/Two"), 405],
  ],
  "ACL forbids": [
    [add("./T/Any/New", "x"), 425, { state: locked() }],
    [replace("./T/Any/Closed", "x"), 425],
    [remove("./T/Any/Closed"), 425],
    [get("./T/Any/Closed"), 425],
    [exec("./T/Box/Run"), 425, { state: locked() }],
    [copyOf("./T/Any/Closed", "./T/Any/Two"), 425],
  ],
  "node in use": [
    [replace("./T/Box/Busy", "x"), 403],
    [exec("./T/Box/Busy"), 405],
  ],
  "wrong Format": [
    [add("./T/Any/New", "1", "int"), 415],
    [add("./T/Any/New", "1", "colour"), 415],
    [replace("./T/Leaf", "1", "int"), 415],
    [replace("./T/Leaf", "1", "node"), 415],
  ],
  "bad value": [
    [replace("./T/Number", "one"), 400],
    [replace("./T/Number", "2147483648"), 400],
    [replace("./T/Flag", "yes"), 400],
    [replace("./T/Octets", "*", "b64"), 400],
  ],
  "Format missing Data": [
    [add("./T/Any/New"), 400],
    [replace("./T/Leaf"), 400],
    [replace("./T/Nothing"), 200],
  ],
  "too large for MaxObjSize": [
    [add("./T/Any/New", "x".repeat(6)), 413, { limits: { maxValueBytes: 5 } }],
    [replace("./T/Leaf", "x".repeat(6)), 413, { limits: { maxValueBytes: 5 } }],
    [replace("./T/Leaf", "x".repeat(5)), 200, { limits: { maxValueBytes: 5 } }],
    [replace("./T/Leaf", "é".repeat(3)), 413, { limits: { maxValueBytes: 5 } }],
    [get("./T/Leaf"), 413, { limits: { maxAnswerBytes: 4 } }],
    [get("./T/Leaf"), 200, { limits: { maxAnswerBytes: 5 } }],
    [get("./T?list=StructData"), 413, { limits: { maxAnswerBytes: 5 } }],
    [get("./T?list=TNDS"), 413, { limits: { maxAnswerBytes: 5 } }],
  ],
  "no memory": [
    [add("./T/Any/New", "x"), 420, { limits: { maxNodes: treeWith().size } }],
    [add("./T/Any/New", "x"), 200, { limits: { maxNodes: treeWith().size + 1 } }],
    [copyOf("./T/Any/One", "./T/Any/Two"), 420, { limits: { maxNodes: treeWith().size } }],
  ],
  "property query": [
    [add("./T/Leaf?prop=Title", "x"), 405],
    [replace("./T/Leaf?prop=Title", "x"), 200],
    [replace("./T/Any/One?prop=Name", "Uno"), 200],
    [replace("./T/Any/One?prop=ACL", "Get=*"), 200],
    [replace("./T/Leaf?prop=Format", "int"), 405],
    [replace("./T/Leaf?prop=Colour", "red"), 406],
    [replace("./T/Leaf?prop=Title", "x"), 406, { features: { title: false } }],
    [remove("./T/Any/One?prop=Title"), 405],
    [get("./T/Leaf?prop=Title"), 200],
    [get("./T/Leaf?prop=Colour"), 406],
    [get("./T?prop=Size"), 406],
    [get("./T/Leaf?prop=VerNo"), 406, { features: { verNo: false } }],
    [exec("./T/Box/Run?prop=Title"), 405],
    [copyOf("./T/Any/One?prop=Title", "./T/Any/Two"), 405],
  ],
  "?list=": [
    [add("./T/Any/New?list=Struct", "x"), 405],
    [replace("./T/Leaf?list=Struct", "x"), 405],
    [remove("./T/Any/One?list=Struct"), 405],
    [get("./T?list=Struct"), 200],
    [get("./T?list=Tree"), 406],
    [get("./T?list=TNDS+Colour"), 406],
    [get("./T?list=TNDS+ACL-Name"), 400],
    [get("./T?list=Struct"), 406, { features: { list: false } }],
    [get("./T?list=TNDS"), 406, { features: { tnds: false } }],
    [exec("./T/Box/Run?list=Struct"), 405],
    [copyOf("./T/Any/One?list=Struct", "./T/Any/Two"), 405],
  ],
  "URI too long or deep": [
    [add(`./T/Any/${long}`, "x"), 414],
    [add(`./T/Any/${long.slice(1)}`, "x"), 200],
    [replace(`./T/${long}`, "x"), 414],
    [remove(`./T/${long}`), 414],
    [get(`./T/${long}`), 414],
    [exec(`./T/${long}`), 414],
    [copyOf(`./T/${long}`, "./T/Any/Two"), 414],
    [get("./T/Nodes/N/Leaf"), 414, { limits: { maxDepth: 3 } }],
    [get("./T/Nodes/N/Leaf"), 200, { limits: { maxDepth: 4 } }],
    [get("./T/Nodes/N/Leaf"), 414, { limits: { maxUriLength: 15 } }],
    [get("./T/Nodes/N/Leaf"), 200, { limits: { maxUriLength: 16 } }],
    [get(`./T/${long}`), 404, { limits: { maxSegmentLength: 0 } }],
  ],
  root: [
    [add(".", undefined, "node"), 418],
    [replace(".", "x"), 405],
    [remove("."), 405],
    [get("."), 200],
    [exec("."), 405],
    [copyOf(".", "./T/Any/Two"), 405],
    [copyOf("./T/Any/One", "."), 405],
  ],
  "Inbox and below": [
    [replace("./Inbox/X", "x"), 405],
    [remove("./Inbox"), 405],
    [get("./Inbox"), 405],
    [exec("./Inbox/X"), 405],
    [copyOf("./Inbox/X", "./T/Any/Two"), 405],
  ],
  "handler failed": [
    [add("./T/Any/Broken", "x"), 500],
    [replace("./T/Any/Broken", "x"), 500, { state: withBroken() }],
    [remove("./T/Any/Broken"), 500, { state: withBroken() }],
    [get("./T/Any/Broken"), 500, { state: withBroken() }],
    [exec("./T/Box/Run"), 510, { handlers: { "./T/Box/Run": { exec: () => 510 } } }],
    [exec("./T/Box/Run"), 500, { handlers: { "./T/Box/Run": { exec: fail } } }],
  ],
  "command unknown to device": [
    [xmlOf("Move", itemOf("./T/Leaf")), 406],
    [copyOf("./T/Any/One", "./T/Any/Two"), 501, { features: { copy: false } }],
    [exec("./T/Box/Run"), 501, { handlers: {} }],
  ],
  "URI syntax": [
    [get("./T//Leaf"), 404],
    [get("./T/"), 404],
    [get("./T/../T"), 404],
    [get("./T/./Leaf"), 404],
    [get("/T"), 404],
    [get(""), 404],
    [get("./T/%zz"), 400],
    [get("T/Leaf"), 200],
    [get("./T/%4Ceaf"), 200],
    [get("./t/leaf"), 404],
    [get("./t/leaf"), 200, { features: { caseSensitive: false } }],
  ],
  "hidden nodes": [
    [get("./T/Any/Closed/X"), 425, { features: { hideUnauthorised: true } }],
    [get("./T/Any/Closed/X"), 404],
  ],
};

/** The tree before a test, in which only another server may do anything. */
function locked() {
  const { v, nodes } = treeWith().toJSON();
  return { v, nodes: { ...nodes, ".": { format: "node" as const, acl: "Add=other&Exec=other&Get=*" } } };
}

function withBroken() {
  const { v, nodes } = treeWith().toJSON();
  return { v, nodes: { ...nodes, "./T/Any/Broken": { format: "chr" as const, value: "x" } } };
}

for (const [situation, cases] of Object.entries(table)) {
  test(`situation: ${situation}`, () => {
    for (const [xml, code, options = {}] of cases) {
      const tree =
        options.state === undefined
          ? treeWith(options)
          : createTree([{ at: "./T", rows }], { handlers: brokenHandlers, ...options });
      const before = JSON.stringify(tree);
      expect([xml, applyOne(tree, xml).code]).toEqual([xml, code]);
      // A command that is refused leaves no trace.
      if (code >= 300) expect(JSON.stringify(tree)).toBe(before);
    }
  });
}

const brokenHandlers = {
  "./T/Box/Run": { exec: () => 200 },
  "./T/Any/Broken": { write: fail, delete: fail, get: fail, exec: fail },
};

test("a failing step of an implicit Add is named", () => {
  const { result } = applyOne(treeWith(), add("./T/Unknown/Below/Leaf", "x"));
  expect(result.statuses).toMatchObject([{ code: 405, items: [{ target: { locURI: "./T/Unknown" } }] }]);
});

test("items have one status where they agree, and one each where they do not", () => {
  const tree = treeWith();
  const same = applyOne(tree, xmlOf("Replace", itemOf("./T/Leaf", "a"), itemOf("./T/Number", "2")));
  expect(same.result.statuses).toEqual([{ code: 200, items: [] }]);
  const different = applyOne(
    tree,
    xmlOf("Replace", itemOf("./T/Leaf", "b"), itemOf("./T/None", "2"), itemOf("./T/Number", "3")),
  );
  expect(different.code).toEqual([200, 404, 200]);
  expect(different.result.statuses.map(({ targetRef }) => targetRef)).toEqual(["./T/Leaf", "./T/None", "./T/Number"]);
  expect([tree.get("./T/Leaf"), tree.get("./T/Number")]).toEqual(["b", "3"]);
});
