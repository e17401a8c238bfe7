import fc from "fast-check";
import { create, type FieldsOf } from "../../ast/create.ts";
import type { Chal, Cred, Meta } from "../../ast/nodes.ts";
import { base64Text } from "../nodes.ts";
import { xmlText } from "../xml-text.ts";
import { decimal, flag, optional, synchronisationOnly, type Usage } from "./usage.ts";

/** Meta information with these fields, or none if there are no fields. */
export function metaOf(fields: FieldsOf<"Meta">): Meta | undefined {
  const isGiven = (field: unknown) => field !== undefined && !(Array.isArray(field) && field.length === 0);
  return Object.values(fields).some(isGiven) ? create("Meta", fields) : undefined;
}

/** The sizes that the sender of a header accepts. */
export function headerMeta(usage: Usage): fc.Arbitrary<Meta | undefined> {
  const size = decimal(1_000_000, 1);
  return fc
    .record({
      maxMsgSize: optional(usage, size),
      maxObjSize: optional(usage, size, "1.1"),
      emi: fc.array(xmlText, { maxLength: 1 }),
    })
    .map(metaOf);
}

/** Meta information of an item besides Format and Type. */
export function itemMarks(usage: Usage): fc.Arbitrary<FieldsOf<"Meta">> {
  const marks = fc.constantFrom("draft", "final", "delete", "undelete", "read", "unread");
  return fc.record({
    mark: optional(usage, marks),
    version: synchronisationOnly(usage, xmlText),
  });
}

/** The anchors and the memory of a data store that is synchronised. */
export function storeMeta(usage: Usage): fc.Arbitrary<Meta | undefined> {
  const anchor = fc.record({ last: optional(usage, xmlText), next: xmlText }).map((fields) => create("Anchor", fields));
  const mem = fc
    .record({ sharedMem: optional(usage, flag), freeMem: decimal(100_000), freeID: decimal(100_000) })
    .map((fields) => create("Mem", fields));
  return fc.record({ anchor: optional(usage, anchor), mem: optional(usage, mem) }).map(metaOf);
}

const schemes = fc.constantFrom("syncml:auth-basic", "syncml:auth-md5");

/** Credentials, which require the user name in the header. */
export const cred: fc.Arbitrary<Cred> = fc
  .record({ type: schemes, data: base64Text })
  .map(({ type, data }) => create("Cred", { meta: create("Meta", { format: "b64", type }), data }));

export const chal: fc.Arbitrary<Chal> = fc.record({ type: schemes, nextNonce: base64Text }).map(({ type, nextNonce }) =>
  create("Chal", {
    meta: create("Meta", { format: "b64", type, nextNonce: type.endsWith("md5") ? nextNonce : undefined }),
  }),
);
