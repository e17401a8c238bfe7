import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { devInf11Page } from "./devinf-1.1.ts";
import { mediaTypes } from "./media-types.ts";

/** Tag page 0 of DevInf 1.2. */
const devInf12Page: TagPage = {
  namespace: "syncml:devinf",
  tags: {
    ...devInf11Page.tags,
    0x1c: "MaxSize",
    0x2b: "Property",
    0x2c: "PropParam",
    0x2d: "MaxOccur",
    0x2e: "NoTruncate",
    0x30: "Filter-Rx",
    0x31: "FilterCap",
    0x32: "FilterKeyword",
    0x33: "FieldLevel",
    0x34: "SupportHierarchicalSync",
  },
};

/** Device information 1.2. */
export const devInf12: VocabularyDefinition = {
  name: "DevInf 1.2",
  publicId: 0x1203,
  publicIdText: "-//SYNCML//DTD DevInf 1.2//EN",
  root: "DevInf",
  mediaTypes: [mediaTypes.devInf.wbxml, mediaTypes.devInf.xml],
  tagPages: { 0: devInf12Page },
};
