// Written by `npm run generate` from src/ast/schema/; change it there.

import type {
  ContentType,
  ContentTypeVersion,
  CTCap,
  DataStore,
  DevInf,
  DSMem,
  Ext,
  FilterCap,
  ParameterGroup,
  Property,
  PropertyGroup,
  PropParam,
  SyncCap,
} from "./nodes.ts";
import { flag, isFilled, list, node, nodes, oneOf, Shape, text, texts } from "./shape.ts";

// Device information 1.0 to 1.2 in one: fields that a version lacks are absent (OMA DevInf)

export const devInfShape: Shape = new Shape(
  "DevInf",
  "devinf",
  [
    text("VerDTD", 1),
    text("Man"),
    text("Mod"),
    text("OEM"),
    text("FwV"),
    text("SwV"),
    text("HwV"),
    text("DevID", 1),
    text("DevTyp", 1),
    flag("UTC"),
    flag("SupportLargeObjs"),
    flag("SupportNumberOfChanges"),
    nodes("DataStore", () => dataStoreShape, 1),
    nodes("CTCap", () => ctCapShape),
    nodes("Ext", () => extShape),
  ],
  (v, base, extra, wire): DevInf => ({
    kind: "DevInf",
    verDTD: v[base],
    man: v[base + 1],
    mod: v[base + 2],
    oem: v[base + 3],
    fwV: v[base + 4],
    swV: v[base + 5],
    hwV: v[base + 6],
    devID: v[base + 7],
    devTyp: v[base + 8],
    utc: v[base + 9],
    supportLargeObjs: v[base + 10],
    supportNumberOfChanges: v[base + 11],
    dataStores: list(v, base + 12),
    ctCaps: list(v, base + 13),
    exts: list(v, base + 14),
    wire,
    extra,
  }),
  (node: DevInf, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DevInf") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.verDTD !== undefined) pos = writer.value(fields, 0, node.verDTD, pos);
    if (node.man !== undefined) pos = writer.value(fields, 1, node.man, pos);
    if (node.mod !== undefined) pos = writer.value(fields, 2, node.mod, pos);
    if (node.oem !== undefined) pos = writer.value(fields, 3, node.oem, pos);
    if (node.fwV !== undefined) pos = writer.value(fields, 4, node.fwV, pos);
    if (node.swV !== undefined) pos = writer.value(fields, 5, node.swV, pos);
    if (node.hwV !== undefined) pos = writer.value(fields, 6, node.hwV, pos);
    if (node.devID !== undefined) pos = writer.value(fields, 7, node.devID, pos);
    if (node.devTyp !== undefined) pos = writer.value(fields, 8, node.devTyp, pos);
    if (node.utc !== undefined) pos = writer.flag(fields, 9, node.utc, pos);
    if (node.supportLargeObjs !== undefined) pos = writer.flag(fields, 10, node.supportLargeObjs, pos);
    if (node.supportNumberOfChanges !== undefined) pos = writer.flag(fields, 11, node.supportNumberOfChanges, pos);
    if (isFilled(node.dataStores)) pos = writer.nodes(fields, 12, node.dataStores, pos);
    if (isFilled(node.ctCaps)) pos = writer.nodes(fields, 13, node.ctCaps, pos);
    if (isFilled(node.exts)) pos = writer.nodes(fields, 14, node.exts, pos);
    return pos;
  },
);

