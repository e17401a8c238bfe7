import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { dateDigits } from "./date-digits.ts";

/** Tag page 0 of EMN 1.0. */
const tags0: TagPage = {
  namespace: "",
  tags: {
    0x05: "emn",
  },
};

/** Attribute page 0 of EMN 1.0. */
const attributes0: AttributePage = {
  starts: {
    0x05: { name: "timestamp", opaque: dateDigits },
    0x06: { name: "mailbox" },
    0x07: { name: "mailbox", valuePrefix: "mailat:" },
    0x08: { name: "mailbox", valuePrefix: "pop://" },
    0x09: { name: "mailbox", valuePrefix: "imap://" },
    0x0a: { name: "mailbox", valuePrefix: "http://" },
    0x0b: { name: "mailbox", valuePrefix: "http://www." },
    0x0c: { name: "mailbox", valuePrefix: "https://" },
    0x0d: { name: "mailbox", valuePrefix: "https://www." },
  },
  values: {
    0x85: ".com",
    0x86: ".edu",
    0x87: ".net",
    0x88: ".org",
  },
  // Some readers take them for the values of SI, which end with a slash.
  readOnly: [0x85, 0x86, 0x87, 0x88],
};

/** E-mail notification 1.0. */
export const emn10: VocabularyDefinition = {
  name: "EMN 1.0",
  publicId: 0x0d,
  publicIdText: "-//WAPFORUM//DTD EMN 1.0//EN",
  root: "emn",
  neverMixes: true,
  mediaTypes: ["application/vnd.wap.emn+wbxml"],
  tagPages: { 0: tags0 },
  attributePages: { 0: attributes0 },
};
