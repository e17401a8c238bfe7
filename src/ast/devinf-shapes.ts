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

// The shapes of device information, 1.0 to 1.2 in one: what only one of them has is absent in the others (OMA DevInf).

export const devInfShape: Shape = new Shape(
  "DevInf",
  "devinf",
  [
    text("VerDTD", "verDTD", { min: 1 }),
    text("Man", "man"),
    text("Mod", "mod"),
    text("OEM", "oem"),
    text("FwV", "fwV"),
    text("SwV", "swV"),
    text("HwV", "hwV"),
    text("DevID", "devID", { min: 1 }),
    text("DevTyp", "devTyp", { min: 1 }),
    flag("UTC", "utc"),
    flag("SupportLargeObjs", "supportLargeObjs"),
    flag("SupportNumberOfChanges", "supportNumberOfChanges"),
    nodes("DataStore", "dataStores", () => dataStoreShape, { min: 1 }),
    nodes("CTCap", "ctCaps", () => ctCapShape),
    nodes("Ext", "exts", () => extShape),
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
  (node: DevInf, v, base) => {
    v[base] = node.verDTD;
    v[base + 1] = node.man;
    v[base + 2] = node.mod;
    v[base + 3] = node.oem;
    v[base + 4] = node.fwV;
    v[base + 5] = node.swV;
    v[base + 6] = node.hwV;
    v[base + 7] = node.devID;
    v[base + 8] = node.devTyp;
    v[base + 9] = node.utc;
    v[base + 10] = node.supportLargeObjs;
    v[base + 11] = node.supportNumberOfChanges;
    v[base + 12] = node.dataStores;
    v[base + 13] = node.ctCaps;
    v[base + 14] = node.exts;
    return node.extra;
  },
);

const dataStoreShape: Shape = new Shape(
  "DataStore",
  "devinf",
  [
    text("SourceRef", "sourceRef", { min: 1 }),
    text("DisplayName", "displayName"),
    text("MaxGUIDSize", "maxGUIDSize"),
    node("Rx-Pref", "rxPref", () => rxPrefShape, 1),
    nodes("Rx", "rx", () => rxShape),
    node("Tx-Pref", "txPref", () => txPrefShape, 1),
    nodes("Tx", "tx", () => txShape),
    nodes("CTCap", "ctCaps", () => ctCapShape),
    node("DSMem", "dsMem", () => dsMemShape),
    flag("SupportHierarchicalSync", "supportHierarchicalSync"),
    node("SyncCap", "syncCap", () => syncCapShape, 1),
    nodes("Filter-Rx", "filterRx", () => filterRxShape),
    nodes("FilterCap", "filterCaps", () => filterCapShape),
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
  (node: DataStore, v, base) => {
    v[base] = node.sourceRef;
    v[base + 1] = node.displayName;
    v[base + 2] = node.maxGUIDSize;
    v[base + 3] = node.rxPref;
    v[base + 4] = node.rx;
    v[base + 5] = node.txPref;
    v[base + 6] = node.tx;
    v[base + 7] = node.ctCaps;
    v[base + 8] = node.dsMem;
    v[base + 9] = node.supportHierarchicalSync;
    v[base + 10] = node.syncCap;
    v[base + 11] = node.filterRx;
    v[base + 12] = node.filterCaps;
    return node.extra;
  },
);

function contentTypeVersion(kind: ContentTypeVersion["kind"]): Shape {
  return new Shape(
    kind,
    "devinf",
    [text("CTType", "ctType", { min: 1 }), text("VerCT", "verCT", { min: 1 })],
    (v, base, extra): ContentTypeVersion => ({ kind, ctType: v[base], verCT: v[base + 1], extra }),
    (node: ContentTypeVersion, v, base) => {
      v[base] = node.ctType;
      v[base + 1] = node.verCT;
      return node.extra;
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
  [flag("SharedMem", "sharedMem"), text("MaxMem", "maxMem"), text("MaxID", "maxID")],
  (v, base, extra): DSMem => ({ kind: "DSMem", sharedMem: v[base], maxMem: v[base + 1], maxID: v[base + 2], extra }),
  (node: DSMem, v, base) => {
    v[base] = node.sharedMem;
    v[base + 1] = node.maxMem;
    v[base + 2] = node.maxID;
    return node.extra;
  },
);

const syncCapShape: Shape = new Shape(
  "SyncCap",
  "devinf",
  [texts("SyncType", "syncTypes", 1)],
  (v, base, extra): SyncCap => ({ kind: "SyncCap", syncTypes: list(v, base), extra }),
  (node: SyncCap, v, base) => {
    v[base] = node.syncTypes;
    return node.extra;
  },
);

const filterCapShape: Shape = new Shape(
  "FilterCap",
  "devinf",
  [
    text("CTType", "ctType", { min: 1 }),
    text("VerCT", "verCT", { min: 1 }),
    texts("FilterKeyword", "filterKeywords"),
    texts("PropName", "propNames"),
  ],
  (v, base, extra): FilterCap => ({
    kind: "FilterCap",
    ctType: v[base],
    verCT: v[base + 1],
    filterKeywords: list(v, base + 2),
    propNames: list(v, base + 3),
    extra,
  }),
  (node: FilterCap, v, base) => {
    v[base] = node.ctType;
    v[base + 1] = node.verCT;
    v[base + 2] = node.filterKeywords;
    v[base + 3] = node.propNames;
    return node.extra;
  },
);

const extShape: Shape = new Shape(
  "Ext",
  "devinf",
  [text("XNam", "xNam", { min: 1 }), texts("XVal", "xVals")],
  (v, base, extra): Ext => ({ kind: "Ext", xNam: v[base], xVals: list(v, base + 1), extra }),
  (node: Ext, v, base) => {
    v[base] = node.xNam;
    v[base + 1] = node.xVals;
    return node.extra;
  },
);

const ctCapShape: Shape = new Shape(
  "CTCap",
  "devinf",
  [oneOf("contentTypes", ["CTType"], () => ({ CTType: contentTypeShape }))],
  (v, base, extra): CTCap => ({ kind: "CTCap", contentTypes: list(v, base), extra }),
  (node: CTCap, v, base) => {
    v[base] = node.contentTypes;
    return node.extra;
  },
);

const contentTypeShape: Shape = new Shape(
  "ContentType",
  "devinf",
  [
    text("CTType", "ctType", { min: 1 }),
    text("VerCT", "verCT"),
    flag("FieldLevel", "fieldLevel"),
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
  (node: ContentType, v, base) => {
    v[base] = node.ctType;
    v[base + 1] = node.verCT;
    v[base + 2] = node.fieldLevel;
    v[base + 3] = node.properties;
    return node.extra;
  },
);

const propertyShape: Shape = new Shape(
  "Property",
  "devinf",
  [
    text("PropName", "propName", { min: 1 }),
    text("DataType", "dataType"),
    text("MaxOccur", "maxOccur"),
    text("MaxSize", "maxSize"),
    flag("NoTruncate", "noTruncate"),
    texts("ValEnum", "valEnums"),
    text("DisplayName", "displayName"),
    nodes("PropParam", "propParams", () => propParamShape),
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
  (node: Property, v, base) => {
    v[base] = node.propName;
    v[base + 1] = node.dataType;
    v[base + 2] = node.maxOccur;
    v[base + 3] = node.maxSize;
    v[base + 4] = node.noTruncate;
    v[base + 5] = node.valEnums;
    v[base + 6] = node.displayName;
    v[base + 7] = node.propParams;
    return node.extra;
  },
);

const propParamShape: Shape = new Shape(
  "PropParam",
  "devinf",
  [
    text("ParamName", "paramName", { min: 1 }),
    text("DataType", "dataType"),
    texts("ValEnum", "valEnums"),
    text("DisplayName", "displayName"),
  ],
  (v, base, extra): PropParam => ({
    kind: "PropParam",
    paramName: v[base],
    dataType: v[base + 1],
    valEnums: list(v, base + 2),
    displayName: v[base + 3],
    extra,
  }),
  (node: PropParam, v, base) => {
    v[base] = node.paramName;
    v[base + 1] = node.dataType;
    v[base + 2] = node.valEnums;
    v[base + 3] = node.displayName;
    return node.extra;
  },
);

const propertyGroupShape: Shape = new Shape(
  "PropertyGroup",
  "devinf",
  [
    text("PropName", "propName", { min: 1 }),
    texts("ValEnum", "valEnums"),
    text("DataType", "dataType"),
    text("Size", "size"),
    text("DisplayName", "displayName"),
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
  (node: PropertyGroup, v, base) => {
    v[base] = node.propName;
    v[base + 1] = node.valEnums;
    v[base + 2] = node.dataType;
    v[base + 3] = node.size;
    v[base + 4] = node.displayName;
    v[base + 5] = node.params;
    return node.extra;
  },
);

const parameterGroupShape: Shape = new Shape(
  "ParameterGroup",
  "devinf",
  [
    text("ParamName", "paramName", { min: 1 }),
    texts("ValEnum", "valEnums"),
    text("DataType", "dataType"),
    text("Size", "size"),
    text("DisplayName", "displayName"),
  ],
  (v, base, extra): ParameterGroup => ({
    kind: "ParameterGroup",
    paramName: v[base],
    valEnums: list(v, base + 1),
    dataType: v[base + 2],
    size: v[base + 3],
    displayName: v[base + 4],
    extra,
  }),
  (node: ParameterGroup, v, base) => {
    v[base] = node.paramName;
    v[base + 1] = node.valEnums;
    v[base + 2] = node.dataType;
    v[base + 3] = node.size;
    v[base + 4] = node.displayName;
    return node.extra;
  },
);
