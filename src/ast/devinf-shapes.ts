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
  (node: DevInf, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.verDTD !== undefined) visitor.field(0, node.verDTD);
    if (node.man !== undefined) visitor.field(1, node.man);
    if (node.mod !== undefined) visitor.field(2, node.mod);
    if (node.oem !== undefined) visitor.field(3, node.oem);
    if (node.fwV !== undefined) visitor.field(4, node.fwV);
    if (node.swV !== undefined) visitor.field(5, node.swV);
    if (node.hwV !== undefined) visitor.field(6, node.hwV);
    if (node.devID !== undefined) visitor.field(7, node.devID);
    if (node.devTyp !== undefined) visitor.field(8, node.devTyp);
    if (node.utc !== undefined) visitor.field(9, node.utc);
    if (node.supportLargeObjs !== undefined) visitor.field(10, node.supportLargeObjs);
    if (node.supportNumberOfChanges !== undefined) visitor.field(11, node.supportNumberOfChanges);
    if (node.dataStores !== undefined) visitor.field(12, node.dataStores);
    if (node.ctCaps !== undefined) visitor.field(13, node.ctCaps);
    if (node.exts !== undefined) visitor.field(14, node.exts);
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
  (node: DataStore, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.sourceRef !== undefined) visitor.field(0, node.sourceRef);
    if (node.displayName !== undefined) visitor.field(1, node.displayName);
    if (node.maxGUIDSize !== undefined) visitor.field(2, node.maxGUIDSize);
    if (node.rxPref !== undefined) visitor.field(3, node.rxPref);
    if (node.rx !== undefined) visitor.field(4, node.rx);
    if (node.txPref !== undefined) visitor.field(5, node.txPref);
    if (node.tx !== undefined) visitor.field(6, node.tx);
    if (node.ctCaps !== undefined) visitor.field(7, node.ctCaps);
    if (node.dsMem !== undefined) visitor.field(8, node.dsMem);
    if (node.supportHierarchicalSync !== undefined) visitor.field(9, node.supportHierarchicalSync);
    if (node.syncCap !== undefined) visitor.field(10, node.syncCap);
    if (node.filterRx !== undefined) visitor.field(11, node.filterRx);
    if (node.filterCaps !== undefined) visitor.field(12, node.filterCaps);
  },
);

function contentTypeVersion(kind: ContentTypeVersion["kind"]): Shape {
  return new Shape(
    kind,
    "devinf",
    [text("CTType", "ctType", { min: 1 }), text("VerCT", "verCT", { min: 1 })],
    (v, base, extra): ContentTypeVersion => ({ kind, ctType: v[base], verCT: v[base + 1], extra }),
    (node: ContentTypeVersion, visitor) => {
      if (node.extra !== undefined) visitor.extra(node.extra);
      if (node.ctType !== undefined) visitor.field(0, node.ctType);
      if (node.verCT !== undefined) visitor.field(1, node.verCT);
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
  (node: DSMem, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.sharedMem !== undefined) visitor.field(0, node.sharedMem);
    if (node.maxMem !== undefined) visitor.field(1, node.maxMem);
    if (node.maxID !== undefined) visitor.field(2, node.maxID);
  },
);

const syncCapShape: Shape = new Shape(
  "SyncCap",
  "devinf",
  [texts("SyncType", "syncTypes", 1)],
  (v, base, extra): SyncCap => ({ kind: "SyncCap", syncTypes: list(v, base), extra }),
  (node: SyncCap, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.syncTypes !== undefined) visitor.field(0, node.syncTypes);
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
  (node: FilterCap, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.ctType !== undefined) visitor.field(0, node.ctType);
    if (node.verCT !== undefined) visitor.field(1, node.verCT);
    if (node.filterKeywords !== undefined) visitor.field(2, node.filterKeywords);
    if (node.propNames !== undefined) visitor.field(3, node.propNames);
  },
);

const extShape: Shape = new Shape(
  "Ext",
  "devinf",
  [text("XNam", "xNam", { min: 1 }), texts("XVal", "xVals")],
  (v, base, extra): Ext => ({ kind: "Ext", xNam: v[base], xVals: list(v, base + 1), extra }),
  (node: Ext, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.xNam !== undefined) visitor.field(0, node.xNam);
    if (node.xVals !== undefined) visitor.field(1, node.xVals);
  },
);

const ctCapShape: Shape = new Shape(
  "CTCap",
  "devinf",
  [oneOf("contentTypes", ["CTType"], () => ({ CTType: contentTypeShape }))],
  (v, base, extra): CTCap => ({ kind: "CTCap", contentTypes: list(v, base), extra }),
  (node: CTCap, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.contentTypes !== undefined) visitor.field(0, node.contentTypes);
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
  (node: ContentType, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.ctType !== undefined) visitor.field(0, node.ctType);
    if (node.verCT !== undefined) visitor.field(1, node.verCT);
    if (node.fieldLevel !== undefined) visitor.field(2, node.fieldLevel);
    if (node.properties !== undefined) visitor.field(3, node.properties);
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
  (node: Property, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.propName !== undefined) visitor.field(0, node.propName);
    if (node.dataType !== undefined) visitor.field(1, node.dataType);
    if (node.maxOccur !== undefined) visitor.field(2, node.maxOccur);
    if (node.maxSize !== undefined) visitor.field(3, node.maxSize);
    if (node.noTruncate !== undefined) visitor.field(4, node.noTruncate);
    if (node.valEnums !== undefined) visitor.field(5, node.valEnums);
    if (node.displayName !== undefined) visitor.field(6, node.displayName);
    if (node.propParams !== undefined) visitor.field(7, node.propParams);
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
  (node: PropParam, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.paramName !== undefined) visitor.field(0, node.paramName);
    if (node.dataType !== undefined) visitor.field(1, node.dataType);
    if (node.valEnums !== undefined) visitor.field(2, node.valEnums);
    if (node.displayName !== undefined) visitor.field(3, node.displayName);
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
  (node: PropertyGroup, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.propName !== undefined) visitor.field(0, node.propName);
    if (node.valEnums !== undefined) visitor.field(1, node.valEnums);
    if (node.dataType !== undefined) visitor.field(2, node.dataType);
    if (node.size !== undefined) visitor.field(3, node.size);
    if (node.displayName !== undefined) visitor.field(4, node.displayName);
    if (node.params !== undefined) visitor.field(5, node.params);
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
  (node: ParameterGroup, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.paramName !== undefined) visitor.field(0, node.paramName);
    if (node.valEnums !== undefined) visitor.field(1, node.valEnums);
    if (node.dataType !== undefined) visitor.field(2, node.dataType);
    if (node.size !== undefined) visitor.field(3, node.size);
    if (node.displayName !== undefined) visitor.field(4, node.displayName);
  },
);