const dataStoreShape: Shape = new Shape(
  "DataStore",
  "devinf",
  [
    text("SourceRef", 1),
    text("DisplayName"),
    text("MaxGUIDSize"),
    node("Rx-Pref", () => rxPrefShape, 1),
    nodes("Rx", () => rxShape, 0, "rx"),
    node("Tx-Pref", () => txPrefShape, 1),
    nodes("Tx", () => txShape, 0, "tx"),
    nodes("CTCap", () => ctCapShape),
    node("DSMem", () => dsMemShape),
    flag("SupportHierarchicalSync"),
    node("SyncCap", () => syncCapShape, 1),
    nodes("Filter-Rx", () => filterRxShape, 0, "filterRx"),
    nodes("FilterCap", () => filterCapShape),
  ],
  (v, base, extra): DataStore => ({
    kind: "DataStore",
    sourceRef: v[base],
    displayName: v[base + 1],
    maxGUIDSize: v[base + 2],
    rxPref: v[base + 3],
    rx: list(v, base + 4),
    txPref: v[base + 5],
    tx: list(v, base + 6),
    ctCaps: list(v, base + 7),
    dsMem: v[base + 8],
    supportHierarchicalSync: v[base + 9],
    syncCap: v[base + 10],
    filterRx: list(v, base + 11),
    filterCaps: list(v, base + 12),
    extra,
  }),
  (node: DataStore, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DataStore") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.sourceRef !== undefined) pos = writer.value(fields, 0, node.sourceRef, pos);
    if (node.displayName !== undefined) pos = writer.value(fields, 1, node.displayName, pos);
    if (node.maxGUIDSize !== undefined) pos = writer.value(fields, 2, node.maxGUIDSize, pos);
    if (node.rxPref !== undefined) pos = writer.node(fields, 3, node.rxPref, pos);
    if (isFilled(node.rx)) pos = writer.nodes(fields, 4, node.rx, pos);
    if (node.txPref !== undefined) pos = writer.node(fields, 5, node.txPref, pos);
    if (isFilled(node.tx)) pos = writer.nodes(fields, 6, node.tx, pos);
    if (isFilled(node.ctCaps)) pos = writer.nodes(fields, 7, node.ctCaps, pos);
    if (node.dsMem !== undefined) pos = writer.node(fields, 8, node.dsMem, pos);
    if (node.supportHierarchicalSync !== undefined) pos = writer.flag(fields, 9, node.supportHierarchicalSync, pos);
    if (node.syncCap !== undefined) pos = writer.node(fields, 10, node.syncCap, pos);
    if (isFilled(node.filterRx)) pos = writer.nodes(fields, 11, node.filterRx, pos);
    if (isFilled(node.filterCaps)) pos = writer.nodes(fields, 12, node.filterCaps, pos);
    return pos;
  },
);

function contentTypeVersion(kind: ContentTypeVersion["kind"]): Shape {
  return new Shape(
    kind,
    "devinf",
    [text("CTType", 1), text("VerCT", 1)],
    (v, base, extra): ContentTypeVersion => ({ kind, ctType: v[base], verCT: v[base + 1], extra }),
    (node: ContentTypeVersion, writer, fields, at) => {
      let pos = at;
      if (node.kind !== kind) return writer.otherKind();
      if (node.extra !== undefined) writer.extra(node.extra);
      if (node.ctType !== undefined) pos = writer.value(fields, 0, node.ctType, pos);
      if (node.verCT !== undefined) pos = writer.value(fields, 1, node.verCT, pos);
      return pos;
    },
  );
}

const rxPrefShape: Shape = contentTypeVersion("Rx-Pref");
const rxShape: Shape = contentTypeVersion("Rx");
const txPrefShape: Shape = contentTypeVersion("Tx-Pref");
const txShape: Shape = contentTypeVersion("Tx");
const filterRxShape: Shape = contentTypeVersion("Filter-Rx");

const dsMemShape: Shape = new Shape(
  "DSMem",
  "devinf",
  [flag("SharedMem"), text("MaxMem"), text("MaxID")],
  (v, base, extra): DSMem => ({ kind: "DSMem", sharedMem: v[base], maxMem: v[base + 1], maxID: v[base + 2], extra }),
  (node: DSMem, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DSMem") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.sharedMem !== undefined) pos = writer.flag(fields, 0, node.sharedMem, pos);
    if (node.maxMem !== undefined) pos = writer.value(fields, 1, node.maxMem, pos);
    if (node.maxID !== undefined) pos = writer.value(fields, 2, node.maxID, pos);
    return pos;
  },
);

