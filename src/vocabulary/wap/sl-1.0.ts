import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";

/** Tag page 0 of SL 1.0. */
const tags0: TagPage = {
  namespace: "",
  tags: {
    0x05: "sl",
  },
};

/** Attribute page 0 of SL 1.0. */
const attributes0: AttributePage = {
  starts: {
    0x05: { name: "action", valuePrefix: "execute-low" },
    0x06: { name: "action", valuePrefix: "execute-high" },
    0x07: { name: "action", valuePrefix: "cache" },
    0x08: { name: "href" },
    0x09: { name: "href", valuePrefix: "http://" },
    0x0a: { name: "href", valuePrefix: "http://www." },
    0x0b: { name: "href", valuePrefix: "https://" },
    0x0c: { name: "href", valuePrefix: "https://www." },
  },
  values: {
    0x85: ".com/",
    0x86: ".edu/",
    0x87: ".net/",
    0x88: ".org/",
  },
};

/** Service loading 1.0: an address that the device opens. */
export const sl10: VocabularyDefinition = {
  name: "SL 1.0",
  publicId: 0x06,
  publicIdText: "-//WAPFORUM//DTD SL 1.0//EN",
  root: "sl",
  neverMixes: true,
  mediaTypes: ["application/vnd.wap.slc"],
  tagPages: { 0: tags0 },
  attributePages: { 0: attributes0 },
};
