import { metaShape } from "./metinf-shapes.ts";
import type {
  Add,
  Alert,
  Atomic,
  Chal,
  Copy,
  Cred,
  Delete,
  Exec,
  Field,
  Filter,
  Get,
  Item,
  Map_,
  MapItem,
  Move,
  Put,
  Record_,
  Replace,
  Results,
  Search,
  Sequence,
  Source,
  SourceParent,
  Status,
  Sync,
  SyncBody,
  SyncHdr,
  SyncML,
  Target,
  TargetParent,
} from "./nodes.ts";
import { data, type FieldRow, flag, list, node, nodes, oneOf, Shape, text, texts } from "./shape.ts";

// The shapes of SyncML messages: header, body, commands and their parts (OMA RepPro 1.0–1.2).

/** What may stand in SyncBody, beside Final. */
export const commandElements: readonly string[] = [
  "Alert",
  "Atomic",
  "Copy",
  "Exec",
  "Get",
  "Map",
  "Put",
  "Results",
  "Search",
  "Sequence",
  "Status",
  "Sync",
  "Add",
  "Move",
  "Replace",
  "Delete",
];
const atomicElements = [
  "Add",
  "Replace",
  "Delete",
  "Copy",
  "Atomic",
  "Map",
  "Move",
  "Sequence",
  "Sync",
  "Get",
  "Exec",
  "Alert",
];
const sequenceElements = atomicElements.filter((element) => element !== "Sequence");
const syncElements = ["Add", "Atomic", "Copy", "Delete", "Move", "Replace", "Sequence"];

export const syncMLShape: Shape = new Shape(
  "SyncML",
  "core",
  [node("SyncHdr", "syncHdr", () => syncHdrShape, 1), node("SyncBody", "syncBody", () => syncBodyShape, 1)],
  (v, base, extra, wire): SyncML => ({
    kind: "SyncML",
    syncHdr: v[base] ?? emptySyncHdr(),
    syncBody: v[base + 1] ?? emptySyncBody(),
    wire,
    extra,
  }),
  (node: SyncML, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.syncHdr !== undefined) visitor.field(0, node.syncHdr);
    if (node.syncBody !== undefined) visitor.field(1, node.syncBody);
  },
);

const syncHdrShape: Shape = new Shape(
  "SyncHdr",
  "core",
  [
    text("VerDTD", "verDTD", { min: 1 }),
    text("VerProto", "verProto", { min: 1 }),
    text("SessionID", "sessionID", { min: 1 }),
    text("MsgID", "msgID", { min: 1 }),
    node("Target", "target", () => targetShape, 1),
    node("Source", "source", () => sourceShape, 1),
    text("RespURI", "respURI"),
    flag("NoResp", "noResp"),
    node("Cred", "cred", () => credShape),
    node("Meta", "meta", () => metaShape),
  ],
  (v, base, extra): SyncHdr => ({
    kind: "SyncHdr",
    verDTD: v[base],
    verProto: v[base + 1],
    sessionID: v[base + 2],
    msgID: v[base + 3],
    target: v[base + 4],
    source: v[base + 5],
    respURI: v[base + 6],
    noResp: v[base + 7],
    cred: v[base + 8],
    meta: v[base + 9],
    extra,
  }),
  (node: SyncHdr, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.verDTD !== undefined) visitor.field(0, node.verDTD);
    if (node.verProto !== undefined) visitor.field(1, node.verProto);
    if (node.sessionID !== undefined) visitor.field(2, node.sessionID);
    if (node.msgID !== undefined) visitor.field(3, node.msgID);
    if (node.target !== undefined) visitor.field(4, node.target);
    if (node.source !== undefined) visitor.field(5, node.source);
    if (node.respURI !== undefined) visitor.field(6, node.respURI);
    if (node.noResp !== undefined) visitor.field(7, node.noResp);
    if (node.cred !== undefined) visitor.field(8, node.cred);
    if (node.meta !== undefined) visitor.field(9, node.meta);
  },
);

