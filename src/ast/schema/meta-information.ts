import { type Area, base64, element, type Field, flag, node, text, texts, wrapper } from "./schema.ts";

// MetInf, which is the content of every Meta: one row per field.

const fields: readonly Field[] = [
  flag("FieldLevel", "fieldLevel", "A Replace gives only the fields that change, not whole objects", { since: "1.2" }),
  text("Format", "format", "How the data is encoded, such as `chr` (the default), `b64` or `node`"),
  text("Type", "type", "Media type of the data; `text/plain` if absent"),
  text("Mark", "mark", "State of the object, such as `draft` or `read`; in OMA DM the severity of an alert"),
  text("Size", "size", "Size of the whole object in bytes"),
  node("Anchor", "anchor", "Anchors of the last synchronization and this one"),
  text("Version", "version", "Version of the object"),
  base64("NextNonce", "nextNonce", "Nonce for the next credentials, always as base64, even if it came as raw octets"),
  text("MaxMsgSize", "maxMsgSize", "Largest message the sender accepts, in bytes"),
  text("MaxObjSize", "maxObjSize", "Largest object the sender accepts, in bytes", { since: "1.1" }),
  texts("EMI", "emi", "Experimental extensions, which peers may ignore"),
  node("Mem", "mem", "Memory that a data store has free"),
];

export const metaInformation: Area = {
  file: "metinf-shapes",
  title: "Meta information (OMA MetaInfo 1.0–1.2)",
  space: "metinf",
  document: "MetaInfo",
  nodes: [
    element(
      "Meta",
      "Meta information of a message, a command or an item",
      [wrapper("MetInf", "metInf", "The fields are inside a MetInf element, which is usually left out"), ...fields],
      { clause: "RepPro Meta", shortForm: ["format", "type"] },
    ),
    element("MetInf", "Meta information as a document of its own", fields, { isDocument: true }),
    element(
      "Anchor",
      "Marks by which both sides can tell whether the last synchronization was completed",
      [
        text("Last", "last", "Anchor of the last synchronization"),
        text("Next", "next", "Anchor of this one", { min: 1 }),
      ],
      { asksNothing: true },
    ),
    element(
      "Mem",
      "Memory that a data store has free",
      [
        flag("SharedMem", "sharedMem", "Other data stores use the same memory"),
        text("FreeMem", "freeMem", "Free memory in bytes", { min: 1 }),
        text("FreeID", "freeID", "How many more objects fit", { min: 1 }),
      ],
      { asksNothing: true },
    ),
  ],
};
