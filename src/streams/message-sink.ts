import { AstBuilder, type PartListener } from "../ast/builder.ts";
import { documentShape } from "../ast/document-shapes.ts";
import type { Command, Container, GenericContent, SyncHdr, SyncML, WireForm } from "../ast/nodes.ts";
import { unexpectedRoot } from "../codec/as-message.ts";
import { SyncmlError } from "../core/errors.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import type { DataEntry, MessageEntry } from "./entries.ts";
import type { PartOptions } from "./options.ts";

/** Follows the last piece of streamed data. */
export const END_OF_DATA: unique symbol = Symbol("end of data");

/** A container that was handed out as an entry has closed; `complete` has the fields it got since. */
interface ClosedContainer {
  readonly kind: "closed";
  readonly container: Container;
  readonly complete: Container;
}

/** Becomes an entry, or completes an earlier one. */
export type Step = Exclude<MessageEntry, DataEntry> | Omit<DataEntry, "bytes"> | ClosedContainer;

/** What the queue holds: steps; a `data` step is followed by its pieces and `END_OF_DATA`. */
export type Part = Step | Uint8Array | typeof END_OF_DATA;

/** Bytes charged for an element or attribute besides its text: roughly the memory of its object. */
export const NODE_BYTES = 64;
const BODY_DEPTH = 1;
const containers = ["Atomic", "Sequence", "Sync"];

/**
 * Cuts the events of a message into parts, and enforces `maxCommandBytes` on what is held in memory: the part being read,
 * and whatever the elements around it keep until they close.
 *
 * ```
 *  SyncML            holder: handed out in parts
 *    SyncHdr           part
 *    SyncBody        holder
 *      Sync          holder if `containers` is "open", else a part
 *        Add           part
 *          Item
 *            Data        streamed from the byte where it exceeds `largeDataBytes`
 * ```
 */
export class MessageSink implements EventSink, PartListener {
  readonly containers: "open" | "whole";
  private readonly maxCommandBytes: number;
  private readonly largeDataBytes: number;
  private readonly take: (part: Part) => void;
  private readonly builder: AstBuilder;
  private locator: Locator | undefined;

  private depth = 0;
  /** Bytes kept by each open holder, outermost first. */
  private readonly holders: number[] = [];
  private heldByHolders = 0;
  private heldByPart = 0;
  private wasHandedOut = false;

  private inOpaque = false;
  /** Bytes read of the current text or opaque, until it is streamed. */
  private textBytes = 0;
  private isStreamed = false;

  /** `take` gets the parts as they close. */
  constructor(take: (part: Part) => void, options: PartOptions) {
    this.take = take;
    this.containers = options.containers;
    this.maxCommandBytes = options.maxCommandBytes;
    this.largeDataBytes = options.largeDataBytes;
    this.builder = new AstBuilder({ onDiagnostic: options.onDiagnostic, parts: this });
  }

  /** The message without its commands, once its root has closed. */
  get message(): SyncML {
    return this.builder.document as SyncML;
  }

  // Parts

  header(header: SyncHdr, wire: WireForm): void {
    this.take({ kind: "header", header, wire });
  }

  command(command: Command, within: readonly Container[]): void {
    this.wasHandedOut = true;
    this.take({ kind: "command", command, within });
  }

  close(container: Container, complete: Container): void {
    this.wasHandedOut = true;
    this.take({ kind: "closed", container, complete });
  }

  content(content: GenericContent, parent: string, within: readonly Container[]): void {
    this.wasHandedOut = true;
    this.take({ kind: "content", content, parent, within });
  }

  // Events

  startDocument(info: DocumentInfo, at: Locator): void {
    this.locator ??= at;
    this.builder.startDocument(info, at);
  }

  startElement(name: ElementName): void {
    this.endText();
    if (this.depth === 0 && documentShape(name.local, name.namespace)?.kind !== "SyncML") {
      throw unexpectedRoot(name.local);
    }
    if (this.isInHolder) {
      this.heldByPart = 0;
      if (this.isHolder(name)) this.holders.push(0);
    }
    this.depth++;
    this.hold(NODE_BYTES);
    this.builder.startElement(name);
  }

  attribute(name: AttributeName, value: string): void {
    this.hold(NODE_BYTES + value.length);
    this.builder.attribute(name, value);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    if (this.streams(end - start, false)) this.stream(chunk, start, end);
    else {
      this.holdText(end - start);
      this.builder.text(chunk, start, end);
    }
  }

  string(value: string): void {
    const bytes = encodeUtf8(value);
    this.text(bytes, 0, bytes.length);
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    // Counted whole at its first piece, before anything is stored.
    const byteLength = this.inOpaque ? 0 : end - start + remaining;
    this.inOpaque = remaining > 0;
    if (this.streams(byteLength, true)) this.stream(chunk, start, end);
    else {
      this.holdText(byteLength);
      this.builder.opaque(chunk, start, end);
    }
  }

  endElement(): void {
    this.endText();
    const isHolder = this.isInHolder;
    this.wasHandedOut = false;
    this.builder.endElement();
    this.depth--;
    if (isHolder) this.heldByHolders -= this.holders.pop() as number;
    else if (!this.isInHolder) return;
    else if (!this.wasHandedOut) this.holdForGood(this.heldByPart);
    this.heldByPart = 0;
  }

  endDocument(): void {
    this.builder.endDocument();
  }

  // Memory accounting

  /** Whether the innermost open element is a holder; true if none is open. */
  private get isInHolder(): boolean {
    return this.depth === this.holders.length;
  }

  private isHolder({ local }: ElementName): boolean {
    if (this.depth <= BODY_DEPTH) return this.depth < BODY_DEPTH || local === "SyncBody";
    return this.containers === "open" && containers.includes(local);
  }

  private hold(byteLength: number): void {
    if (this.isInHolder) this.holdForGood(byteLength);
    else this.heldByPart += byteLength;
    this.checkHeld();
  }

  private holdForGood(byteLength: number): void {
    const last = this.holders.length - 1;
    this.holders[last] = (this.holders[last] as number) + byteLength;
    this.heldByHolders += byteLength;
  }

  private holdText(byteLength: number): void {
    this.textBytes += byteLength;
    this.heldByPart += byteLength;
    this.checkHeld();
  }

  private checkHeld(): void {
    const { maxCommandBytes } = this;
    if (this.heldByPart + this.heldByHolders <= maxCommandBytes) return;
    const reason = `a command and what is open around it take more than maxCommandBytes (${maxCommandBytes})`;
    throw new SyncmlError("limit-exceeded", reason, this.locator);
  }

  // Large data

  /** Whether the next `byteLength` bytes are streamed. Starts streaming when item data exceeds `largeDataBytes`. */
  private streams(byteLength: number, opaque: boolean): boolean {
    if (this.isStreamed) return true;
    if (this.textBytes + byteLength <= this.largeDataBytes || !this.builder.isInItemText) return false;
    const { open, text } = this.builder.takeItemText();
    this.heldByPart -= this.textBytes;
    this.isStreamed = true;
    this.take({ kind: "data", ...open, opaque });
    this.stream(text, 0, text.length);
    return true;
  }

  private stream(chunk: Uint8Array, start: number, end: number): void {
    if (start < end) this.take(chunk.slice(start, end));
  }

  private endText(): void {
    this.textBytes = 0;
    if (!this.isStreamed) return;
    this.isStreamed = false;
    this.take(END_OF_DATA);
  }
}