const syncCapShape: Shape = new Shape(
  "SyncCap",
  "devinf",
  [texts("SyncType", 1)],
  (v, base, extra): SyncCap => ({ kind: "SyncCap", syncTypes: list(v, base), extra }),
  (node: SyncCap, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "SyncCap") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (isFilled(node.syncTypes)) pos = writer.values(fields, 0, node.syncTypes, pos);
    return pos;
  },
);

const filterCapShape: Shape = new Shape(
  "FilterCap",
  "devinf",
  [text("CTType", 1), text("VerCT", 1), texts("FilterKeyword"), texts("PropName")],
  (v, base, extra): FilterCap => ({
    kind: "FilterCap",
    ctType: v[base],
    verCT: v[base + 1],
    filterKeywords: list(v, base + 2),
    propNames: list(v, base + 3),
    extra,
  }),
  (node: FilterCap, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "FilterCap") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.ctType !== undefined) pos = writer.value(fields, 0, node.ctType, pos);
    if (node.verCT !== undefined) pos = writer.value(fields, 1, node.verCT, pos);
    if (isFilled(node.filterKeywords)) pos = writer.values(fields, 2, node.filterKeywords, pos);
    if (isFilled(node.propNames)) pos = writer.values(fields, 3, node.propNames, pos);
    return pos;
  },
);

const extShape: Shape = new Shape(
  "Ext",
  "devinf",
  [text("XNam", 1), texts("XVal")],
  (v, base, extra): Ext => ({ kind: "Ext", xNam: v[base], xVals: list(v, base + 1), extra }),
  (node: Ext, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Ext") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.xNam !== undefined) pos = writer.value(fields, 0, node.xNam, pos);
    if (isFilled(node.xVals)) pos = writer.values(fields, 1, node.xVals, pos);
    return pos;
  },
);

const ctCapShape: Shape = new Shape(
  "CTCap",
  "devinf",
  [oneOf("contentTypes", ["CTType"], () => ({ CTType: contentTypeShape }))],
  (v, base, extra): CTCap => ({ kind: "CTCap", contentTypes: list(v, base), extra }),
  (node: CTCap, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "CTCap") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (isFilled(node.contentTypes)) pos = writer.nodes(fields, 0, node.contentTypes, pos);
    return pos;
  },
);

const contentTypeShape: Shape = new Shape(
  "ContentType",
  "devinf",
  [
    text("CTType", 1),
    text("VerCT"),
    flag("FieldLevel"),
    oneOf("properties", ["Property", "PropName"], () => ({ Property: propertyShape, PropName: propertyGroupShape })),
  ],
  (v, base, extra): ContentType => ({
    kind: "ContentType",
    ctType: v[base],
    verCT: v[base + 1],
    fieldLevel: v[base + 2],
    properties: list(v, base + 3),
    extra,
  }),
  (node: ContentType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "ContentType") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.ctType !== undefined) pos = writer.value(fields, 0, node.ctType, pos);
    if (node.verCT !== undefined) pos = writer.value(fields, 1, node.verCT, pos);
    if (node.fieldLevel !== undefined) pos = writer.flag(fields, 2, node.fieldLevel, pos);
    if (isFilled(node.properties)) pos = writer.nodes(fields, 3, node.properties, pos);
    return pos;
  },
);

