import { profiles } from "./profiles.ts";
import type { RuleRow } from "./rule.ts";

// What the DTDs say about every element. The shape table is their text; content-model.ts checks elements against it.

const row = { severity: "error", profiles } as const;

export const dtdRules: readonly RuleRow[] = [
  {
    ...row,
    id: "dtd/root",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "The root is SyncML, MetInf, DevInf or MgmtTree, or part of a message: a SyncBody or commands.",
    breaks: "the peer does not recognise it as SyncML",
  },
  {
    ...row,
    id: "dtd/unknown-element",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "Elements appear only where the DTD allows them.",
    breaks: "the peer skips it, or rejects the enclosing element with 400 as Windows does",
  },
  {
    ...row,
    id: "dtd/element-version",
    clause: "RepPro, MetaInfo, DevInf: DTD of the version",
    demands: "Every element belongs to the version in use.",
    breaks: "a peer of this version knows neither the name nor its WBXML token",
  },
  {
    ...row,
    id: "dtd/order",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "Elements come in the order of the DTD.",
    breaks: "a peer that follows the DTD misses it or rejects the message",
  },
  {
    ...row,
    id: "dtd/repeated-element",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "An element that may appear once does not appear again.",
    breaks: "one peer takes the first, another the last, and a strict one neither",
  },
  {
    ...row,
    id: "dtd/missing-element",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "Every required element is present.",
    breaks: "the peer answers 400 or has to guess",
  },
  {
    ...row,
    id: "dtd/content",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands:
      "Elements declared EMPTY are empty, choices contain one empty element, and there is no text between elements.",
    breaks: "a validating peer rejects the message and others lose the content",
  },
  {
    ...row,
    id: "dtd/attribute",
    severity: "warning",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "Elements have no attributes except namespace declarations.",
    breaks: "peers that do not know it drop it, and WBXML readers without attribute support stop there",
  },
];
