// Written by `npm run generate` from src/ast/schema/; change it there.

import type * as Node from "./nodes.ts";

/** Every node that {@link create} makes. */
export type AnyNode =
  | Node.SyncML
  | Node.SyncHdr
  | Node.SyncBody
  | Node.Fragment
  | Node.Target
  | Node.Source
  | Node.SourceParent
  | Node.TargetParent
  | Node.Cred
  | Node.Chal
  | Node.Item
  | Node.Filter
  | Node.FilterField
  | Node.FilterRecord
  | Node.Add
  | Node.Copy
  | Node.Move
  | Node.Replace
  | Node.Delete
  | Node.Exec
  | Node.Get
  | Node.Put
  | Node.Alert
  | Node.Atomic
  | Node.Sequence
  | Node.Sync
  | Node.MapCommand
  | Node.MapItem
  | Node.Results
  | Node.Search
  | Node.Status
  | Node.Meta
  | Node.MetInf
  | Node.Anchor
  | Node.Mem
  | Node.DevInf
  | Node.DataStore
  | Node.ContentTypeVersion
  | Node.DSMem
  | Node.SyncCap
  | Node.FilterCap
  | Node.Ext
  | Node.CTCap
  | Node.ContentType
  | Node.Property
  | Node.PropParam
  | Node.PropertyGroup
  | Node.ParameterGroup
  | Node.MgmtTree
  | Node.TreeNode
  | Node.RTProperties
  | Node.DFProperties
  | Node.NodeType
  | Node.DFType
  | Node.AccessType
  | Node.Occurrence;

/** The fields that {@link create} asks for: those that the DTD requires, by kind. */
export interface RequiredFields {
  SyncML: "syncHdr" | "syncBody";
  SyncHdr: "verDTD" | "verProto" | "sessionID" | "msgID" | "target" | "source";
  SyncBody: "commands";
  Fragment: "commands";
  Target: "locURI";
  Source: "locURI";
  SourceParent: "locURI";
  TargetParent: "locURI";
  Cred: "data";
  Chal: "meta";
  Filter: "meta";
  Field: "item";
  Record: "item";
  Add: "cmdID" | "items";
  Copy: "cmdID" | "items";
  Move: "cmdID" | "items";
  Replace: "cmdID" | "items";
  Delete: "cmdID" | "items";
  Exec: "cmdID" | "items";
  Get: "cmdID" | "items";
  Put: "cmdID" | "items";
  Alert: "cmdID";
  Atomic: "cmdID" | "commands";
  Sequence: "cmdID" | "commands";
  Sync: "cmdID";
  Map: "cmdID" | "target" | "source" | "mapItems";
  MapItem: "target" | "source";
  Results: "cmdID" | "cmdRef" | "items";
  Search: "cmdID" | "sources" | "meta" | "data";
  Status: "cmdID" | "msgRef" | "cmdRef" | "cmd" | "data";
  DevInf: "verDTD" | "devID" | "devTyp" | "dataStores";
  DataStore: "sourceRef" | "rxPref" | "txPref" | "syncCap";
  CTCap: "contentTypes";
  ContentType: "ctType";
  Property: "propName";
  PropParam: "paramName";
  PropertyGroup: "propName";
  ParameterGroup: "paramName";
  MgmtTree: "verDTD" | "nodes";
  Node: "nodeName";
}
