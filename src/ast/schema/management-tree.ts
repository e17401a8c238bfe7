import { type Area, choice, data, element, flag, node, nodes, text, texts } from "./schema.ts";

// The management tree of TNDS and DDF: one row per field.

const required = { min: 1 } as const;
const descriptions = { document: "DM DDF" } as const;

export const managementTree: Area = {
  file: "tree-shapes",
  title: "Device descriptions and serialised management trees (OMA DM TND and DDF 1.2)",
  space: "dmddf",
  document: "DM TND",
  nodes: [
    element(
      "MgmtTree",
      "A serialised management tree (TNDS), or the description of one (DDF)",
      [
        text("VerDTD", "verDTD", "Version of the document type, such as `1.2`", required),
        text("Man", "man", "Manufacturer of the device"),
        text("Mod", "mod", "Model of the device"),
        nodes("Node", "nodes", "The nodes at the top", required),
      ],
      { isDocument: true },
    ),
    element(
      "Node",
      "A node of a management tree",
      [
        text("NodeName", "nodeName", "Its name; empty in a description if any name is allowed", required),
        text("Path", "path", "Address of its parent, if that is not the enclosing node"),
        node("RTProperties", "rtProperties", "Properties that it has in a device"),
        node("DFProperties", "dfProperties", "Properties that a description gives it"),
        nodes("Node", "nodes", "Its children"),
        data("Value", "value", "Its value, if it is a leaf"),
      ],
      { name: "TreeNode" },
    ),
    element(
      "RTProperties",
      "Properties that a node has in a device",
      [
        text("ACL", "acl", "Which servers may use which commands, such as `Add=*&Get=*`"),
        choice("Format", "format", "Format of the value", { type: "FormatName" }),
        text("Name", "name", "Its name"),
        text("Size", "size", "Size of the value in bytes"),
        text("Title", "title", "Display name"),
        text("TStamp", "tStamp", "When it last changed, in ISO 8601"),
        node("Type", "type", "Media type of the value, or the kind of object that an interior node is", required),
        text("VerNo", "verNo", "Version number, raised by each change"),
      ],
      { asksNothing: true },
    ),
    element(
      "DFProperties",
      "Properties that a description gives a node",
      [
        node("AccessType", "accessType", "Commands that are allowed", required),
        text("DefaultValue", "defaultValue", "Value that a new node has"),
        text("Description", "description", "What it is for"),
        choice("DFFormat", "dfFormat", "Format of the value", { min: 1, type: "FormatName" }),
        node("Occurrence", "occurrence", "How often it occurs"),
        choice("Scope", "scope", "`Permanent` or `Dynamic`"),
        text("DFTitle", "dfTitle", "Display name"),
        node("DFType", "dfType", "Media types of the value, or the kind of object that an interior node is", required),
        choice("CaseSense", "caseSense", "Whether the case of names counts: `CS` or `CIS`"),
      ],
      { ...descriptions, asksNothing: true },
    ),
    element(
      "Type",
      "Media type of a value, or the kind of object that an interior node is",
      [
        text("MIME", "mime", "Media type, of a leaf"),
        text("DDFName", "ddfName", "Name of the description of the object, of an interior node"),
      ],
      { name: "NodeType" },
    ),
    element(
      "DFType",
      "Media types that a value may have, or the kind of object that an interior node is",
      [
        texts("MIME", "mimes", "Media types, of a leaf"),
        text("DDFName", "ddfName", "Name of the description of the object, of an interior node"),
      ],
      descriptions,
    ),
    element(
      "AccessType",
      "Commands that are allowed on a node",
      [
        flag("Add", "add", "Add is allowed"),
        flag("Copy", "copy", "Copy is allowed"),
        flag("Delete", "delete", "Delete is allowed"),
        flag("Exec", "exec", "Exec is allowed"),
        flag("Get", "get", "Get is allowed"),
        flag("Replace", "replace", "Replace is allowed"),
      ],
      descriptions,
    ),
    element(
      "Occurrence",
      "How often a node occurs: one of the fields",
      [
        flag("One", "one", "Exactly once"),
        flag("ZeroOrOne", "zeroOrOne", "Once at most"),
        flag("ZeroOrMore", "zeroOrMore", "Any number of times"),
        flag("OneOrMore", "oneOrMore", "At least once"),
        text("ZeroOrN", "zeroOrN", "Up to this number of times"),
        text("OneOrN", "oneOrN", "At least once, and up to this number of times"),
      ],
      descriptions,
    ),
  ],
};
