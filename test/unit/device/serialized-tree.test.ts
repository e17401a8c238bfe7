import { expect, test } from "vitest";
import { createTree, type ManagementTree, treeFromDdf } from "../../../src/device/index.ts";
import { bytesOf, create, decodeDocument, encode, type MgmtTree, newItem } from "../../../src/index.ts";
import { applyOne, codesOf, itemOf, metaOf, xmlOf } from "./commands-of.ts";

const everything = "Add=*&Delete=*&Exec=*&Get=*&Replace=*";
const TNDS = "application/vnd.syncml.dmtnds+xml";

function treeOf(): ManagementTree {
  const tree = createTree([]);
  tree.restore({
    v: 1,
    nodes: {
      ".": { format: "node", acl: everything },
      "./A": { format: "node", type: "urn:example:object" },
      "./A/B": { format: "chr", value: "x < y", title: "A title" },
      "./A/C": { format: "node", acl: "Get=*&Replace=srv" },
      "./A/C/O": { format: "bin", octets: "AAEC" },
      "./A/C/N": { format: "null", value: "" },
    },
  });
  return tree;
}

/** A document as Data of a command, from its nodes as XML. */
function documentOf(nodes: string): MgmtTree {
  return decodeDocument(`<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>${nodes}</MgmtTree>`) as MgmtTree;
}

function put(tree: ManagementTree, kind: "Add" | "Replace", uri: string, document: MgmtTree | string | Uint8Array) {
  const item = newItem(uri, document, { format: "xml", type: TNDS, emi: [] });
  const outcome = tree.apply("srv", [create(kind, { cmdID: "1", items: [item] })]);
  if (outcome.state !== "done") throw new Error("suspended");
  const [result] = outcome.results;
  return result === undefined
    ? undefined
    : [codesOf(result), ...result.statuses.flatMap(({ items }) => items.map(({ target }) => target?.locURI))];
}

test("a subtree is read as one document, with the properties that are asked for", () => {
  const read = (uri: string) => applyOne(treeOf(), xmlOf("Get", itemOf(uri))).items[0];
  const item = read("./A/C?list=TNDS+Format+Value");
  expect(item).toMatchObject({
    source: { locURI: "./A/C?list=TNDS+Format+Value" },
    meta: { format: "xml", type: TNDS },
  });
  expect(encode(item?.data as MgmtTree, { format: "xml", output: "string" })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>C</NodeName><Path>./A</Path>' +
      "<RTProperties><Format><node/></Format></RTProperties>" +
      "<Node><NodeName>O</NodeName><RTProperties><Format><bin/></Format></RTProperties><Value>AAEC</Value></Node>" +
      "<Node><NodeName>N</NodeName><RTProperties><Format><null/></Format></RTProperties><Value/></Node></Node></MgmtTree>",
  );
  const without = read("./A?list=TNDS-Value-Format-Name-Size-VerNo")?.data as MgmtTree;
  expect(without.nodes[0]?.rtProperties).toMatchObject({ type: { ddfName: "urn:example:object" } });
  expect(without.nodes[0]?.nodes[0]).toMatchObject({ value: undefined, rtProperties: { title: "A title" } });
});

test("a document that was read is added again, typed, as XML and as WBXML", () => {
  const document = treeOf().toTnds("./A") as MgmtTree;
  for (const data of [
    document,
    encode(document, { format: "xml", output: "string" }),
    bytesOf(newItem("", encode(document, { format: "wbxml" }))) as Uint8Array,
  ]) {
    const tree = treeOf();
    const before = tree.toJSON();
    tree.remove("./A");
    expect(put(tree, "Add", "./A", data)).toEqual([200]);
    const withoutCounts = ({ nodes }: typeof before) =>
      Object.entries(nodes).map(([uri, { verNo: _, order: __, lastOrder: ___, ...node }]) => [uri, node]);
    expect(withoutCounts(tree.toJSON())).toEqual(withoutCounts(before));
  }
});

