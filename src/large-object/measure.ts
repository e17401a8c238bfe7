import * as Code from "../ast/codes/code.ts";
import { create, newMessage } from "../ast/create.ts";
import { ElementContent } from "../ast/element-content.ts";
import { EmbeddedTypes } from "../ast/embedded-types.ts";
import type { Command, Item, SyncML, SyncmlDocument } from "../ast/nodes.ts";
import { walkDocument } from "../ast/walker.ts";
import { describe } from "../core/describe.ts";
import { checkOptions } from "../core/options.ts";
import { WbxmlEncoder } from "../wbxml/encoder.ts";
import { XmlEncoder } from "../xml/encoder.ts";
import { PayloadCounter } from "./payload-counter.ts";
import { type WireOptions, wireChecks } from "./wire-options.ts";

/**
 * Bytes that `encode` with the same options writes for a document, that a command adds to a message, or an item to a
 * command, including tags, page switches, length prefixes, escapes and base64. Only the structure is encoded: values of
 * `Data` are counted in place.
 *
 * What a command or item adds does not depend on its position, because a page switch after it is counted with it. Only
 * names that no vocabulary has take less room when they occur again in the same message.
 *
 * @throws {SyncmlError} what `encode` throws.
 */
export function measure(part: SyncmlDocument | Command | Item, options: Partial<WireOptions> = {}): number {
  checkOptions(options, wireChecks);
  if (typeof part !== "object" || part === null) {
    throw new TypeError(`expected a document, a command or an item, not ${describe(part)}`);
  }
  switch (part.kind) {
    case "SyncML":
    case "DevInf":
    case "MetInf":
    case "MgmtTree":
    case "Fragment":
    case "Element":
      return documentSize(part, options).bytes;
    case "Item": {
      const ruler = new Ruler(emptyMessage, options);
      const holder = (items: Item[]) => ruler.added([create("Add", { cmdID: "1", items })]).bytes;
      return holder([part]) - holder([]);
    }
    default:
      return new Ruler(emptyMessage, options).added([part]).bytes;
  }
}

/** What commands add to a message. */
export interface Addition {
  /** Bytes they add. */
  readonly bytes: number;
  /** They use names that no vocabulary knows: in another message they may take less, or up to twice as much. */
  readonly hasLiterals: boolean;
}

/** Measures commands for one message, in its version and format. */
export class Ruler {
  private readonly start: SyncML;
  private readonly options: Partial<WireOptions>;
  private readonly skeleton: SyncML;
  private readonly empty: DocumentSize;
  /** Bytes of Final, where it needs no page switch. */
  readonly finalBytes: number;

  /** Version and format come from `start`; its commands are ignored. */
  constructor(start: SyncML, options: Partial<WireOptions>) {
    this.start = start;
    this.options = options;
    const syncHdr = { ...emptyMessage.syncHdr, verDTD: start.syncHdr.verDTD };
    this.skeleton = { ...emptyMessage, syncHdr, wire: start.wire };
    this.empty = this.sizeOf([]);
    // The alert ends with Data, which is on the first page, so Final needs no page switch.
    const commands = [create("Alert", { cmdID: "1", data: Code.NEXT_MESSAGE })];
    const unfinished = { ...this.skeleton, syncBody: { ...this.skeleton.syncBody, commands, final: undefined } };
    this.finalBytes = this.sizeOf(commands).bytes - documentSize(unfinished, options).bytes;
  }

  /** Bytes of the message with this header and these commands. */
  whole(syncHdr: SyncML["syncHdr"], commands: Command[], final: true | undefined): number {
    const { start } = this;
    const cut: SyncML = { ...start, syncHdr, syncBody: { ...start.syncBody, commands, final } };
    return documentSize(cut, this.options).bytes;
  }

  /** What commands add to a message that ends with Final. */
  added(commands: Command[]): Addition {
    const { bytes, headerBytes } = this.sizeOf(commands);
    return { bytes: bytes - this.empty.bytes, hasLiterals: headerBytes !== this.empty.headerBytes };
  }

  /** Always ends with Final: like a next command it is on the first page, so a switch back to it is counted. */
  private sizeOf(commands: Command[]): DocumentSize {
    const { skeleton } = this;
    return documentSize({ ...skeleton, syncBody: { ...skeleton.syncBody, commands } }, this.options);
  }
}

interface DocumentSize {
  readonly bytes: number;
  /** Bytes of the WBXML header, which holds the string table. */
  readonly headerBytes: number;
}

/** An empty message of version 1.2. */
export const emptyMessage: SyncML = newMessage(
  { verProto: "DM/1.2", sessionID: "", msgID: "", target: "", source: "" },
  [],
);

function documentSize(document: SyncmlDocument, options: Partial<WireOptions>): DocumentSize {
  const { vocabularies } = options;
  const came = document.kind === "Element" ? undefined : document.wire?.format;
  const format = options.format ?? came ?? "wbxml";
  let bytes = 0;
  let headerBytes = 0;
  const count = (piece: Uint8Array) => {
    if (format === "wbxml" && bytes === 0) headerBytes = piece.length;
    bytes += piece.length;
  };
  const encoder =
    format === "wbxml"
      ? new WbxmlEncoder(count, { ...options, holdBytes: Number.POSITIVE_INFINITY })
      : new XmlEncoder(count, options);
  const types = options.embeddedTypes === "keep" ? encoder : new EmbeddedTypes(encoder, format);
  const written = format === "wbxml" && options.whitespace !== "keep" ? new ElementContent(types) : types;
  const counter = new PayloadCounter(written, { ...options, format });
  walkDocument(document, counter, vocabularies);
  return { bytes: bytes + counter.countedBytes, headerBytes };
}
