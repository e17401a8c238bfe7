// Written by `npm run generate` from src/ast/schema/; change it there.

import type {
  AccessType,
  DFProperties,
  DFType,
  MgmtTree,
  NodeType,
  Occurrence,
  RTProperties,
  TreeNode,
} from "./nodes.ts";
import { choice, data, flag, isFilled, list, node, nodes, Shape, text, texts } from "./shape.ts";

// Device descriptions and serialised management trees (OMA DM TND and DDF 1.2)

export const mgmtTreeShape: Shape = new Shape(
  "MgmtTree",
  "dmddf",
  [text("VerDTD", 1), text("Man"), text("Mod"), nodes("Node", () => nodeShape, 1)],
  (v, base, extra, wire): MgmtTree => ({
    kind: "MgmtTree",
    verDTD: v[base],
    man: v[base + 1],
    mod: v[base + 2],
    nodes: list(v, base + 3),
    wire,
    extra,
  }),
  (node: MgmtTree, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "MgmtTree") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.verDTD !== undefined) pos = writer.value(fields, 0, node.verDTD, pos);
    if (node.man !== undefined) pos = writer.value(fields, 1, node.man, pos);
    if (node.mod !== undefined) pos = writer.value(fields, 2, node.mod, pos);
    if (isFilled(node.nodes)) pos = writer.nodes(fields, 3, node.nodes, pos);
    return pos;
  },
);

const nodeShape: Shape = new Shape(
  "Node",
  "dmddf",
  [
    text("NodeName", 1),
    text("Path"),
    node("RTProperties", () => rtPropertiesShape),
    node("DFProperties", () => dfPropertiesShape),
    nodes("Node", () => nodeShape),
    data("Value"),
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
  (node: TreeNode, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Node") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.nodeName !== undefined) pos = writer.value(fields, 0, node.nodeName, pos);
    if (node.path !== undefined) pos = writer.value(fields, 1, node.path, pos);
    if (node.rtProperties !== undefined) pos = writer.node(fields, 2, node.rtProperties, pos);
    if (node.dfProperties !== undefined) pos = writer.node(fields, 3, node.dfProperties, pos);
    if (isFilled(node.nodes)) pos = writer.nodes(fields, 4, node.nodes, pos);
    if (node.value !== undefined) pos = writer.value(fields, 5, node.value, pos);
    return pos;
  },
);

const rtPropertiesShape: Shape = new Shape(
  "RTProperties",
  "dmddf",
  [
    text("ACL"),
    choice("Format"),
    text("Name"),
    text("Size"),
    text("Title"),
    text("TStamp"),
    node("Type", () => typeShape, 1),
    text("VerNo"),
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
  (node: RTProperties, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "RTProperties") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.acl !== undefined) pos = writer.value(fields, 0, node.acl, pos);
    if (node.format !== undefined) pos = writer.value(fields, 1, node.format, pos);
    if (node.name !== undefined) pos = writer.value(fields, 2, node.name, pos);
    if (node.size !== undefined) pos = writer.value(fields, 3, node.size, pos);
    if (node.title !== undefined) pos = writer.value(fields, 4, node.title, pos);
    if (node.tStamp !== undefined) pos = writer.value(fields, 5, node.tStamp, pos);
    if (node.type !== undefined) pos = writer.node(fields, 6, node.type, pos);
    if (node.verNo !== undefined) pos = writer.value(fields, 7, node.verNo, pos);
    return pos;
  },
);

const dfPropertiesShape: Shape = new Shape(
  "DFProperties",
  "dmddf",
  [
    node("AccessType", () => accessTypeShape, 1),
    text("DefaultValue"),
    text("Description"),
    choice("DFFormat", 1),
    node("Occurrence", () => occurrenceShape),
    choice("Scope"),
    text("DFTitle"),
    node("DFType", () => dfTypeShape, 1),
    choice("CaseSense"),
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
  (node: DFProperties, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DFProperties") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.accessType !== undefined) pos = writer.node(fields, 0, node.accessType, pos);
    if (node.defaultValue !== undefined) pos = writer.value(fields, 1, node.defaultValue, pos);
    if (node.description !== undefined) pos = writer.value(fields, 2, node.description, pos);
    if (node.dfFormat !== undefined) pos = writer.value(fields, 3, node.dfFormat, pos);
    if (node.occurrence !== undefined) pos = writer.node(fields, 4, node.occurrence, pos);
    if (node.scope !== undefined) pos = writer.value(fields, 5, node.scope, pos);
    if (node.dfTitle !== undefined) pos = writer.value(fields, 6, node.dfTitle, pos);
    if (node.dfType !== undefined) pos = writer.node(fields, 7, node.dfType, pos);
    if (node.caseSense !== undefined) pos = writer.value(fields, 8, node.caseSense, pos);
    return pos;
  },
);

const typeShape: Shape = new Shape(
  "Type",
  "dmddf",
  [text("MIME"), text("DDFName")],
  (v, base, extra): NodeType => ({ kind: "Type", mime: v[base], ddfName: v[base + 1], extra }),
  (node: NodeType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Type") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.mime !== undefined) pos = writer.value(fields, 0, node.mime, pos);
    if (node.ddfName !== undefined) pos = writer.value(fields, 1, node.ddfName, pos);
    return pos;
  },
);

const dfTypeShape: Shape = new Shape(
  "DFType",
  "dmddf",
  [texts("MIME"), text("DDFName")],
  (v, base, extra): DFType => ({ kind: "DFType", mimes: list(v, base), ddfName: v[base + 1], extra }),
  (node: DFType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DFType") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (isFilled(node.mimes)) pos = writer.values(fields, 0, node.mimes, pos);
    if (node.ddfName !== undefined) pos = writer.value(fields, 1, node.ddfName, pos);
    return pos;
  },
);

const accessTypeShape: Shape = new Shape(
  "AccessType",
  "dmddf",
  [flag("Add"), flag("Copy"), flag("Delete"), flag("Exec"), flag("Get"), flag("Replace")],
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
  (node: AccessType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "AccessType") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.add !== undefined) pos = writer.flag(fields, 0, node.add, pos);
    if (node.copy !== undefined) pos = writer.flag(fields, 1, node.copy, pos);
    if (node.delete !== undefined) pos = writer.flag(fields, 2, node.delete, pos);
    if (node.exec !== undefined) pos = writer.flag(fields, 3, node.exec, pos);
    if (node.get !== undefined) pos = writer.flag(fields, 4, node.get, pos);
    if (node.replace !== undefined) pos = writer.flag(fields, 5, node.replace, pos);
    return pos;
  },
);

const occurrenceShape: Shape = new Shape(
  "Occurrence",
  "dmddf",
  [flag("One"), flag("ZeroOrOne"), flag("ZeroOrMore"), flag("OneOrMore"), text("ZeroOrN"), text("OneOrN")],
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
  (node: Occurrence, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Occurrence") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.one !== undefined) pos = writer.flag(fields, 0, node.one, pos);
    if (node.zeroOrOne !== undefined) pos = writer.flag(fields, 1, node.zeroOrOne, pos);
    if (node.zeroOrMore !== undefined) pos = writer.flag(fields, 2, node.zeroOrMore, pos);
    if (node.oneOrMore !== undefined) pos = writer.flag(fields, 3, node.oneOrMore, pos);
    if (node.zeroOrN !== undefined) pos = writer.value(fields, 4, node.zeroOrN, pos);
    if (node.oneOrN !== undefined) pos = writer.value(fields, 5, node.oneOrN, pos);
    return pos;
  },
);
