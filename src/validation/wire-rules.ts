import type { DiagnosticCode } from "../core/diagnostics.ts";
import { profiles } from "./profiles.ts";
import type { Rule, RuleRow, Severity } from "./rule.ts";

/** Diagnostics that need no `wire/` rule: other rules find the same faults in the elements. */
type FoundElsewhere =
  | "invalid-text"
  | "later-version-token"
  | "unknown-element"
  | "repeated-element"
  | "unexpected-content"
  | "missing-element";

type Leniency = readonly [severity: Severity, clause: string, demands: string, breaks: string];

/** A rule for each diagnostic: what our readers tolerate, other readers may not. */
const leniencies: Readonly<Record<Exclude<DiagnosticCode, FoundElsewhere>, Leniency>> = {
  "unterminated-string": [
    "warning",
    "WAP-192 §5.7",
    "Every string of the string table ends with its terminator.",
    "readers that look for the terminator run on into the body",
  ],
  "vocabulary-from-media-type": [
    "warning",
    "WAP-192 §5.5",
    "The header names the document type.",
    "a reader that is not told the media type cannot read it",
  ],
  "vocabulary-from-root": [
    "warning",
    "WAP-192 §5.5",
    "The header names the document type.",
    "a reader that does not guess from the root cannot read it",
  ],
  "media-type-overrides-public-id": [
    "error",
    "WAP-192 §5.5",
    "Public id and media type name the same document type.",
    "a reader that relies on the public id reads different elements",
  ],
  "unknown-token": [
    "error",
    "WAP-192 §5.8.2",
    "Every token is in the vocabulary.",
    "no peer can name the element, and many stop there",
  ],
  "xmlns-attribute": [
    "warning",
    "RepPro WBXML",
    "WBXML has no xmlns attributes, since code pages imply the namespace.",
    "readers without attribute support stop there",
  ],
  "undeclared-prefix": [
    "error",
    "Namespaces in XML §5",
    "Every prefix is declared.",
    "the message cannot be written as XML that a parser accepts",
  ],
  "processing-instruction": [
    "warning",
    "RepPro",
    "There are no processing instructions; SyncML gives them no meaning.",
    "readers that do not expect one stop there",
  ],
  "unknown-extension": [
    "warning",
    "WAP-192 §5.8.4.2",
    "There are no extension tokens; SyncML gives them no meaning.",
    "readers ignore it or stop there",
  ],
  "opaque-attribute": [
    "warning",
    "WAP-192 §5.8.4.6",
    "Attribute values are text.",
    "the value has no XML form that a peer would understand",
  ],
  "not-an-embedded-document": [
    "error",
    "MetaInfo Type",
    "Data declared as WBXML is WBXML.",
    "the receiver fails when it decodes the data",
  ],
  "trailing-bytes": [
    "warning",
    "WAP-192 §5.2",
    "The document ends with its root element.",
    "strict readers reject the message, and a MAC over it covers bytes that nobody reads",
  ],
  "blanks-before-declaration": [
    "error",
    "XML 1.0 §2.8",
    "A document begins with its byte order mark, if it has one, and its XML declaration.",
    "every conforming XML parser rejects the message",
  ],
  "namespace-inferred": [
    "error",
    "RepPro namespaces",
    "Every element is in its namespace, spelt exactly.",
    "a namespace-aware parser does not find the element",
  ],
  "control-character": [
    "error",
    "XML 1.0 §2.2",
    "Every character is one that XML allows.",
    "every conforming XML parser rejects the message",
  ],
  "carriage-return": [
    "warning",
    "XML 1.0 §2.11",
    "A carriage return in Data is written as &#13;.",
    "an XML parser drops it and the length no longer matches Size",
  ],
};

const wbxml10 = 0;

const wbxmlVersion: Rule = {
  id: "wire/wbxml-version",
  severity: "error",
  profiles,
  clause: "RepPro WBXML",
  demands: "The WBXML version is 1.1, 1.2 or 1.3.",
  breaks: "readers that support only 1.1 to 1.3 reject it",
  at: ["SyncML", "Fragment"],
  check(root, report, { markup: { info } }) {
    if (info?.format === "wbxml" && info.version === wbxml10) report(root, "the document is WBXML 1.0");
  },
};

export const wireRules: readonly RuleRow[] = [
  ...Object.entries(leniencies).map(([code, [severity, clause, demands, breaks]]) => ({
    id: `wire/${code}`,
    severity,
    profiles,
    clause,
    demands,
    breaks,
  })),
  wbxmlVersion,
];
