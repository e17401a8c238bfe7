import fc from "fast-check";
import type { Data } from "../../ast/nodes.ts";
import { mediaTypes } from "../../vocabulary/media-types.ts";
import { base64Text, nodeOf, scopeOf } from "../nodes.ts";
import { settingText } from "../xml-text.ts";
import { documentScope } from "./embedded.ts";
import type { Usage } from "./usage.ts";

/** Data with the Meta that describes it. */
export interface ItemValue {
  readonly data?: Data | undefined;
  readonly format?: string | undefined;
  readonly type?: string | undefined;
}

const text = fc.record({
  data: settingText,
  format: fc.constantFrom(undefined, "chr"),
  type: fc.constantFrom(undefined, "text/plain"),
});
const number = fc.integer().map((value) => ({ data: String(value), format: "int" }));
const truth = fc.boolean().map((value) => ({ data: String(value), format: "bool" }));
const base64 = base64Text.map((data) => ({ data, format: "b64", type: "application/octet-stream" }));
const nothing = fc.constant({ data: "", format: "null" });
const xml = fc.constant({ data: "<enabled/>", format: "xml", type: "text/xml" });
const bytes = fc.uint8Array({ maxLength: 12 }).map((data) => ({ data, format: "bin" }));
const since12 = fc.constantFrom<ItemValue>(
  { data: "2026-01-31", format: "date" },
  { data: "12:34:56", format: "time" },
  { data: "-1.5e3", format: "float" },
);

/** A value of any Format that the profile has. */
export function itemValue(usage: Usage): fc.Arbitrary<ItemValue> {
  const values: fc.Arbitrary<ItemValue>[] = [text, number, truth, base64, nothing, xml];
  if (usage.version === "1.2") values.push(since12);
  if (usage.content.includes("bytes")) values.push(bytes);
  if (usage.content.includes("tree") && usage.version === "1.2") values.push(tree);
  return fc.oneof(...values);
}

/** An interior node, which has no value. */
export const interiorNode: fc.Arbitrary<ItemValue> = fc.constantFrom(
  { format: "node" },
  { format: "node", type: "org.example/1.0/settings" },
);

const tree = (nodeOf("MgmtTree", scopeOf("MgmtTree", "1.2", documentScope("1.2"))) as fc.Arbitrary<Data>).map(
  (data) => ({ data, format: "xml", type: mediaTypes.tnds.xml }),
);

/** Device information, as data synchronisation sends it. */
export function deviceInformation(usage: Usage): fc.Arbitrary<ItemValue> {
  const scope = scopeOf("DevInf", usage.version, documentScope(usage.version));
  return (nodeOf("DevInf", scope) as fc.Arbitrary<Data>).map((data) => ({
    data,
    type: mediaTypes.devInf.xml,
  }));
}
