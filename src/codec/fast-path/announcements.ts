import type { GenericContent, Meta } from "../../ast/nodes.ts";
import { ByteWriter } from "../../core/byte-writer.ts";
import { decodeUtf8Lossy } from "../../core/utf8.ts";
import { isCoreNamespace } from "../../vocabulary/namespaces.ts";
import { type Announcement, announcedKey } from "../../wbxml/data-meta.ts";

// What a node announces of the data in it, as `DataMeta` takes it from events: the first Type and the first Size in any Meta of
// the node count, also in a Meta, a MetInf, a Type or a Size that the message keeps as generic content.

type Sequence = readonly (string | GenericContent)[];

/** What Meta says, as fields: those of a node, or of a node that is open. */
interface MetaFields {
  readonly type?: string | undefined;
  readonly size?: string | undefined;
}

/** What the beginning of a sequence announces, and how long that beginning is. */
interface Known {
  readonly announced: Announcement;
  length: number;
}

/**
 * By the sequence of a node, so that each part of it is looked at once: a sequence only grows, and is asked again at each element
 * that the event path reads.
 */
const known = new WeakMap<Sequence, Known>();

/** What a node other than Meta, with this Meta and these fields in an order of their own announces; the Meta is `undefined` as long as it is open. */
export function announcementOf(meta: Meta | undefined, sequence: Sequence | undefined): Announcement | undefined {
  if (sequence === undefined) return meta && announcementOfMeta(meta, meta.extra?.sequence);
  return takeNew(sequence, (announced, part) => {
    if (typeof part === "object") {
      if (part.kind === "Element" && part.local === "Meta" && isCoreNamespace(part.namespace)) {
        takeContent(announced, part.children);
      }
    } else if (part === "meta") {
      if (meta === undefined) return false;
      takeMissing(announced, announcementOfMeta(meta, meta.extra?.sequence));
    }
    return true;
  });
}

/** What a Meta with these fields says. */
export function announcementOfMeta(fields: MetaFields, sequence: Sequence | undefined): Announcement {
  if (sequence === undefined) return { type: fields.type?.trim(), size: fields.size?.trim() };
  return takeNew(sequence, (announced, part) => {
    if (typeof part === "object") takeContent(announced, [part]);
    else if (part === "type" || part === "size") announced[part] ??= fields[part]?.trim();
    return true;
  });
}

/** Adds what a later Meta says to what was announced before. */
export function takeMissing(announced: Announcement, { type, size }: Announcement): void {
  announced.type ??= type;
  announced.size ??= size;
}

/** Takes the parts that have been added to a sequence, up to one that `take` refuses for now. */
function takeNew(
  sequence: Sequence,
  take: (announced: Announcement, part: string | GenericContent) => boolean,
): Announcement {
  let found = known.get(sequence);
  if (found === undefined)
    known.set(sequence, (found = { announced: { type: undefined, size: undefined }, length: 0 }));
  const { announced } = found;
  while (found.length < sequence.length && take(announced, sequence[found.length] as string | GenericContent)) {
    found.length++;
  }
  return { ...announced };
}

/** Takes what is directly in Meta, or in MetInf there. */
function takeContent(announced: Announcement, content: readonly GenericContent[]): void {
  const open = [content.values()];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    const { value: part, done } = inner.next();
    if (done === true) open.pop();
    else if (part.kind === "Element") {
      const key = announcedKey(part);
      if (part.local === "MetInf") open.push(part.children.values());
      else if (key !== undefined) announced[key] ??= ownText(part.children);
    }
  }
}

/** The text of an element, without that of the elements in it. */
function ownText(children: readonly GenericContent[]): string {
  const bytes = new ByteWriter(64);
  for (const child of children) {
    if (child.kind !== "Text") continue;
    if (typeof child.value === "string") bytes.string(child.value);
    else bytes.bytes(child.value, 0, child.value.length);
  }
  return decodeUtf8Lossy(bytes.buffer, 0, bytes.byteLength).trim();
}
