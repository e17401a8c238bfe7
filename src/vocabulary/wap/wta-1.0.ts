import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";

/** Tag page 0 of WTA 1.0. */
const tags0: TagPage = {
  namespace: "",
  tags: {
    0x05: "EVENT",
    0x06: "EVENTTABLE",
    0x07: "TYPE",
    0x08: "URL",
    0x09: "WTAI",
  },
};

/** Attribute page 0 of WTA 1.0. */
const attributes0: AttributePage = {
  starts: {
    0x05: { name: "NAME" },
    0x06: { name: "VALUE" },
  },
  values: {},
};

/** Events of Wireless Telephony Applications 1.0. From a single source. */
export const wta10: VocabularyDefinition = {
  name: "WTA 1.0",
  publicId: 0x03,
  publicIdText: "-//WAPFORUM//DTD WTA 1.0//EN",
  root: "WTAI",
  neverMixes: true,
  mediaTypes: [],
  tagPages: { 0: tags0 },
  attributePages: { 0: attributes0 },
};
