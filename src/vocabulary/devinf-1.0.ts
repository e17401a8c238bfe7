import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { mediaTypes } from "./media-types.ts";

/** Tag page 0 of DevInf 1.0. */
export const devInf10Page: TagPage = {
  namespace: "syncml:devinf",
  tags: {
    0x05: "CTCap",
    0x06: "CTType",
    0x07: "DataStore",
    0x08: "DataType",
    0x09: "DevID",
    0x0a: "DevInf",
    0x0b: "DevTyp",
    0x0c: "DisplayName",
    0x0d: "DSMem",
    0x0e: "Ext",
    0x0f: "FwV",
    0x10: "HwV",
    0x11: "Man",
    0x12: "MaxGUIDSize",
    0x13: "MaxID",
    0x14: "MaxMem",
    0x15: "Mod",
    0x16: "OEM",
    0x17: "ParamName",
    0x18: "PropName",
    0x19: "Rx",
    0x1a: "Rx-Pref",
    0x1b: "SharedMem",
    0x1c: "Size",
    0x1d: "SourceRef",
    0x1e: "SwV",
    0x1f: "SyncCap",
    0x20: "SyncType",
    0x21: "Tx",
    0x22: "Tx-Pref",
    0x23: "ValEnum",
    0x24: "VerCT",
    0x25: "VerDTD",
    0x26: "XNam",
    0x27: "XVal",
  },
};

/** Device information 1.0. */
export const devInf10: VocabularyDefinition = {
  name: "DevInf 1.0",
  publicId: 0x0fd2,
  publicIdText: "-//SYNCML//DTD DevInf 1.0//EN",
  root: "DevInf",
  mediaTypes: [mediaTypes.devInf.wbxml, mediaTypes.devInf.xml],
  tagPages: { 0: devInf10Page },
};
