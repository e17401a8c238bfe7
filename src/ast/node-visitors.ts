// Written by `npm run generate` from src/ast/schema/; change it there.

import type { Visit } from "./node-writer.ts";
import type {
  AccessType,
  Add,
  Alert,
  Anchor,
  Atomic,
  Chal,
  ContentType,
  ContentTypeVersion,
  Copy,
  Cred,
  CTCap,
  DataStore,
  Delete,
  DevInf,
  DFProperties,
  DFType,
  DSMem,
  Exec,
  Ext,
  Filter,
  FilterCap,
  FilterField,
  FilterRecord,
  Fragment,
  Get,
  Item,
  MapCommand,
  MapItem,
  Mem,
  Meta,
  MetInf,
  MgmtTree,
  Move,
  NodeType,
  Occurrence,
  ParameterGroup,
  Property,
  PropertyGroup,
  PropParam,
  Put,
  Replace,
  Results,
  RTProperties,
  Search,
  Sequence,
  Source,
  SourceParent,
  Status,
  Sync,
  SyncBody,
  SyncCap,
  SyncHdr,
  SyncML,
  Target,
  TargetParent,
  TreeNode,
} from "./nodes.ts";
import { isFilled } from "./shape.ts";

function contentTypeVersion(kind: ContentTypeVersion["kind"]): Visit {
  return (node: ContentTypeVersion, writer, fields, at) => {
    let pos = at;
    if (node.kind !== kind) return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.ctType !== undefined) pos = writer.value(fields, 0, node.ctType, pos);
    if (node.verCT !== undefined) pos = writer.value(fields, 1, node.verCT, pos);
    return pos;
  };
}

