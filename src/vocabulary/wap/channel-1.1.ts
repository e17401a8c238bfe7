import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";

/** Tag page 0 of CHANNEL 1.1. */
export const channel11Tags: TagPage = {
  namespace: "",
  tags: {
    0x05: "channel",
    0x06: "title",
    0x07: "abstract",
    0x08: "resource",
  },
};

/** Attribute page 0 of CHANNEL 1.1. */
export const channel11Attributes: AttributePage = {
  starts: {
    0x05: { name: "maxspace" },
    0x06: { name: "base" },
    0x07: { name: "href" },
    0x08: { name: "href", valuePrefix: "http://" },
    0x09: { name: "href", valuePrefix: "https://" },
    0x0a: { name: "lastmod" },
    0x0b: { name: "etag" },
    0x0c: { name: "md5" },
    0x0d: { name: "success" },
    0x0e: { name: "success", valuePrefix: "http://" },
    0x0f: { name: "success", valuePrefix: "https://" },
    0x10: { name: "failure" },
    0x11: { name: "failure", valuePrefix: "http://" },
    0x12: { name: "failure", valuePrefix: "https://" },
    0x13: { name: "EventId" },
  },
  values: {},
};

/** Channels of Wireless Telephony Applications 1.1. */
export const channel11: VocabularyDefinition = {
  name: "CHANNEL 1.1",
  publicId: 0x08,
  publicIdText: "-//WAPFORUM//DTD CHANNEL 1.1//EN",
  root: "channel",
  neverMixes: true,
  mediaTypes: ["application/vnd.wap.channelc"],
  tagPages: { 0: channel11Tags },
  attributePages: { 0: channel11Attributes },
};