const syncBodyShape: Shape = new Shape(
  "SyncBody",
  "core",
  [oneOf("commands", commandElements, () => commandShapes, 1), flag("Final", "final")],
  (v, base, extra): SyncBody => ({ kind: "SyncBody", commands: list(v, base), final: v[base + 1], extra }),
  (node: SyncBody, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.commands !== undefined) visitor.field(0, node.commands);
    if (node.final !== undefined) visitor.field(1, node.final);
  },
);

const targetShape: Shape = new Shape(
  "Target",
  "core",
  [text("LocURI", "locURI", { min: 1 }), text("LocName", "locName"), node("Filter", "filter", () => filterShape)],
  (v, base, extra): Target => ({ kind: "Target", locURI: v[base], locName: v[base + 1], filter: v[base + 2], extra }),
  (node: Target, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.locURI !== undefined) visitor.field(0, node.locURI);
    if (node.locName !== undefined) visitor.field(1, node.locName);
    if (node.filter !== undefined) visitor.field(2, node.filter);
  },
);

const sourceShape: Shape = new Shape(
  "Source",
  "core",
  [text("LocURI", "locURI", { min: 1 }), text("LocName", "locName")],
  (v, base, extra): Source => ({ kind: "Source", locURI: v[base], locName: v[base + 1], extra }),
  (node: Source, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.locURI !== undefined) visitor.field(0, node.locURI);
    if (node.locName !== undefined) visitor.field(1, node.locName);
  },
);

const sourceParentShape: Shape = new Shape(
  "SourceParent",
  "core",
  [text("LocURI", "locURI", { min: 1 })],
  (v, base, extra): SourceParent => ({ kind: "SourceParent", locURI: v[base], extra }),
  (node: SourceParent, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.locURI !== undefined) visitor.field(0, node.locURI);
  },
);

const targetParentShape: Shape = new Shape(
  "TargetParent",
  "core",
  [text("LocURI", "locURI", { min: 1 })],
  (v, base, extra): TargetParent => ({ kind: "TargetParent", locURI: v[base], extra }),
  (node: TargetParent, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.locURI !== undefined) visitor.field(0, node.locURI);
  },
);

const credShape: Shape = new Shape(
  "Cred",
  "core",
  [node("Meta", "meta", () => metaShape), data("Data", "data", 1)],
  (v, base, extra): Cred => ({ kind: "Cred", meta: v[base], data: v[base + 1], extra }),
  (node: Cred, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.meta !== undefined) visitor.field(0, node.meta);
    if (node.data !== undefined) visitor.field(1, node.data);
  },
);

const chalShape: Shape = new Shape(
  "Chal",
  "core",
  [node("Meta", "meta", () => metaShape, 1)],
  (v, base, extra): Chal => ({ kind: "Chal", meta: v[base], extra }),
  (node: Chal, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.meta !== undefined) visitor.field(0, node.meta);
  },
);

const itemShape: Shape = new Shape(
  "Item",
  "core",
  [
    node("Target", "target", () => targetShape),
    node("Source", "source", () => sourceShape),
    node("SourceParent", "sourceParent", () => sourceParentShape),
    node("TargetParent", "targetParent", () => targetParentShape),
    node("Meta", "meta", () => metaShape),
    data("Data", "data"),
    flag("MoreData", "moreData"),
  ],
  (v, base, extra): Item => ({
    kind: "Item",
    target: v[base],
    source: v[base + 1],
    sourceParent: v[base + 2],
    targetParent: v[base + 3],
    meta: v[base + 4],
    data: v[base + 5],
    moreData: v[base + 6],
    extra,
  }),
  (node: Item, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.target !== undefined) visitor.field(0, node.target);
    if (node.source !== undefined) visitor.field(1, node.source);
    if (node.sourceParent !== undefined) visitor.field(2, node.sourceParent);
    if (node.targetParent !== undefined) visitor.field(3, node.targetParent);
    if (node.meta !== undefined) visitor.field(4, node.meta);
    if (node.data !== undefined) visitor.field(5, node.data);
    if (node.moreData !== undefined) visitor.field(6, node.moreData);
  },
);

