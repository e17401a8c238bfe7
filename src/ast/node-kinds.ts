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
  /** What a SyncML requires. */
  SyncML: "syncHdr" | "syncBody";
  /** What a SyncHdr requires. */
  SyncHdr: "verDTD" | "verProto" | "sessionID" | "msgID" | "target" | "source";
  /** What a SyncBody requires. */
  SyncBody: "commands";
  /** What a Fragment requires. */
  Fragment: "commands";
  /** What a Target requires. */
  Target: "locURI";
  /** What a Source requires. */
  Source: "locURI";
  /** What a SourceParent requires. */
  SourceParent: "locURI";
  /** What a TargetParent requires. */
  TargetParent: "locURI";
  /** What a Cred requires. */
  Cred: "data";
  /** What a Chal requires. */
  Chal: "meta";
  /** What a Filter requires. */
  Filter: "meta";
  /** What a Field requires. */
  Field: "item";
  /** What a Record requires. */
  Record: "item";
  /** What a Add requires. */
  Add: "cmdID" | "items";
  /** What a Copy requires. */
  Copy: "cmdID" | "items";
  /** What a Move requires. */
  Move: "cmdID" | "items";
  /** What a Replace requires. */
  Replace: "cmdID" | "items";
  /** What a Delete requires. */
  Delete: "cmdID" | "items";
  /** What a Exec requires. */
  Exec: "cmdID" | "items";
  /** What a Get requires. */
  Get: "cmdID" | "items";
  /** What a Put requires. */
  Put: "cmdID" | "items";
  /** What a Alert requires. */
  Alert: "cmdID";
  /** What a Atomic requires. */
  Atomic: "cmdID" | "commands";
  /** What a Sequence requires. */
  Sequence: "cmdID" | "commands";
  /** What a Sync requires. */
  Sync: "cmdID";
  /** What a Map requires. */
  Map: "cmdID" | "target" | "source" | "mapItems";
  /** What a MapItem requires. */
  MapItem: "target" | "source";
  /** What a Results requires. */
  Results: "cmdID" | "cmdRef" | "items";
  /** What a Search requires. */
  Search: "cmdID" | "sources" | "meta" | "data";
  /** What a Status requires. */
  Status: "cmdID" | "msgRef" | "cmdRef" | "cmd" | "data";
  /** What a DevInf requires. */
  DevInf: "verDTD" | "devID" | "devTyp" | "dataStores";
  /** What a DataStore requires. */
  DataStore: "sourceRef" | "rxPref" | "txPref" | "syncCap";
  /** What a CTCap requires. */
  CTCap: "contentTypes";
  /** What a ContentType requires. */
  ContentType: "ctType";
  /** What a Property requires. */
  Property: "propName";
  /** What a PropParam requires. */
  PropParam: "paramName";
  /** What a PropertyGroup requires. */
  PropertyGroup: "propName";
  /** What a ParameterGroup requires. */
  ParameterGroup: "paramName";
  /** What a MgmtTree requires. */
  MgmtTree: "verDTD" | "nodes";
  /** What a Node requires. */
  Node: "nodeName";
}
