import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { wml11Attributes, wml11Tags } from "./wml-1.1.ts";
import { wmlVariables } from "./wml-variables.ts";

/** Tag page 0 of WML 1.2. */
export const wml12Tags: TagPage = {
  namespace: "",
  tags: {
    ...wml11Tags.tags,
    0x1b: "pre",
  },
};

/** Attribute page 0 of WML 1.2. */
export const wml12Attributes: AttributePage = {
  starts: {
    ...wml11Attributes.starts,
    0x5e: { name: "accesskey" },
    0x5f: { name: "enctype" },
    0x60: { name: "enctype", valuePrefix: "application/x-www-form-urlencoded" },
    0x61: { name: "enctype", valuePrefix: "multipart/form-data" },
  },
  values: wml11Attributes.values,
};

/** Wireless Markup Language 1.2. */
export const wml12: VocabularyDefinition = {
  name: "WML 1.2",
  publicId: 0x09,
  publicIdText: "-//WAPFORUM//DTD WML 1.2//EN",
  root: "wml",
  mediaTypes: ["application/vnd.wap.wmlc", "text/vnd.wap.wml"],
  tagPages: { 0: wml12Tags },
  attributePages: { 0: wml12Attributes },
  variables: wmlVariables,
};
