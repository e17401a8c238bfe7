import type { TagPage, VocabularyDefinition } from "./definition.ts";

/** Tag page 1 of every SyncML 1.0 document. */
export const metInf10Page: TagPage = {
  namespace: "syncml:metinf",
  tags: {
    5: "Anchor",
    6: "EMI",
    7: "Format",
    8: "FreeID",
    9: "FreeMem",
    10: "Last",
    11: "Mark",
    12: "MaxMsgSize",
    13: "Mem",
    14: "MetInf",
    15: "Next",
    16: "NextNonce",
    17: "SharedMem",
    18: "Size",
    19: "Type",
    20: "Version",
  },
  binary: ["NextNonce"],
};

/** SyncML meta information 1.0; numeric id only since 1.2. */
export const metInf10: VocabularyDefinition = {
  name: "MetInf 1.0",
  publicIdText: "-//SYNCML//DTD MetInf 1.0//EN",
  root: "MetInf",
  mediaTypes: [],
  tagPages: { 1: metInf10Page },
};
