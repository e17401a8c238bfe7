import type { AttributePage, TagPage, VocabularyDefinition } from "../definition.ts";
import { integerOctets } from "./integer-octets.ts";
import { without } from "./without.ts";
import {
  wvCsp12Access,
  wvCsp12Attributes,
  wvCsp12ClientCapability,
  wvCsp12Common,
  wvCsp12Group,
  wvCsp12Messaging,
  wvCsp12MoreAccess,
  wvCsp12MoreCommon,
  wvCsp12MoreService,
  wvCsp12PresenceAttribute,
  wvCsp12PresencePrimitive,
  wvCsp12Service,
  wvCsp12Words,
} from "./wv-csp-1.2.ts";

const NAMESPACE = "http://www.openmobilealliance.org/DTD/IMPS-CSP1.3";

/** Tag page 0 of WV CSP 1.3: Common. */
const tags0: TagPage = {
  namespace: NAMESPACE,
  tags: /* @__PURE__ */ without(wvCsp12Common.tags, 0x18),
  opaque: { ...wvCsp12Common.opaque },
};

/** Tag page 1 of WV CSP 1.3: Access. */
const tags1: TagPage = {
  namespace: NAMESPACE,
  tags: /* @__PURE__ */ without(wvCsp12Access.tags, 0x09),
  binary: ["DigestBytes"],
  opaque: { ...wvCsp12Access.opaque },
};

/** Tag page 2 of WV CSP 1.3: Service. */
const tags2: TagPage = {
  namespace: NAMESPACE,
  tags: /* @__PURE__ */ without(wvCsp12Service.tags, 0x06, 0x08, 0x0a, 0x13, 0x30),
};

/** Tag page 3 of WV CSP 1.3: ClientCapability. */
const tags3: TagPage = {
  namespace: NAMESPACE,
  tags: {
    .../* @__PURE__ */ without(wvCsp12ClientCapability.tags, 0x05, 0x06),
    0x14: "CIRHTTPAddress",
    0x15: "UDPAddress",
    0x16: "AcceptedPullLength",
    0x17: "AcceptedPushLength",
    0x18: "AcceptedRichContentLength",
    0x19: "AcceptedTextContentLength",
    0x1a: "OfflineETEMHandling",
    0x1b: "PlainTextCharset",
    0x1c: "SessionPriority",
    0x1d: "SupportedOfflineBearer",
    0x1f: "UserSessionLimit",
    0x20: "CIRSMSAddress",
    0x21: "MultiTransPerMessage",
    0x22: "OnlineETEMHandling",
    0x23: "ContentPolicy",
    0x24: "ContentPolicyLimit",
  },
  opaque: {
    MultiTrans: integerOctets,
    ParserSize: integerOctets,
    ServerPollMin: integerOctets,
    TCPPort: integerOctets,
    UDPPort: integerOctets,
  },
};

/** Tag page 4 of WV CSP 1.3: PresencePrimitive. */
const tags4: TagPage = {
  namespace: NAMESPACE,
  tags: {
    .../* @__PURE__ */ without(wvCsp12PresencePrimitive.tags, 0x05, 0x1e, 0x1f, 0x20),
    0x21: "CreateList-Response",
  },
};

/** Tag page 5 of WV CSP 1.3: PresenceAttribute. */
const tags5: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp12PresenceAttribute.tags,
    0x3b: "ClientContentLimit",
    0x3c: "ClientIMPriority",
    0x3d: "MaxPullLength",
    0x3e: "MaxPushLength",
  },
};

/** Tag page 6 of WV CSP 1.3: Messaging. */
const tags6: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp12Messaging.tags,
    0x20: "MessageInfoList",
    0x21: "ForwardMessage-Response",
  },
  opaque: { ...wvCsp12Messaging.opaque },
};

/** Tag page 7 of WV CSP 1.3: Group. */
const tags7: TagPage = {
  namespace: NAMESPACE,
  tags: {
    .../* @__PURE__ */ without(wvCsp12Group.tags, 0x1f),
    0x2c: "JoinedBlocked",
    0x2d: "LeftBlocked",
  },
};

