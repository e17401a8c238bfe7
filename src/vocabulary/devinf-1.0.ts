import type { TagPage, VocabularyDefinition } from "./definition.ts";

/** Tag page 0 of DevInf 1.0. */
export const devInf10Page: TagPage = {
  namespace: "syncml:devinf",
  tags: {
    5: "CTCap",
    6: "CTType",
    7: "DataStore",
    8: "DataType",
    9: "DevID",
    10: "DevInf",
    11: "DevTyp",
    12: "DisplayName",
    13: "DSMem",
    14: "Ext",
    15: "FwV",
    16: "HwV",
    17: "Man",
    18: "MaxGUIDSize",
    19: "MaxID",
    20: "MaxMem",
    21: "Mod",
    22: "OEM",
    23: "ParamName",
    24: "PropName",
    25: "Rx",
    26: "Rx-Pref",
    27: "SharedMem",
    28: "Size",
    29: "SourceRef",
    30: "SwV",
    31: "SyncCap",
    32: "SyncType",
    33: "Tx",
    34: "Tx-Pref",
    35: "ValEnum",
    36: "VerCT",
    37: "VerDTD",
    38: "XNam",
    39: "XVal",
  },
};

/** Device information 1.0. */
export const devInf10: VocabularyDefinition = {
  name: "DevInf 1.0",
  publicId: 0x0fd2,
  publicIdText: "-//SYNCML//DTD DevInf 1.0//EN",
  root: "DevInf",
  mediaTypes: ["application/vnd.syncml-devinf+wbxml", "application/vnd.syncml-devinf+xml"],
  tagPages: { 0: devInf10Page },
};
