import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { devInf11Page } from "./devinf-1.1.ts";

/** Tag page 0 of DevInf 1.2. */
export const devInf12Page: TagPage = {
  namespace: "syncml:devinf",
  tags: {
    ...devInf11Page.tags,
    28: "MaxSize",
    43: "Property",
    44: "PropParam",
    45: "MaxOccur",
    46: "NoTruncate",
    48: "Filter-Rx",
    49: "FilterCap",
    50: "FilterKeyword",
    51: "FieldLevel",
    52: "SupportHierarchicalSync",
  },
};

/** Device information 1.2. */
export const devInf12: VocabularyDefinition = {
  name: "DevInf 1.2",
  publicId: 0x1203,
  publicIdText: "-//SYNCML//DTD DevInf 1.2//EN",
  root: "DevInf",
  mediaTypes: ["application/vnd.syncml-devinf+wbxml", "application/vnd.syncml-devinf+xml"],
  tagPages: { 0: devInf12Page },
};