const filterShape: Shape = new Shape(
  "Filter",
  "core",
  [
    node("Meta", "meta", () => metaShape, 1),
    node("Field", "field", () => fieldShape),
    node("Record", "record", () => recordShape),
    text("FilterType", "filterType"),
  ],
  (v, base, extra): Filter => ({
    kind: "Filter",
    meta: v[base],
    field: v[base + 1],
    record: v[base + 2],
    filterType: v[base + 3],
    extra,
  }),
  (node: Filter, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.meta !== undefined) visitor.field(0, node.meta);
    if (node.field !== undefined) visitor.field(1, node.field);
    if (node.record !== undefined) visitor.field(2, node.record);
    if (node.filterType !== undefined) visitor.field(3, node.filterType);
  },
);

const fieldShape: Shape = new Shape(
  "Field",
  "core",
  [node("Item", "item", () => itemShape, 1)],
  (v, base, extra): Field => ({ kind: "Field", item: v[base], extra }),
  (node: Field, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.item !== undefined) visitor.field(0, node.item);
  },
);

const recordShape: Shape = new Shape(
  "Record",
  "core",
  [node("Item", "item", () => itemShape, 1)],
  (v, base, extra): Record_ => ({ kind: "Record", item: v[base], extra }),
  (node: Record_, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.item !== undefined) visitor.field(0, node.item);
  },
);

const itemCommandRows: readonly FieldRow[] = [
  text("CmdID", "cmdID", { min: 1 }),
  flag("NoResp", "noResp"),
  node("Cred", "cred", () => credShape),
  node("Meta", "meta", () => metaShape),
  nodes("Item", "items", () => itemShape, { min: 1 }),
];

const addShape: Shape = new Shape(
  "Add",
  "core",
  itemCommandRows,
  (v, base, extra): Add => ({
    kind: "Add",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
  (node: Add, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.cred !== undefined) visitor.field(2, node.cred);
    if (node.meta !== undefined) visitor.field(3, node.meta);
    if (node.items !== undefined) visitor.field(4, node.items);
  },
);

const copyShape: Shape = new Shape(
  "Copy",
  "core",
  itemCommandRows,
  (v, base, extra): Copy => ({
    kind: "Copy",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
  (node: Copy, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.cred !== undefined) visitor.field(2, node.cred);
    if (node.meta !== undefined) visitor.field(3, node.meta);
    if (node.items !== undefined) visitor.field(4, node.items);
  },
);

const moveShape: Shape = new Shape(
  "Move",
  "core",
  itemCommandRows,
  (v, base, extra): Move => ({
    kind: "Move",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
  (node: Move, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.cred !== undefined) visitor.field(2, node.cred);
    if (node.meta !== undefined) visitor.field(3, node.meta);
    if (node.items !== undefined) visitor.field(4, node.items);
  },
);

const replaceShape: Shape = new Shape(
  "Replace",
  "core",
  itemCommandRows,
  (v, base, extra): Replace => ({
    kind: "Replace",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
  (node: Replace, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.cred !== undefined) visitor.field(2, node.cred);
    if (node.meta !== undefined) visitor.field(3, node.meta);
    if (node.items !== undefined) visitor.field(4, node.items);
  },
);

const deleteShape: Shape = new Shape(
  "Delete",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    flag("Archive", "archive"),
    flag("SftDel", "sftDel"),
    node("Cred", "cred", () => credShape),
    node("Meta", "meta", () => metaShape),
    nodes("Item", "items", () => itemShape, { min: 1 }),
  ],
  (v, base, extra): Delete => ({
    kind: "Delete",
    cmdID: v[base],
    noResp: v[base + 1],
    archive: v[base + 2],
    sftDel: v[base + 3],
    cred: v[base + 4],
    meta: v[base + 5],
    items: list(v, base + 6),
    extra,
  }),
  (node: Delete, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.archive !== undefined) visitor.field(2, node.archive);
    if (node.sftDel !== undefined) visitor.field(3, node.sftDel);
    if (node.cred !== undefined) visitor.field(4, node.cred);
    if (node.meta !== undefined) visitor.field(5, node.meta);
    if (node.items !== undefined) visitor.field(6, node.items);
  },
);

const execShape: Shape = new Shape(
  "Exec",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    node("Cred", "cred", () => credShape),
    node("Meta", "meta", () => metaShape),
    text("Correlator", "correlator"),
    nodes("Item", "items", () => itemShape, { min: 1, max: 1 }),
  ],
  (v, base, extra): Exec => ({
    kind: "Exec",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    correlator: v[base + 4],
    items: list(v, base + 5),
    extra,
  }),
  (node: Exec, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.cred !== undefined) visitor.field(2, node.cred);
    if (node.meta !== undefined) visitor.field(3, node.meta);
    if (node.correlator !== undefined) visitor.field(4, node.correlator);
    if (node.items !== undefined) visitor.field(5, node.items);
  },
);

