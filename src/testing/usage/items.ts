import fc from "fast-check";
import { create, newSource } from "../../ast/create.ts";
import type { Item } from "../../ast/nodes.ts";
import { settingText } from "../xml-text.ts";
import { address, newAddress, sourceOf, targetOf } from "./addresses.ts";
import { type ItemValue, interiorNode, itemValue } from "./item-values.ts";
import { itemMarks, metaOf } from "./meta.ts";
import { synchronisationOnly, type Usage } from "./usage.ts";

type Place = Pick<Item, "target" | "source" | "sourceParent" | "targetParent">;

/** Items at these places with these values. */
export function itemsOf(
  usage: Usage,
  place: fc.Arbitrary<Place>,
  value: fc.Arbitrary<ItemValue>,
  maxLength = 3,
): fc.Arbitrary<Item[]> {
  return fc.array(itemAt(usage, place, value), { minLength: 1, maxLength });
}

export function itemAt(usage: Usage, place: fc.Arbitrary<Place>, value: fc.Arbitrary<ItemValue>): fc.Arbitrary<Item> {
  return fc.tuple(place, value, itemMarks(usage)).map(([ends, { data, format, type }, marks]) => {
    const meta = data === undefined && format === undefined ? undefined : metaOf({ ...marks, format, type });
    return create("Item", { ...ends, meta, data });
  });
}

/** Items to be read, deleted or executed. */
export function there(usage: Usage): fc.Arbitrary<Place> {
  return fc.record({ target: targetOf(usage) });
}

/** Where something is to be created; in data synchronisation, named by the source. */
export function toBe(usage: Usage): fc.Arbitrary<Place> {
  if (usage.isDM) return fc.record({ target: targetOf(usage, newAddress(usage)) });
  const parent = synchronisationOnly(usage, address(usage), "1.2");
  return fc.record({ source: sourceOf(newAddress(usage)), parent }).map(({ source: from, parent: locURI }) => ({
    source: from,
    sourceParent: locURI === undefined ? undefined : create("SourceParent", { locURI }),
  }));
}

/** What is copied or moved, and to where. */
export function fromThere(usage: Usage): fc.Arbitrary<Place> {
  return fc.record({ target: targetOf(usage, newAddress(usage)), source: sourceOf(address(usage)) });
}

/** The sources of Results. */
export function found(usage: Usage): fc.Arbitrary<Place> {
  return fc.record({ source: sourceOf(address(usage)) });
}

/** The address of device information. */
export function deviceAddress({ version }: Usage): fc.Arbitrary<Place> {
  return fc.constant({ source: newSource(`./devinf${version.replace(".", "")}`) });
}

export const noValue: fc.Arbitrary<ItemValue> = fc.constant({});

/** A value, or in device management also an interior node. */
export function valueOrNode(usage: Usage): fc.Arbitrary<ItemValue> {
  return usage.isDM ? fc.oneof({ weight: 4, arbitrary: itemValue(usage) }, interiorNode) : itemValue(usage);
}

/** What a client says of itself when a session starts (DM Standardized Objects, DevInfo). */
export const deviceInfoItems: fc.Arbitrary<Item[]> = fc
  .tuple(fc.constant("IMEI:000000000000000"), settingText, settingText, fc.constant("1.2"), fc.constant("en-US"))
  .map((values) =>
    ["DevId", "Man", "Mod", "DmV", "Lang"].map((name, index) =>
      create("Item", { source: newSource(`./DevInfo/${name}`), data: values[index] }),
    ),
  );
