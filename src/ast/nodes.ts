import type { DocumentInfo } from "../core/sink.ts";

// The messages of SyncML 1.0–1.2 with MetInf, DevInf and the DM tree, as plain objects. A field is named as its element,
// in lower camel case, and is `undefined` where the element is absent: absent, `""` and `"0"` are three things. Whatever
// a peer may leave out is optional, the standard's wishes notwithstanding. Every object of one kind has one shape.

/** An attribute of an element. */
export interface Attribute {
  readonly name: string;
  readonly namespace: string;
  readonly prefix: string;
  readonly value: string;
}

/** An element that the standard does not know where it stands, kept as it came. */
export interface GenericElement {
  kind: "Element";
  local: string;
  namespace: string;
  /** WBXML page and token, or -1 for an element known only by its name. */
  page: number;
  token: number;
  attributes: Attribute[];
  children: GenericContent[];
}

/** Text between generic elements; bytes where it is not valid in its encoding. */
export interface GenericText {
  kind: "Text";
  value: string | Uint8Array;
  /** It came as OPAQUE. */
  opaque: boolean;
}

/** What generic content is made of; an embedded document among other content keeps its type. */
export type GenericContent = GenericElement | GenericText | DevInf | MgmtTree;

/** What a node's fields do not show. Absent where there is nothing to show. */
export interface Extra {
  /** Attributes of the element itself. */
  attributes?: Attribute[] | undefined;
  /** Attributes of fields that are plain values: by field name, with `.n` behind it for the n-th of a list. */
  fieldAttributes?: Record<string, Attribute[]> | undefined;
  /**
   * The children as received, where they are not in the standard's order or not all known: the name of a field for each
   * of its values, and what is kept as generic content in place.
   */
  sequence?: (string | GenericContent)[] | undefined;
  /** Fields that are strings but came, or shall go, as OPAQUE; named as in {@link Extra.fieldAttributes}. */
  opaque?: readonly string[] | undefined;
  /** Fields that are bytes but came, or shall go, as text. */
  inline?: readonly string[] | undefined;
}

interface Node {
  extra?: Extra | undefined;
}

/** How a document came over the wire, and goes out again. */
export interface WireForm extends DocumentInfo {
  /** Namespace of the root element. */
  readonly namespace: string;
}

interface DocumentNode extends Node {
  wire?: WireForm | undefined;
}

/** A value: text, bytes, an embedded document, or markup. */
export type Data = string | Uint8Array | DevInf | MgmtTree | GenericContent[];

// Message and header

export interface SyncML extends DocumentNode {
  kind: "SyncML";
  syncHdr: SyncHdr;
  syncBody: SyncBody;
}

/** Commands that came without a message around them: in a SyncBody, or one or several in a row. */
export interface Fragment extends DocumentNode {
  kind: "Fragment";
  /** The header, if it came along. */
  syncHdr?: SyncHdr | undefined;
  /** The commands are in a SyncBody. */
  inBody?: true | undefined;
  commands: Command[];
  final?: true | undefined;
}

export interface SyncHdr extends Node {
  kind: "SyncHdr";
  verDTD?: string | undefined;
  verProto?: string | undefined;
  sessionID?: string | undefined;
  msgID?: string | undefined;
  target?: Target | undefined;
  source?: Source | undefined;
  respURI?: string | undefined;
  noResp?: true | undefined;
  cred?: Cred | undefined;
  meta?: Meta | undefined;
}

export interface SyncBody extends Node {
  kind: "SyncBody";
  commands: Command[];
  final?: true | undefined;
}

// Common parts

export interface Target extends Node {
  kind: "Target";
  locURI?: string | undefined;
  locName?: string | undefined;
  filter?: Filter | undefined;
}

export interface Source extends Node {
  kind: "Source";
  locURI?: string | undefined;
  locName?: string | undefined;
}

export interface SourceParent extends Node {
  kind: "SourceParent";
  locURI?: string | undefined;
}

