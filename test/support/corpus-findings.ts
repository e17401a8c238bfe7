// What validation finds in the corpus, and why the software, or the case made after it, does it.

const shortened = "the case shows one thing and is shortened to it: a session starts without the device's own data";
const anyAlert = "the case shows one thing: any Alert 1224 does, so it has no Meta";
const anyAddress = "the case shows the bytes of values: any address does";
const anyClient = "the case shows one thing: any Replace does, so a client replaces what is not DevInfo";
const toolkit =
  "the SyncML reference toolkit writes SupportNumberOfChanges first; the DTD file of 1.1.2 leaves the order open";
const bareHeader = "the case shows the beginning of a document and has no more";
const noPublicId = "the sender does not say what the document is";
const unterminated = "Ericsson phones and the SyncML reference toolkit count the public id without its terminator";
const attribute = "Windows MDM puts attributes on Data; a WBXML case has to have one to show it";
const notText = "phones put data of other encodings, or cut inside a character, into UTF-8 messages";
const unknownToken = "the case shows how tokens without a name are kept";

/** Case, rule, offsets, reason. */
export const caseFindings: readonly (readonly [name: string, rule: string, offsets: number[], reason: string])[] = [
  ["commands/alert", "dm/device-info", [90], shortened],
  ["commands/devinf-1.1", "dtd/order", [267], toolkit],
  ["commands/item-parents", "large-object/last", [119], "two items show two parents, the first of them as a chunk"],
  ["commands/put", "dtd/missing-element", [157], "the embedded document shows its form and is otherwise empty"],
  ["commands/replace", "message/md5-user", [62], "the device's LocURI is its user name, too"],
  ["commands/results", "interop/results-cmd", [242], "Windows MDM writes Cmd into Results"],
  ["commands/sequence", "dm/sequence-member", [190], "the DTD allows an Atomic in a Sequence; the case wants depth"],
  ["commands/tnds-inline", "interop/embedded-type", [129], "samples of libwbxml keep +xml for elements on page 2"],
  ["headers/charset-0", "dm/typed-alert", [104], anyAlert],
  ["headers/charset-us-ascii", "dm/device-info", [90], shortened],
  ["headers/charset-utf-16be", "dm/client-replace", [204, 278], anyClient],
  ["headers/ddf-media-type", "wire/vocabulary-from-media-type", [3], "device descriptions have no number"],
  ["headers/index-of-empty-table", "wire/vocabulary-from-root", [5], noPublicId],
  ["headers/index-of-empty-table", "dm/device-info", [90], shortened],
  ["headers/literal-at-index", "interop/alert-format", [152], "the Alert 1224 has the Meta that Windows gives it"],
  ["headers/literal-second-spelling", "dm/device-info", [120], shortened],
  ["headers/literal-terminated", "dm/device-info", [120], shortened],
  ["headers/literal-unterminated", "wire/unterminated-string", [4], unterminated],
  ["headers/literal-unterminated", "dm/device-info", [119], shortened],
  [
    "headers/media-type-overrides",
    "wire/media-type-overrides-public-id",
    [4],
    "the header says SyncML, the transport DevInf",
  ],
  ["headers/media-type-overrides", "dtd/order", [62], toolkit],
  ["headers/media-type-overrides", "dtd/unknown-element", [170], "read as 1.2, the token of Size is MaxSize"],
  ["headers/numeric-devinf-1.1", "dtd/order", [62], toolkit],
  ["headers/numeric-devinf-1.2", "dtd/order", [62], toolkit],
  ["headers/numeric-syncml-1.2", "dm/device-info", [90], shortened],
  ["headers/tnds-unknown-id", "wire/vocabulary-from-root", [6], "management trees have no number"],
  ["headers/unknown-id-media-type", "wire/vocabulary-from-media-type", [3], noPublicId],
  ["headers/unknown-id-media-type", "dm/device-info", [89], shortened],
  ["headers/unknown-id-root", "wire/vocabulary-from-root", [4], noPublicId],
  ["headers/unknown-id-root", "dm/device-info", [89], shortened],
  ["headers/unknown-id-root-devinf", "wire/vocabulary-from-root", [4], noPublicId],
  ["headers/unknown-id-root-devinf", "dtd/order", [61], toolkit],
  ["headers/wbxml-1.0", "wire/wbxml-version", [4], "the case shows WBXML 1.0"],
  ["headers/wbxml-1.1", "dm/device-info", [104], shortened],
  ["headers/wbxml-1.2", "dm/device-info", [104], shortened],
  ["headers/wbxml-1.3", "dm/device-info", [104], shortened],
  [
    "oddities/alert-correlator-first",
    "dtd/order",
    [107],
    "a Samsung client and the SyncML reference toolkit write Correlator first",
  ],
  [
    "oddities/announced-wbxml-is-text",
    "interop/embedded-type",
    [92],
    "the sender converts the message and keeps the Type",
  ],
  [
    "oddities/announced-wbxml-is-text",
    "dtd/missing-element",
    [154, 154, 154],
    "the embedded document shows its form and is otherwise empty",
  ],
  [
    "oddities/announced-wbxml-is-text",
    "wire/not-an-embedded-document",
    [152],
    "the sender converts the message and keeps the Type",
  ],
  ["oddities/attribute-in-pieces", "dtd/attribute", [172], attribute],
  ["oddities/chunk-cut-inline", "message/invalid-text", [146], notText],
  ["oddities/control-characters", "address/no-root", [98, 127, 152, 175, 191], anyAddress],
  ["oddities/cr-lf", "dtd/attribute", [178], attribute],
  ["oddities/data-markup", "interop/markup-in-data", [212], "servers write Windows policies into Data as elements"],
  ["oddities/empty-attribute-list", "dm/device-info", [90], shortened],
  ["oddities/empty-content", "dm/address", [98], "the case shows elements without content"],
  ["oddities/empty-content", "dm/client-replace", [100], "the case shows elements without content"],
  ["oddities/empty-content", "dtd/missing-element", [107], "the case shows elements without content"],
  ["oddities/empty-content", "message/alert-code", [107], "the case shows elements without content"],
  ["oddities/empty-syncbody", "dtd/missing-element", [89], "seen in the field: a package that has nothing to say"],
  [
    "oddities/empty-synchdr",
    "dtd/missing-element",
    [6, 6, 6, 6, 6, 6],
    "a local management interface of Windows answers so",
  ],
  ["oddities/entities", "dm/client-replace", [98], anyClient],
  ["oddities/extension-tokens", "dm/device-info", [90], shortened],
  ["oddities/extension-tokens", "wire/unknown-extension", [100, 106, 110], "the case shows extension tokens"],
  ["oddities/id-1.2-verdtd-1.1", "message/namespace", [5], "servers take the public id of 1.2 for every version"],
  [
    "oddities/item-data-before-meta",
    "dtd/order",
    [110, 154, 168],
    "hand-written MDM profiles put Meta and Data anywhere",
  ],
  [
    "oddities/item-type-outside-meta",
    "dm/typed-alert",
    [104],
    "published examples of Windows MDM write Type next to Meta",
  ],
  [
    "oddities/item-type-outside-meta",
    "dtd/unknown-element",
    [108],
    "published examples of Windows MDM write Type next to Meta",
  ],
  ["oddities/latin-1-in-utf-8", "message/invalid-text", [119], notText],
  ["oddities/literal-attribute", "dtd/attribute", [186], attribute],
  ["oddities/literal-ids-nested", "wire/unterminated-string", [4, 187], unterminated],
  [
    "oddities/literal-ids-nested",
    "dtd/missing-element",
    [217],
    "the embedded document shows its header and has little else",
  ],
  ["oddities/literal-tag-attributes", "dtd/attribute", [185], attribute],
  ["oddities/literal-tag-attributes", "dtd/unknown-element", [199, 200, 209], "the case shows tags by name"],
  ["oddities/only-final", "dtd/missing-element", [89], "seen in the field: a package that has nothing to say"],
  ["oddities/padded-integers", "dm/device-info", [96], shortened],
  [
    "oddities/processing-instruction",
    "wire/processing-instruction",
    [28, 155, 171],
    "the case shows processing instructions",
  ],
  ["oddities/processing-instruction", "dm/device-info", [149], shortened],
  ["oddities/redundant-switches", "dm/device-info", [92], shortened],
  [
    "oddities/source-parent-1.1",
    "dtd/element-version",
    [130],
    "Nokia phones take SourceParent into 1.1 to synchronise messages",
  ],
  [
    "oddities/status-data-before-refs",
    "dtd/order",
    [150],
    "Windows MDM and a Hotspot 2.0 client write the references last",
  ],
  ["oddities/switch-before-end", "dtd/missing-element", [5, 6, 6], bareHeader],
  ["oddities/text-in-pieces", "dm/client-replace", [105], anyClient],
  ["oddities/trailing-byte", "dm/device-info", [90], shortened],
  ["oddities/trailing-byte", "wire/trailing-bytes", [108], "a line feed came with the file"],
  ["oddities/unknown-page-254", "dm/typed-alert", [104], anyAlert],
  ["oddities/unknown-page-254", "wire/unknown-token", [107, 116], unknownToken],
  ["oddities/unknown-page-254", "dtd/unknown-element", [107], unknownToken],
  ["oddities/unknown-token-metinf", "wire/unknown-token", [106], unknownToken],
  ["oddities/unknown-token-metinf", "dtd/unknown-element", [106], unknownToken],
  ["oddities/unknown-tokens-page-0", "dm/device-info", [90], shortened],
  ["oddities/unknown-tokens-page-0", "wire/unknown-token", [105, 126], unknownToken],
  ["oddities/unknown-tokens-page-0", "dtd/unknown-element", [105, 126], unknownToken],
  ["oddities/utf-8-malformed", "address/no-root", [98, 118, 135, 154], anyAddress],
  ["oddities/utf-8-malformed", "dm/client-replace", [98, 118, 135, 154], anyClient],
  ["oddities/utf-8-malformed", "message/invalid-text", [104, 124, 141, 160], notText],
  ["oddities/xmlns-index-0", "wire/xmlns-attribute", [26], "some Nokia software writes the namespace as an attribute"],
  ["oddities/xmlns-index-0", "dtd/missing-element", [26, 27, 27, 27, 27, 27], bareHeader],
  ["oddities/xmlns-prefix-declared", "wire/xmlns-attribute", [158], "the case shows declarations in WBXML"],
  ["oddities/xmlns-prefix-declared", "dtd/attribute", [198], attribute],
];