test("top nodes are at the target, or below it by Path and name", () => {
  const leaf = (name: string, path = "") => `<Node><NodeName>${name}</NodeName>${path}<Value>1</Value></Node>`;
  const place = (uri: string, nodes: string) => {
    const tree = createTree([]);
    return put(tree, "Add", uri, documentOf(nodes))?.[0] === 200 ? tree.uris().at(-1) : undefined;
  };
  expect(place("./A/B", leaf(""))).toBe("./A/B");
  expect(place("./A/B", leaf("B"))).toBe("./A/B");
  expect(place("./A/B", leaf("C"))).toBe("./A/B/C");
  expect(place("./A/B", leaf("C", "<Path>D/E</Path>"))).toBe("./A/B/D/E/C");
  expect(place("./A/B", leaf("C", "<Path>./A/B</Path>"))).toBe("./A/B/C");
  expect(place("./A/B", leaf("B", "<Path>./A</Path>"))).toBe("./A/B");
  expect(place("./A/B", leaf("C", "<Path>./Elsewhere</Path>"))).toBeUndefined();
});

test("Add is all or nothing", () => {
  const tree = treeOf();
  const before = JSON.stringify(tree);
  expect(
    put(
      tree,
      "Add",
      "./A",
      documentOf(
        "<Node><NodeName>D</NodeName><Value>1</Value></Node><Node><NodeName>B</NodeName><Value>1</Value></Node>",
      ),
    ),
  ).toEqual([418]);
  const bad =
    "<Node><NodeName>X</NodeName><Value>1</Value></Node><Node><NodeName>D</NodeName><Node><NodeName>I</NodeName><RTProperties><Format><int/></Format></RTProperties><Value>one</Value></Node></Node>";
  expect(put(tree, "Add", "./A", documentOf(bad))).toEqual([400, "./A/D/I"]);
  expect(
    put(
      tree,
      "Add",
      "./A/New",
      documentOf("<Node><NodeName>X</NodeName><RTProperties><ACL>Copy=*</ACL></RTProperties><Value>1</Value></Node>"),
    ),
  ).toEqual([400, "./A/New/X"]);
  expect(put(tree, "Add", "./A/New", "no document")).toEqual([400]);
  expect(
    put(createTree([], { features: { tnds: false } }), "Add", "./A", documentOf("<Node><NodeName>X</NodeName></Node>")),
  ).toEqual([415]);
  expect(JSON.stringify(tree)).toBe(before);
});

test("Replace exchanges a subtree: what the document lacks is gone, what it has is new", () => {
  const tree = treeOf();
  expect(
    put(
      tree,
      "Replace",
      "./A",
      documentOf(
        "<Node><NodeName>A</NodeName><Node><NodeName>B</NodeName><Value>new</Value></Node><Node><NodeName>D</NodeName><Node><NodeName>E</NodeName><Value>1</Value></Node></Node></Node>",
      ),
    ),
  ).toEqual([200]);
  expect(tree.uris()).toEqual([".", "./A", "./A/B", "./A/D", "./A/D/E"]);
  expect([tree.get("./A/B"), tree.node("./A/B")?.title, tree.node("./A")?.type]).toEqual([
    "new",
    "A title",
    "urn:example:object",
  ]);
});

test("a Replace that cannot be done whole changes nothing", () => {
  const tree = treeOf();
  const before = JSON.stringify(tree);
  expect(
    put(
      tree,
      "Replace",
      "./A",
      documentOf(
        "<Node><NodeName>A</NodeName><Node><NodeName>D</NodeName><Value>1</Value></Node><Node><NodeName>B</NodeName><RTProperties><Format><int/></Format></RTProperties><Value>1</Value></Node></Node>",
      ),
    ),
  ).toEqual([415, "./A/B"]);
  expect(put(tree, "Replace", "./A/B", documentOf("<Node><NodeName>B</NodeName><Value>1</Value></Node>"))).toEqual([
    405,
  ]);
  expect(put(tree, "Replace", "./None", documentOf("<Node><NodeName>B</NodeName><Value>1</Value></Node>"))).toEqual([
    404,
  ]);
  expect(JSON.stringify(tree)).toBe(before);
});

