import type { DocumentInfo } from "../core/sink.ts";

// The messages of SyncML 1.0–1.2 with MetInf, DevInf and the DM tree, as plain objects. A field is named as its element,
// in lower camel case, and is `undefined` where the element is absent: absent, `""` and `"0"` are three things. Whatever
// a peer may leave out is optional, the standard's wishes notwithstanding. Every object of one kind has one shape.

/** An attribute of an element. */
export interface Attribute {
  /** Its name without the prefix. */
  readonly name: string;
  /** Namespace of the name; `""` if it has none. */
  readonly namespace: string;
  /** Prefix that the name came with; `""` if it had none. */
  readonly prefix: string;
  /** Its value, with references resolved. */
  readonly value: string;
}

/** An element that the standard does not have in its place, kept as it came. */
export interface GenericElement {
  /** Tells it from other content. */
  kind: "Element";
  /** Its name without the prefix. */
  local: string;
  /** Namespace of the name; `""` if it has none. */
  namespace: string;
  /** WBXML page, or -1 for an element known only by its name. */
  page: number;
  /** WBXML token in that page, or -1. */
  token: number;
  /** Its attributes, in the order received. */
  attributes: Attribute[];
  /** What is in it, in the order received. */
  children: GenericContent[];
}

/** Text between generic elements. */
export interface GenericText {
  /** Tells it from other content. */
  kind: "Text";
  /** The text, or its bytes where it is not valid in its encoding. */
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
  /** Attributes of fields that are plain values: by field name, followed by `.n` for the n-th of a list. */
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

/** How a document came over the wire, and goes out again. */
export interface WireForm extends DocumentInfo {
  /** Namespace of the root element. */
  readonly namespace: string;
}

/** A value: text, bytes, an embedded document, or markup. */
export type Data = string | Uint8Array | DevInf | MgmtTree | GenericContent[];

/** A command that holds others. */
export type Container = Atomic | Sequence | Sync;

/** The name of the one empty element inside, as `chr` or `node`. */
export type FormatName = string;

/** The root of a document that a reader can meet. */
export type SyncmlDocument = SyncML | DevInf | MetInf | MgmtTree | Fragment | GenericElement;

// Written by `npm run generate` from src/ast/schema/, from here on; change it there.

// SyncML messages: header, body, commands and their parts (OMA RepPro 1.0–1.2)

/** A message (RepPro SyncML). */
export interface SyncML {
  /** What kind of node it is. */
  kind: "SyncML";
  /** Header: sender, receiver and session (RepPro SyncHdr). */
  syncHdr: SyncHdr;
  /** Body: the commands (RepPro SyncBody). */
  syncBody: SyncBody;
  /** How it came over the wire, and goes out again. */
  wire?: WireForm | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Header of a message (RepPro SyncHdr). */
export interface SyncHdr {
  /** What kind of node it is. */
  kind: "SyncHdr";
  /** Version of the representation, such as `1.2` (RepPro VerDTD). */
  verDTD?: string | undefined;
  /** Protocol and its version, such as `DM/1.2` or `SyncML/1.2` (RepPro VerProto). */
  verProto?: string | undefined;
  /** Identifier of the session, the same in all messages of it (RepPro SessionID). */
  sessionID?: string | undefined;
  /** Number of the message, counted by its sender within the session (RepPro MsgID). */
  msgID?: string | undefined;
  /** Who the message is for (RepPro Target). */
  target?: Target | undefined;
  /** Who sent it (RepPro Source). */
  source?: Source | undefined;
  /** Where the answer goes, if not to the source (RepPro RespURI). */
  respURI?: string | undefined;
  /** The sender wants no Status for any command of the message (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of the message, such as the sizes that the sender accepts (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Body of a message (RepPro SyncBody). */
export interface SyncBody {
  /** What kind of node it is. */
  kind: "SyncBody";
  /** The commands, in the order received (RepPro SyncBody). */
  commands: Command[];
  /** The message is the last of its package (RepPro Final). */
  final?: true | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Commands that came without a message: in a SyncBody, or one or several in a row. */
export interface Fragment {
  /** What kind of node it is. */
  kind: "Fragment";
  /** The header, if it was included (RepPro SyncHdr). */
  syncHdr?: SyncHdr | undefined;
  /** The commands are in a SyncBody (RepPro SyncBody). */
  inBody?: true | undefined;
  /** The commands, in the order received (RepPro SyncBody). */
  commands: Command[];
  /** The message is the last of its package (RepPro Final). */
  final?: true | undefined;
  /** How it came over the wire, and goes out again. */
  wire?: WireForm | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Where something goes, or what a command changes (RepPro Target). */
export interface Target {
  /** What kind of node it is. */
  kind: "Target";
  /** Address, absolute or relative (RepPro LocURI). */
  locURI?: string | undefined;
  /** Name to display; in the Source of an OMA DM header, the user's name (RepPro LocName). */
  locName?: string | undefined;
  /** Selects objects, if the target is a data store (RepPro Filter, since 1.2). */
  filter?: Filter | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Origin of something, or an object of the sender (RepPro Source). */
export interface Source {
  /** What kind of node it is. */
  kind: "Source";
  /** Address, absolute or relative (RepPro LocURI). */
  locURI?: string | undefined;
  /** Name to display; in the Source of an OMA DM header, the user's name (RepPro LocName). */
  locName?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Parent of an item's source, in a hierarchy (RepPro SourceParent, since 1.2). */
export interface SourceParent {
  /** What kind of node it is. */
  kind: "SourceParent";
  /** Address, absolute or relative (RepPro LocURI). */
  locURI?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Parent of an item's target, in a hierarchy (RepPro TargetParent, since 1.2). */
export interface TargetParent {
  /** What kind of node it is. */
  kind: "TargetParent";
  /** Address, absolute or relative (RepPro LocURI). */
  locURI?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Credentials (RepPro Cred). */
export interface Cred {
  /** What kind of node it is. */
  kind: "Cred";
  /** Kind of credentials, such as `syncml:auth-md5`, and how they are encoded (RepPro Meta). */
  meta?: Meta | undefined;
  /** The credentials themselves (RepPro Data). */
  data?: Data | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A request for credentials, inside a Status (RepPro Chal). */
export interface Chal {
  /** What kind of node it is. */
  kind: "Chal";
  /** Kind of credentials requested, and the nonce for them (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** One object or node that a command works on (RepPro Item). */
export interface Item {
  /** What kind of node it is. */
  kind: "Item";
  /** Address at the receiver (RepPro Target). */
  target?: Target | undefined;
  /** Address at the sender (RepPro Source). */
  source?: Source | undefined;
  /** Parent of the source, in a hierarchy (RepPro SourceParent, since 1.2). */
  sourceParent?: SourceParent | undefined;
  /** Parent of the target, in a hierarchy (RepPro TargetParent, since 1.2). */
  targetParent?: TargetParent | undefined;
  /** Format, type and size of the data; each takes precedence over that of the command (RepPro Meta). */
  meta?: Meta | undefined;
  /** The value; absent and empty are different (RepPro Data). */
  data?: Data | undefined;
  /** The data is a chunk of a large object, and not the last (RepPro MoreData, since 1.1). */
  moreData?: true | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Selects objects of a data store (RepPro Filter, since 1.2). */
export interface Filter {
  /** What kind of node it is. */
  kind: "Filter";
  /** Grammar of the filter, as a content type (RepPro Meta). */
  meta?: Meta | undefined;
  /** Selects parts of the objects (RepPro Field). */
  field?: FilterField | undefined;
  /** Selects whole objects (RepPro Record). */
  record?: FilterRecord | undefined;
  /** `EXCLUSIVE` or `INCLUSIVE`: whether other objects are removed (RepPro FilterType). */
  filterType?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** The part of a filter that selects parts of objects (RepPro Field, since 1.2). */
export interface FilterField {
  /** What kind of node it is. */
  kind: "Field";
  /** The expression (RepPro Item). */
  item?: Item | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/**
 * The part of a filter that selects objects; not named `Record`, which is a TypeScript type (RepPro Record, since 1.2).
 */
export interface FilterRecord {
  /** What kind of node it is. */
  kind: "Record";
  /** The expression (RepPro Item). */
  item?: Item | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Creates objects or nodes (RepPro Add). */
export interface Add {
  /** What kind of node it is. */
  kind: "Add";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the command works on (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Copies objects or nodes at the receiver (RepPro Copy). */
export interface Copy {
  /** What kind of node it is. */
  kind: "Copy";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the command works on (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Moves objects at the receiver to other places in their hierarchy (RepPro Move, since 1.2). */
export interface Move {
  /** What kind of node it is. */
  kind: "Move";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the command works on (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Sets objects or nodes, which in data synchronization need not exist (RepPro Replace). */
export interface Replace {
  /** What kind of node it is. */
  kind: "Replace";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the command works on (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Deletes objects or nodes (RepPro Delete). */
export interface Delete {
  /** What kind of node it is. */
  kind: "Delete";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** The receiver is to keep an archived copy (RepPro Archive). */
  archive?: true | undefined;
  /** Only the receiver's copy is deleted; the object remains at the sender (RepPro SftDel). */
  sftDel?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the command works on (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Runs the process at an address (RepPro Exec). */
export interface Exec {
  /** What kind of node it is. */
  kind: "Exec";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** Ties a later Alert to the Exec that caused it (RepPro Correlator, since 1.2). */
  correlator?: string | undefined;
  /** What is run, exactly one by the standard (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Asks for objects or nodes; they come in Results (RepPro Get). */
export interface Get {
  /** What kind of node it is. */
  kind: "Get";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Language for the results, as a tag such as `en-US` (RepPro Lang). */
  lang?: string | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the command works on (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Sends objects that were not requested, such as device information (RepPro Put). */
export interface Put {
  /** What kind of node it is. */
  kind: "Put";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Language for the results, as a tag such as `en-US` (RepPro Lang). */
  lang?: string | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** What the command works on (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Reports an event or asks for an action, by a code (RepPro Alert). */
export interface Alert {
  /** What kind of node it is. */
  kind: "Alert";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** The alert code, as decimal digits (RepPro Data). */
  data?: Data | undefined;
  /** Ties a later Alert to the Exec that caused it (RepPro Correlator, since 1.2). */
  correlator?: string | undefined;
  /** What the alert is about (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Commands that take effect all together or not at all (RepPro Atomic). */
export interface Atomic {
  /** What kind of node it is. */
  kind: "Atomic";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Meta information of the commands inside (RepPro Meta). */
  meta?: Meta | undefined;
  /** The commands inside (RepPro Atomic). */
  commands: Command[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Commands that are carried out one after the other (RepPro Sequence). */
export interface Sequence {
  /** What kind of node it is. */
  kind: "Sequence";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Meta information of the commands inside (RepPro Meta). */
  meta?: Meta | undefined;
  /** The commands inside (RepPro Sequence). */
  commands: Command[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Changes of one data store (RepPro Sync). */
export interface Sync {
  /** What kind of node it is. */
  kind: "Sync";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Data store of the receiver (RepPro Target). */
  target?: Target | undefined;
  /** Data store of the sender (RepPro Source). */
  source?: Source | undefined;
  /** Meta information of the synchronization, such as the memory that is free (RepPro Meta). */
  meta?: Meta | undefined;
  /** How many changes the sender will send in all (RepPro NumberOfChanges, since 1.1). */
  numberOfChanges?: string | undefined;
  /** The changes (RepPro Sync). */
  commands: Command[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Maps identifiers of the client's objects to those of the server's (RepPro Map). */
export interface MapCommand {
  /** What kind of node it is. */
  kind: "Map";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** Data store of the server (RepPro Target). */
  target?: Target | undefined;
  /** Data store of the client (RepPro Source). */
  source?: Source | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Meta information of the command (RepPro Meta). */
  meta?: Meta | undefined;
  /** Pairs of identifiers (RepPro MapItem). */
  mapItems: MapItem[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Identifiers of one object on both sides (RepPro MapItem). */
export interface MapItem {
  /** What kind of node it is. */
  kind: "MapItem";
  /** Identifier at the server (RepPro Target). */
  target?: Target | undefined;
  /** Identifier at the client (RepPro Source). */
  source?: Source | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** What a Get or a Search found (RepPro Results). */
export interface Results {
  /** What kind of node it is. */
  kind: "Results";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** MsgID of the message that is answered; absent is `1` (RepPro MsgRef). */
  msgRef?: string | undefined;
  /** CmdID of the Get or Search (RepPro CmdRef). */
  cmdRef?: string | undefined;
  /** Name of the command that is answered: not in the standard, but Windows writes it (MS-MDM Results). */
  cmd?: string | undefined;
  /** Meta information of all items that have none of their own (RepPro Meta). */
  meta?: Meta | undefined;
  /** Target of the command that is answered, if there is one for all items (RepPro TargetRef). */
  targetRef?: string | undefined;
  /** Source of the command that is answered, if there is one for all items (RepPro SourceRef). */
  sourceRef?: string | undefined;
  /** What was found (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Asks for the results of a query (RepPro Search). */
export interface Search {
  /** What kind of node it is. */
  kind: "Search";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** The sender wants no Status for the command (RepPro NoResp). */
  noResp?: true | undefined;
  /** The sender wants no Results, only the Status (RepPro NoResults). */
  noResults?: true | undefined;
  /** Credentials of the sender, for this command alone (RepPro Cred). */
  cred?: Cred | undefined;
  /** Where the results are kept (RepPro Target). */
  target?: Target | undefined;
  /** Where to search (RepPro Source). */
  sources: Source[];
  /** Language for the results, as a tag such as `en-US` (RepPro Lang). */
  lang?: string | undefined;
  /** Grammar of the query, as a content type (RepPro Meta). */
  meta?: Meta | undefined;
  /** The query (RepPro Data). */
  data?: Data | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Answer to one command or to the header (RepPro Status). */
export interface Status {
  /** What kind of node it is. */
  kind: "Status";
  /** Identifier of the command, unique in its message and never `0` (RepPro CmdID). */
  cmdID?: string | undefined;
  /** MsgID of the message that is answered (RepPro MsgRef). */
  msgRef?: string | undefined;
  /** CmdID of the command that is answered; `0` is the header (RepPro CmdRef). */
  cmdRef?: string | undefined;
  /** Name of the command that is answered, or `SyncHdr` (RepPro Cmd). */
  cmd?: string | undefined;
  /** Targets of the items that the answer is about (RepPro TargetRef). */
  targetRefs: string[];
  /** Sources of the items that the answer is about (RepPro SourceRef). */
  sourceRefs: string[];
  /** Credentials of the sender (RepPro Cred). */
  cred?: Cred | undefined;
  /** Request for credentials (RepPro Chal). */
  chal?: Chal | undefined;
  /** The status code, as decimal digits (RepPro Data). */
  data?: Data | undefined;
  /** Details of single items (RepPro Item). */
  items: Item[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** What a body holds. */
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

// Meta information (OMA MetaInfo 1.0–1.2)

/** Meta information of a message, a command or an item (RepPro Meta). */
export interface Meta {
  /** What kind of node it is. */
  kind: "Meta";
  /** The fields are inside a MetInf element, which is usually left out (MetaInfo MetInf). */
  metInf?: true | undefined;
  /** A Replace gives only the fields that change, not whole objects (MetaInfo FieldLevel, since 1.2). */
  fieldLevel?: true | undefined;
  /** How the data is encoded, such as `chr` (the default), `b64` or `node` (MetaInfo Format). */
  format?: string | undefined;
  /** Media type of the data; `text/plain` if absent (MetaInfo Type). */
  type?: string | undefined;
  /** State of the object, such as `draft` or `read`; in OMA DM the severity of an alert (MetaInfo Mark). */
  mark?: string | undefined;
  /** Size of the whole object in bytes (MetaInfo Size). */
  size?: string | undefined;
  /** Anchors of the last synchronization and this one (MetaInfo Anchor). */
  anchor?: Anchor | undefined;
  /** Version of the object (MetaInfo Version). */
  version?: string | undefined;
  /** Nonce for the next credentials, always as base64, even if it came as raw octets (MetaInfo NextNonce). */
  nextNonce?: string | undefined;
  /** Largest message the sender accepts, in bytes (MetaInfo MaxMsgSize). */
  maxMsgSize?: string | undefined;
  /** Largest object the sender accepts, in bytes (MetaInfo MaxObjSize, since 1.1). */
  maxObjSize?: string | undefined;
  /** Experimental extensions, which peers may ignore (MetaInfo EMI). */
  emi: string[];
  /** Memory that a data store has free (MetaInfo Mem). */
  mem?: Mem | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Meta information as a document of its own (MetaInfo MetInf). */
export interface MetInf {
  /** What kind of node it is. */
  kind: "MetInf";
  /** A Replace gives only the fields that change, not whole objects (MetaInfo FieldLevel, since 1.2). */
  fieldLevel?: true | undefined;
  /** How the data is encoded, such as `chr` (the default), `b64` or `node` (MetaInfo Format). */
  format?: string | undefined;
  /** Media type of the data; `text/plain` if absent (MetaInfo Type). */
  type?: string | undefined;
  /** State of the object, such as `draft` or `read`; in OMA DM the severity of an alert (MetaInfo Mark). */
  mark?: string | undefined;
  /** Size of the whole object in bytes (MetaInfo Size). */
  size?: string | undefined;
  /** Anchors of the last synchronization and this one (MetaInfo Anchor). */
  anchor?: Anchor | undefined;
  /** Version of the object (MetaInfo Version). */
  version?: string | undefined;
  /** Nonce for the next credentials, always as base64, even if it came as raw octets (MetaInfo NextNonce). */
  nextNonce?: string | undefined;
  /** Largest message the sender accepts, in bytes (MetaInfo MaxMsgSize). */
  maxMsgSize?: string | undefined;
  /** Largest object the sender accepts, in bytes (MetaInfo MaxObjSize, since 1.1). */
  maxObjSize?: string | undefined;
  /** Experimental extensions, which peers may ignore (MetaInfo EMI). */
  emi: string[];
  /** Memory that a data store has free (MetaInfo Mem). */
  mem?: Mem | undefined;
  /** How it came over the wire, and goes out again. */
  wire?: WireForm | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Marks by which both sides can tell whether the last synchronization was completed (MetaInfo Anchor). */
export interface Anchor {
  /** What kind of node it is. */
  kind: "Anchor";
  /** Anchor of the last synchronization (MetaInfo Last). */
  last?: string | undefined;
  /** Anchor of this one (MetaInfo Next). */
  next?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Memory that a data store has free (MetaInfo Mem). */
export interface Mem {
  /** What kind of node it is. */
  kind: "Mem";
  /** Other data stores use the same memory (MetaInfo SharedMem). */
  sharedMem?: true | undefined;
  /** Free memory in bytes (MetaInfo FreeMem). */
  freeMem?: string | undefined;
  /** How many more objects fit (MetaInfo FreeID). */
  freeID?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

// Device information 1.0 to 1.2 in one: fields that a version lacks are absent (OMA DevInf)

/** What a device is and what it can synchronize (DevInf DevInf). */
export interface DevInf {
  /** What kind of node it is. */
  kind: "DevInf";
  /** Version of the document type, such as `1.2` (DevInf VerDTD). */
  verDTD?: string | undefined;
  /** Manufacturer (DevInf Man). */
  man?: string | undefined;
  /** Model (DevInf Mod). */
  mod?: string | undefined;
  /** Vendor under whose name the device is sold (DevInf OEM). */
  oem?: string | undefined;
  /** Version of the firmware (DevInf FwV). */
  fwV?: string | undefined;
  /** Version of the software (DevInf SwV). */
  swV?: string | undefined;
  /** Version of the hardware (DevInf HwV). */
  hwV?: string | undefined;
  /** Unique identifier of the device, such as its IMEI (DevInf DevID). */
  devID?: string | undefined;
  /** Kind of device, such as `phone` or `server` (DevInf DevTyp). */
  devTyp?: string | undefined;
  /** Times are in UTC, not local (DevInf UTC, since 1.1). */
  utc?: true | undefined;
  /** Objects may come in chunks (DevInf SupportLargeObjs, since 1.1). */
  supportLargeObjs?: true | undefined;
  /** NumberOfChanges is understood (DevInf SupportNumberOfChanges, since 1.1). */
  supportNumberOfChanges?: true | undefined;
  /** Data stores of the device (DevInf DataStore). */
  dataStores: DataStore[];
  /** What is supported of each content type; in 1.2 it is in the data stores (DevInf CTCap, until 1.1). */
  ctCaps: CTCap[];
  /** Extensions that are not in the standard (DevInf Ext). */
  exts: Ext[];
  /** How it came over the wire, and goes out again. */
  wire?: WireForm | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A data store: an address book, a calendar (DevInf DataStore). */
export interface DataStore {
  /** What kind of node it is. */
  kind: "DataStore";
  /** Address of the data store (DevInf SourceRef). */
  sourceRef?: string | undefined;
  /** Display name (DevInf DisplayName). */
  displayName?: string | undefined;
  /** Longest identifier that the device accepts from the server, in bytes (DevInf MaxGUIDSize). */
  maxGUIDSize?: string | undefined;
  /** Content type that it prefers to receive (DevInf Rx-Pref). */
  rxPref?: ContentTypeVersion | undefined;
  /** Other content types that it can receive (DevInf Rx). */
  rx: ContentTypeVersion[];
  /** Content type that it prefers to send (DevInf Tx-Pref). */
  txPref?: ContentTypeVersion | undefined;
  /** Other content types that it can send (DevInf Tx). */
  tx: ContentTypeVersion[];
  /** What is supported of each content type (DevInf CTCap, since 1.2). */
  ctCaps: CTCap[];
  /** Capacity (DevInf DSMem). */
  dsMem?: DSMem | undefined;
  /** Folders are synchronized as well (DevInf SupportHierarchicalSync, since 1.2). */
  supportHierarchicalSync?: true | undefined;
  /** Kinds of synchronization that are supported (DevInf SyncCap). */
  syncCap?: SyncCap | undefined;
  /** Grammars of filters that are understood (DevInf Filter-Rx, since 1.2). */
  filterRx: ContentTypeVersion[];
  /** What is supported of each grammar (DevInf FilterCap, since 1.2). */
  filterCaps: FilterCap[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A content type in one version (DevInf Rx, Tx, Filter-Rx). */
export interface ContentTypeVersion {
  /** What kind of node it is. */
  kind: "Rx-Pref" | "Rx" | "Tx-Pref" | "Tx" | "Filter-Rx";
  /** Content type, such as `text/x-vcard` (DevInf CTType). */
  ctType?: string | undefined;
  /** Version of the content type, such as `2.1` (DevInf VerCT). */
  verCT?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Capacity of a data store (DevInf DSMem). */
export interface DSMem {
  /** What kind of node it is. */
  kind: "DSMem";
  /** Other data stores use the same memory (DevInf SharedMem). */
  sharedMem?: true | undefined;
  /** Memory in bytes (DevInf MaxMem). */
  maxMem?: string | undefined;
  /** Number of objects (DevInf MaxID). */
  maxID?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Kinds of synchronization that a data store supports (DevInf SyncCap). */
export interface SyncCap {
  /** What kind of node it is. */
  kind: "SyncCap";
  /** `1` two-way, `2` slow, up to `7` alerted by the server (DevInf SyncType). */
  syncTypes: string[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** What is supported of one grammar of filters (DevInf FilterCap, since 1.2). */
export interface FilterCap {
  /** What kind of node it is. */
  kind: "FilterCap";
  /** Content type, such as `text/x-vcard` (DevInf CTType). */
  ctType?: string | undefined;
  /** Version of the content type, such as `2.1` (DevInf VerCT). */
  verCT?: string | undefined;
  /** Keywords that a filter may contain (DevInf FilterKeyword). */
  filterKeywords: string[];
  /** Properties that a filter may contain (DevInf PropName). */
  propNames: string[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** An extension that is not in the standard (DevInf Ext). */
export interface Ext {
  /** What kind of node it is. */
  kind: "Ext";
  /** Its name (DevInf XNam). */
  xNam?: string | undefined;
  /** Its values (DevInf XVal). */
  xVals: string[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** What is supported of content types (DevInf CTCap). */
export interface CTCap {
  /** What kind of node it is. */
  kind: "CTCap";
  /** The content types: one in DevInf 1.2, any number in 1.0 and 1.1 (DevInf CTType). */
  contentTypes: ContentType[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** What follows one CTType inside CTCap: a group without an element of its own (DevInf CTCap). */
export interface ContentType {
  /** What kind of node it is. */
  kind: "ContentType";
  /** Content type, such as `text/x-vcard` (DevInf CTType). */
  ctType?: string | undefined;
  /** Version of the content type, such as `2.1` (DevInf VerCT, since 1.2). */
  verCT?: string | undefined;
  /** A Replace may contain single fields (DevInf FieldLevel, since 1.2). */
  fieldLevel?: true | undefined;
  /** Its properties: groups in DevInf 1.0 and 1.1, elements in 1.2 (DevInf Property, PropName). */
  properties: (Property | PropertyGroup)[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A property of a content type in DevInf 1.2 (DevInf Property, since 1.2). */
export interface Property {
  /** What kind of node it is. */
  kind: "Property";
  /** Name of the property, such as `TEL` (DevInf PropName). */
  propName?: string | undefined;
  /** Type of the value, such as `chr`, `int`, `bool` or `bin` (DevInf DataType). */
  dataType?: string | undefined;
  /** How often it may occur (DevInf MaxOccur). */
  maxOccur?: string | undefined;
  /** Largest size of the value (DevInf MaxSize). */
  maxSize?: string | undefined;
  /** The receiver must not truncate the value (DevInf NoTruncate). */
  noTruncate?: true | undefined;
  /** The values that are supported, if they can be listed (DevInf ValEnum). */
  valEnums: string[];
  /** Display name (DevInf DisplayName). */
  displayName?: string | undefined;
  /** Its parameters (DevInf PropParam). */
  propParams: PropParam[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A parameter of a property in DevInf 1.2 (DevInf PropParam, since 1.2). */
export interface PropParam {
  /** What kind of node it is. */
  kind: "PropParam";
  /** Name of the parameter, such as `TYPE` (DevInf ParamName). */
  paramName?: string | undefined;
  /** Type of the value, such as `chr`, `int`, `bool` or `bin` (DevInf DataType). */
  dataType?: string | undefined;
  /** The values that are supported, if they can be listed (DevInf ValEnum). */
  valEnums: string[];
  /** Display name (DevInf DisplayName). */
  displayName?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A property in DevInf 1.0 and 1.1: what follows one PropName (DevInf CTCap, until 1.1). */
export interface PropertyGroup {
  /** What kind of node it is. */
  kind: "PropertyGroup";
  /** Name of the property, such as `TEL` (DevInf PropName). */
  propName?: string | undefined;
  /** The values that are supported, if they can be listed (DevInf ValEnum). */
  valEnums: string[];
  /** Type of the value, such as `chr`, `int`, `bool` or `bin` (DevInf DataType). */
  dataType?: string | undefined;
  /** Largest size of the value (DevInf Size, until 1.1). */
  size?: string | undefined;
  /** Display name (DevInf DisplayName). */
  displayName?: string | undefined;
  /** Its parameters (DevInf ParamName). */
  params: ParameterGroup[];
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A parameter in DevInf 1.0 and 1.1: what follows one ParamName (DevInf CTCap, until 1.1). */
export interface ParameterGroup {
  /** What kind of node it is. */
  kind: "ParameterGroup";
  /** Name of the parameter, such as `TYPE` (DevInf ParamName). */
  paramName?: string | undefined;
  /** The values that are supported, if they can be listed (DevInf ValEnum). */
  valEnums: string[];
  /** Type of the value, such as `chr`, `int`, `bool` or `bin` (DevInf DataType). */
  dataType?: string | undefined;
  /** Largest size of the value (DevInf Size, until 1.1). */
  size?: string | undefined;
  /** Display name (DevInf DisplayName). */
  displayName?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

// Device descriptions and serialised management trees (OMA DM TND and DDF 1.2)

/** A serialised management tree (TNDS), or the description of one (DDF) (DM TND MgmtTree). */
export interface MgmtTree {
  /** What kind of node it is. */
  kind: "MgmtTree";
  /** Version of the document type, such as `1.2` (DM TND VerDTD). */
  verDTD?: string | undefined;
  /** Manufacturer of the device (DM TND Man). */
  man?: string | undefined;
  /** Model of the device (DM TND Mod). */
  mod?: string | undefined;
  /** The nodes at the top (DM TND Node). */
  nodes: TreeNode[];
  /** How it came over the wire, and goes out again. */
  wire?: WireForm | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** A node of a management tree (DM TND Node). */
export interface TreeNode {
  /** What kind of node it is. */
  kind: "Node";
  /** Its name; empty in a description if any name is allowed (DM TND NodeName). */
  nodeName?: string | undefined;
  /** Address of its parent, if that is not the enclosing node (DM TND Path). */
  path?: string | undefined;
  /** Properties that it has in a device (DM TND RTProperties). */
  rtProperties?: RTProperties | undefined;
  /** Properties that a description gives it (DM TND DFProperties). */
  dfProperties?: DFProperties | undefined;
  /** Its children (DM TND Node). */
  nodes: TreeNode[];
  /** Its value, if it is a leaf (DM TND Value). */
  value?: Data | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Properties that a node has in a device (DM TND RTProperties). */
export interface RTProperties {
  /** What kind of node it is. */
  kind: "RTProperties";
  /** Which servers may use which commands, such as `Add=*&Get=*` (DM TND ACL). */
  acl?: string | undefined;
  /** Format of the value (DM TND Format). */
  format?: FormatName | undefined;
  /** Its name (DM TND Name). */
  name?: string | undefined;
  /** Size of the value in bytes (DM TND Size). */
  size?: string | undefined;
  /** Display name (DM TND Title). */
  title?: string | undefined;
  /** When it last changed, in ISO 8601 (DM TND TStamp). */
  tStamp?: string | undefined;
  /** Media type of the value, or the kind of object that an interior node is (DM TND Type). */
  type?: NodeType | undefined;
  /** Version number, raised by each change (DM TND VerNo). */
  verNo?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Properties that a description gives a node (DM DDF DFProperties). */
export interface DFProperties {
  /** What kind of node it is. */
  kind: "DFProperties";
  /** Commands that are allowed (DM DDF AccessType). */
  accessType?: AccessType | undefined;
  /** Value that a new node has (DM DDF DefaultValue). */
  defaultValue?: string | undefined;
  /** What it is for (DM DDF Description). */
  description?: string | undefined;
  /** Format of the value (DM DDF DFFormat). */
  dfFormat?: FormatName | undefined;
  /** How often it occurs (DM DDF Occurrence). */
  occurrence?: Occurrence | undefined;
  /** `Permanent` or `Dynamic` (DM DDF Scope). */
  scope?: string | undefined;
  /** Display name (DM DDF DFTitle). */
  dfTitle?: string | undefined;
  /** Media types of the value, or the kind of object that an interior node is (DM DDF DFType). */
  dfType?: DFType | undefined;
  /** Whether the case of names counts: `CS` or `CIS` (DM DDF CaseSense). */
  caseSense?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Media type of a value, or the kind of object that an interior node is (DM TND Type). */
export interface NodeType {
  /** What kind of node it is. */
  kind: "Type";
  /** Media type, of a leaf (DM TND MIME). */
  mime?: string | undefined;
  /** Name of the description of the object, of an interior node (DM TND DDFName). */
  ddfName?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Media types that a value may have, or the kind of object that an interior node is (DM DDF DFType). */
export interface DFType {
  /** What kind of node it is. */
  kind: "DFType";
  /** Media types, of a leaf (DM DDF MIME). */
  mimes: string[];
  /** Name of the description of the object, of an interior node (DM DDF DDFName). */
  ddfName?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** Commands that are allowed on a node (DM DDF AccessType). */
export interface AccessType {
  /** What kind of node it is. */
  kind: "AccessType";
  /** Add is allowed (DM DDF Add). */
  add?: true | undefined;
  /** Copy is allowed (DM DDF Copy). */
  copy?: true | undefined;
  /** Delete is allowed (DM DDF Delete). */
  delete?: true | undefined;
  /** Exec is allowed (DM DDF Exec). */
  exec?: true | undefined;
  /** Get is allowed (DM DDF Get). */
  get?: true | undefined;
  /** Replace is allowed (DM DDF Replace). */
  replace?: true | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}

/** How often a node occurs: one of the fields (DM DDF Occurrence). */
export interface Occurrence {
  /** What kind of node it is. */
  kind: "Occurrence";
  /** Exactly once (DM DDF One). */
  one?: true | undefined;
  /** Once at most (DM DDF ZeroOrOne). */
  zeroOrOne?: true | undefined;
  /** Any number of times (DM DDF ZeroOrMore). */
  zeroOrMore?: true | undefined;
  /** At least once (DM DDF OneOrMore). */
  oneOrMore?: true | undefined;
  /** Up to this number of times (DM DDF ZeroOrN). */
  zeroOrN?: string | undefined;
  /** At least once, and up to this number of times (DM DDF OneOrN). */
  oneOrN?: string | undefined;
  /** What the fields do not show. */
  extra?: Extra | undefined;
}
