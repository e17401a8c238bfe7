import type { DiagnosticCode } from "../core/diagnostics.ts";
import { profiles } from "./profiles.ts";
import type { Rule, RuleRow, Severity } from "./rule.ts";

/** What other rules find in the elements themselves. */
type FoundElsewhere =
  | "invalid-text"
  | "later-version-token"
  | "unknown-element"
  | "repeated-element"
  | "unexpected-content"
  | "missing-element";

type Leniency = readonly [severity: Severity, clause: string, demands: string, breaks: string];

/** What our own readers put up with: a rule for each diagnostic, since other readers may not. */
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
    "a reader that goes by the public id reads other elements",
  ],
  "unknown-token": [
    "error",
    "WAP-192 §5.8.2",
    "Every token is one of the vocabulary.",
    "no peer can name the element, and many stop there",
  ],
  "xmlns-attribute": [
    "warning",
    "RepPro WBXML",
    "WBXML has no xmlns attributes, since pages imply the namespace.",
    "readers without attribute support stop there",
  ],
  "undeclared-prefix": [
    "error",
    "Namespaces in XML §5",
    "Every prefix is declared.",
    "the message cannot be written as XML that a parser reads",
  ],
  "processing-instruction": [
    "warning",
    "RepPro",
    "No processing instructions, which SyncML gives no meaning.",
    "readers that do not expect one stop there",
  ],
  "unknown-extension": [
    "warning",
    "WAP-192 §5.8.4.2",
    "No extension tokens, which SyncML gives no meaning.",
    "readers drop it or stop there",
  ],
  "opaque-attribute": [
    "warning",
    "WAP-192 §5.8.4.6",
    "Attribute values are text.",
    "the value has no form in XML that a peer would understand",
  ],
  "not-an-embedded-document": [
    "error",
    "MetaInfo Type",
    "What is announced as WBXML is WBXML.",
    "the receiver fails when it decodes the data",
  ],
  "trailing-bytes": [
    "warning",
    "WAP-192 §5.2",
    "The document ends with its root element.",
    "strict readers refuse the message, and a MAC over it covers what nobody reads",
  ],
  "blanks-before-declaration": [
    "error",
    "XML 1.0 §2.8",
    "A document begins with its byte order mark, if it has one, and its XML declaration.",
    "every conforming XML parser refuses the message",
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
    "Characters are those that XML allows.",
    "every conforming XML parser refuses the message",
  ],
  "carriage-return": [
    "warning",
    "XML 1.0 §2.11",
    "A carriage return in Data is written as &#13;.",
    "an XML parser drops it and the length no longer agrees with Size",
  ],
};

const wbxml10 = 0;

const wbxmlVersion: Rule = {
  id: "wire/wbxml-version",
  severity: "error",
  profiles,
  clause: "RepPro WBXML",
  demands: "WBXML is written as 1.1, 1.2 or 1.3.",
  breaks: "readers that know 1.1 to 1.3 only refuse it",
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