/** Tag page 8 of WV CSP 1.3: Service, continued. */
const tags8: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp12MoreService.tags,
    0x0a: "GETMAP",
    0x0b: "SGMNT",
    0x0c: "EXCON",
    0x0d: "OFFNOTIF",
    0x0e: "ADVSR",
  },
};

/** Tag page 9 of WV CSP 1.3: Common, continued. */
const tags9: TagPage = {
  namespace: NAMESPACE,
  tags: {
    .../* @__PURE__ */ without(wvCsp12MoreCommon.tags, 0x0c, 0x0d),
    0x0b: "AnswerOptionText",
    0x10: "Font",
    0x11: "Size",
    0x12: "Style",
    0x13: "Color",
    0x14: "ContentName",
    0x15: "Map",
    0x16: "NotificationType",
    0x17: "NotificationTypeList",
    0x18: "FriendlyName",
    0x19: "ClearPublicProfile",
    0x1a: "PublicProfile",
    0x1b: "AnswerOption",
    0x1c: "AnswerOptionID",
    0x1d: "AnswerOptions",
    0x1e: "ApplicationID",
    0x1f: "AuthorizeAndGrant",
    0x20: "ChosenOptionID",
    0x21: "ContactListNotify",
    0x22: "DefaultNotify",
    0x23: "ExtendConversationUser",
    0x24: "InText",
    0x25: "SegmentCount",
    0x26: "SegmentID",
    0x27: "SegmentInfo",
    0x28: "SegmentReference",
    0x29: "SystemMessage",
    0x2a: "SystemMessageID",
    0x2b: "SystemMessageList",
    0x2c: "SystemMessageResponse",
    0x2d: "SystemMessageResponseList",
    0x2f: "SystemMessageText",
    0x30: "TryAgainTimeout",
    0x31: "UserNotify",
    0x32: "VerificationKey",
    0x33: "VerificationMechanism",
    0x34: "GetMap-Request",
    0x35: "GetMap-Response",
    0x36: "ExtendConversationID",
    0x37: "WatcherCount",
    0x38: "RequiresResponse",
    0x39: "ExtBlockETEM",
    0x3a: "GroupContentLimit",
    0x3b: "MessageTotalCount",
    0x3c: "UnrecognizedUserID",
    0x3d: "UserIDPair",
    0x3e: "ValidUserID",
    0x3f: "UserIDList",
  },
  opaque: { ...wvCsp12MoreCommon.opaque },
};

/** Tag page 10 of WV CSP 1.3: Access, continued. */
const tags10: TagPage = {
  namespace: NAMESPACE,
  tags: {
    ...wvCsp12MoreAccess.tags,
    0x08: "SubscribeNotification-Request",
    0x09: "UnsubscribeNotification-Request",
    0x0a: "Notification-Request",
    0x0b: "AdvancedCriteria",
    0x0c: "PairID",
    0x0d: "GetPublicProfile-Request",
    0x0e: "GetPublicProfile-Response",
    0x0f: "UpdatePublicProfile-Request",
    0x10: "DropSegment-Request",
    0x11: "ExtendConversation-Response",
    0x12: "ExtendConversation-Request",
    0x13: "GetSegment-Request",
    0x14: "GetSegment-Response",
    0x15: "SystemMessage-Request",
    0x16: "SystemMessage-User",
    0x17: "SearchPair",
    0x18: "SegmentContent",
  },
};

/** Tag page 11 of WV CSP 1.3: Common, continued again. */
const tags11: TagPage = {
  namespace: NAMESPACE,
  tags: {
    0x05: "GrantListInUse",
    0x06: "BlockListInUse",
    0x07: "ContactListIDList",
    0x08: "AnswerOptionsText",
  },
};

/** Attribute page 0 of WV CSP 1.3. */
const attributes0: AttributePage = {
  starts: {
    ...wvCsp12Attributes.starts,
    0x0b: { name: "xmlns", valuePrefix: "http://www.openmobilealliance.org/DTD/IMPS-CSP" },
    0x0c: { name: "xmlns", valuePrefix: "http://www.openmobilealliance.org/DTD/IMPS-PA" },
    0x0d: { name: "xmlns", valuePrefix: "http://www.openmobilealliance.org/DTD/IMPS-TRC" },
  },
  values: {},
};