const getShape: Shape = new Shape(
  "Get",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    text("Lang", "lang"),
    node("Cred", "cred", () => credShape),
    node("Meta", "meta", () => metaShape),
    nodes("Item", "items", () => itemShape, { min: 1 }),
  ],
  (v, base, extra): Get => ({
    kind: "Get",
    cmdID: v[base],
    noResp: v[base + 1],
    lang: v[base + 2],
    cred: v[base + 3],
    meta: v[base + 4],
    items: list(v, base + 5),
    extra,
  }),
  (node: Get, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.lang !== undefined) visitor.field(2, node.lang);
    if (node.cred !== undefined) visitor.field(3, node.cred);
    if (node.meta !== undefined) visitor.field(4, node.meta);
    if (node.items !== undefined) visitor.field(5, node.items);
  },
);

const putShape: Shape = new Shape(
  "Put",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    text("Lang", "lang"),
    node("Cred", "cred", () => credShape),
    node("Meta", "meta", () => metaShape),
    nodes("Item", "items", () => itemShape, { min: 1 }),
  ],
  (v, base, extra): Put => ({
    kind: "Put",
    cmdID: v[base],
    noResp: v[base + 1],
    lang: v[base + 2],
    cred: v[base + 3],
    meta: v[base + 4],
    items: list(v, base + 5),
    extra,
  }),
  (node: Put, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.lang !== undefined) visitor.field(2, node.lang);
    if (node.cred !== undefined) visitor.field(3, node.cred);
    if (node.meta !== undefined) visitor.field(4, node.meta);
    if (node.items !== undefined) visitor.field(5, node.items);
  },
);

const alertShape: Shape = new Shape(
  "Alert",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    node("Cred", "cred", () => credShape),
    data("Data", "data"),
    text("Correlator", "correlator"),
    nodes("Item", "items", () => itemShape),
  ],
  (v, base, extra): Alert => ({
    kind: "Alert",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    data: v[base + 3],
    correlator: v[base + 4],
    items: list(v, base + 5),
    extra,
  }),
  (node: Alert, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.cred !== undefined) visitor.field(2, node.cred);
    if (node.data !== undefined) visitor.field(3, node.data);
    if (node.correlator !== undefined) visitor.field(4, node.correlator);
    if (node.items !== undefined) visitor.field(5, node.items);
  },
);

const atomicShape: Shape = new Shape(
  "Atomic",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    node("Meta", "meta", () => metaShape),
    oneOf("commands", atomicElements, () => commandShapes, 1),
  ],
  (v, base, extra): Atomic => ({
    kind: "Atomic",
    cmdID: v[base],
    noResp: v[base + 1],
    meta: v[base + 2],
    commands: list(v, base + 3),
    extra,
  }),
  (node: Atomic, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.meta !== undefined) visitor.field(2, node.meta);
    if (node.commands !== undefined) visitor.field(3, node.commands);
  },
);

