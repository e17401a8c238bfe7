import type { TagPage, VocabularyDefinition } from "../definition.ts";

/** Tag page 0 of OTA SyncML settings. */
const tags0: TagPage = {
  namespace: "",
  tags: {
    0x05: "Addr",
    0x06: "AddrType",
    0x07: "Auth",
    0x08: "AuthLevel",
    0x09: "AuthScheme",
    0x0a: "Bearer",
    0x0b: "ConRef",
    0x0c: "ConType",
    0x0d: "Cred",
    0x0e: "CTType",
    0x0f: "CTVer",
    0x10: "HostAddr",
    0x11: "Name",
    0x12: "Port",
    0x13: "RefID",
    0x14: "RemoteDB",
    0x15: "SyncSettings",
    0x16: "URI",
    0x17: "Username",
    0x18: "Version",
  },
};

/** OTA settings of Nokia and Ericsson for data synchronisation. */
export const otaSyncmlSettings: VocabularyDefinition = {
  name: "OTA SyncML settings",
  root: "SyncSettings",
  neverMixes: true,
  mediaTypes: ["application/x-prov.syncset+wbxml"],
  tagPages: { 0: tags0 },
};
