import type { ByteWriter } from "../core/byte-writer.ts";
import { latin1 } from "../core/latin1.ts";
import type { ElementName } from "../core/sink.ts";
import { encodeUtf8 } from "../core/utf8.ts";
import { isCoreNamespace, META_NAMESPACE } from "../vocabulary/namespaces.ts";

const BASE64 = "b64";
const base64 = encodeUtf8(BASE64);
const FORMAT = `<Format xmlns="${META_NAMESPACE}">${BASE64}</Format>`;
const closeEmptyBytes = 2;

/**
 * Bytes of output from the start of an item that are held back, so that its Meta can still be changed when its Data turns
 * out to be octets.
 */
const HOLD_BYTES = 65_536;
/** A longer text is not a Format. */
const MAX_FORMAT_BYTES = 64;

// The output of an item, with the places that are remembered until its Data shows whether it is octets:
//
//  <Item><Source>…</Source><Meta><Format>bin</Format></Meta><Data>…
//  │                       │             │  │               │
//  base                    first      ownFormat ownFormatEnd data
//
// Octets put `b64` where `bin` is, a Format into a Meta without one, or a Meta before a Data without one. Until then
// everything from `first` on must not be sent, and it is settled at the latest after HOLD_BYTES.

// The Format that the Meta of an element gives.
const NOTHING = 0;
const OCTETS = 1;
const OTHER = 2;

const NOWHERE = -1;

/**
 * Changes the Meta of an item or of credentials to Format `b64`, in output already written, once their Data turns out to be
 * octets. As long as that may happen, the output must not be sent.
 */
export class AnnouncedOctets {
  private readonly writer: ByteWriter;
  private readonly indent: string;
  /** What the Meta of each open element says, by depth. */
  private readonly said: number[] = [];
  /** Depth of the Item or Cred, 0 if none is open. */
  private holder = 0;
  /** The Meta of the command applies to its items but not to its credentials. */
  private inherits = false;
  private base = 0;
  private data = NOWHERE;
  /** Where the first own Meta or Data begins. */
  private first = NOWHERE;
  private meta = 0;
  private format = 0;
  /** Where the content of the open Meta and Format begins. */
  private metaContent = NOWHERE;
  private formatContent = NOWHERE;
  /** Range of the text of the item's own Format, or the end of the empty Format or Meta element. */
  private ownFormat = NOWHERE;
  private ownFormatEnd = NOWHERE;
  private ownMeta = NOWHERE;
  private isEmptyFormat = false;
  private isEmptyMeta = false;
  /** The Data is octets, and a Meta that follows it must say so. */
  private isOctets = false;
  /** No Meta has said so yet. */
  private isSilent = false;
  private isSettled = true;

  constructor(writer: ByteWriter, indent: string) {
    this.writer = writer;
    this.indent = indent;
  }

  /** Continues outside any item, credentials and Meta, after output of another writer. */
  resume(): void {
    this.said.length = 0;
    this.holder = 0;
    this.meta = 0;
    this.format = 0;
    this.isSettled = true;
  }

  /** Whether output must wait. Calling this settles the item once the output has grown too long. */
  get holds(): boolean {
    if (this.isSettled) return false;
    if (!this.isBeyond) return true;
    this.settle();
    return false;
  }

  /** Bytes of output that can no longer change. */
  get settledBytes(): number {
    return this.holds && this.first >= 0 ? this.first : this.writer.byteLength;
  }

  /** Releases all output unchanged. */
  settle(): void {
    if (this.isSilent) this.insertMeta();
    this.isSettled = true;
  }

  /** An element opens at `depth`, whose tag begins at `at`. */
  startElement({ local, namespace }: ElementName, depth: number, at: number): void {
    this.said[depth] = NOTHING;
    if (namespace === META_NAMESPACE) {
      if (local === "Format" && this.meta > 0 && depth <= this.meta + 2) {
        this.format = depth;
        this.formatContent = NOWHERE;
      }
    } else if ((local === "Item" || local === "Cred") && this.holder === 0 && isCoreNamespace(namespace)) {
      this.inherits = local === "Item";
      this.open(depth, at);
    } else if (local === "Meta" && this.meta === 0 && isCoreNamespace(namespace)) {
      this.meta = depth;
      this.metaContent = NOWHERE;
      const isOwn = depth === this.holder + 1;
      if (isOwn && this.first < 0) this.first = at;
      if (isOwn && this.isSilent) {
        // It does come, after its Data.
        if (this.isBeyond) this.settle();
        this.isSilent = false;
      }
    } else if (local === "Data" && depth === this.holder + 1 && this.data < 0) {
      this.data = at;
      if (this.first < 0) this.first = at;
    } else if (depth === this.holder + 2 && this.data >= 0) this.passData();
  }

  /** The start tag of the element at `depth` is complete. */
  startContent(depth: number): void {
    if (depth === this.format) this.formatContent = this.writer.byteLength;
    else if (depth === this.meta) this.metaContent = this.writer.byteLength;
  }

