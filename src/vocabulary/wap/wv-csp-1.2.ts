import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { integerOctets } from "./integer-octets.ts";
import {
  wvCsp11Access,
  wvCsp11Attributes,
  wvCsp11ClientCapability,
  wvCsp11Common,
  wvCsp11Group,
  wvCsp11Messaging,
  wvCsp11PresenceAttribute,
  wvCsp11PresencePrimitive,
  wvCsp11Service,
  wvCsp11Words,
} from "./wv-csp-1.1.ts";

const NAMESPACE = "http://www.openmobilealliance.org/DTD/WV-CSP1.2";

/** Tag page 0 of WV CSP 1.2: Common. */
export const wvCsp12Common: TagPage = {
  namespace: NAMESPACE,
  tags: wvCsp11Common.tags,
  opaque: { ...wvCsp11Common.opaque },
};

/** Tag page 1 of WV CSP 1.2: Access. */
export const wvCsp12Access: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp11Access.tags,
    0x36: "ReceiveList",
    0x37: "VerifyID-Request",
    0x38: "Extended-Request",
    0x39: "Extended-Response",
    0x3a: "AgreedCapabilityList",
    0x3b: "ExtendedData",
    0x3c: "OtherServer",
    0x3d: "PresenceAttributeNSName",
    0x3e: "SessionNSName",
    0x3f: "TransactionNSName",
  },
  binary: ["DigestBytes"],
  opaque: { ...wvCsp11Access.opaque },
};

/** Tag page 2 of WV CSP 1.2: Service. */
export const wvCsp12Service: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp11Service.tags,
    0x3d: "MF",
    0x3e: "MG",
    0x3f: "MM",
  },
};

/** Tag page 3 of WV CSP 1.2: ClientCapability. */
export const wvCsp12ClientCapability: TagPage = {
  namespace: NAMESPACE,
  tags: wvCsp11ClientCapability.tags,
  opaque: { ...wvCsp11ClientCapability.opaque },
};

/** Tag page 4 of WV CSP 1.2: PresencePrimitive. */
export const wvCsp12PresencePrimitive: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp11PresencePrimitive.tags,
    0x1e: "Auto-Subscribe",
    0x1f: "GetReactiveAuthStatus-Request",
    0x20: "GetReactiveAuthStatus-Response",
  },
};

/** Tag page 5 of WV CSP 1.2: PresenceAttribute. */
export const wvCsp12PresenceAttribute: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp11PresenceAttribute.tags,
    0x36: "ContentType",
    0x37: "Inf_link",
    0x38: "InfoLink",
    0x39: "Link",
    0x3a: "Text",
  },
};

/** Tag page 6 of WV CSP 1.2: Messaging. */
export const wvCsp12Messaging: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp11Messaging.tags,
    0x06: "BlockEntity-Request",
  },
  opaque: { ...wvCsp11Messaging.opaque },
};

/** Tag page 7 of WV CSP 1.2: Group. */
export const wvCsp12Group: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp11Group.tags,
    0x24: "GetJoinedUsers-Request",
    0x25: "GetJoinedUsers-Response",
    0x26: "AdminMapList",
    0x27: "AdminMapping",
    0x28: "Mapping",
    0x29: "ModMapping",
    0x2a: "UserMapList",
    0x2b: "UserMapping",
  },
};

/** Tag page 8 of WV CSP 1.2: Service, continued. */
export const wvCsp12MoreService: TagPage = {
  namespace: NAMESPACE,
  tags: {
    0x05: "MP",
    0x06: "GETAUT",
    0x07: "GETJU",
    0x08: "VRID",
    0x09: "VerifyIDFunc",
  },
};

/** Tag page 9 of WV CSP 1.2: Common, continued. */
export const wvCsp12MoreCommon: TagPage = {
  namespace: NAMESPACE,
  tags: {
    0x05: "CIR",
    0x06: "Domain",
    0x07: "ExtBlock",
    0x08: "HistoryPeriod",
    0x09: "IDList",
    0x0a: "MaxWatcherList",
    0x0b: "ReactiveAuthState",
    0x0c: "ReactiveAuthStatus",
    0x0d: "ReactiveAuthStatusList",
    0x0e: "Watcher",
    0x0f: "WatcherStatus",
  },
  opaque: {
    HistoryPeriod: integerOctets,
    MaxWatcherList: integerOctets,
  },
};

/** Tag page 10 of WV CSP 1.2: Access, continued. */
export const wvCsp12MoreAccess: TagPage = {
  namespace: NAMESPACE,
  tags: {
    0x05: "WV-CSP-NSDiscovery-Request",
    0x06: "WV-CSP-NSDiscovery-Response",
    0x07: "VersionList",
  },
};

/** Attribute page 0 of WV CSP 1.2. */
export const wvCsp12Attributes: AttributePage = {
  starts: {
    ...wvCsp11Attributes.starts,
    0x08: { name: "xmlns", valuePrefix: "http://www.openmobilealliance.org/DTD/WV-CSP" },
    0x09: { name: "xmlns", valuePrefix: "http://www.openmobilealliance.org/DTD/WV-PA" },
    0x0a: { name: "xmlns", valuePrefix: "http://www.openmobilealliance.org/DTD/WV-TRC" },
  },
  values: {},
};

/** Words that the integers of EXT_T_0 stand for in WV CSP 1.2. */
export const wvCsp12Words: Readonly<Record<number, string>> = {
  ...wvCsp11Words,
  0x31: "AutoDelete",
  0x32: "GM",
  0x33: "Validity",
  0x34: "DENIED",
  0x35: "GRANTED",
  0x36: "PENDING",
  0x37: "ShowID",
  0x50: "GROUP_USER_ID_AUTOJOIN",
};

/** Client-server protocol of Wireless Village 1.2. */
export const wvCsp12: VocabularyDefinition = {
  name: "WV CSP 1.2",
  publicId: 0x11,
  publicIdText: "-//OMA//DTD WV-CSP 1.2//EN",
  root: "WV-CSP-Message",
  scopedNamespaces: {
    "http://www.openmobilealliance.org/DTD/WV-TRC1.2": [],
    "http://www.openmobilealliance.org/DTD/WV-PA1.2": [5],
  },
  neverMixes: true,
  mediaTypes: ["application/vnd.wv.csp.wbxml"],
  tagPages: {
    0: wvCsp12Common,
    1: wvCsp12Access,
    2: wvCsp12Service,
    3: wvCsp12ClientCapability,
    4: wvCsp12PresencePrimitive,
    5: wvCsp12PresenceAttribute,
    6: wvCsp12Messaging,
    7: wvCsp12Group,
    8: wvCsp12MoreService,
    9: wvCsp12MoreCommon,
    10: wvCsp12MoreAccess,
  },
  attributePages: { 0: wvCsp12Attributes },
  extensionWords: { 0: wvCsp12Words },
};
