import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { mediaTypes } from "./media-types.ts";
import { metInf10Page } from "./metinf-1.0.ts";

/** Tag page 0 of SyncML 1.0. */
export const syncml10Page: TagPage = {
  namespace: "SYNCML:SYNCML1.0",
  tags: {
    0x05: "Add",
    0x06: "Alert",
    0x07: "Archive",
    0x08: "Atomic",
    0x09: "Chal",
    0x0a: "Cmd",
    0x0b: "CmdID",
    0x0c: "CmdRef",
    0x0d: "Copy",
    0x0e: "Cred",
    0x0f: "Data",
    0x10: "Delete",
    0x11: "Exec",
    0x12: "Final",
    0x13: "Get",
    0x14: "Item",
    0x15: "Lang",
    0x16: "LocName",
    0x17: "LocURI",
    0x18: "Map",
    0x19: "MapItem",
    0x1a: "Meta",
    0x1b: "MsgID",
    0x1c: "MsgRef",
    0x1d: "NoResp",
    0x1e: "NoResults",
    0x1f: "Put",
    0x20: "Replace",
    0x21: "RespURI",
    0x22: "Results",
    0x23: "Search",
    0x24: "Sequence",
    0x25: "SessionID",
    0x26: "SftDel",
    0x27: "Source",
    0x28: "SourceRef",
    0x29: "Status",
    0x2a: "Sync",
    0x2b: "SyncBody",
    0x2c: "SyncHdr",
    0x2d: "SyncML",
    0x2e: "Target",
    0x2f: "TargetRef",
    0x31: "VerDTD",
    0x32: "VerProto",
  },
};

const commands = ["Add", "Alert", "Atomic", "Copy", "Delete", "Exec", "Get", "Map", "Put", "Replace", "Results"].concat(
  ["Search", "Sequence", "Status", "Sync"],
);

/** Parts of a message that are sent, or handled by tools, on their own. */
export const syncml10Fragments: Required<VocabularyDefinition>["fragments"] = {
  alone: ["SyncBody"],
  inRow: ["SyncHdr", ...commands],
};

/** SyncML representation protocol 1.0. */
export const syncml10: VocabularyDefinition = {
  name: "SyncML 1.0",
  publicId: 0x0fd1,
  publicIdText: "-//SYNCML//DTD SyncML 1.0//EN",
  root: "SyncML",
  fragments: syncml10Fragments,
  mediaTypes: [mediaTypes.sync.wbxml, mediaTypes.sync.xml],
  embeds: ["-//SYNCML//DTD DevInf 1.0//EN", "-//OMA//DTD-DM-DDF 1.2//EN"],
  tagPages: { 0: syncml10Page, 1: metInf10Page },
};
