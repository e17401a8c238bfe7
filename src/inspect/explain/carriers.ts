import { isSyncmlError } from "../../core/errors.ts";
import type { FieldRange } from "../../push/field-range.ts";
import { decodeNotification } from "../../push/notification/decode.ts";
import { LayoutFault } from "../../push/octet-reader.ts";
import { decodeSmsPdu } from "../../push/sms/pdu.ts";
import { decodeUserData } from "../../push/sms/user-data.ts";
import type { CarrierLayer, Unwrapped } from "../../push/unwrap.ts";
import { decodePush } from "../../push/wsp/push.ts";
import type { LeafList } from "./leaf-list.ts";
import type { Place } from "./place.ts";

/** Explains a push or short message whose layers are known, and what is in it. */
export function explainCarriers(list: LeafList, end: number, found: Unwrapped, base: number, place: Place): void {
  const { layers, bodyStart, contentType } = found;
  let { depth } = place;
  layers.forEach((layer, index) => {
    const inner = layers[index + 1];
    const stop = base + (inner === undefined ? bodyStart : inner.start);
    addFields(list, layer.ranges, base, stop, depth, fieldValue(layer));
    depth++;
  });
  if (list.cursor < end) place.body(list, end, { ...place, depth, mediaType: contentType });
}

/** Fields up to `stop`, where what they carry begins. */
function addFields(
  list: LeafList,
  ranges: readonly FieldRange[],
  base: number,
  stop: number,
  depth: number,
  value: (field: string) => string | undefined,
): void {
  for (const { field, end } of ranges) {
    const limit = Math.min(base + end, stop);
    if (limit < list.cursor || (list.cursor >= stop && stop < base + end)) continue;
    const leaf = list.add(limit, depth, "field", field);
    const said = value(field);
    if (said !== undefined) leaf.value = said;
  }
  if (list.cursor < stop) list.add(stop, depth, "data", "not a field");
}

function fieldValue(layer: CarrierLayer): (field: string) => string | undefined {
  if (layer.kind === "push") {
    const { push } = layer;
    return (field) => {
      const name = field.replace(/^headers\./, "");
      const header = field === name ? undefined : push.headers.find((one) => one.name === name);
      return shown(
        header === undefined ? (push as unknown as Record<string, unknown>)[field] : (header.meaning ?? header.value),
      );
    };
  }
  const fields = (layer.kind === "sms" ? layer.sms : layer.userData) as unknown as Record<string, unknown>;
  return (field) => shown(fields[field]);
}

function shown(value: unknown): string | undefined {
  if (typeof value === "object" && value !== null && "text" in value) return shown(value.text);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

type Layout = "notification" | "push" | "sms" | "userData";

const decoders: Readonly<Record<Layout, (bytes: Uint8Array) => object>> = {
  notification: (bytes: Uint8Array): object => decodeNotification(bytes),
  push: (bytes: Uint8Array): object => decodePush(bytes),
  sms: (bytes: Uint8Array): object => decodeSmsPdu(bytes),
  userData: (bytes: Uint8Array): object => decodeUserData(bytes),
};

/** Explains a layout that was named, or a notification; one that breaks off is explained up to the octet at fault. */
export function explainLayout(list: LeafList, end: number, layout: Layout, place: Place): void {
  const base = list.cursor;
  try {
    const read = decoders[layout](list.bytes.subarray(base, end)) as unknown as Record<string, unknown> & {
      ranges: readonly FieldRange[];
    };
    addFields(list, read.ranges, base, end, place.depth, (field) => shown(read[field]));
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    const ranges = error instanceof LayoutFault ? error.ranges : [];
    const read = Math.min(end, base + (ranges.at(-1)?.end ?? 0));
    addFields(list, ranges, base, read, place.depth, () => undefined);
    const stop = error.code === "truncated-input" ? list.cursor : Math.min(end, base + (error.offset ?? 0));
    if (stop > list.cursor) list.add(stop, place.depth, "unread", "up to the fault");
    const { code, reason: message, offset = 0, path = "" } = error;
    list.breakOff(end, place.depth, { code, message, offset: base + offset, path });
  }
}
