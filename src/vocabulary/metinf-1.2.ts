import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { metInf11Page } from "./metinf-1.1.ts";

/** Tag page 1 of every SyncML 1.2 document. */
export const metInf12Page: TagPage = {
  ...metInf11Page,
  tags: {
    ...metInf11Page.tags,
    0x16: "FieldLevel",
  },
};

/** SyncML meta information 1.2; numeric id only since 1.2. */
export const metInf12: VocabularyDefinition = {
  name: "MetInf 1.2",
  publicId: 0x1202,
  publicIdText: "-//SYNCML//DTD MetInf 1.2//EN",
  publicIdAliases: ["-//SYNCML//DTD MetaInf 1.2//EN", "-//OMA//DTD SYNCML-METINF 1.2//EN"],
  root: "MetInf",
  mediaTypes: [],
  tagPages: { 1: metInf12Page },
};
