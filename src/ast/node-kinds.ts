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
  /** Fields that SyncML requires. */
  SyncML: "syncHdr" | "syncBody";
  /** Fields that SyncHdr requires. */
  SyncHdr: "verDTD" | "verProto" | "sessionID" | "msgID" | "target" | "source";
  /** Fields that SyncBody requires. */
  SyncBody: "commands";
  /** Fields that Fragment requires. */
  Fragment: "commands";
  /** Fields that Target requires. */
  Target: "locURI";
  /** Fields that Source requires. */
  Source: "locURI";
  /** Fields that SourceParent requires. */
  SourceParent: "locURI";
  /** Fields that TargetParent requires. */
  TargetParent: "locURI";
  /** Fields that Cred requires. */
  Cred: "data";
  /** Fields that Chal requires. */
  Chal: "meta";
  /** Fields that Filter requires. */
  Filter: "meta";
  /** Fields that Field requires. */
  Field: "item";
  /** Fields that Record requires. */
  Record: "item";
  /** Fields that Add requires. */
  Add: "cmdID" | "items";
  /** Fields that Copy requires. */
  Copy: "cmdID" | "items";
  /** Fields that Move requires. */
  Move: "cmdID" | "items";
  /** Fields that Replace requires. */
  Replace: "cmdID" | "items";
  /** Fields that Delete requires. */
  Delete: "cmdID" | "items";
  /** Fields that Exec requires. */
  Exec: "cmdID" | "items";
  /** Fields that Get requires. */
  Get: "cmdID" | "items";
  /** Fields that Put requires. */
  Put: "cmdID" | "items";
  /** Fields that Alert requires. */
  Alert: "cmdID";
  /** Fields that Atomic requires. */
  Atomic: "cmdID" | "commands";
  /** Fields that Sequence requires. */
  Sequence: "cmdID" | "commands";
  /** Fields that Sync requires. */
  Sync: "cmdID";
  /** Fields that Map requires. */
  Map: "cmdID" | "target" | "source" | "mapItems";
  /** Fields that MapItem requires. */
  MapItem: "target" | "source";
  /** Fields that Results requires. */
  Results: "cmdID" | "cmdRef" | "items";
  /** Fields that Search requires. */
  Search: "cmdID" | "sources" | "meta" | "data";
  /** Fields that Status requires. */
  Status: "cmdID" | "msgRef" | "cmdRef" | "cmd" | "data";
  /** Fields that DevInf requires. */
  DevInf: "verDTD" | "devID" | "devTyp" | "dataStores";
  /** Fields that DataStore requires. */
  DataStore: "sourceRef" | "rxPref" | "txPref" | "syncCap";
  /** Fields that CTCap requires. */
  CTCap: "contentTypes";
  /** Fields that ContentType requires. */
  ContentType: "ctType";
  /** Fields that Property requires. */
  Property: "propName";
  /** Fields that PropParam requires. */
  PropParam: "paramName";
  /** Fields that PropertyGroup requires. */
  PropertyGroup: "propName";
  /** Fields that ParameterGroup requires. */
  ParameterGroup: "paramName";
  /** Fields that MgmtTree requires. */
  MgmtTree: "verDTD" | "nodes";
  /** Fields that Node requires. */
  Node: "nodeName";
}
