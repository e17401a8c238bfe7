import type { AccessType, DFProperties, DFType, MgmtTree, Occurrence, RTProperties, TreeNode, Type } from "./nodes.ts";
import { choice, data, flag, list, node, nodes, Shape, text, texts } from "./shape.ts";

// The shapes of device descriptions and serialised management trees (OMA DM TND and DDF 1.2).

export const mgmtTreeShape: Shape = new Shape(
  "MgmtTree",
  "dmddf",
  [
    text("VerDTD", "verDTD", { min: 1 }),
    text("Man", "man"),
    text("Mod", "mod"),
    nodes("Node", "nodes", () => nodeShape, { min: 1 }),
  ],
  (v, base, extra, wire): MgmtTree => ({
    kind: "MgmtTree",
    verDTD: v[base],
    man: v[base + 1],
    mod: v[base + 2],
    nodes: list(v, base + 3),
    wire,
    extra,
  }),
  (node: MgmtTree, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.verDTD !== undefined) visitor.field(0, node.verDTD);
    if (node.man !== undefined) visitor.field(1, node.man);
    if (node.mod !== undefined) visitor.field(2, node.mod);
    if (node.nodes !== undefined) visitor.field(3, node.nodes);
  },
);

const nodeShape: Shape = new Shape(
  "Node",
  "dmddf",
  [
    text("NodeName", "nodeName", { min: 1 }),
    text("Path", "path"),
    node("RTProperties", "rtProperties", () => rtPropertiesShape),
    node("DFProperties", "dfProperties", () => dfPropertiesShape),
    nodes("Node", "nodes", () => nodeShape),
    data("Value", "value"),
  ],
  (v, base, extra): TreeNode => ({
    kind: "Node",
    nodeName: v[base],
    path: v[base + 1],
    rtProperties: v[base + 2],
    dfProperties: v[base + 3],
    nodes: list(v, base + 4),
    value: v[base + 5],
    extra,
  }),
  (node: TreeNode, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.nodeName !== undefined) visitor.field(0, node.nodeName);
    if (node.path !== undefined) visitor.field(1, node.path);
    if (node.rtProperties !== undefined) visitor.field(2, node.rtProperties);
    if (node.dfProperties !== undefined) visitor.field(3, node.dfProperties);
    if (node.nodes !== undefined) visitor.field(4, node.nodes);
    if (node.value !== undefined) visitor.field(5, node.value);
  },
);

const rtPropertiesShape: Shape = new Shape(
  "RTProperties",
  "dmddf",
  [
    text("ACL", "acl"),
    choice("Format", "format"),
    text("Name", "name"),
    text("Size", "size"),
    text("Title", "title"),
    text("TStamp", "tStamp"),
    node("Type", "type", () => typeShape, 1),
    text("VerNo", "verNo"),
  ],
  (v, base, extra): RTProperties => ({
    kind: "RTProperties",
    acl: v[base],
    format: v[base + 1],
    name: v[base + 2],
    size: v[base + 3],
    title: v[base + 4],
    tStamp: v[base + 5],
    type: v[base + 6],
    verNo: v[base + 7],
    extra,
  }),
  (node: RTProperties, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.acl !== undefined) visitor.field(0, node.acl);
    if (node.format !== undefined) visitor.field(1, node.format);
    if (node.name !== undefined) visitor.field(2, node.name);
    if (node.size !== undefined) visitor.field(3, node.size);
    if (node.title !== undefined) visitor.field(4, node.title);
    if (node.tStamp !== undefined) visitor.field(5, node.tStamp);
    if (node.type !== undefined) visitor.field(6, node.type);
    if (node.verNo !== undefined) visitor.field(7, node.verNo);
  },
);

