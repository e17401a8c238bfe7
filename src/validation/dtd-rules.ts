import { profiles } from "./profiles.ts";
import type { RuleRow } from "./rule.ts";

// What the document types say of every element. The shape table is their text; content-model.ts holds elements against it.

const row = { severity: "error", profiles } as const;

export const dtdRules: readonly RuleRow[] = [
  {
    ...row,
    id: "dtd/root",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "The root is SyncML, MetInf, DevInf or MgmtTree, or a SyncBody or commands that a message is made of.",
    breaks: "a peer that is sent it does not take it for SyncML",
  },
  {
    ...row,
    id: "dtd/unknown-element",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "An element stands only where the DTD has it.",
    breaks: "the peer skips it, or refuses what is around it with 400 as Windows does",
  },
  {
    ...row,
    id: "dtd/element-version",
    clause: "RepPro, MetaInfo, DevInf: DTD of the version",
    demands: "Every element is one of the version in use.",
    breaks: "a peer of this version knows neither the name nor its WBXML token",
  },
  {
    ...row,
    id: "dtd/order",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "Elements come in the order of the DTD.",
    breaks: "a peer that reads by the DTD misses it or refuses the message",
  },
  {
    ...row,
    id: "dtd/repeated-element",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "An element that may stand once stands once.",
    breaks: "one peer takes the first, another the last, and a strict one neither",
  },
  {
    ...row,
    id: "dtd/missing-element",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "What the DTD requires is there.",
    breaks: "the peer answers 400 or has to guess",
  },
  {
    ...row,
    id: "dtd/content",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "Empty elements are empty, choices hold one empty element, and no text stands between elements.",
    breaks: "a validating peer refuses the message and others lose the content",
  },
  {
    ...row,
    id: "dtd/attribute",
    severity: "warning",
    clause: "RepPro, MetaInfo, DevInf, DM TND: DTD",
    demands: "Elements have no attributes beside namespaces.",
    breaks: "peers that do not know it drop it, and WBXML readers without attribute support stop there",
  },
];