  /** The content of the element at `depth` is complete, before its end tag; true if content must be added first. */
  endContent(depth: number): boolean {
    if (depth === this.format) return this.endFormat();
    if (depth === this.meta) return this.endMeta();
    if (depth === this.holder) this.close();
    else if (depth === this.holder + 1 && this.data >= 0) this.passData();
    return false;
  }

  /** The content that {@link AnnouncedOctets.endContent} asks for. */
  get content(): string {
    return this.format > 0 ? BASE64 : FORMAT;
  }

  /** The element has been closed. */
  endElement(depth: number): void {
    if (depth === this.format) this.format = 0;
    else if (depth === this.meta) this.meta = 0;
  }

  /** Whether the value of the element at `depth`, of which nothing has come yet, can be announced. */
  canAnnounce(depth: number): boolean {
    return depth === this.holder + 1 && this.data >= 0 && !this.isOctets && !this.isSettled && !this.isBeyond;
  }

  /** Whether Meta already says that the Data of the item is octets. */
  get saysOctets(): boolean {
    const own = this.said[this.holder];
    return (own === NOTHING && this.inherits ? this.said[this.holder - 1] : own) === OCTETS;
  }

  /** The Data of the item is text, or markup. */
  passData(): void {
    if (!this.isOctets) this.isSettled = true;
  }

  /** The Data of the item is octets in base64. */
  announce(): void {
    this.isOctets = true;
    if (this.ownFormat >= 0) {
      if (this.isEmptyFormat) this.insert(`>${BASE64}</Format>`, this.ownFormat - closeEmptyBytes, this.ownFormat);
      else this.insert(BASE64, this.ownFormat, this.ownFormatEnd);
    } else if (this.ownMeta >= 0) {
      const format = `${this.lineBreak(2)}${FORMAT}`;
      const at = this.ownMeta;
      if (this.isEmptyMeta) this.insert(`>${format}${this.lineBreak(1)}</Meta>`, at - closeEmptyBytes, at);
      else this.insert(format, at, at);
    } else {
      this.isSilent = true;
      return;
    }
    this.isSettled = true;
  }

  private get isBeyond(): boolean {
    return this.writer.byteLength - this.base > HOLD_BYTES;
  }

  private open(depth: number, at: number): void {
    this.holder = depth;
    this.base = at;
    this.data = NOWHERE;
    this.first = NOWHERE;
    this.ownFormat = NOWHERE;
    this.ownMeta = NOWHERE;
    this.isOctets = false;
    this.isSilent = false;
    this.isSettled = false;
  }

  private close(): void {
    this.settle();
    this.holder = 0;
  }

  private endFormat(): boolean {
    const { writer, formatContent } = this;
    const end = writer.byteLength;
    const isEmpty = formatContent < 0;
    const isShort = !isEmpty && end - formatContent <= MAX_FORMAT_BYTES;
    const value = isShort ? latin1(writer.buffer, formatContent, end) : "";
    this.said[this.meta - 1] = /^\s*bin\s*$/i.test(value) ? OCTETS : OTHER;
    if (this.meta !== this.holder + 1 || this.meta === 1) return false;
    if (this.isOctets) {
      if (isEmpty) return true;
      writer.byteLength = formatContent;
      writer.bytes(base64, 0, base64.length);
    }
    this.isEmptyFormat = isEmpty;
    this.ownFormat = isEmpty ? end + closeEmptyBytes : formatContent;
    this.ownFormatEnd = end;
    return false;
  }

  private endMeta(): boolean {
    if (this.meta !== this.holder + 1 || this.meta === 1) return false;
    const isEmpty = this.metaContent < 0;
    if (this.isOctets && this.ownFormat < 0) {
      if (isEmpty) return true;
      this.insert(`${this.lineBreak(2)}${FORMAT}`, this.metaContent, this.metaContent);
      return false;
    }
    this.isEmptyMeta = isEmpty;
    this.ownMeta = isEmpty ? this.writer.byteLength + closeEmptyBytes : this.metaContent;
    return false;
  }

  private insertMeta(): void {
    const inside = this.lineBreak(1);
    this.insert(`${inside}<Meta>${this.lineBreak(2)}${FORMAT}${inside}</Meta>`, this.data, this.data);
    this.isSilent = false;
  }

  /** White space before a tag at this many levels inside the item. */
  private lineBreak(levels: number): string {
    return this.indent === "" ? "" : `\n${this.indent.repeat(this.holder - 1 + levels)}`;
  }

  /** Replaces the output from `start` to `end` by a text. */
  private insert(text: string, start: number, end: number): void {
    const { writer } = this;
    const bytes = encodeUtf8(text);
    const length = writer.byteLength;
    const buffer = writer.room(length, bytes.length);
    buffer.copyWithin(start + bytes.length, end, length);
    buffer.set(bytes, start);
    writer.byteLength = length + bytes.length - (end - start);
  }
}
