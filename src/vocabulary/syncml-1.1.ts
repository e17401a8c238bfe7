import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { mediaTypes } from "./media-types.ts";
import { metInf11Page } from "./metinf-1.1.ts";
import { syncml10Fragments, syncml10Page } from "./syncml-1.0.ts";

/** Tag page 0 of SyncML 1.1. */
export const syncml11Page: TagPage = {
  namespace: "SYNCML:SYNCML1.1",
  tags: {
    ...syncml10Page.tags,
    0x33: "NumberOfChanges",
    0x34: "MoreData",
  },
};

/** SyncML representation protocol 1.1. */
export const syncml11: VocabularyDefinition = {
  name: "SyncML 1.1",
  publicId: 0x0fd3,
  publicIdText: "-//SYNCML//DTD SyncML 1.1//EN",
  publicIdAliases: ["-//OMA//DTD SYNCML 1.1//EN"],
  root: "SyncML",
  fragments: syncml10Fragments,
  mediaTypes: [mediaTypes.sync.wbxml, mediaTypes.sync.xml, mediaTypes.management.wbxml, mediaTypes.management.xml],
  embeds: ["-//SYNCML//DTD DevInf 1.1//EN", "-//OMA//DTD-DM-DDF 1.2//EN"],
  tagPages: { 0: syncml11Page, 1: metInf11Page },
};