/** What hands over the fields of a node, by its kind. Apart from the shapes, since whoever reads needs none of it. */
export const visitors: Readonly<Record<string, Visit>> = {
  SyncML: (node: SyncML, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "SyncML") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.syncHdr !== undefined) pos = writer.node(fields, 0, node.syncHdr, pos);
    if (node.syncBody !== undefined) pos = writer.node(fields, 1, node.syncBody, pos);
    return pos;
  },

  SyncHdr: (node: SyncHdr, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "SyncHdr") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.verDTD !== undefined) pos = writer.value(fields, 0, node.verDTD, pos);
    if (node.verProto !== undefined) pos = writer.value(fields, 1, node.verProto, pos);
    if (node.sessionID !== undefined) pos = writer.value(fields, 2, node.sessionID, pos);
    if (node.msgID !== undefined) pos = writer.value(fields, 3, node.msgID, pos);
    if (node.target !== undefined) pos = writer.node(fields, 4, node.target, pos);
    if (node.source !== undefined) pos = writer.node(fields, 5, node.source, pos);
    if (node.respURI !== undefined) pos = writer.value(fields, 6, node.respURI, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 7, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 8, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 9, node.meta, pos);
    return pos;
  },

  SyncBody: (node: SyncBody, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "SyncBody") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (isFilled(node.commands)) pos = writer.nodes(fields, 0, node.commands, pos);
    if (node.final !== undefined) pos = writer.flag(fields, 1, node.final, pos);
    return pos;
  },

  Fragment: (node: Fragment, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Fragment") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.syncHdr !== undefined) pos = writer.node(fields, 0, node.syncHdr, pos);
    if (node.inBody !== undefined) pos = writer.value(fields, 1, node.inBody, pos);
    if (isFilled(node.commands)) pos = writer.nodes(fields, 2, node.commands, pos);
    if (node.final !== undefined) pos = writer.flag(fields, 3, node.final, pos);
    return pos;
  },

  Target: (node: Target, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Target") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.locURI !== undefined) pos = writer.value(fields, 0, node.locURI, pos);
    if (node.locName !== undefined) pos = writer.value(fields, 1, node.locName, pos);
    if (node.filter !== undefined) pos = writer.node(fields, 2, node.filter, pos);
    return pos;
  },

  Source: (node: Source, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Source") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.locURI !== undefined) pos = writer.value(fields, 0, node.locURI, pos);
    if (node.locName !== undefined) pos = writer.value(fields, 1, node.locName, pos);
    return pos;
  },

  SourceParent: (node: SourceParent, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "SourceParent") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.locURI !== undefined) pos = writer.value(fields, 0, node.locURI, pos);
    return pos;
  },

  TargetParent: (node: TargetParent, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "TargetParent") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.locURI !== undefined) pos = writer.value(fields, 0, node.locURI, pos);
    return pos;
  },

  Cred: (node: Cred, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Cred") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.meta !== undefined) pos = writer.node(fields, 0, node.meta, pos);
    if (node.data !== undefined) pos = writer.value(fields, 1, node.data, pos);
    return pos;
  },

  Chal: (node: Chal, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Chal") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.meta !== undefined) pos = writer.node(fields, 0, node.meta, pos);
    return pos;
  },

  Item: (node: Item, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Item") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.target !== undefined) pos = writer.node(fields, 0, node.target, pos);
    if (node.source !== undefined) pos = writer.node(fields, 1, node.source, pos);
    if (node.sourceParent !== undefined) pos = writer.node(fields, 2, node.sourceParent, pos);
    if (node.targetParent !== undefined) pos = writer.node(fields, 3, node.targetParent, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 4, node.meta, pos);
    if (node.data !== undefined) pos = writer.value(fields, 5, node.data, pos);
    if (node.moreData !== undefined) pos = writer.flag(fields, 6, node.moreData, pos);
    return pos;
  },

  Filter: (node: Filter, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Filter") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.meta !== undefined) pos = writer.node(fields, 0, node.meta, pos);
    if (node.field !== undefined) pos = writer.node(fields, 1, node.field, pos);
    if (node.record !== undefined) pos = writer.node(fields, 2, node.record, pos);
    if (node.filterType !== undefined) pos = writer.value(fields, 3, node.filterType, pos);
    return pos;
  },

  Field: (node: FilterField, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Field") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.item !== undefined) pos = writer.node(fields, 0, node.item, pos);
    return pos;
  },

  Record: (node: FilterRecord, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Record") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.item !== undefined) pos = writer.node(fields, 0, node.item, pos);
    return pos;
  },

  Add: (node: Add, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Add") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 2, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 3, node.meta, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 4, node.items, pos);
    return pos;
  },

  Copy: (node: Copy, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Copy") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 2, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 3, node.meta, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 4, node.items, pos);
    return pos;
  },

  Move: (node: Move, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Move") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 2, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 3, node.meta, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 4, node.items, pos);
    return pos;
  },

  Replace: (node: Replace, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Replace") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 2, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 3, node.meta, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 4, node.items, pos);
    return pos;
  },

  Delete: (node: Delete, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Delete") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.archive !== undefined) pos = writer.flag(fields, 2, node.archive, pos);
    if (node.sftDel !== undefined) pos = writer.flag(fields, 3, node.sftDel, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 4, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 5, node.meta, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 6, node.items, pos);
    return pos;
  },

  Exec: (node: Exec, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Exec") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 2, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 3, node.meta, pos);
    if (node.correlator !== undefined) pos = writer.value(fields, 4, node.correlator, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 5, node.items, pos);
    return pos;
  },

  Get: (node: Get, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Get") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.lang !== undefined) pos = writer.value(fields, 2, node.lang, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 3, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 4, node.meta, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 5, node.items, pos);
    return pos;
  },

  Put: (node: Put, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Put") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.lang !== undefined) pos = writer.value(fields, 2, node.lang, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 3, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 4, node.meta, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 5, node.items, pos);
    return pos;
  },

  Alert: (node: Alert, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Alert") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 2, node.cred, pos);
    if (node.data !== undefined) pos = writer.value(fields, 3, node.data, pos);
    if (node.correlator !== undefined) pos = writer.value(fields, 4, node.correlator, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 5, node.items, pos);
    return pos;
  },

  Atomic: (node: Atomic, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Atomic") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 2, node.meta, pos);
    if (isFilled(node.commands)) pos = writer.nodes(fields, 3, node.commands, pos);
    return pos;
  },

  Sequence: (node: Sequence, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Sequence") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 2, node.meta, pos);
    if (isFilled(node.commands)) pos = writer.nodes(fields, 3, node.commands, pos);
    return pos;
  },

  Sync: (node: Sync, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Sync") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 2, node.cred, pos);
    if (node.target !== undefined) pos = writer.node(fields, 3, node.target, pos);
    if (node.source !== undefined) pos = writer.node(fields, 4, node.source, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 5, node.meta, pos);
    if (node.numberOfChanges !== undefined) pos = writer.value(fields, 6, node.numberOfChanges, pos);
    if (isFilled(node.commands)) pos = writer.nodes(fields, 7, node.commands, pos);
    return pos;
  },

  Map: (node: MapCommand, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Map") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.target !== undefined) pos = writer.node(fields, 1, node.target, pos);
    if (node.source !== undefined) pos = writer.node(fields, 2, node.source, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 3, node.cred, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 4, node.meta, pos);
    if (isFilled(node.mapItems)) pos = writer.nodes(fields, 5, node.mapItems, pos);
    return pos;
  },

  MapItem: (node: MapItem, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "MapItem") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.target !== undefined) pos = writer.node(fields, 0, node.target, pos);
    if (node.source !== undefined) pos = writer.node(fields, 1, node.source, pos);
    return pos;
  },

  Results: (node: Results, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Results") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.msgRef !== undefined) pos = writer.value(fields, 1, node.msgRef, pos);
    if (node.cmdRef !== undefined) pos = writer.value(fields, 2, node.cmdRef, pos);
    if (node.cmd !== undefined) pos = writer.value(fields, 3, node.cmd, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 4, node.meta, pos);
    if (node.targetRef !== undefined) pos = writer.value(fields, 5, node.targetRef, pos);
    if (node.sourceRef !== undefined) pos = writer.value(fields, 6, node.sourceRef, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 7, node.items, pos);
    return pos;
  },

  Search: (node: Search, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Search") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.noResp !== undefined) pos = writer.flag(fields, 1, node.noResp, pos);
    if (node.noResults !== undefined) pos = writer.flag(fields, 2, node.noResults, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 3, node.cred, pos);
    if (node.target !== undefined) pos = writer.node(fields, 4, node.target, pos);
    if (isFilled(node.sources)) pos = writer.nodes(fields, 5, node.sources, pos);
    if (node.lang !== undefined) pos = writer.value(fields, 6, node.lang, pos);
    if (node.meta !== undefined) pos = writer.node(fields, 7, node.meta, pos);
    if (node.data !== undefined) pos = writer.value(fields, 8, node.data, pos);
    return pos;
  },

  Status: (node: Status, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Status") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.cmdID !== undefined) pos = writer.value(fields, 0, node.cmdID, pos);
    if (node.msgRef !== undefined) pos = writer.value(fields, 1, node.msgRef, pos);
    if (node.cmdRef !== undefined) pos = writer.value(fields, 2, node.cmdRef, pos);
    if (node.cmd !== undefined) pos = writer.value(fields, 3, node.cmd, pos);
    if (isFilled(node.targetRefs)) pos = writer.values(fields, 4, node.targetRefs, pos);
    if (isFilled(node.sourceRefs)) pos = writer.values(fields, 5, node.sourceRefs, pos);
    if (node.cred !== undefined) pos = writer.node(fields, 6, node.cred, pos);
    if (node.chal !== undefined) pos = writer.node(fields, 7, node.chal, pos);
    if (node.data !== undefined) pos = writer.value(fields, 8, node.data, pos);
    if (isFilled(node.items)) pos = writer.nodes(fields, 9, node.items, pos);
    return pos;
  },

  Meta: (node: Meta, writer, fields, at) => {
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

  MetInf: (node: MetInf, writer, fields, at) => {
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

  Anchor: (node: Anchor, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Anchor") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.last !== undefined) pos = writer.value(fields, 0, node.last, pos);
    if (node.next !== undefined) pos = writer.value(fields, 1, node.next, pos);
    return pos;
  },

  Mem: (node: Mem, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Mem") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.sharedMem !== undefined) pos = writer.flag(fields, 0, node.sharedMem, pos);
    if (node.freeMem !== undefined) pos = writer.value(fields, 1, node.freeMem, pos);
    if (node.freeID !== undefined) pos = writer.value(fields, 2, node.freeID, pos);
    return pos;
  },

  DevInf: (node: DevInf, writer, fields, at) => {
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

  DataStore: (node: DataStore, writer, fields, at) => {
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

  "Rx-Pref": contentTypeVersion("Rx-Pref"),

  Rx: contentTypeVersion("Rx"),

  "Tx-Pref": contentTypeVersion("Tx-Pref"),

  Tx: contentTypeVersion("Tx"),

  "Filter-Rx": contentTypeVersion("Filter-Rx"),

  DSMem: (node: DSMem, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DSMem") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.sharedMem !== undefined) pos = writer.flag(fields, 0, node.sharedMem, pos);
    if (node.maxMem !== undefined) pos = writer.value(fields, 1, node.maxMem, pos);
    if (node.maxID !== undefined) pos = writer.value(fields, 2, node.maxID, pos);
    return pos;
  },

  SyncCap: (node: SyncCap, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "SyncCap") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (isFilled(node.syncTypes)) pos = writer.values(fields, 0, node.syncTypes, pos);
    return pos;
  },

  FilterCap: (node: FilterCap, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "FilterCap") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.ctType !== undefined) pos = writer.value(fields, 0, node.ctType, pos);
    if (node.verCT !== undefined) pos = writer.value(fields, 1, node.verCT, pos);
    if (isFilled(node.filterKeywords)) pos = writer.values(fields, 2, node.filterKeywords, pos);
    if (isFilled(node.propNames)) pos = writer.values(fields, 3, node.propNames, pos);
    return pos;
  },

  Ext: (node: Ext, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Ext") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.xNam !== undefined) pos = writer.value(fields, 0, node.xNam, pos);
    if (isFilled(node.xVals)) pos = writer.values(fields, 1, node.xVals, pos);
    return pos;
  },

  CTCap: (node: CTCap, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "CTCap") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (isFilled(node.contentTypes)) pos = writer.nodes(fields, 0, node.contentTypes, pos);
    return pos;
  },

  ContentType: (node: ContentType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "ContentType") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.ctType !== undefined) pos = writer.value(fields, 0, node.ctType, pos);
    if (node.verCT !== undefined) pos = writer.value(fields, 1, node.verCT, pos);
    if (node.fieldLevel !== undefined) pos = writer.flag(fields, 2, node.fieldLevel, pos);
    if (isFilled(node.properties)) pos = writer.nodes(fields, 3, node.properties, pos);
    return pos;
  },

  Property: (node: Property, writer, fields, at) => {
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

  PropParam: (node: PropParam, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "PropParam") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.paramName !== undefined) pos = writer.value(fields, 0, node.paramName, pos);
    if (node.dataType !== undefined) pos = writer.value(fields, 1, node.dataType, pos);
    if (isFilled(node.valEnums)) pos = writer.values(fields, 2, node.valEnums, pos);
    if (node.displayName !== undefined) pos = writer.value(fields, 3, node.displayName, pos);
    return pos;
  },

  PropertyGroup: (node: PropertyGroup, writer, fields, at) => {
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

  ParameterGroup: (node: ParameterGroup, writer, fields, at) => {
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

  MgmtTree: (node: MgmtTree, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "MgmtTree") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.verDTD !== undefined) pos = writer.value(fields, 0, node.verDTD, pos);
    if (node.man !== undefined) pos = writer.value(fields, 1, node.man, pos);
    if (node.mod !== undefined) pos = writer.value(fields, 2, node.mod, pos);
    if (isFilled(node.nodes)) pos = writer.nodes(fields, 3, node.nodes, pos);
    return pos;
  },

  Node: (node: TreeNode, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Node") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.nodeName !== undefined) pos = writer.value(fields, 0, node.nodeName, pos);
    if (node.path !== undefined) pos = writer.value(fields, 1, node.path, pos);
    if (node.rtProperties !== undefined) pos = writer.node(fields, 2, node.rtProperties, pos);
    if (node.dfProperties !== undefined) pos = writer.node(fields, 3, node.dfProperties, pos);
    if (isFilled(node.nodes)) pos = writer.nodes(fields, 4, node.nodes, pos);
    if (node.value !== undefined) pos = writer.value(fields, 5, node.value, pos);
    return pos;
  },

  RTProperties: (node: RTProperties, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "RTProperties") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.acl !== undefined) pos = writer.value(fields, 0, node.acl, pos);
    if (node.format !== undefined) pos = writer.value(fields, 1, node.format, pos);
    if (node.name !== undefined) pos = writer.value(fields, 2, node.name, pos);
    if (node.size !== undefined) pos = writer.value(fields, 3, node.size, pos);
    if (node.title !== undefined) pos = writer.value(fields, 4, node.title, pos);
    if (node.tStamp !== undefined) pos = writer.value(fields, 5, node.tStamp, pos);
    if (node.type !== undefined) pos = writer.node(fields, 6, node.type, pos);
    if (node.verNo !== undefined) pos = writer.value(fields, 7, node.verNo, pos);
    return pos;
  },

  DFProperties: (node: DFProperties, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DFProperties") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.accessType !== undefined) pos = writer.node(fields, 0, node.accessType, pos);
    if (node.defaultValue !== undefined) pos = writer.value(fields, 1, node.defaultValue, pos);
    if (node.description !== undefined) pos = writer.value(fields, 2, node.description, pos);
    if (node.dfFormat !== undefined) pos = writer.value(fields, 3, node.dfFormat, pos);
    if (node.occurrence !== undefined) pos = writer.node(fields, 4, node.occurrence, pos);
    if (node.scope !== undefined) pos = writer.value(fields, 5, node.scope, pos);
    if (node.dfTitle !== undefined) pos = writer.value(fields, 6, node.dfTitle, pos);
    if (node.dfType !== undefined) pos = writer.node(fields, 7, node.dfType, pos);
    if (node.caseSense !== undefined) pos = writer.value(fields, 8, node.caseSense, pos);
    return pos;
  },

  Type: (node: NodeType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Type") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.mime !== undefined) pos = writer.value(fields, 0, node.mime, pos);
    if (node.ddfName !== undefined) pos = writer.value(fields, 1, node.ddfName, pos);
    return pos;
  },

  DFType: (node: DFType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "DFType") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (isFilled(node.mimes)) pos = writer.values(fields, 0, node.mimes, pos);
    if (node.ddfName !== undefined) pos = writer.value(fields, 1, node.ddfName, pos);
    return pos;
  },

  AccessType: (node: AccessType, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "AccessType") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.add !== undefined) pos = writer.flag(fields, 0, node.add, pos);
    if (node.copy !== undefined) pos = writer.flag(fields, 1, node.copy, pos);
    if (node.delete !== undefined) pos = writer.flag(fields, 2, node.delete, pos);
    if (node.exec !== undefined) pos = writer.flag(fields, 3, node.exec, pos);
    if (node.get !== undefined) pos = writer.flag(fields, 4, node.get, pos);
    if (node.replace !== undefined) pos = writer.flag(fields, 5, node.replace, pos);
    return pos;
  },

  Occurrence: (node: Occurrence, writer, fields, at) => {
    let pos = at;
    if (node.kind !== "Occurrence") return writer.otherKind();
    if (node.extra !== undefined) writer.extra(node.extra);
    if (node.one !== undefined) pos = writer.flag(fields, 0, node.one, pos);
    if (node.zeroOrOne !== undefined) pos = writer.flag(fields, 1, node.zeroOrOne, pos);
    if (node.zeroOrMore !== undefined) pos = writer.flag(fields, 2, node.zeroOrMore, pos);
    if (node.oneOrMore !== undefined) pos = writer.flag(fields, 3, node.oneOrMore, pos);
    if (node.zeroOrN !== undefined) pos = writer.value(fields, 4, node.zeroOrN, pos);
    if (node.oneOrN !== undefined) pos = writer.value(fields, 5, node.oneOrN, pos);
    return pos;
  },
};