const sequenceShape: Shape = new Shape(
  "Sequence",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    node("Meta", "meta", () => metaShape),
    oneOf("commands", sequenceElements, () => commandShapes, 1),
  ],
  (v, base, extra): Sequence => ({
    kind: "Sequence",
    cmdID: v[base],
    noResp: v[base + 1],
    meta: v[base + 2],
    commands: list(v, base + 3),
    extra,
  }),
  (node: Sequence, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.meta !== undefined) visitor.field(2, node.meta);
    if (node.commands !== undefined) visitor.field(3, node.commands);
  },
);

const syncShape: Shape = new Shape(
  "Sync",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    node("Cred", "cred", () => credShape),
    node("Target", "target", () => targetShape),
    node("Source", "source", () => sourceShape),
    node("Meta", "meta", () => metaShape),
    text("NumberOfChanges", "numberOfChanges"),
    oneOf("commands", syncElements, () => commandShapes),
  ],
  (v, base, extra): Sync => ({
    kind: "Sync",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    target: v[base + 3],
    source: v[base + 4],
    meta: v[base + 5],
    numberOfChanges: v[base + 6],
    commands: list(v, base + 7),
    extra,
  }),
  (node: Sync, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.cred !== undefined) visitor.field(2, node.cred);
    if (node.target !== undefined) visitor.field(3, node.target);
    if (node.source !== undefined) visitor.field(4, node.source);
    if (node.meta !== undefined) visitor.field(5, node.meta);
    if (node.numberOfChanges !== undefined) visitor.field(6, node.numberOfChanges);
    if (node.commands !== undefined) visitor.field(7, node.commands);
  },
);

const mapShape: Shape = new Shape(
  "Map",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    node("Target", "target", () => targetShape, 1),
    node("Source", "source", () => sourceShape, 1),
    node("Cred", "cred", () => credShape),
    node("Meta", "meta", () => metaShape),
    nodes("MapItem", "mapItems", () => mapItemShape, { min: 1 }),
  ],
  (v, base, extra): Map_ => ({
    kind: "Map",
    cmdID: v[base],
    target: v[base + 1],
    source: v[base + 2],
    cred: v[base + 3],
    meta: v[base + 4],
    mapItems: list(v, base + 5),
    extra,
  }),
  (node: Map_, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.target !== undefined) visitor.field(1, node.target);
    if (node.source !== undefined) visitor.field(2, node.source);
    if (node.cred !== undefined) visitor.field(3, node.cred);
    if (node.meta !== undefined) visitor.field(4, node.meta);
    if (node.mapItems !== undefined) visitor.field(5, node.mapItems);
  },
);

const mapItemShape: Shape = new Shape(
  "MapItem",
  "core",
  [node("Target", "target", () => targetShape, 1), node("Source", "source", () => sourceShape, 1)],
  (v, base, extra): MapItem => ({ kind: "MapItem", target: v[base], source: v[base + 1], extra }),
  (node: MapItem, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.target !== undefined) visitor.field(0, node.target);
    if (node.source !== undefined) visitor.field(1, node.source);
  },
);

const resultsShape: Shape = new Shape(
  "Results",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    text("MsgRef", "msgRef"),
    text("CmdRef", "cmdRef", { min: 1 }),
    text("Cmd", "cmd"),
    node("Meta", "meta", () => metaShape),
    text("TargetRef", "targetRef"),
    text("SourceRef", "sourceRef"),
    nodes("Item", "items", () => itemShape, { min: 1 }),
  ],
  (v, base, extra): Results => ({
    kind: "Results",
    cmdID: v[base],
    msgRef: v[base + 1],
    cmdRef: v[base + 2],
    cmd: v[base + 3],
    meta: v[base + 4],
    targetRef: v[base + 5],
    sourceRef: v[base + 6],
    items: list(v, base + 7),
    extra,
  }),
  (node: Results, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.msgRef !== undefined) visitor.field(1, node.msgRef);
    if (node.cmdRef !== undefined) visitor.field(2, node.cmdRef);
    if (node.cmd !== undefined) visitor.field(3, node.cmd);
    if (node.meta !== undefined) visitor.field(4, node.meta);
    if (node.targetRef !== undefined) visitor.field(5, node.targetRef);
    if (node.sourceRef !== undefined) visitor.field(6, node.sourceRef);
    if (node.items !== undefined) visitor.field(7, node.items);
  },
);