const dfPropertiesShape: Shape = new Shape(
  "DFProperties",
  "dmddf",
  [
    node("AccessType", "accessType", () => accessTypeShape, 1),
    text("DefaultValue", "defaultValue"),
    text("Description", "description"),
    choice("DFFormat", "dfFormat", 1),
    node("Occurrence", "occurrence", () => occurrenceShape),
    choice("Scope", "scope"),
    text("DFTitle", "dfTitle"),
    node("DFType", "dfType", () => dfTypeShape, 1),
    choice("CaseSense", "caseSense"),
  ],
  (v, base, extra): DFProperties => ({
    kind: "DFProperties",
    accessType: v[base],
    defaultValue: v[base + 1],
    description: v[base + 2],
    dfFormat: v[base + 3],
    occurrence: v[base + 4],
    scope: v[base + 5],
    dfTitle: v[base + 6],
    dfType: v[base + 7],
    caseSense: v[base + 8],
    extra,
  }),
  (node: DFProperties, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.accessType !== undefined) visitor.field(0, node.accessType);
    if (node.defaultValue !== undefined) visitor.field(1, node.defaultValue);
    if (node.description !== undefined) visitor.field(2, node.description);
    if (node.dfFormat !== undefined) visitor.field(3, node.dfFormat);
    if (node.occurrence !== undefined) visitor.field(4, node.occurrence);
    if (node.scope !== undefined) visitor.field(5, node.scope);
    if (node.dfTitle !== undefined) visitor.field(6, node.dfTitle);
    if (node.dfType !== undefined) visitor.field(7, node.dfType);
    if (node.caseSense !== undefined) visitor.field(8, node.caseSense);
  },
);

const typeShape: Shape = new Shape(
  "Type",
  "dmddf",
  [text("MIME", "mime"), text("DDFName", "ddfName")],
  (v, base, extra): Type => ({ kind: "Type", mime: v[base], ddfName: v[base + 1], extra }),
  (node: Type, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.mime !== undefined) visitor.field(0, node.mime);
    if (node.ddfName !== undefined) visitor.field(1, node.ddfName);
  },
);

const dfTypeShape: Shape = new Shape(
  "DFType",
  "dmddf",
  [texts("MIME", "mimes"), text("DDFName", "ddfName")],
  (v, base, extra): DFType => ({ kind: "DFType", mimes: list(v, base), ddfName: v[base + 1], extra }),
  (node: DFType, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.mimes !== undefined) visitor.field(0, node.mimes);
    if (node.ddfName !== undefined) visitor.field(1, node.ddfName);
  },
);

const accessTypeShape: Shape = new Shape(
  "AccessType",
  "dmddf",
  [
    flag("Add", "add"),
    flag("Copy", "copy"),
    flag("Delete", "delete"),
    flag("Exec", "exec"),
    flag("Get", "get"),
    flag("Replace", "replace"),
  ],
  (v, base, extra): AccessType => ({
    kind: "AccessType",
    add: v[base],
    copy: v[base + 1],
    delete: v[base + 2],
    exec: v[base + 3],
    get: v[base + 4],
    replace: v[base + 5],
    extra,
  }),
  (node: AccessType, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.add !== undefined) visitor.field(0, node.add);
    if (node.copy !== undefined) visitor.field(1, node.copy);
    if (node.delete !== undefined) visitor.field(2, node.delete);
    if (node.exec !== undefined) visitor.field(3, node.exec);
    if (node.get !== undefined) visitor.field(4, node.get);
    if (node.replace !== undefined) visitor.field(5, node.replace);
  },
);

const occurrenceShape: Shape = new Shape(
  "Occurrence",
  "dmddf",
  [
    flag("One", "one"),
    flag("ZeroOrOne", "zeroOrOne"),
    flag("ZeroOrMore", "zeroOrMore"),
    flag("OneOrMore", "oneOrMore"),
    text("ZeroOrN", "zeroOrN"),
    text("OneOrN", "oneOrN"),
  ],
  (v, base, extra): Occurrence => ({
    kind: "Occurrence",
    one: v[base],
    zeroOrOne: v[base + 1],
    zeroOrMore: v[base + 2],
    oneOrMore: v[base + 3],
    zeroOrN: v[base + 4],
    oneOrN: v[base + 5],
    extra,
  }),
  (node: Occurrence, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.one !== undefined) visitor.field(0, node.one);
    if (node.zeroOrOne !== undefined) visitor.field(1, node.zeroOrOne);
    if (node.zeroOrMore !== undefined) visitor.field(2, node.zeroOrMore);
    if (node.oneOrMore !== undefined) visitor.field(3, node.oneOrMore);
    if (node.zeroOrN !== undefined) visitor.field(4, node.zeroOrN);
    if (node.oneOrN !== undefined) visitor.field(5, node.oneOrN);
  },
);