/** Words that the integers of EXT_T_0 stand for in WV CSP 1.3. */
const words: Readonly<Record<number, string>> = {
  .../* @__PURE__ */ without(wvCsp12Words, 0x5e, 0x69, 0x6a, 0x76, 0x77),
  0x38: "RequireInvitation",
  0x39: "Tiny",
  0x3a: "PPU",
  0x3b: "SPA",
  0x3c: "ANC",
  0x51: "AND",
  0x52: "AC",
  0x53: "BLC",
  0x54: "BLUC",
  0x55: "CLCR",
  0x56: "CLD",
  0x57: "GC",
  0x58: "GD",
  0x59: "GLC",
  0x5a: "ANU",
  0x68: "AP",
  0x78: "www.openmobilealliance.org",
  0x79: "Small",
  0x7a: "Medium",
  0x7b: "Big",
  0x7c: "Huge",
  0x7d: "Bold",
  0x7e: "Italic",
  0x7f: "Underline",
  0x80: "Black",
  0x81: "Silver",
  0x82: "Gray",
  0x83: "White",
  0x84: "Maroon",
  0x85: "Red",
  0x86: "Purple",
  0x87: "Fuchsia",
  0x88: "Green",
  0x89: "Lime",
  0x8a: "Olive",
  0x8b: "Yellow",
  0x8c: "Navy",
  0x8d: "Blue",
  0x8e: "Teal",
  0x8f: "Aqua",
  0x90: "ATCL",
  0x91: "CLC",
  0x93: "USER_CITY",
  0x94: "USER_COUNTRY",
  0x95: "USER_FRIENDLY_NAME",
  0x96: "USER_GENDER",
  0x97: "USER_INTENTION",
  0x98: "USER_INTERESTS_HOBBIES",
  0x99: "USER_MARITAL_STATUS",
  0x9a: "PRIORITYREJECT",
  0x9b: "PRIORITYSTORE",
  0x9c: "REJECT",
  0x9d: "SENDREJECT",
  0x9e: "SENDSTORE",
  0x9f: "IR",
  0xa0: "EC",
  0xa1: "GLUC",
  0xa2: "IA",
  0xa3: "IC",
  0xa4: "SSMS",
  0xa5: "SHTTP",
  0xa6: "DoNotNotify",
  0xa7: "GMAU",
  0xa8: "GMG",
  0xa9: "GMR",
  0xaa: "GMU",
  0xab: "DETECT",
  0xac: "FORKALL",
  0xad: "OEU",
  0xae: "SERVERLOGIC",
  0xaf: "PP_AGE",
  0xb0: "PP_CITY",
  0xb1: "PP_COUNTRY",
  0xb2: "PP_FRIENDLY_NAME",
  0xb3: "PP_FREE_TEXT",
  0xb4: "PP_GENDER",
  0xb5: "PP_INTENTION",
  0xb6: "PP_INTERESTS",
  0xb7: "PP_MARITAL_STATUS",
  0xb8: "USER_AGE_MAX",
  0xb9: "USER_AGE_MIN",
  0xba: "EG",
  0xbb: "MinimumAge",
  0xbc: "C",
  0xbd: "CURRENT_SUBSCRIBER",
  0xbe: "FORMER_SUBSCRIBER",
  0xbf: "PRESENCE_ACCESS",
  0xc0: "R",
};

/** Client-server protocol of OMA IMPS 1.3. From a single source. */
export const wvCsp13: VocabularyDefinition = {
  name: "WV CSP 1.3",
  publicId: 0x12,
  publicIdText: "-//OMA//DTD IMPS-CSP 1.3//EN",
  root: "WV-CSP-Message",
  scopedNamespaces: {
    "http://www.openmobilealliance.org/DTD/IMPS-TRC1.3": [],
    "http://www.openmobilealliance.org/DTD/IMPS-PA1.3": [5],
  },
  neverMixes: true,
  mediaTypes: ["application/vnd.wv.csp.wbxml"],
  tagPages: {
    0: tags0,
    1: tags1,
    2: tags2,
    3: tags3,
    4: tags4,
    5: tags5,
    6: tags6,
    7: tags7,
    8: tags8,
    9: tags9,
    10: tags10,
    11: tags11,
  },
  attributePages: { 0: attributes0 },
  extensionWords: { 0: words },
};
