import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";

/** Tag page 0 of CO 1.0. */
const tags0: TagPage = {
  namespace: "",
  tags: {
    0x05: "co",
    0x06: "invalidate-object",
    0x07: "invalidate-service",
  },
};

/** Attribute page 0 of CO 1.0. */
const attributes0: AttributePage = {
  starts: {
    0x05: { name: "uri" },
    0x06: { name: "uri", valuePrefix: "http://" },
    0x07: { name: "uri", valuePrefix: "http://www." },
    0x08: { name: "uri", valuePrefix: "https://" },
    0x09: { name: "uri", valuePrefix: "https://www." },
  },
  values: {
    0x85: ".com/",
    0x86: ".edu/",
    0x87: ".net/",
    0x88: ".org/",
  },
};

/** Cache operation 1.0: objects and services that a cache forgets. */
export const co10: VocabularyDefinition = {
  name: "CO 1.0",
  publicId: 0x07,
  publicIdText: "-//WAPFORUM//DTD CO 1.0//EN",
  root: "co",
  neverMixes: true,
  mediaTypes: ["application/vnd.wap.coc"],
  tagPages: { 0: tags0 },
  attributePages: { 0: attributes0 },
};