export interface TargetParent extends Node {
  kind: "TargetParent";
  locURI?: string | undefined;
}

export interface Cred extends Node {
  kind: "Cred";
  meta?: Meta | undefined;
  data?: Data | undefined;
}

export interface Chal extends Node {
  kind: "Chal";
  meta?: Meta | undefined;
}

export interface Item extends Node {
  kind: "Item";
  target?: Target | undefined;
  source?: Source | undefined;
  sourceParent?: SourceParent | undefined;
  targetParent?: TargetParent | undefined;
  meta?: Meta | undefined;
  data?: Data | undefined;
  moreData?: true | undefined;
}

export interface Filter extends Node {
  kind: "Filter";
  meta?: Meta | undefined;
  field?: FilterField | undefined;
  record?: FilterRecord | undefined;
  filterType?: string | undefined;
}

export interface FilterField extends Node {
  kind: "Field";
  item?: Item | undefined;
}

/** The `Record` of a Filter; named apart from the utility type of the language. */
export interface FilterRecord extends Node {
  kind: "Record";
  item?: Item | undefined;
}

// Commands

interface CommandNode extends Node {
  cmdID?: string | undefined;
}

interface RequestNode extends CommandNode {
  noResp?: true | undefined;
}

interface ItemsNode extends RequestNode {
  cred?: Cred | undefined;
  meta?: Meta | undefined;
  items: Item[];
}

export interface Add extends ItemsNode {
  kind: "Add";
}

export interface Copy extends ItemsNode {
  kind: "Copy";
}

export interface Move extends ItemsNode {
  kind: "Move";
}

export interface Replace extends ItemsNode {
  kind: "Replace";
}

export interface Delete extends ItemsNode {
  kind: "Delete";
  archive?: true | undefined;
  sftDel?: true | undefined;
}

export interface Exec extends ItemsNode {
  kind: "Exec";
  correlator?: string | undefined;
}

export interface Get extends ItemsNode {
  kind: "Get";
  lang?: string | undefined;
}

export interface Put extends ItemsNode {
  kind: "Put";
  lang?: string | undefined;
}

export interface Alert extends RequestNode {
  kind: "Alert";
  cred?: Cred | undefined;
  data?: Data | undefined;
  correlator?: string | undefined;
  items: Item[];
}

export interface Atomic extends RequestNode {
  kind: "Atomic";
  meta?: Meta | undefined;
  commands: Command[];
}

export interface Sequence extends RequestNode {
  kind: "Sequence";
  meta?: Meta | undefined;
  commands: Command[];
}

export interface Sync extends RequestNode {
  kind: "Sync";
  cred?: Cred | undefined;
  target?: Target | undefined;
  source?: Source | undefined;
  meta?: Meta | undefined;
  numberOfChanges?: string | undefined;
  commands: Command[];
}

export interface MapCommand extends CommandNode {
  kind: "Map";
  target?: Target | undefined;
  source?: Source | undefined;
  cred?: Cred | undefined;
  meta?: Meta | undefined;
  mapItems: MapItem[];
}

export interface MapItem extends Node {
  kind: "MapItem";
  target?: Target | undefined;
  source?: Source | undefined;
}

export interface Results extends CommandNode {
  kind: "Results";
  msgRef?: string | undefined;
  cmdRef?: string | undefined;
  /** Not in the standard; Windows writes it (MS-MDM). */
  cmd?: string | undefined;
  meta?: Meta | undefined;
  targetRef?: string | undefined;
  sourceRef?: string | undefined;
  items: Item[];
}

export interface Search extends RequestNode {
  kind: "Search";
  noResults?: true | undefined;
  cred?: Cred | undefined;
  target?: Target | undefined;
  sources: Source[];
  lang?: string | undefined;
  meta?: Meta | undefined;
  data?: Data | undefined;
}

