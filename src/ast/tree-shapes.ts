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
import { choice, data, flag, list, node, nodes, Shape, text, texts } from "./shape.ts";

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
);

const typeShape: Shape = new Shape(
  "Type",
  "dmddf",
  [text("MIME"), text("DDFName")],
  (v, base, extra): NodeType => ({ kind: "Type", mime: v[base], ddfName: v[base + 1], extra }),
);

const dfTypeShape: Shape = new Shape(
  "DFType",
  "dmddf",
  [texts("MIME"), text("DDFName")],
  (v, base, extra): DFType => ({ kind: "DFType", mimes: list(v, base), ddfName: v[base + 1], extra }),
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
);
