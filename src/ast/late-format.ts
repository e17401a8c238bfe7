import { decodeUtf8, encodeUtf8 } from "../core/utf8.ts";
import { extraOf } from "./extra.ts";
import { isBinary } from "./format.ts";
import type { Data, Item, Meta } from "./nodes.ts";
import type { Shape } from "./shape.ts";

/** How the fields of a node came, as far as Meta changes that. */
interface Form {
  opaque: string[] | undefined;
  inline: string[] | undefined;
}

/**
 * If Meta came after its data, decides now whether that is text or bytes: for the data of the node whose fields begin at
 * `base`, and for that of its items.
 */
export function settleData(shape: Shape, values: unknown[], base: number, form: Form, asViews: boolean): void {
  const format = (values[base + shape.metaSlot] as Meta | undefined)?.format;
  if (asViews || format === undefined) return;
  const dataSlot = shape.child("Data")?.slot;
  if (dataSlot !== undefined) {
    const at = base + dataSlot;
    const before = values[at] as Data | undefined;
    const after = settled(before, format);
    values[at] = after;
    Object.assign(form, settledForm(form, before, after));
  }
  const itemSlot = shape.child("Item")?.slot;
  const items = itemSlot === undefined ? undefined : (values[base + itemSlot] as Item[] | undefined);
  for (const item of items ?? []) {
    if (item.meta?.format !== undefined) continue;
    const after = settled(item.data, format);
    const { attributes, fieldAttributes, sequence, opaque, inline } = item.extra ?? {};
    const itemForm = { opaque: opaque && [...opaque], inline: inline && [...inline] };
    item.extra = extraOf({ attributes, fieldAttributes, sequence, ...settledForm(itemForm, item.data, after) });
    item.data = after;
  }
}

function settled(data: Data | undefined, format: string): Data | undefined {
  if (isBinary(format)) return typeof data === "string" ? encodeUtf8(data) : data;
  return data instanceof Uint8Array ? (decodeUtf8(data, 0, data.length) ?? data) : data;
}

/** The notes on how data came, updated after it changed from a string to bytes or back. */
function settledForm({ opaque, inline }: Form, before: Data | undefined, after: Data | undefined): Form {
  if (typeof before === typeof after) return { opaque, inline };
  const wasOpaque = typeof before === "string" ? opaque?.includes("data") : !inline?.includes("data");
  const without = (keys: readonly string[] | undefined) => keys?.filter((key) => key !== "data") ?? [];
  const isString = typeof after === "string";
  const opaqueNow = isString && wasOpaque ? [...without(opaque), "data"] : without(opaque);
  const inlineNow = !isString && !wasOpaque ? [...without(inline), "data"] : without(inline);
  return {
    opaque: opaqueNow.length > 0 ? opaqueNow : undefined,
    inline: inlineNow.length > 0 ? inlineNow : undefined,
  };
}
