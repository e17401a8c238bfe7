// Written by `npm run generate` from src/ast/schema/; change it there.

import type { Anchor, Mem, Meta, MetInf } from "./nodes.ts";
import { base64, flag, isFilled, list, node, Shape, text, texts, wrapper } from "./shape.ts";

// Meta information (OMA MetaInfo 1.0–1.2)

export const metaShape: Shape = new Shape(
  "Meta",
  "metinf",
  [
    wrapper("MetInf"),
    flag("FieldLevel"),
    text("Format"),
    text("Type"),
    text("Mark"),
    text("Size"),
    node("Anchor", () => anchorShape),
    text("Version"),
    base64("NextNonce"),
    text("MaxMsgSize"),
    text("MaxObjSize"),
    texts("EMI", 0, "emi"),
    node("Mem", () => memShape),
  ],
  (v, base, extra): Meta => {
    // Two forms of object instead of one, since most have nothing else and the other takes 80 bytes more
    // (heap:ast/wbxml/medium, 6 %).
    if (isShortMeta(v, base)) return { kind: "Meta", format: v[base + 2], type: v[base + 3], emi: [], extra };
    return {
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
    };
  },
  (node: Meta, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Meta") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.metInf !== undefined) pos = writer.value(fields, 0, node.metInf, pos);
    if (node.fieldLevel !== undefined) pos = writer.flag(fields, 1, node.fieldLevel, pos);
    if (node.format !== undefined) pos = writer.value(fields, 2, node.format, pos);
    if (node.type !== undefined) pos = writer.value(fields, 3, node.type, pos);
    if (node.mark !== undefined) pos = writer.value(fields, 4, node.mark, pos);
    if (node.size !== undefined) pos = writer.value(fields, 5, node.size, pos);
    if (node.anchor !== undefined) pos = writer.node(fields, 6, node.anchor, pos);
    if (node.version !== undefined) pos = writer.value(fields, 7, node.version, pos);
    if (node.nextNonce !== undefined) pos = writer.value(fields, 8, node.nextNonce, pos);
    if (node.maxMsgSize !== undefined) pos = writer.value(fields, 9, node.maxMsgSize, pos);
    if (node.maxObjSize !== undefined) pos = writer.value(fields, 10, node.maxObjSize, pos);
    if (isFilled(node.emi)) pos = writer.values(fields, 11, node.emi, pos);
    if (node.mem !== undefined) pos = writer.node(fields, 12, node.mem, pos);
    return pos;
  },
);

/** Whether the fields of a Meta have no values but those of format and type. */
function isShortMeta(v: readonly unknown[], base: number): boolean {
  return (
    (v[base] ??
      v[base + 1] ??
      v[base + 4] ??
      v[base + 5] ??
      v[base + 6] ??
      v[base + 7] ??
      v[base + 8] ??
      v[base + 9] ??
      v[base + 10] ??
      v[base + 11] ??
      v[base + 12]) === undefined
  );
}

export const metInfShape: Shape = new Shape(
  "MetInf",
  "metinf",
  [
    flag("FieldLevel"),
    text("Format"),
    text("Type"),
    text("Mark"),
    text("Size"),
    node("Anchor", () => anchorShape),
    text("Version"),
    base64("NextNonce"),
    text("MaxMsgSize"),
    text("MaxObjSize"),
    texts("EMI", 0, "emi"),
    node("Mem", () => memShape),
  ],
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
  (node: MetInf, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "MetInf") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.fieldLevel !== undefined) pos = writer.flag(fields, 0, node.fieldLevel, pos);
    if (node.format !== undefined) pos = writer.value(fields, 1, node.format, pos);
    if (node.type !== undefined) pos = writer.value(fields, 2, node.type, pos);
    if (node.mark !== undefined) pos = writer.value(fields, 3, node.mark, pos);
    if (node.size !== undefined) pos = writer.value(fields, 4, node.size, pos);
    if (node.anchor !== undefined) pos = writer.node(fields, 5, node.anchor, pos);
    if (node.version !== undefined) pos = writer.value(fields, 6, node.version, pos);
    if (node.nextNonce !== undefined) pos = writer.value(fields, 7, node.nextNonce, pos);
    if (node.maxMsgSize !== undefined) pos = writer.value(fields, 8, node.maxMsgSize, pos);
    if (node.maxObjSize !== undefined) pos = writer.value(fields, 9, node.maxObjSize, pos);
    if (isFilled(node.emi)) pos = writer.values(fields, 10, node.emi, pos);
    if (node.mem !== undefined) pos = writer.node(fields, 11, node.mem, pos);
    return pos;
  },
);

const anchorShape: Shape = new Shape(
  "Anchor",
  "metinf",
  [text("Last"), text("Next", 1)],
  (v, base, extra): Anchor => ({ kind: "Anchor", last: v[base], next: v[base + 1], extra }),
  (node: Anchor, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Anchor") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.last !== undefined) pos = writer.value(fields, 0, node.last, pos);
    if (node.next !== undefined) pos = writer.value(fields, 1, node.next, pos);
    return pos;
  },
);

const memShape: Shape = new Shape(
  "Mem",
  "metinf",
  [flag("SharedMem"), text("FreeMem", 1), text("FreeID", 1)],
  (v, base, extra): Mem => ({ kind: "Mem", sharedMem: v[base], freeMem: v[base + 1], freeID: v[base + 2], extra }),
  (node: Mem, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Mem") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.sharedMem !== undefined) pos = writer.flag(fields, 0, node.sharedMem, pos);
    if (node.freeMem !== undefined) pos = writer.value(fields, 1, node.freeMem, pos);
    if (node.freeID !== undefined) pos = writer.value(fields, 2, node.freeID, pos);
    return pos;
  },
);
