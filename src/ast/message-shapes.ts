// Written by `npm run generate` from src/ast/schema/; change it there.

import { asReceived } from "./as-received.ts";
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
  Filter,
  FilterField,
  FilterRecord,
  Fragment,
  Get,
  Item,
  MapCommand,
  MapItem,
  Move,
  Put,
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
import { data, flag, list, node, nodes, oneOf, Shape, text, texts, wrapper } from "./shape.ts";

// SyncML messages: header, body, commands and their parts (OMA RepPro 1.0–1.2)

/** The elements of a Command, in the order of the DTD. */
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

export const syncMLShape: Shape = new Shape(
  "SyncML",
  "core",
  [node("SyncHdr", () => syncHdrShape, 1), node("SyncBody", () => syncBodyShape, 1)],
  (v, base, extra, wire): SyncML => ({
    kind: "SyncML",
    syncHdr: v[base] ?? (syncHdrShape.make([], 0, undefined, undefined) as SyncHdr),
    syncBody: v[base + 1] ?? (syncBodyShape.make([], 0, undefined, undefined) as SyncBody),
    wire,
    extra:
      v[base] === undefined || v[base + 1] === undefined ? asReceived(["syncHdr", "syncBody"], v, base, extra) : extra,
  }),
);

const syncHdrShape: Shape = new Shape(
  "SyncHdr",
  "core",
  [
    text("VerDTD", 1),
    text("VerProto", 1),
    text("SessionID", 1),
    text("MsgID", 1),
    node("Target", () => targetShape, 1),
    node("Source", () => sourceShape, 1),
    text("RespURI"),
    flag("NoResp"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
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
);

const syncBodyShape: Shape = new Shape(
  "SyncBody",
  "core",
  [oneOf("commands", commandElements, () => commandShapes, 1), flag("Final")],
  (v, base, extra): SyncBody => ({ kind: "SyncBody", commands: list(v, base), final: v[base + 1], extra }),
);

export const fragmentShape: Shape = new Shape(
  "Fragment",
  "core",
  [
    node("SyncHdr", () => syncHdrShape),
    wrapper("SyncBody", 0, "inBody"),
    oneOf("commands", commandElements, () => commandShapes),
    flag("Final"),
  ],
  (v, base, extra, wire): Fragment => ({
    kind: "Fragment",
    syncHdr: v[base],
    inBody: v[base + 1],
    commands: list(v, base + 2),
    final: v[base + 3],
    wire,
    extra,
  }),
);

const targetShape: Shape = new Shape(
  "Target",
  "core",
  [text("LocURI", 1), text("LocName"), node("Filter", () => filterShape)],
  (v, base, extra): Target => ({ kind: "Target", locURI: v[base], locName: v[base + 1], filter: v[base + 2], extra }),
);

const sourceShape: Shape = new Shape(
  "Source",
  "core",
  [text("LocURI", 1), text("LocName")],
  (v, base, extra): Source => ({ kind: "Source", locURI: v[base], locName: v[base + 1], extra }),
);

const sourceParentShape: Shape = new Shape(
  "SourceParent",
  "core",
  [text("LocURI", 1)],
  (v, base, extra): SourceParent => ({ kind: "SourceParent", locURI: v[base], extra }),
);

const targetParentShape: Shape = new Shape(
  "TargetParent",
  "core",
  [text("LocURI", 1)],
  (v, base, extra): TargetParent => ({ kind: "TargetParent", locURI: v[base], extra }),
);

const credShape: Shape = new Shape(
  "Cred",
  "core",
  [node("Meta", () => metaShape), data("Data", 1)],
  (v, base, extra): Cred => ({ kind: "Cred", meta: v[base], data: v[base + 1], extra }),
);

const chalShape: Shape = new Shape(
  "Chal",
  "core",
  [node("Meta", () => metaShape, 1)],
  (v, base, extra): Chal => ({ kind: "Chal", meta: v[base], extra }),
);

const itemShape: Shape = new Shape(
  "Item",
  "core",
  [
    node("Target", () => targetShape),
    node("Source", () => sourceShape),
    node("SourceParent", () => sourceParentShape),
    node("TargetParent", () => targetParentShape),
    node("Meta", () => metaShape),
    data("Data"),
    flag("MoreData"),
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
);

const filterShape: Shape = new Shape(
  "Filter",
  "core",
  [
    node("Meta", () => metaShape, 1),
    node("Field", () => fieldShape),
    node("Record", () => recordShape),
    text("FilterType"),
  ],
  (v, base, extra): Filter => ({
    kind: "Filter",
    meta: v[base],
    field: v[base + 1],
    record: v[base + 2],
    filterType: v[base + 3],
    extra,
  }),
);

const fieldShape: Shape = new Shape(
  "Field",
  "core",
  [node("Item", () => itemShape, 1)],
  (v, base, extra): FilterField => ({ kind: "Field", item: v[base], extra }),
);

const recordShape: Shape = new Shape(
  "Record",
  "core",
  [node("Item", () => itemShape, 1)],
  (v, base, extra): FilterRecord => ({ kind: "Record", item: v[base], extra }),
);

const addShape: Shape = new Shape(
  "Add",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("Item", () => itemShape, 1),
  ],
  (v, base, extra): Add => ({
    kind: "Add",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
);

const copyShape: Shape = new Shape(
  "Copy",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("Item", () => itemShape, 1),
  ],
  (v, base, extra): Copy => ({
    kind: "Copy",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
);

const moveShape: Shape = new Shape(
  "Move",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("Item", () => itemShape, 1),
  ],
  (v, base, extra): Move => ({
    kind: "Move",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
);

const replaceShape: Shape = new Shape(
  "Replace",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("Item", () => itemShape, 1),
  ],
  (v, base, extra): Replace => ({
    kind: "Replace",
    cmdID: v[base],
    noResp: v[base + 1],
    cred: v[base + 2],
    meta: v[base + 3],
    items: list(v, base + 4),
    extra,
  }),
);

const deleteShape: Shape = new Shape(
  "Delete",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    flag("Archive"),
    flag("SftDel"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("Item", () => itemShape, 1),
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
);

const execShape: Shape = new Shape(
  "Exec",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    text("Correlator"),
    nodes("Item", () => itemShape, 1, "items", 1),
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
);

const getShape: Shape = new Shape(
  "Get",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    text("Lang"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("Item", () => itemShape, 1),
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
);

const putShape: Shape = new Shape(
  "Put",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    text("Lang"),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("Item", () => itemShape, 1),
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
);

const alertShape: Shape = new Shape(
  "Alert",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Cred", () => credShape),
    data("Data"),
    text("Correlator"),
    nodes("Item", () => itemShape),
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
);

const atomicShape: Shape = new Shape(
  "Atomic",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Meta", () => metaShape),
    oneOf(
      "commands",
      ["Add", "Replace", "Delete", "Copy", "Atomic", "Map", "Move", "Sequence", "Sync", "Get", "Exec", "Alert"],
      () => commandShapes,
      1,
    ),
  ],
  (v, base, extra): Atomic => ({
    kind: "Atomic",
    cmdID: v[base],
    noResp: v[base + 1],
    meta: v[base + 2],
    commands: list(v, base + 3),
    extra,
  }),
);

const sequenceShape: Shape = new Shape(
  "Sequence",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Meta", () => metaShape),
    oneOf(
      "commands",
      ["Add", "Replace", "Delete", "Copy", "Atomic", "Map", "Move", "Sync", "Get", "Exec", "Alert"],
      () => commandShapes,
      1,
    ),
  ],
  (v, base, extra): Sequence => ({
    kind: "Sequence",
    cmdID: v[base],
    noResp: v[base + 1],
    meta: v[base + 2],
    commands: list(v, base + 3),
    extra,
  }),
);

const syncShape: Shape = new Shape(
  "Sync",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    node("Cred", () => credShape),
    node("Target", () => targetShape),
    node("Source", () => sourceShape),
    node("Meta", () => metaShape),
    text("NumberOfChanges"),
    oneOf("commands", ["Add", "Atomic", "Copy", "Delete", "Move", "Replace", "Sequence"], () => commandShapes),
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
);

const mapShape: Shape = new Shape(
  "Map",
  "core",
  [
    text("CmdID", 1),
    node("Target", () => targetShape, 1),
    node("Source", () => sourceShape, 1),
    node("Cred", () => credShape),
    node("Meta", () => metaShape),
    nodes("MapItem", () => mapItemShape, 1),
  ],
  (v, base, extra): MapCommand => ({
    kind: "Map",
    cmdID: v[base],
    target: v[base + 1],
    source: v[base + 2],
    cred: v[base + 3],
    meta: v[base + 4],
    mapItems: list(v, base + 5),
    extra,
  }),
);

const mapItemShape: Shape = new Shape(
  "MapItem",
  "core",
  [node("Target", () => targetShape, 1), node("Source", () => sourceShape, 1)],
  (v, base, extra): MapItem => ({ kind: "MapItem", target: v[base], source: v[base + 1], extra }),
);

const resultsShape: Shape = new Shape(
  "Results",
  "core",
  [
    text("CmdID", 1),
    text("MsgRef"),
    text("CmdRef", 1),
    text("Cmd"),
    node("Meta", () => metaShape),
    text("TargetRef"),
    text("SourceRef"),
    nodes("Item", () => itemShape, 1),
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
);

const searchShape: Shape = new Shape(
  "Search",
  "core",
  [
    text("CmdID", 1),
    flag("NoResp"),
    flag("NoResults"),
    node("Cred", () => credShape),
    node("Target", () => targetShape),
    nodes("Source", () => sourceShape, 1),
    text("Lang"),
    node("Meta", () => metaShape, 1),
    data("Data", 1),
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
);

const statusShape: Shape = new Shape(
  "Status",
  "core",
  [
    text("CmdID", 1),
    text("MsgRef", 1),
    text("CmdRef", 1),
    text("Cmd", 1),
    texts("TargetRef"),
    texts("SourceRef"),
    node("Cred", () => credShape),
    node("Chal", () => chalShape),
    data("Data", 1),
    nodes("Item", () => itemShape),
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
);

const commandShapes = {
  Alert: alertShape,
  Atomic: atomicShape,
  Copy: copyShape,
  Exec: execShape,
  Get: getShape,
  Map: mapShape,
  Put: putShape,
  Results: resultsShape,
  Search: searchShape,
  Sequence: sequenceShape,
  Status: statusShape,
  Sync: syncShape,
  Add: addShape,
  Move: moveShape,
  Replace: replaceShape,
  Delete: deleteShape,
};
