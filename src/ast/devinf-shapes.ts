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
import { flag, list, node, nodes, oneOf, Shape, text, texts } from "./shape.ts";

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
);

function contentTypeVersion(kind: ContentTypeVersion["kind"]): Shape {
  return new Shape(
    kind,
    "devinf",
    [text("CTType", 1), text("VerCT", 1)],
    (v, base, extra): ContentTypeVersion => ({ kind, ctType: v[base], verCT: v[base + 1], extra }),
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
);

const syncCapShape: Shape = new Shape(
  "SyncCap",
  "devinf",
  [texts("SyncType", 1)],
  (v, base, extra): SyncCap => ({ kind: "SyncCap", syncTypes: list(v, base), extra }),
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
);

const extShape: Shape = new Shape(
  "Ext",
  "devinf",
  [text("XNam", 1), texts("XVal")],
  (v, base, extra): Ext => ({ kind: "Ext", xNam: v[base], xVals: list(v, base + 1), extra }),
);

const ctCapShape: Shape = new Shape(
  "CTCap",
  "devinf",
  [oneOf("contentTypes", ["CTType"], () => ({ CTType: contentTypeShape }))],
  (v, base, extra): CTCap => ({ kind: "CTCap", contentTypes: list(v, base), extra }),
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
);
