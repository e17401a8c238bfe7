import { decodeBase64 } from "../core/base64.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { commandsOf, formatOf, isCommand, metaOf } from "./commands.ts";
import type { MarkupElement } from "./markup.ts";
import { profiles } from "./profiles.ts";
import type { Rule } from "./rule.ts";

// What each message that carries a chunk must satisfy (DM Protocol and Sync Protocol, large object handling).

const row = { severity: "error", profiles: profiles.filter((profile) => profile !== "syncml-1.0") } as const;

/** Commands that may follow a chunk: they concern the other direction. */
const goesAlong: ReadonlySet<string> = new Set(["Status", "Results", "Alert"]);

function isOwn(meta: MarkupElement, item: MarkupElement): boolean {
  return meta.parent?.parent === item || meta.parent?.parent?.parent === item;
}

function isOnlyItem(item: MarkupElement): boolean {
  return item.parent?.child("Item") === item && item.parent.all("Item").length === 1;
}

/** Data made of elements has no length that both sides agree on. */
function isMarkup({ children, text }: MarkupElement): boolean {
  return children.length > 0 && text === "";
}

/** The lengths that different peers count: bytes, characters as carried, octets after base64 decoding. */
function lengthsOf({ text, bytes }: MarkupElement, format: string): number[] {
  if (bytes !== undefined) return [bytes.length];
  const decoded = format === "b64" ? decodeBase64(text)?.length : undefined;
  return [encodeUtf8(text).length, text.length, decoded ?? text.length];
}

export const largeObjectRules: readonly Rule[] = [
  {
    ...row,
    id: "large-object/size",
    clause: "MetaInfo Size; DM Protocol, large objects",
    demands: "Size is the length of the whole object: that of Data, or more if MoreData follows.",
    breaks: "the receiver answers 424 and does not store the object",
    at: ["Item"],
    check(item, report) {
      const [size, data] = [metaOf(item, "Size"), item.child("Data")];
      if (size === undefined || data === undefined || isMarkup(data) || !/^\d+$/.test(size.value)) return;
      // A Size in the Meta of a command with several items is the length of none of them.
      if (!isOwn(size, item) && !isOnlyItem(item)) return;
      const lengths = lengthsOf(data, formatOf(item));
      const hasMore = item.child("MoreData") !== undefined;
      const fits = lengths.some((length) => (hasMore ? Number(size.value) > length : Number(size.value) === length));
      if (!fits)
        report(
          size,
          `Size is ${size.value} and Data has ${lengths[0]} bytes${hasMore ? " before the last chunk" : ""}`,
        );
    },
  },
  {
    ...row,
    id: "large-object/last",
    clause: "DM Protocol, large objects",
    demands:
      "After an Item with MoreData, the message has no other Item and no commands except Status, Results and Alert.",
    breaks: "the receiver drops the object and sends Alert 1225 or 223",
    at: ["SyncML", "Fragment"],
    check(_root, report, { markup }) {
      let chunk: MarkupElement | undefined;
      for (const element of markup.elements) {
        const { parent } = element;
        if (element.name !== "Item" || parent === undefined || !isCommand(parent)) continue;
        if (chunk !== undefined && (parent === chunk.parent || !goesAlong.has(parent.name))) {
          report(chunk, "an Item follows one with MoreData");
          chunk = undefined;
        }
        if (element.child("MoreData") !== undefined) chunk = element;
      }
    },
  },
  {
    ...row,
    id: "large-object/final",
    clause: "DM Protocol, large objects",
    demands: "A message with MoreData has no Final.",
    breaks: "the receiver considers the package complete and the object aborted",
    at: ["SyncML"],
    check(root, report, { markup }) {
      const final = root.child("SyncBody")?.child("Final");
      const isCut = commandsOf(markup).some((command) => command.all("Item").some((item) => item.child("MoreData")));
      if (final !== undefined && isCut) report(final, "the message has MoreData and Final");
    },
  },
];
