import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { base64Octets } from "./base64-octets.ts";

const EXPRESSIONS = "http://odrl.net/1.1/ODRL-EX";
const DATA_DICTIONARY = "http://odrl.net/1.1/ODRL-DD";
const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#/";

/** Tag page 0 of DRMREL 1.0. */
const tags0: TagPage = {
  namespace: EXPRESSIONS,
  namespaces: {
    version: DATA_DICTIONARY,
    uid: DATA_DICTIONARY,
    KeyInfo: SIGNATURE,
    KeyValue: SIGNATURE,
    play: DATA_DICTIONARY,
    display: DATA_DICTIONARY,
    execute: DATA_DICTIONARY,
    print: DATA_DICTIONARY,
    count: DATA_DICTIONARY,
    datetime: DATA_DICTIONARY,
    start: DATA_DICTIONARY,
    end: DATA_DICTIONARY,
    interval: DATA_DICTIONARY,
  },
  opaque: { KeyValue: base64Octets },
  tags: {
    0x05: "rights",
    0x06: "context",
    0x07: "version",
    0x08: "uid",
    0x09: "agreement",
    0x0a: "asset",
    0x0b: "KeyInfo",
    0x0c: "KeyValue",
    0x0d: "permission",
    0x0e: "play",
    0x0f: "display",
    0x10: "execute",
    0x11: "print",
    0x12: "constraint",
    0x13: "count",
    0x14: "datetime",
    0x15: "start",
    0x16: "end",
    0x17: "interval",
  },
};

/** Attribute page 0 of DRMREL 1.0. */
const attributes0: AttributePage = {
  starts: {
    0x05: { name: "xmlns:o-ex" },
    0x06: { name: "xmlns:o-dd" },
    0x07: { name: "xmlns:ds" },
  },
  values: {
    0x85: "http://odrl.net/1.1/ODRL-EX",
    0x86: "http://odrl.net/1.1/ODRL-DD",
    0x87: "http://www.w3.org/2000/09/xmldsig#/",
  },
};

/** OMA DRM rights expression language 1.0: what a device may do with protected content. */
export const drmRel10: VocabularyDefinition = {
  name: "DRMREL 1.0",
  publicId: 0x0e,
  otherPublicIds: [0x1207],
  publicIdText: "-//OMA//DTD DRMREL 1.0//EN",
  publicIdAliases: ["-//WAPFORUM//DTD DRMREL 1.0//EN"],
  root: "rights",
  declares: {
    "xmlns:o-ex": EXPRESSIONS,
    "xmlns:o-dd": DATA_DICTIONARY,
    "xmlns:ds": SIGNATURE,
  },
  neverMixes: true,
  mediaTypes: ["application/vnd.oma.drm.rights+wbxml", "application/vnd.oma.drm.rights+xml"],
  tagPages: { 0: tags0 },
  attributePages: { 0: attributes0 },
};
