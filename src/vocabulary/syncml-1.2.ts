import type { TagPage, VocabularyDefinition } from "./definition.ts";
import { dmTnds12Page } from "./dm-tnds-1.2.ts";
import { mediaTypes } from "./media-types.ts";
import { metInf12Page } from "./metinf-1.2.ts";
import { syncml10Fragments } from "./syncml-1.0.ts";
import { syncml11Page } from "./syncml-1.1.ts";

/** Tag page 0 of SyncML 1.2. */
const syncml12Page: TagPage = {
  namespace: "SYNCML:SYNCML1.2",
  tags: {
    ...syncml11Page.tags,
    0x35: "Field",
    0x36: "Filter",
    0x37: "Record",
    0x38: "FilterType",
    0x39: "SourceParent",
    0x3a: "TargetParent",
    0x3b: "Move",
    0x3c: "Correlator",
  },
};

/** SyncML representation protocol 1.2. */
export const syncml12: VocabularyDefinition = {
  name: "SyncML 1.2",
  publicId: 0x1201,
  publicIdText: "-//SYNCML//DTD SyncML 1.2//EN",
  root: "SyncML",
  fragments: { ...syncml10Fragments, inRow: [...syncml10Fragments.inRow, "Move"] },
  mediaTypes: [mediaTypes.sync.wbxml, mediaTypes.sync.xml, mediaTypes.management.wbxml, mediaTypes.management.xml],
  embeds: ["-//SYNCML//DTD DevInf 1.2//EN", "-//OMA//DTD-DM-DDF 1.2//EN"],
  tagPages: { 0: syncml12Page, 1: metInf12Page, 2: dmTnds12Page },
};
