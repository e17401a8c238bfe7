import type { AttributePage, VocabularyDefinition } from "../definition.ts";
import { channel11Attributes, channel11Tags } from "./channel-1.1.ts";

/** Attribute page 0 of CHANNEL 1.2. */
const attributes0: AttributePage = {
  starts: {
    ...channel11Attributes.starts,
    0x13: { name: "eventid" },
    0x14: { name: "eventid", valuePrefix: "wtaev-" },
    0x15: { name: "channelid" },
    0x16: { name: "useraccessible" },
  },
  values: {},
};

/** Channels of Wireless Telephony Applications 1.2. */
export const channel12: VocabularyDefinition = {
  name: "CHANNEL 1.2",
  publicIdText: "-//WAPFORUM//DTD CHANNEL 1.2//EN",
  root: "channel",
  neverMixes: true,
  mediaTypes: ["application/vnd.wap.channelc"],
  tagPages: { 0: channel11Tags },
  attributePages: { 0: attributes0 },
};
