import { type Area, data, element, type Field, flag, node, nodes, someOf, text, texts, wrapper } from "./schema.ts";

const commandElements: readonly string[] = [
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
const atomicElements: readonly string[] = [
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
const sequenceElements: readonly string[] = atomicElements.filter((name) => name !== "Sequence");
const syncElements: readonly string[] = ["Add", "Atomic", "Copy", "Delete", "Move", "Replace", "Sequence"];

// Fields that several nodes have in common.

const required = { min: 1 } as const;
const cmdID: Field = text("CmdID", "cmdID", "Identifier of the command, unique in its message and never `0`", required);
const noResp: Field = flag("NoResp", "noResp", "The sender wants no Status for the command");
const cred: Field = node("Cred", "cred", "Credentials of the sender, for this command alone");
const lang: Field = text("Lang", "lang", "Language for the results, as a tag such as `en-US`");
const meta: Field = node("Meta", "meta", "Meta information of all items that have none of their own");
const items: Field = nodes("Item", "items", "What the command works on", required);
const correlator: Field = text("Correlator", "correlator", "Ties a later Alert to the Exec that caused it", {
  since: "1.2",
});
const locURI: Field = text("LocURI", "locURI", "Address, absolute or relative", required);
const locName: Field = text(
  "LocName",
  "locName",
  "Name to display; in the Source of an OMA DM header, the user's name",
);
const itemCommand: readonly Field[] = [cmdID, noResp, cred, meta, items];
const msgRef = "MsgID of the message that is answered";
const cmdRef = "CmdID of the command that is answered; `0` is the header";

export const messages: Area = {
  file: "message-shapes",
  title: "SyncML messages: header, body, commands and their parts (OMA RepPro 1.0–1.2)",
  space: "core",
  document: "RepPro",
  union: { name: "Command", doc: "What a body holds", kinds: commandElements },
  nodes: [
    element(
      "SyncML",
      "A message",
      [
        node("SyncHdr", "syncHdr", "Header: sender, receiver and session", required),
        node("SyncBody", "syncBody", "Body: the commands", required),
      ],
      { isDocument: true, isWhole: true },
    ),
    element("SyncHdr", "Header of a message", [
      text("VerDTD", "verDTD", "Version of the representation, such as `1.2`", required),
      text("VerProto", "verProto", "Protocol and its version, such as `DM/1.2` or `SyncML/1.2`", required),
      text("SessionID", "sessionID", "Identifier of the session, the same in all messages of it", required),
      text("MsgID", "msgID", "Number of the message, counted by its sender within the session", required),
      node("Target", "target", "Who the message is for", required),
      node("Source", "source", "Who sent it", required),
      text("RespURI", "respURI", "Where the answer goes, if not to the source"),
      flag("NoResp", "noResp", "The sender wants no Status for any command of the message"),
      node("Cred", "cred", "Credentials of the sender"),
      node("Meta", "meta", "Meta information of the message, such as the sizes that the sender accepts"),
    ]),
    element("SyncBody", "Body of a message", [
      someOf("commands", commandElements, "The commands, in the order received", required),
      flag("Final", "final", "The message is the last of its package"),
    ]),
    element(
      "Fragment",
      "Commands that came without a message: in a SyncBody, or one or several in a row",
      [
        node("SyncHdr", "syncHdr", "The header, if it was included"),
        wrapper("SyncBody", "inBody", "The commands are in a SyncBody"),
        someOf("commands", commandElements, "The commands, in the order received", {
          asked: true,
          clause: "RepPro SyncBody",
        }),
        flag("Final", "final", "The message is the last of its package"),
      ],
      { isDocument: true, clause: "" },
    ),
    element("Target", "Where something goes, or what a command changes", [
      locURI,
      locName,
      node("Filter", "filter", "Selects objects, if the target is a data store", { since: "1.2" }),
    ]),
    element("Source", "Origin of something, or an object of the sender", [locURI, locName]),
    element("SourceParent", "Parent of an item's source, in a hierarchy", [locURI], { since: "1.2" }),
    element("TargetParent", "Parent of an item's target, in a hierarchy", [locURI], { since: "1.2" }),
    element("Cred", "Credentials", [
      node("Meta", "meta", "Kind of credentials, such as `syncml:auth-md5`, and how they are encoded"),
      data("Data", "data", "The credentials themselves", required),
    ]),
    element("Chal", "A request for credentials, inside a Status", [
      node("Meta", "meta", "Kind of credentials requested, and the nonce for them", required),
    ]),
    element("Item", "One object or node that a command works on", [
      node("Target", "target", "Address at the receiver"),
      node("Source", "source", "Address at the sender"),
      node("SourceParent", "sourceParent", "Parent of the source, in a hierarchy", { since: "1.2" }),
      node("TargetParent", "targetParent", "Parent of the target, in a hierarchy", { since: "1.2" }),
      node("Meta", "meta", "Format, type and size of the data; each takes precedence over that of the command"),
      data("Data", "data", "The value; absent and empty are different"),
      flag("MoreData", "moreData", "The data is a chunk of a large object, and not the last", { since: "1.1" }),
    ]),
    element(
      "Filter",
      "Selects objects of a data store",
      [
        node("Meta", "meta", "Grammar of the filter, as a content type", required),
        node("Field", "field", "Selects parts of the objects"),
        node("Record", "record", "Selects whole objects"),
        text("FilterType", "filterType", "`EXCLUSIVE` or `INCLUSIVE`: whether other objects are removed"),
      ],
      { since: "1.2" },
    ),
    element(
      "Field",
      "The part of a filter that selects parts of objects",
      [node("Item", "item", "The expression", required)],
      { name: "FilterField", since: "1.2" },
    ),
    element(
      "Record",
      "The part of a filter that selects objects; not named `Record`, which is a TypeScript type",
      [node("Item", "item", "The expression", required)],
      { name: "FilterRecord", since: "1.2" },
    ),
    element("Add", "Creates objects or nodes", itemCommand),
    element("Copy", "Copies objects or nodes at the receiver", itemCommand),
    element("Move", "Moves objects at the receiver to other places in their hierarchy", itemCommand, { since: "1.2" }),
    element("Replace", "Sets objects or nodes, which in data synchronization need not exist", itemCommand),
    element("Delete", "Deletes objects or nodes", [
      cmdID,
      noResp,
      flag("Archive", "archive", "The receiver is to keep an archived copy"),
      flag("SftDel", "sftDel", "Only the receiver's copy is deleted; the object remains at the sender"),
      cred,
      meta,
      items,
    ]),
    element("Exec", "Runs the process at an address", [
      cmdID,
      noResp,
      cred,
      meta,
      correlator,
      nodes("Item", "items", "What is run, exactly one by the standard", { min: 1, max: 1 }),
    ]),
    element("Get", "Asks for objects or nodes; they come in Results", [cmdID, noResp, lang, cred, meta, items]),
    element("Put", "Sends objects that were not requested, such as device information", [
      cmdID,
      noResp,
      lang,
      cred,
      meta,
      items,
    ]),
    element("Alert", "Reports an event or asks for an action, by a code", [
      cmdID,
      noResp,
      cred,
      data("Data", "data", "The alert code, as decimal digits"),
      correlator,
      nodes("Item", "items", "What the alert is about"),
    ]),
    element("Atomic", "Commands that take effect all together or not at all", [
      cmdID,
      noResp,
      node("Meta", "meta", "Meta information of the commands inside"),
      someOf("commands", atomicElements, "The commands inside", required),
    ]),
    element("Sequence", "Commands that are carried out one after the other", [
      cmdID,
      noResp,
      node("Meta", "meta", "Meta information of the commands inside"),
      someOf("commands", sequenceElements, "The commands inside", required),
    ]),
    element("Sync", "Changes of one data store", [
      cmdID,
      noResp,
      cred,
      node("Target", "target", "Data store of the receiver"),
      node("Source", "source", "Data store of the sender"),
      node("Meta", "meta", "Meta information of the synchronization, such as the memory that is free"),
      text("NumberOfChanges", "numberOfChanges", "How many changes the sender will send in all", { since: "1.1" }),
      someOf("commands", syncElements, "The changes"),
    ]),
    element(
      "Map",
      "Maps identifiers of the client's objects to those of the server's",
      [
        cmdID,
        node("Target", "target", "Data store of the server", required),
        node("Source", "source", "Data store of the client", required),
        cred,
        node("Meta", "meta", "Meta information of the command"),
        nodes("MapItem", "mapItems", "Pairs of identifiers", required),
      ],
      { name: "MapCommand" },
    ),
    element("MapItem", "Identifiers of one object on both sides", [
      node("Target", "target", "Identifier at the server", required),
      node("Source", "source", "Identifier at the client", required),
    ]),
    element("Results", "What a Get or a Search found", [
      cmdID,
      text("MsgRef", "msgRef", `${msgRef}; absent is \`1\``),
      text("CmdRef", "cmdRef", "CmdID of the Get or Search", required),
      text("Cmd", "cmd", "Name of the command that is answered: not in the standard, but Windows writes it", {
        clause: "MS-MDM Results",
      }),
      meta,
      text("TargetRef", "targetRef", "Target of the command that is answered, if there is one for all items"),
      text("SourceRef", "sourceRef", "Source of the command that is answered, if there is one for all items"),
      nodes("Item", "items", "What was found", required),
    ]),
    element("Search", "Asks for the results of a query", [
      cmdID,
      noResp,
      flag("NoResults", "noResults", "The sender wants no Results, only the Status"),
      cred,
      node("Target", "target", "Where the results are kept"),
      nodes("Source", "sources", "Where to search", required),
      lang,
      node("Meta", "meta", "Grammar of the query, as a content type", required),
      data("Data", "data", "The query", required),
    ]),
    element("Status", "Answer to one command or to the header", [
      cmdID,
      text("MsgRef", "msgRef", msgRef, required),
      text("CmdRef", "cmdRef", cmdRef, required),
      text("Cmd", "cmd", "Name of the command that is answered, or `SyncHdr`", required),
      texts("TargetRef", "targetRefs", "Targets of the items that the answer is about"),
      texts("SourceRef", "sourceRefs", "Sources of the items that the answer is about"),
      node("Cred", "cred", "Credentials of the sender"),
      node("Chal", "chal", "Request for credentials"),
      data("Data", "data", "The status code, as decimal digits", required),
      nodes("Item", "items", "Details of single items"),
    ]),
  ],
};