const propertyShape: Shape = new Shape(
  "Property",
  "devinf",
  [
    text("PropName", 1),
    text("DataType"),
    text("MaxOccur"),
    text("MaxSize"),
    flag("NoTruncate"),
    texts("ValEnum"),
    text("DisplayName"),
    nodes("PropParam", () => propParamShape),
  ],
  (v, base, extra): Property => ({
    kind: "Property",
    propName: v[base],
    dataType: v[base + 1],
    maxOccur: v[base + 2],
    maxSize: v[base + 3],
    noTruncate: v[base + 4],
    valEnums: list(v, base + 5),
    displayName: v[base + 6],
    propParams: list(v, base + 7),
    extra,
  }),
  (node: Property, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Property") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.propName !== undefined) pos = writer.value(fields, 0, node.propName, pos);
    if (node.dataType !== undefined) pos = writer.value(fields, 1, node.dataType, pos);
    if (node.maxOccur !== undefined) pos = writer.value(fields, 2, node.maxOccur, pos);
    if (node.maxSize !== undefined) pos = writer.value(fields, 3, node.maxSize, pos);
    if (node.noTruncate !== undefined) pos = writer.flag(fields, 4, node.noTruncate, pos);
    if (isFilled(node.valEnums)) pos = writer.values(fields, 5, node.valEnums, pos);
    if (node.displayName !== undefined) pos = writer.value(fields, 6, node.displayName, pos);
    if (isFilled(node.propParams)) pos = writer.nodes(fields, 7, node.propParams, pos);
    return pos;
  },
);

const propParamShape: Shape = new Shape(
  "PropParam",
  "devinf",
  [text("ParamName", 1), text("DataType"), texts("ValEnum"), text("DisplayName")],
  (v, base, extra): PropParam => ({
    kind: "PropParam",
    paramName: v[base],
    dataType: v[base + 1],
    valEnums: list(v, base + 2),
    displayName: v[base + 3],
    extra,
  }),
  (node: PropParam, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "PropParam") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.paramName !== undefined) pos = writer.value(fields, 0, node.paramName, pos);
    if (node.dataType !== undefined) pos = writer.value(fields, 1, node.dataType, pos);
    if (isFilled(node.valEnums)) pos = writer.values(fields, 2, node.valEnums, pos);
    if (node.displayName !== undefined) pos = writer.value(fields, 3, node.displayName, pos);
    return pos;
  },
);

const propertyGroupShape: Shape = new Shape(
  "PropertyGroup",
  "devinf",
  [
    text("PropName", 1),
    texts("ValEnum"),
    text("DataType"),
    text("Size"),
    text("DisplayName"),
    oneOf("params", ["ParamName"], () => ({ ParamName: parameterGroupShape })),
  ],
  (v, base, extra): PropertyGroup => ({
    kind: "PropertyGroup",
    propName: v[base],
    valEnums: list(v, base + 1),
    dataType: v[base + 2],
    size: v[base + 3],
    displayName: v[base + 4],
    params: list(v, base + 5),
    extra,
  }),
  (node: PropertyGroup, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "PropertyGroup") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.propName !== undefined) pos = writer.value(fields, 0, node.propName, pos);
    if (isFilled(node.valEnums)) pos = writer.values(fields, 1, node.valEnums, pos);
    if (node.dataType !== undefined) pos = writer.value(fields, 2, node.dataType, pos);
    if (node.size !== undefined) pos = writer.value(fields, 3, node.size, pos);
    if (node.displayName !== undefined) pos = writer.value(fields, 4, node.displayName, pos);
    if (isFilled(node.params)) pos = writer.nodes(fields, 5, node.params, pos);
    return pos;
  },
);

const parameterGroupShape: Shape = new Shape(
  "ParameterGroup",
  "devinf",
  [text("ParamName", 1), texts("ValEnum"), text("DataType"), text("Size"), text("DisplayName")],
  (v, base, extra): ParameterGroup => ({
    kind: "ParameterGroup",
    paramName: v[base],
    valEnums: list(v, base + 1),
    dataType: v[base + 2],
    size: v[base + 3],
    displayName: v[base + 4],
    extra,
  }),
  (node: ParameterGroup, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "ParameterGroup") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.paramName !== undefined) pos = writer.value(fields, 0, node.paramName, pos);
    if (isFilled(node.valEnums)) pos = writer.values(fields, 1, node.valEnums, pos);
    if (node.dataType !== undefined) pos = writer.value(fields, 2, node.dataType, pos);
    if (node.size !== undefined) pos = writer.value(fields, 3, node.size, pos);
    if (node.displayName !== undefined) pos = writer.value(fields, 4, node.displayName, pos);
    return pos;
  },
);
