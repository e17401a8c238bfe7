import type { AttributePage, VocabularyDefinition } from "../definition.ts";
import { wml12Attributes, wml12Tags } from "./wml-1.2.ts";
import { wmlVariables } from "./wml-variables.ts";

/** Attribute page 0 of WML 1.3. */
const attributes0: AttributePage = {
  starts: {
    ...wml12Attributes.starts,
    0x62: { name: "xml:space", valuePrefix: "preserve" },
    0x63: { name: "xml:space", valuePrefix: "default" },
    0x64: { name: "cache-control", valuePrefix: "no-cache" },
  },
  values: wml12Attributes.values,
};

/** Wireless Markup Language 1.3. */
export const wml13: VocabularyDefinition = {
  name: "WML 1.3",
  publicId: 0x0a,
  publicIdText: "-//WAPFORUM//DTD WML 1.3//EN",
  root: "wml",
  mediaTypes: ["application/vnd.wap.wmlc", "text/vnd.wap.wml"],
  tagPages: { 0: wml12Tags },
  attributePages: { 0: attributes0 },
  variables: wmlVariables,
};