test("what is delivered to the Inbox goes where objects of its kind belong, with the rights of its sender", () => {
  const tree = createTree(
    [
      { at: "./Inbox", rows: [["%", "node", "1", "A", null, ""]] },
      { at: "./Net", rows: [["%", "node", "1", "AG", null, ""]] },
    ],
    { inbox: { "urn:example:net": "./Net" } },
  );
  const object = (name: string, more = "") =>
    `<Node><NodeName>${name}</NodeName><RTProperties><Format><node/></Format><Type><DDFName>urn:example:net</DDFName></Type></RTProperties>${more}</Node>`;
  const reference = "<Node><NodeName>Ref</NodeName><Value>./Inbox/One/Addr</Value></Node>";
  expect(put(tree, "Add", "./Inbox", documentOf(object("One") + object("Two", reference)))).toEqual([200]);
  expect(put(tree, "Add", "./Inbox", documentOf(object("One")))).toEqual([200]);
  expect(tree.uris("./Net")).toEqual(["./Net", "./Net/One", "./Net/Two", "./Net/Two/Ref", "./Net/1"]);
  expect([tree.get("./Net/Two/Ref"), tree.node("./Net/1")?.acl]).toEqual([
    "./Net/One/Addr",
    "Delete=srv&Get=srv&Replace=srv",
  ]);
  expect(put(tree, "Add", "./Inbox", documentOf("<Node><NodeName>X</NodeName></Node>"))?.[0]).toBe(405);
});

const ddf = `<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Man>Example</Man><Mod>One</Mod>
  <Node><NodeName>Net</NodeName><DFProperties><AccessType><Get/></AccessType><DFFormat><node/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope><DFType><DDFName>urn:example:net</DDFName></DFType></DFProperties>
    <Node><NodeName>Count</NodeName><DFProperties><AccessType><Get/></AccessType><DefaultValue>3</DefaultValue><DFFormat><int/></DFFormat><Occurrence><One/></Occurrence><Scope><Permanent/></Scope><DFTitle>How many</DFTitle><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node>
    <Node><NodeName></NodeName><DFProperties><AccessType><Add/><Delete/><Get/></AccessType><DFFormat><node/></DFFormat><Occurrence><ZeroOrMore/></Occurrence><Scope><Dynamic/></Scope><DFType><DDFName/></DFType></DFProperties>
      <Node><NodeName>Key</NodeName><DFProperties><AccessType><Add/><Replace/></AccessType><DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node>
      <Node><NodeName>State</NodeName><DFProperties><AccessType><Get/></AccessType><DefaultValue>down</DefaultValue><DFFormat><chr/></DFFormat><Occurrence><One/></Occurrence><DFType><MIME>text/plain</MIME></DFType></DFProperties></Node>
    </Node>
  </Node></MgmtTree>`;

test("a device description makes a tree, and says what is possible in it", () => {
  const tree = treeFromDdf(decodeDocument(ddf) as MgmtTree);
  expect(tree.uris()).toEqual([".", "./Net", "./Net/Count"]);
  expect(tree.node("./Net/Count")).toMatchObject({
    format: "int",
    value: "3",
    title: "How many",
    type: "text/plain",
    permanent: true,
  });
  const code = (kind: string, uri: string, data?: string, meta?: string) =>
    applyOne(tree, xmlOf(kind, itemOf(uri, data, meta))).code;
  expect(code("Add", "./Net/Other/Unknown", "x")).toBe(405);
  expect(code("Add", "./Net/Home/Key", "secret")).toBe(200);
  // The device makes what only it can make.
  expect(tree.get("./Net/Home/State")).toBe("down");
  expect([
    code("Get", "./Net/Home/Key"),
    code("Replace", "./Net/Home/Key", "new"),
    code("Replace", "./Net/Home/State", "up"),
  ]).toEqual([405, 200, 405]);
  expect(code("Replace", "./Net/Home/Key", "new", metaOf("chr", "image/png"))).toBe(415);
  expect([code("Delete", "./Net/Home"), code("Delete", "./Net/Count"), code("Delete", "./Net")]).toEqual([
    200, 405, 405,
  ]);
});

test("a description with an unknown format is refused", () => {
  const wrong = ddf.replace("<DFFormat><int/></DFFormat>", "<DFFormat><colour/></DFFormat>");
  expect(() => treeFromDdf(decodeDocument(wrong) as MgmtTree)).toThrow(RangeError);
});
