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
  (node: MgmtTree, v, base) => {
    v[base] = node.verDTD;
    v[base + 1] = node.man;
    v[base + 2] = node.mod;
    v[base + 3] = node.nodes;
    return node.extra;
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
  (node: TreeNode, v, base) => {
    v[base] = node.nodeName;
    v[base + 1] = node.path;
    v[base + 2] = node.rtProperties;
    v[base + 3] = node.dfProperties;
    v[base + 4] = node.nodes;
    v[base + 5] = node.value;
    return node.extra;
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
  (node: RTProperties, v, base) => {
    v[base] = node.acl;
    v[base + 1] = node.format;
    v[base + 2] = node.name;
    v[base + 3] = node.size;
    v[base + 4] = node.title;
    v[base + 5] = node.tStamp;
    v[base + 6] = node.type;
    v[base + 7] = node.verNo;
    return node.extra;
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
  (node: DFProperties, v, base) => {
    v[base] = node.accessType;
    v[base + 1] = node.defaultValue;
    v[base + 2] = node.description;
    v[base + 3] = node.dfFormat;
    v[base + 4] = node.occurrence;
    v[base + 5] = node.scope;
    v[base + 6] = node.dfTitle;
    v[base + 7] = node.dfType;
    v[base + 8] = node.caseSense;
    return node.extra;
  },
);

const typeShape: Shape = new Shape(
  "Type",
  "dmddf",
  [text("MIME", "mime"), text("DDFName", "ddfName")],
  (v, base, extra): Type => ({ kind: "Type", mime: v[base], ddfName: v[base + 1], extra }),
  (node: Type, v, base) => {
    v[base] = node.mime;
    v[base + 1] = node.ddfName;
    return node.extra;
  },
);

const dfTypeShape: Shape = new Shape(
  "DFType",
  "dmddf",
  [texts("MIME", "mimes"), text("DDFName", "ddfName")],
  (v, base, extra): DFType => ({ kind: "DFType", mimes: list(v, base), ddfName: v[base + 1], extra }),
  (node: DFType, v, base) => {
    v[base] = node.mimes;
    v[base + 1] = node.ddfName;
    return node.extra;
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
  (node: AccessType, v, base) => {
    v[base] = node.add;
    v[base + 1] = node.copy;
    v[base + 2] = node.delete;
    v[base + 3] = node.exec;
    v[base + 4] = node.get;
    v[base + 5] = node.replace;
    return node.extra;
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
  (node: Occurrence, v, base) => {
    v[base] = node.one;
    v[base + 1] = node.zeroOrOne;
    v[base + 2] = node.zeroOrMore;
    v[base + 3] = node.oneOrMore;
    v[base + 4] = node.zeroOrN;
    v[base + 5] = node.oneOrN;
    return node.extra;
  },
);
