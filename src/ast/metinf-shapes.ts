import type { Anchor, Mem, Meta, MetInf } from "./nodes.ts";
import { base64, type FieldRow, flag, list, node, Shape, text, texts, wrapper } from "./shape.ts";

// The shapes of meta information (OMA MetaInfo 1.0–1.2).

const metInfRows: readonly FieldRow[] = [
  flag("FieldLevel", "fieldLevel"),
  text("Format", "format"),
  text("Type", "type"),
  text("Mark", "mark"),
  text("Size", "size"),
  node("Anchor", "anchor", () => anchorShape),
  text("Version", "version"),
  base64("NextNonce", "nextNonce"),
  text("MaxMsgSize", "maxMsgSize"),
  text("MaxObjSize", "maxObjSize"),
  texts("EMI", "emi"),
  node("Mem", "mem", () => memShape),
];

export const metaShape: Shape = new Shape(
  "Meta",
  "metinf",
  [wrapper("MetInf", "metInf"), ...metInfRows],
  (v, base, extra): Meta => ({
    kind: "Meta",
    metInf: v[base],
    fieldLevel: v[base + 1],
    format: v[base + 2],
    type: v[base + 3],
    mark: v[base + 4],
    size: v[base + 5],
    anchor: v[base + 6],
    version: v[base + 7],
    nextNonce: v[base + 8],
    maxMsgSize: v[base + 9],
    maxObjSize: v[base + 10],
    emi: list(v, base + 11),
    mem: v[base + 12],
    extra,
  }),
  (node: Meta, v, base) => {
    v[base] = node.metInf;
    v[base + 1] = node.fieldLevel;
    v[base + 2] = node.format;
    v[base + 3] = node.type;
    v[base + 4] = node.mark;
    v[base + 5] = node.size;
    v[base + 6] = node.anchor;
    v[base + 7] = node.version;
    v[base + 8] = node.nextNonce;
    v[base + 9] = node.maxMsgSize;
    v[base + 10] = node.maxObjSize;
    v[base + 11] = node.emi;
    v[base + 12] = node.mem;
    return node.extra;
  },
);

export const metInfShape: Shape = new Shape(
  "MetInf",
  "metinf",
  metInfRows,
  (v, base, extra, wire): MetInf => ({
    kind: "MetInf",
    fieldLevel: v[base],
    format: v[base + 1],
    type: v[base + 2],
    mark: v[base + 3],
    size: v[base + 4],
    anchor: v[base + 5],
    version: v[base + 6],
    nextNonce: v[base + 7],
    maxMsgSize: v[base + 8],
    maxObjSize: v[base + 9],
    emi: list(v, base + 10),
    mem: v[base + 11],
    wire,
    extra,
  }),
  (node: MetInf, v, base) => {
    v[base] = node.fieldLevel;
    v[base + 1] = node.format;
    v[base + 2] = node.type;
    v[base + 3] = node.mark;
    v[base + 4] = node.size;
    v[base + 5] = node.anchor;
    v[base + 6] = node.version;
    v[base + 7] = node.nextNonce;
    v[base + 8] = node.maxMsgSize;
    v[base + 9] = node.maxObjSize;
    v[base + 10] = node.emi;
    v[base + 11] = node.mem;
    return node.extra;
  },
);

const anchorShape: Shape = new Shape(
  "Anchor",
  "metinf",
  [text("Last", "last"), text("Next", "next", { min: 1 })],
  (v, base, extra): Anchor => ({ kind: "Anchor", last: v[base], next: v[base + 1], extra }),
  (node: Anchor, v, base) => {
    v[base] = node.last;
    v[base + 1] = node.next;
    return node.extra;
  },
);

const memShape: Shape = new Shape(
  "Mem",
  "metinf",
  [flag("SharedMem", "sharedMem"), text("FreeMem", "freeMem", { min: 1 }), text("FreeID", "freeID", { min: 1 })],
  (v, base, extra): Mem => ({ kind: "Mem", sharedMem: v[base], freeMem: v[base + 1], freeID: v[base + 2], extra }),
  (node: Mem, v, base) => {
    v[base] = node.sharedMem;
    v[base + 1] = node.freeMem;
    v[base + 2] = node.freeID;
    return node.extra;
  },
);
