import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { dateDigits } from "./date-digits.ts";

/** Tag page 0 of SI 1.0. */
const tags0: TagPage = {
  namespace: "",
  tags: {
    0x05: "si",
    0x06: "indication",
    0x07: "info",
    0x08: "item",
  },
};

/** Attribute page 0 of SI 1.0. */
const attributes0: AttributePage = {
  starts: {
    0x05: { name: "action", valuePrefix: "signal-none" },
    0x06: { name: "action", valuePrefix: "signal-low" },
    0x07: { name: "action", valuePrefix: "signal-medium" },
    0x08: { name: "action", valuePrefix: "signal-high" },
    0x09: { name: "action", valuePrefix: "delete" },
    0x0a: { name: "created", opaque: dateDigits },
    0x0b: { name: "href" },
    0x0c: { name: "href", valuePrefix: "http://" },
    0x0d: { name: "href", valuePrefix: "http://www." },
    0x0e: { name: "href", valuePrefix: "https://" },
    0x0f: { name: "href", valuePrefix: "https://www." },
    0x10: { name: "si-expires", opaque: dateDigits },
    0x11: { name: "si-id" },
    0x12: { name: "class" },
  },
  values: {
    0x85: ".com/",
    0x86: ".edu/",
    0x87: ".net/",
    0x88: ".org/",
  },
};

/** Service indication 1.0: a message with an address to open. */
export const si10: VocabularyDefinition = {
  name: "SI 1.0",
  publicId: 0x05,
  publicIdText: "-//WAPFORUM//DTD SI 1.0//EN",
  root: "si",
  neverMixes: true,
  mediaTypes: ["application/vnd.wap.sic", "text/vnd.wap.si"],
  tagPages: { 0: tags0 },
  attributePages: { 0: attributes0 },
};
