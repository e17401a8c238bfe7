import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { devInf10Page } from "./devinf-1.0.ts";
import { mediaTypes } from "./media-types.ts";

/** Tag page 0 of DevInf 1.1. */
export const devInf11Page: TagPage = {
  namespace: "syncml:devinf",
  tags: {
    ...devInf10Page.tags,
    0x28: "UTC",
    0x29: "SupportNumberOfChanges",
    0x2a: "SupportLargeObjs",
  },
};

/** Device information 1.1. */
export const devInf11: VocabularyDefinition = {
  name: "DevInf 1.1",
  publicId: 0x0fd4,
  publicIdText: "-//SYNCML//DTD DevInf 1.1//EN",
  publicIdAliases: ["-//OMA//DTD SYNCML-DEVINF 1.1//EN"],
  root: "DevInf",
  mediaTypes: [mediaTypes.devInf.wbxml, mediaTypes.devInf.xml],
  tagPages: { 0: devInf11Page },
};
