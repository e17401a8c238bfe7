import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { metInf10Page } from "./metinf-1.0.ts";

/** Tag page 1 of every SyncML 1.1 document. */
export const metInf11Page: TagPage = {
  ...metInf10Page,
  tags: {
    ...metInf10Page.tags,
    0x15: "MaxObjSize",
  },
};

/** SyncML meta information 1.1; numeric id only since 1.2. */
export const metInf11: VocabularyDefinition = {
  name: "MetInf 1.1",
  publicIdText: "-//SYNCML//DTD MetInf 1.1//EN",
  publicIdAliases: ["-//OMA//DTD SYNCML-METINF 1.1//EN"],
  root: "MetInf",
  mediaTypes: [],
  tagPages: { 1: metInf11Page },
};
