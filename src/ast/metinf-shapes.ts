// Written by `npm run generate` from src/ast/schema/; change it there.

import type { Anchor, Mem, Meta, MetInf } from "./nodes.ts";
import { base64, flag, list, node, Shape, text, texts, wrapper } from "./shape.ts";

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
);

const anchorShape: Shape = new Shape(
  "Anchor",
  "metinf",
  [text("Last"), text("Next", 1)],
  (v, base, extra): Anchor => ({ kind: "Anchor", last: v[base], next: v[base + 1], extra }),
);

const memShape: Shape = new Shape(
  "Mem",
  "metinf",
  [flag("SharedMem"), text("FreeMem", 1), text("FreeID", 1)],
  (v, base, extra): Mem => ({ kind: "Mem", sharedMem: v[base], freeMem: v[base + 1], freeID: v[base + 2], extra }),
);