const devInf = "(?:/SyncML/SyncBody/(?:Put|Results)/Item/Data)?/DevInf";

/** What the recorded sessions of SyncEvolution hold: rule, where, how often, reason. */
export const recordedFindings: readonly (readonly [rule: string, path: RegExp, count: number, reason: string])[] = [
  ["dtd/order", new RegExp(`^${devInf}/SupportLargeObjs$`), 100, toolkit],
  [
    "dtd/order",
    new RegExp(`^${devInf}/DataStore/CTCap/Property/MaxOccur$`),
    204,
    "the SyncML reference toolkit writes ValEnum before the sizes of a property",
  ],
  [
    "devinf/sync-type",
    new RegExp(`^${devInf}/DataStore/SyncCap/SyncType$`),
    122,
    "libsynthesis announces the modes of its own engine by 390001",
  ],
  [
    "devinf/ctcap",
    new RegExp(`^${devInf}/DataStore$`),
    10,
    "libsynthesis knows no properties of plain text, and leaves CTCap out where a message of 10240 bytes has no room for it",
  ],
  [
    "wire/carriage-return",
    /^\/SyncML\/SyncBody\/Sync\/(?:Add|Replace)\/Item\/Data$/,
    24,
    "libsynthesis puts vCards with CR LF into CDATA as they are",
  ],
];