const searchShape: Shape = new Shape(
  "Search",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    flag("NoResp", "noResp"),
    flag("NoResults", "noResults"),
    node("Cred", "cred", () => credShape),
    node("Target", "target", () => targetShape),
    nodes("Source", "sources", () => sourceShape, { min: 1 }),
    text("Lang", "lang"),
    node("Meta", "meta", () => metaShape, 1),
    data("Data", "data", 1),
  ],
  (v, base, extra): Search => ({
    kind: "Search",
    cmdID: v[base],
    noResp: v[base + 1],
    noResults: v[base + 2],
    cred: v[base + 3],
    target: v[base + 4],
    sources: list(v, base + 5),
    lang: v[base + 6],
    meta: v[base + 7],
    data: v[base + 8],
    extra,
  }),
  (node: Search, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.noResp !== undefined) visitor.field(1, node.noResp);
    if (node.noResults !== undefined) visitor.field(2, node.noResults);
    if (node.cred !== undefined) visitor.field(3, node.cred);
    if (node.target !== undefined) visitor.field(4, node.target);
    if (node.sources !== undefined) visitor.field(5, node.sources);
    if (node.lang !== undefined) visitor.field(6, node.lang);
    if (node.meta !== undefined) visitor.field(7, node.meta);
    if (node.data !== undefined) visitor.field(8, node.data);
  },
);

const statusShape: Shape = new Shape(
  "Status",
  "core",
  [
    text("CmdID", "cmdID", { min: 1 }),
    text("MsgRef", "msgRef", { min: 1 }),
    text("CmdRef", "cmdRef", { min: 1 }),
    text("Cmd", "cmd", { min: 1 }),
    texts("TargetRef", "targetRefs"),
    texts("SourceRef", "sourceRefs"),
    node("Cred", "cred", () => credShape),
    node("Chal", "chal", () => chalShape),
    data("Data", "data", 1),
    nodes("Item", "items", () => itemShape),
  ],
  (v, base, extra): Status => ({
    kind: "Status",
    cmdID: v[base],
    msgRef: v[base + 1],
    cmdRef: v[base + 2],
    cmd: v[base + 3],
    targetRefs: list(v, base + 4),
    sourceRefs: list(v, base + 5),
    cred: v[base + 6],
    chal: v[base + 7],
    data: v[base + 8],
    items: list(v, base + 9),
    extra,
  }),
  (node: Status, visitor) => {
    if (node.extra !== undefined) visitor.extra(node.extra);
    if (node.cmdID !== undefined) visitor.field(0, node.cmdID);
    if (node.msgRef !== undefined) visitor.field(1, node.msgRef);
    if (node.cmdRef !== undefined) visitor.field(2, node.cmdRef);
    if (node.cmd !== undefined) visitor.field(3, node.cmd);
    if (node.targetRefs !== undefined) visitor.field(4, node.targetRefs);
    if (node.sourceRefs !== undefined) visitor.field(5, node.sourceRefs);
    if (node.cred !== undefined) visitor.field(6, node.cred);
    if (node.chal !== undefined) visitor.field(7, node.chal);
    if (node.data !== undefined) visitor.field(8, node.data);
    if (node.items !== undefined) visitor.field(9, node.items);
  },
);

const commandShapes = {
  Add: addShape,
  Alert: alertShape,
  Atomic: atomicShape,
  Copy: copyShape,
  Delete: deleteShape,
  Exec: execShape,
  Get: getShape,
  Map: mapShape,
  Move: moveShape,
  Put: putShape,
  Replace: replaceShape,
  Results: resultsShape,
  Search: searchShape,
  Sequence: sequenceShape,
  Status: statusShape,
  Sync: syncShape,
};

function emptySyncHdr(): SyncHdr {
  return syncHdrShape.make([], 0, undefined, undefined) as SyncHdr;
}

function emptySyncBody(): SyncBody {
  return syncBodyShape.make([], 0, undefined, undefined) as SyncBody;
}
