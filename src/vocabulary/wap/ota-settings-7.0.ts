import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { base64After } from "./base64-octets.ts";

/** Tag page 0 of OTA settings 7.0. */
const tags0: TagPage = {
  namespace: "",
  tags: {
    0x05: "CHARACTERISTIC-LIST",
    0x06: "CHARACTERISTIC",
    0x07: "PARM",
  },
};

/** Attribute page 0 of OTA settings 7.0. */
const attributes0: AttributePage = {
  starts: {
    0x06: { name: "TYPE", valuePrefix: "ADDRESS" },
    0x07: { name: "TYPE", valuePrefix: "URL" },
    0x08: { name: "TYPE", valuePrefix: "NAME" },
    0x10: { name: "NAME" },
    0x11: { name: "VALUE", opaque: /* @__PURE__ */ base64After("NAME", "ICON") },
    0x12: { name: "NAME", valuePrefix: "BEARER" },
    0x13: { name: "NAME", valuePrefix: "PROXY" },
    0x14: { name: "NAME", valuePrefix: "PORT" },
    0x15: { name: "NAME", valuePrefix: "NAME" },
    0x16: { name: "NAME", valuePrefix: "PROXY_TYPE" },
    0x17: { name: "NAME", valuePrefix: "URL" },
    0x18: { name: "NAME", valuePrefix: "PROXY_AUTHNAME" },
    0x19: { name: "NAME", valuePrefix: "PROXY_AUTHSECRET" },
    0x1a: { name: "NAME", valuePrefix: "SMS_SMSC_ADDRESS" },
    0x1b: { name: "NAME", valuePrefix: "USSD_SERVICE_CODE" },
    0x1c: { name: "NAME", valuePrefix: "GPRS_ACCESSPOINTNAME" },
    0x1d: { name: "NAME", valuePrefix: "PPP_LOGINTYPE" },
    0x1e: { name: "NAME", valuePrefix: "PROXY_LOGINTYPE" },
    0x21: { name: "NAME", valuePrefix: "CSD_DIALSTRING" },
    0x22: { name: "NAME", valuePrefix: "PPP_AUTHTYPE" },
    0x23: { name: "NAME", valuePrefix: "PPP_AUTHNAME" },
    0x24: { name: "NAME", valuePrefix: "PPP_AUTHSECRET" },
    0x28: { name: "NAME", valuePrefix: "CSD_CALLTYPE" },
    0x29: { name: "NAME", valuePrefix: "CSD_CALLSPEED" },
    0x45: { name: "VALUE", valuePrefix: "GSM/CSD" },
    0x46: { name: "VALUE", valuePrefix: "GSM/SMS" },
    0x47: { name: "VALUE", valuePrefix: "GSM/USSD" },
    0x48: { name: "VALUE", valuePrefix: "IS-136/CSD" },
    0x49: { name: "VALUE", valuePrefix: "GPRS" },
    0x60: { name: "VALUE", valuePrefix: "9200" },
    0x61: { name: "VALUE", valuePrefix: "9201" },
    0x62: { name: "VALUE", valuePrefix: "9202" },
    0x63: { name: "VALUE", valuePrefix: "9203" },
    0x64: { name: "VALUE", valuePrefix: "AUTOMATIC" },
    0x65: { name: "VALUE", valuePrefix: "MANUAL" },
    0x6a: { name: "VALUE", valuePrefix: "AUTO" },
    0x6b: { name: "VALUE", valuePrefix: "9600" },
    0x6c: { name: "VALUE", valuePrefix: "14400" },
    0x6d: { name: "VALUE", valuePrefix: "19200" },
    0x6e: { name: "VALUE", valuePrefix: "28800" },
    0x6f: { name: "VALUE", valuePrefix: "38400" },
    0x70: { name: "VALUE", valuePrefix: "PAP" },
    0x71: { name: "VALUE", valuePrefix: "CHAP" },
    0x72: { name: "VALUE", valuePrefix: "ANALOGUE" },
    0x73: { name: "VALUE", valuePrefix: "ISDN" },
    0x74: { name: "VALUE", valuePrefix: "43200" },
    0x75: { name: "VALUE", valuePrefix: "57600" },
    0x76: { name: "VALUE", valuePrefix: "MSISDN_NO" },
    0x77: { name: "VALUE", valuePrefix: "IPV4" },
    0x78: { name: "VALUE", valuePrefix: "MS_CHAP" },
    0x7c: { name: "TYPE", valuePrefix: "MMSURL" },
    0x7d: { name: "TYPE", valuePrefix: "ID" },
    0x7e: { name: "NAME", valuePrefix: "ISP_NAME" },
    0x7f: { name: "TYPE", valuePrefix: "BOOKMARK" },
  },
  values: {},
};

/** OTA settings 7.0 of Nokia and Ericsson: browser settings and bookmarks, before client provisioning. */
export const otaSettings70: VocabularyDefinition = {
  name: "OTA settings 7.0",
  root: "CHARACTERISTIC-LIST",
  neverMixes: true,
  mediaTypes: ["application/x-wap-prov.browser-settings", "application/x-wap-prov.browser-bookmarks"],
  tagPages: { 0: tags0 },
  attributePages: { 0: attributes0 },
};