export interface Status extends CommandNode {
  kind: "Status";
  msgRef?: string | undefined;
  cmdRef?: string | undefined;
  cmd?: string | undefined;
  targetRefs: string[];
  sourceRefs: string[];
  cred?: Cred | undefined;
  chal?: Chal | undefined;
  data?: Data | undefined;
  items: Item[];
}

export type Command =
  | Add
  | Alert
  | Atomic
  | Copy
  | Delete
  | Exec
  | Get
  | MapCommand
  | Move
  | Put
  | Replace
  | Results
  | Search
  | Sequence
  | Status
  | Sync;

/** A command that holds others. */
export type Container = Atomic | Sequence | Sync;

// Meta information

interface MetaFields {
  fieldLevel?: true | undefined;
  format?: string | undefined;
  type?: string | undefined;
  mark?: string | undefined;
  size?: string | undefined;
  anchor?: Anchor | undefined;
  version?: string | undefined;
  /** Base64, also where it came as the octets themselves. */
  nextNonce?: string | undefined;
  maxMsgSize?: string | undefined;
  maxObjSize?: string | undefined;
  emi: string[];
  mem?: Mem | undefined;
}

export interface Meta extends Node, MetaFields {
  kind: "Meta";
  /** The children stand inside a MetInf element, which is usually left out. */
  metInf?: true | undefined;
}

/** A stand-alone document of meta information. */
export interface MetInf extends DocumentNode, MetaFields {
  kind: "MetInf";
}

export interface Anchor extends Node {
  kind: "Anchor";
  last?: string | undefined;
  next?: string | undefined;
}

export interface Mem extends Node {
  kind: "Mem";
  sharedMem?: true | undefined;
  freeMem?: string | undefined;
  freeID?: string | undefined;
}

// Device information

export interface DevInf extends DocumentNode {
  kind: "DevInf";
  verDTD?: string | undefined;
  man?: string | undefined;
  mod?: string | undefined;
  oem?: string | undefined;
  fwV?: string | undefined;
  swV?: string | undefined;
  hwV?: string | undefined;
  devID?: string | undefined;
  devTyp?: string | undefined;
  utc?: true | undefined;
  supportLargeObjs?: true | undefined;
  supportNumberOfChanges?: true | undefined;
  dataStores: DataStore[];
  /** DevInf 1.0 and 1.1; in 1.2 they stand in the data stores. */
  ctCaps: CTCap[];
  exts: Ext[];
}

export interface DataStore extends Node {
  kind: "DataStore";
  sourceRef?: string | undefined;
  displayName?: string | undefined;
  maxGUIDSize?: string | undefined;
  rxPref?: ContentTypeVersion | undefined;
  rx: ContentTypeVersion[];
  txPref?: ContentTypeVersion | undefined;
  tx: ContentTypeVersion[];
  ctCaps: CTCap[];
  dsMem?: DSMem | undefined;
  supportHierarchicalSync?: true | undefined;
  syncCap?: SyncCap | undefined;
  filterRx: ContentTypeVersion[];
  filterCaps: FilterCap[];
}

export interface ContentTypeVersion extends Node {
  kind: "Rx-Pref" | "Rx" | "Tx-Pref" | "Tx" | "Filter-Rx";
  ctType?: string | undefined;
  verCT?: string | undefined;
}

export interface DSMem extends Node {
  kind: "DSMem";
  sharedMem?: true | undefined;
  maxMem?: string | undefined;
  maxID?: string | undefined;
}

export interface SyncCap extends Node {
  kind: "SyncCap";
  syncTypes: string[];
}

export interface FilterCap extends Node {
  kind: "FilterCap";
  ctType?: string | undefined;
  verCT?: string | undefined;
  filterKeywords: string[];
  propNames: string[];
}

export interface Ext extends Node {
  kind: "Ext";
  xNam?: string | undefined;
  xVals: string[];
}

export interface CTCap extends Node {
  kind: "CTCap";
  /** One in DevInf 1.2, any number in 1.0 and 1.1. */
  contentTypes: ContentType[];
}

