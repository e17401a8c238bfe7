import { formatOf } from "./commands.ts";
import type { MarkupElement } from "./markup.ts";
import { profiles } from "./profiles.ts";
import { quoted, type Rule } from "./rule.ts";

// What the DTD of management trees leaves to the prose of its specification, for TNDS objects in messages. Descriptions
// (DDF) have no rules of their own.

const row = { severity: "error", profiles } as const;

function isInMessage(element: MarkupElement): boolean {
  let root = element;
  while (root.parent !== undefined) root = root.parent;
  return root.name === "SyncML";
}

export const tndsRules: readonly Rule[] = [
  {
    ...row,
    id: "tnds/version",
    clause: "DM TND VerDTD",
    demands: "The VerDTD of a management tree is 1.2.",
    breaks: "the client answers 415 or 505",
    at: ["dmddf:VerDTD"],
    check(verDTD, report) {
      if (verDTD.value !== "1.2") report(verDTD, `VerDTD is ${quoted(verDTD.value)}`);
    },
  },
  {
    ...row,
    id: "tnds/node-content",
    clause: "DM TND Node",
    demands: "A Node has a Value or Nodes, not both.",
    breaks: "the client treats it as a leaf or as an interior node and loses the rest",
    at: ["dmddf:Node"],
    check(node, report) {
      const value = node.child("Value");
      if (value !== undefined && node.child("Node") !== undefined) report(value, "a Node has a Value and Nodes");
    },
  },
  {
    ...row,
    id: "tnds/node-format",
    clause: "DM TND Format",
    demands: "A Node with Nodes in it has Format node or no Format; one with a Value has another Format.",
    breaks: "the client rejects the node and does not change the tree",
    at: ["dmddf:Node"],
    check(node, report) {
      const format = node.child("RTProperties")?.child("Format");
      const name = format?.children[0]?.name;
      const hasValue = node.child("Value") !== undefined;
      if (format === undefined || name === undefined || hasValue === (node.child("Node") !== undefined)) return;
      if ((name === "node") === hasValue)
        report(format, `a Node with ${hasValue ? "a Value" : "Nodes"} has Format ${name}`);
    },
  },
  {
    ...row,
    id: "tnds/node-name",
    clause: "DM TND NodeName",
    demands: "In a message, a NodeName is neither empty nor a path.",
    breaks: "the client cannot put the node into its tree",
    at: ["dmddf:NodeName"],
    check(nodeName, report) {
      const { value } = nodeName;
      if (isInMessage(nodeName) && (value === "" || value.includes("/")))
        report(nodeName, `NodeName is ${quoted(value)}`);
    },
  },
  {
    ...row,
    id: "tnds/description",
    clause: "DM TNDS, elements used",
    demands: "A tree in a message has no DFProperties.",
    breaks: "the client answers 415, since it gets a description instead of a tree",
    at: ["dmddf:DFProperties"],
    check(properties, report) {
      if (isInMessage(properties)) report(properties, "a tree in a message has DFProperties");
    },
  },
  {
    ...row,
    id: "tnds/one-of",
    clause: "DM TND Type, DFType, Occurrence",
    demands: "Type and DFType contain MIME or DDFName; Occurrence contains one element.",
    breaks: "the client uses one of them, or rejects the node",
    at: ["dmddf:Type", "dmddf:DFType", "dmddf:Occurrence"],
    check(element, report) {
      const kinds = new Set(element.children.map(({ name }) => name));
      if (kinds.size !== 1) report(element, `${element.name} contains ${[...kinds].join(" and ") || "nothing"}`);
    },
  },
  {
    ...row,
    id: "tnds/meta-format",
    severity: "warning",
    clause: "DM TNDS, use in commands",
    demands: "A tree in a message has Format xml, or bin in WBXML.",
    breaks: "a client that relies on Format stores the document as the value of one leaf",
    at: ["dmddf:MgmtTree"],
    check(root, report) {
      const item = root.parent?.parent;
      const format = item && formatOf(item);
      if (format !== undefined && format !== "xml" && format !== "bin") report(root, `a tree has Format ${format}`);
    },
  },
];
