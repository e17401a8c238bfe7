import type { TagPage, VocabularyDefinition } from "./definition.ts";

/** Tag page 1 of every SyncML 1.0 document. */
export const metInf10Page: TagPage = {
  namespace: "syncml:metinf",
  tags: {
    0x05: "Anchor",
    0x06: "EMI",
    0x07: "Format",
    0x08: "FreeID",
    0x09: "FreeMem",
    0x0a: "Last",
    0x0b: "Mark",
    0x0c: "MaxMsgSize",
    0x0d: "Mem",
    0x0e: "MetInf",
    0x0f: "Next",
    0x10: "NextNonce",
    0x11: "SharedMem",
    0x12: "Size",
    0x13: "Type",
    0x14: "Version",
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