/** What follows one CTType inside CTCap: a group without an element of its own. */
export interface ContentType extends Node {
  kind: "ContentType";
  ctType?: string | undefined;
  verCT?: string | undefined;
  fieldLevel?: true | undefined;
  properties: (Property | PropertyGroup)[];
}

/** A property in DevInf 1.2. */
export interface Property extends Node {
  kind: "Property";
  propName?: string | undefined;
  dataType?: string | undefined;
  maxOccur?: string | undefined;
  maxSize?: string | undefined;
  noTruncate?: true | undefined;
  valEnums: string[];
  displayName?: string | undefined;
  propParams: PropParam[];
}

export interface PropParam extends Node {
  kind: "PropParam";
  paramName?: string | undefined;
  dataType?: string | undefined;
  valEnums: string[];
  displayName?: string | undefined;
}

/** A property in DevInf 1.0 and 1.1: what follows one PropName. */
export interface PropertyGroup extends Node {
  kind: "PropertyGroup";
  propName?: string | undefined;
  valEnums: string[];
  dataType?: string | undefined;
  size?: string | undefined;
  displayName?: string | undefined;
  params: ParameterGroup[];
}

/** A parameter in DevInf 1.0 and 1.1: what follows one ParamName. */
export interface ParameterGroup extends Node {
  kind: "ParameterGroup";
  paramName?: string | undefined;
  valEnums: string[];
  dataType?: string | undefined;
  size?: string | undefined;
  displayName?: string | undefined;
}

// DM tree: device descriptions (DDF) and serialised trees (TNDS)

/** The name of the one empty element inside, as `chr` or `node`. */
export type FormatName = string;

export interface MgmtTree extends DocumentNode {
  kind: "MgmtTree";
  verDTD?: string | undefined;
  man?: string | undefined;
  mod?: string | undefined;
  nodes: TreeNode[];
}

export interface TreeNode extends Node {
  kind: "Node";
  nodeName?: string | undefined;
  path?: string | undefined;
  rtProperties?: RTProperties | undefined;
  dfProperties?: DFProperties | undefined;
  nodes: TreeNode[];
  value?: Data | undefined;
}

export interface RTProperties extends Node {
  kind: "RTProperties";
  acl?: string | undefined;
  format?: FormatName | undefined;
  name?: string | undefined;
  size?: string | undefined;
  title?: string | undefined;
  tStamp?: string | undefined;
  type?: NodeType | undefined;
  verNo?: string | undefined;
}

export interface DFProperties extends Node {
  kind: "DFProperties";
  accessType?: AccessType | undefined;
  defaultValue?: string | undefined;
  description?: string | undefined;
  dfFormat?: FormatName | undefined;
  occurrence?: Occurrence | undefined;
  /** `Permanent` or `Dynamic`. */
  scope?: string | undefined;
  dfTitle?: string | undefined;
  dfType?: DFType | undefined;
  /** `CS` or `CIS`. */
  caseSense?: string | undefined;
}

export interface NodeType extends Node {
  kind: "Type";
  mime?: string | undefined;
  ddfName?: string | undefined;
}

export interface DFType extends Node {
  kind: "DFType";
  mimes: string[];
  ddfName?: string | undefined;
}

export interface AccessType extends Node {
  kind: "AccessType";
  add?: true | undefined;
  copy?: true | undefined;
  delete?: true | undefined;
  exec?: true | undefined;
  get?: true | undefined;
  replace?: true | undefined;
}

export interface Occurrence extends Node {
  kind: "Occurrence";
  one?: true | undefined;
  zeroOrOne?: true | undefined;
  zeroOrMore?: true | undefined;
  oneOrMore?: true | undefined;
  zeroOrN?: string | undefined;
  oneOrN?: string | undefined;
}

/** The root of a document that a reader can meet. */
export type SyncmlDocument = SyncML | DevInf | MetInf | MgmtTree | Fragment | GenericElement;
