import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { wml12Attributes, wml12Tags } from "./wml-1.2.ts";
import { wmlVariables } from "./wml-variables.ts";

/** Tag page 1 of WTA-WML 1.2. */
const tags1: TagPage = {
  namespace: "",
  tags: {
    0x3f: "wta-wml",
  },
};

/** Attribute page 1 of WTA-WML 1.2. */
const attributes1: AttributePage = {
  starts: {
    0x05: { name: "href", valuePrefix: "wtai://" },
    0x06: { name: "href", valuePrefix: "wtai://wp/mc;" },
    0x07: { name: "href", valuePrefix: "wtai://wp/sd;" },
    0x08: { name: "href", valuePrefix: "wtai://wp/ap;" },
    0x09: { name: "href", valuePrefix: "wtai://ms/ec;" },
    0x10: { name: "type", valuePrefix: "wtaev-" },
    0x11: { name: "type", valuePrefix: "wtaev-cc/" },
    0x12: { name: "type", valuePrefix: "wtaev-cc/ic" },
    0x13: { name: "type", valuePrefix: "wtaev-cc/cl" },
    0x14: { name: "type", valuePrefix: "wtaev-cc/co" },
    0x15: { name: "type", valuePrefix: "wtaev-cc/oc" },
    0x16: { name: "type", valuePrefix: "wtaev-cc/cc" },
    0x17: { name: "type", valuePrefix: "wtaev-cc/dtmf" },
    0x20: { name: "type", valuePrefix: "wtaev-nt/" },
    0x21: { name: "type", valuePrefix: "wtaev-nt/it" },
    0x22: { name: "type", valuePrefix: "wtaev-nt/st" },
    0x30: { name: "type", valuePrefix: "wtaev-pb/" },
    0x38: { name: "type", valuePrefix: "wtaev-lg/" },
    0x50: { name: "type", valuePrefix: "wtaev-ms/" },
    0x51: { name: "type", valuePrefix: "wtaev-ms/ns" },
    0x58: { name: "type", valuePrefix: "wtaev-gsm/" },
    0x59: { name: "type", valuePrefix: "wtaev-gsm/ru" },
    0x5a: { name: "type", valuePrefix: "wtaev-gsm/ch" },
    0x5b: { name: "type", valuePrefix: "wtaev-gsm/ca" },
    0x60: { name: "type", valuePrefix: "wtaev-pdc/" },
    0x68: { name: "type", valuePrefix: "wtaev-ansi136/" },
    0x69: { name: "type", valuePrefix: "wtaev-ansi136/ia" },
    0x6a: { name: "type", valuePrefix: "wtaev-ansi136/if" },
    0x70: { name: "type", valuePrefix: "wtaev-cdma/" },
  },
  values: {},
  // Without the character at their end in some tables.
  readOnly: [0x09, 0x11, 0x60, 0x68],
};

/** WML 1.2 with the additions of Wireless Telephony Applications. */
export const wtaWml12: VocabularyDefinition = {
  name: "WTA-WML 1.2",
  publicId: 0x0c,
  publicIdText: "-//WAPFORUM//DTD WTA-WML 1.2//EN",
  root: "wta-wml",
  mediaTypes: ["application/vnd.wap.wta-wmlc"],
  tagPages: { 0: wml12Tags, 1: tags1 },
  attributePages: { 0: wml12Attributes, 1: attributes1 },
  variables: wmlVariables,
};
