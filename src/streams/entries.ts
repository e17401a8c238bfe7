import type { Command, Container, GenericContent, Item, SyncHdr, SyncML, WireForm } from "../ast/nodes.ts";

// The entries that `readCommands` yields, in document order.

/** The complete header. It comes before all commands, unless the peer wrote it after the body. */
export interface HeaderEntry {
  /** Tells the entries apart. */
  readonly kind: "header";
  /** The header of the message. */
  readonly header: SyncHdr;
  /** Format, version and public id of the message, for a reply in the same form. */
  readonly wire: WireForm;
}

/**
 * A command, complete except for data that came as a {@link DataEntry}. A container comes before the commands in it, with
 * `commands` empty; fields that the peer wrote after the first of them are added to the same object when it closes.
 */
export interface CommandEntry {
  /** Tells the entries apart. */
  readonly kind: "command";
  /** The command; a container is the same object as in the `within` of the entries inside it. */
  readonly command: Command;
  /** The enclosing containers that came as entries of their own, outermost first. */
  readonly within: readonly Container[];
}

/** Item data longer than `largeDataBytes`. It comes before the entry of its command. */
export interface DataEntry {
  /** Tells the entries apart. */
  readonly kind: "data";
  /** The command as read so far, without this item. */
  readonly command: Command;
  /** The item as read so far. `data` is absent, and stays absent in the command unless markup follows the text. */
  readonly item: Item;
  /** The enclosing containers that came as entries of their own, outermost first. */
  readonly within: readonly Container[];
  /** The data came as OPAQUE; otherwise its bytes are text in UTF-8, as the peer wrote it. */
  readonly opaque: boolean;
  /** The bytes, readable once. Whatever is unread when the next entry is requested is discarded. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Content that the standard does not have at this place in the message, its body, or an open container. */
export interface ContentEntry {
  /** Tells the entries apart. */
  readonly kind: "content";
  /** The element or text, as it was received. */
  readonly content: GenericContent;
  /** Name of the element it appears in. */
  readonly parent: string;
  /** The enclosing containers that came as entries of their own, outermost first. */
  readonly within: readonly Container[];
}

/** The last entry: the document was read to its last byte without an error. */
export interface EndEntry {
  /** Tells the entries apart. */
  readonly kind: "end";
  /** The message without its commands and unknown content: header, `Final`, attributes, wire form. */
  readonly message: SyncML;
}

/** One step in reading a message. */
export type MessageEntry = HeaderEntry | CommandEntry | DataEntry | ContentEntry | EndEntry;
