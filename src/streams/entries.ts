import type { Command, Container, GenericContent, Item, SyncHdr, SyncML, WireForm } from "../ast/nodes.ts";

// What a message consists of when it is read part by part. Entries come in the order of the document.

/** The header, complete. It comes before all commands, unless the peer wrote it behind the body. */
export interface HeaderEntry {
  readonly kind: "header";
  readonly header: SyncHdr;
  /** The form of the message, for an answer in the same one. */
  readonly wire: WireForm;
}

/**
 * A command, complete but for the data that came as an entry of its own. A container comes before the commands in it, its
 * `commands` empty; what the peer wrote behind the first of them is added to it when it closes.
 */
export interface CommandEntry {
  readonly kind: "command";
  readonly command: Command;
  /** The containers around it, outermost first: those that came as entries of their own. */
  readonly within: readonly Container[];
}

/** The large data of one item, before the command that it is part of. */
export interface DataEntry {
  readonly kind: "data";
  /** The command as far as it has come, without this item. */
  readonly command: Command;
  /** The item as far as it has come; `data` is absent, and stays so in the command unless markup follows the text. */
  readonly item: Item;
  readonly within: readonly Container[];
  /** It came as OPAQUE; otherwise the bytes are text in UTF-8, as the peer wrote it. */
  readonly opaque: boolean;
  /** Its bytes, to be read once. What has not been read when the next entry is asked for is discarded. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Something that the standard does not know at this place of the message, its body, or a container that is open. */
export interface ContentEntry {
  readonly kind: "content";
  readonly content: GenericContent;
  /** Name of the element it stands in. */
  readonly parent: string;
  readonly within: readonly Container[];
}

/** The end: the document was read to its last byte, without an error. */
export interface EndEntry {
  readonly kind: "end";
  /** The message with all but its commands and unknown content: header, `Final`, attributes, form. */
  readonly message: SyncML;
}

/** One step in reading a message. */
export type MessageEntry = HeaderEntry | CommandEntry | DataEntry | ContentEntry | EndEntry;
