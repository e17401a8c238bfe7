import { documentShapes } from "../../ast/document-shapes.ts";
import type { ElementNames } from "../../ast/element-names.ts";
import type { Document } from "../../ast/nodes.ts";
import type { Shape } from "../../ast/shape.ts";
import type { ElementName } from "../../core/sink.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { isNcName } from "../../core/xml-names.ts";
import { endOfXmlText, xmlCharacterBytes } from "../../xml/characters.ts";
import { declaration } from "../../xml/encoder.ts";
import { escapeAttribute, escapes } from "../../xml/escape.ts";
import type { WriteOptions } from "../options.ts";
import { DECLINED, MAX_UNIT_BYTES, MessageWriter, SHORT_CHARACTERS } from "./message-writer.ts";
import { PlanCache, type RootNode } from "./plan-cache.ts";
import { DocumentPlan, type NodePlan } from "./write-plan.ts";

const SLASH = 0x2f;
const GREATER = 0x3e;

/** What a byte of UTF-8 text takes more when it is escaped; -1 for one that may be of no XML character. */
const growth: Int8Array = Int8Array.from({ length: 256 }, (_, byte) => {
  const escaped = escapes[byte];
  if (escaped !== undefined) return escaped.length - 1;
  return endOfXmlText(Uint8Array.of(byte), 0, 1) === 1 || (byte >= 0x80 && byte !== 0xef) ? 0 : -1;
});
/** 1 for a unit of UTF-16 that is one byte as it is. */
const isPlainUnit: Uint8Array = Uint8Array.from({ length: 128 }, (_, unit) => (growth[unit] === 0 ? 1 : 0));

interface XmlTag {
  /** `<Name>`, with a namespace if it is another one than around it. */
  readonly start: Uint8Array;
  /** `</Name>` */
  readonly end: Uint8Array;
  /** An opaque in it goes out as base64. */
  readonly binary: boolean;
}

class XmlPlan extends DocumentPlan {
  readonly head: Uint8Array = declaration;
  readonly root: NodePlan;
  /** By number; there is no tag 0. */
  readonly tags: XmlTag[] = [{ start: declaration, end: declaration, binary: false }];
  private readonly numbers = new Map<string, number>();

  constructor(shape: Shape, names: ElementNames) {
    super(names);
    const root = names.standard(shape.space, shape.kind);
    this.root = this.makeRoot(shape, this.tagNumber(root, ""));
  }

  protected override makeInner(shape: Shape): DocumentPlan {
    return new XmlPlan(shape, this.names);
  }

  protected override makeTag(name: ElementName, namespaceAround: string): number | undefined {
    return isNcName(name.local) ? this.tagNumber(name, namespaceAround) : undefined;
  }

  private tagNumber({ local, namespace, binary }: ElementName, namespaceAround: string): number {
    const declared = namespace === namespaceAround ? "" : ` xmlns="${escapeAttribute(namespace)}"`;
    const start = `<${local}${declared}>`;
    let number = this.numbers.get(start);
    if (number === undefined) {
      number = this.tags.push({ start: encodeUtf8(start), end: encodeUtf8(`</${local}>`), binary }) - 1;
      this.numbers.set(start, number);
    }
    return number;
  }
}

const plans = new PlanCache<DocumentPlan>((root, names) => {
  const shape = documentShapes.find(({ kind }) => kind === root.kind);
  return shape && new XmlPlan(shape, names);
});

class XmlMessageWriter extends MessageWriter {
  protected override open(tag: number, at: number): number {
    const { start } = this.tag(tag);
    return put(start, this.output.room(at, start.length), at);
  }

  protected override close(tag: number, start: number, end: number): number {
    if (start === end) {
      // The tag that is open ends with `/>` instead.
      const buffer = this.output.room(end, 1);
      buffer[end - 1] = SLASH;
      buffer[end] = GREATER;
      return end + 1;
    }
    const { end: endTag } = this.tag(tag);
    return put(endTag, this.output.room(end, endTag.length), end);
  }

  protected override empty(tag: number, at: number): number {
    const start = this.open(tag, at);
    return this.close(tag, start, start);
  }

  protected override text(tag: number, value: string, at: number): number {
    const { length } = value;
    if (length === 0) return this.empty(tag, at);
    const { start: startTag, end: endTag } = this.tag(tag);
    const buffer = this.output.room(at, startTag.length + length * MAX_UNIT_BYTES + endTag.length);
    const start = put(startTag, buffer, at);
    let written = length <= SHORT_CHARACTERS ? 0 : length + 1;
    for (; written < length; written++) {
      const unit = value.charCodeAt(written);
      if (isPlainUnit[unit] !== 1) break;
      buffer[start + written] = unit;
    }
    if (written === length) return put(endTag, buffer, start + length);
    return this.closeText(endTag, this.escape(start, this.putString(value, start)));
  }

  protected override opaqueText(tag: number, value: string, at: number): number {
    return this.tag(tag).binary ? DECLINED : this.text(tag, value, at);
  }

  protected override opaqueBase64(): number {
    return DECLINED;
  }

  protected override opaque(tag: number, value: Uint8Array, at: number): number {
    if (value.length === 0) return this.empty(tag, at);
    const { start: startTag, end: endTag, binary } = this.tag(tag);
    if (binary || endOfXmlText(value, 0, value.length) < value.length) return DECLINED;
    const buffer = this.output.room(at, startTag.length + value.length);
    const start = put(startTag, buffer, at);
    buffer.set(value, start);
    return this.closeText(endTag, this.escape(start, start + value.length));
  }

  protected override inner(tag: number, root: RootNode, plan: DocumentPlan, base: number, at: number): number {
    // Its root would need no namespace, which no standard document comes to.
    if (plan.root.namespace === this.plan?.root.namespace) return DECLINED;
    const start = this.open(tag, at);
    const end = this.document(root, plan, base, start);
    return end === DECLINED ? DECLINED : this.close(tag, start, end);
  }

  private tag(tag: number): XmlTag {
    return (this.plan as XmlPlan).tags[tag] as XmlTag;
  }

  private closeText(endTag: Uint8Array, end: number): number {
    return end === DECLINED ? DECLINED : put(endTag, this.output.room(end, endTag.length), end);
  }

  /** Escapes the UTF-8 that stands from `start` to `end`, and returns its new end; {@link DECLINED} if it is no text. */
  private escape(start: number, end: number): number {
    const { buffer } = this.output;
    let grown = 0;
    for (let pos = start; pos < end; pos++) {
      const more = growth[buffer[pos] as number] as number;
      if (more === 0) continue;
      if (more > 0) grown += more;
      else if (buffer[pos] !== 0xef || xmlCharacterBytes(buffer, pos, end) === 0) return DECLINED;
    }
    if (grown > 0) this.spread(end, end + grown);
    return end + grown;
  }

  /** Writes the escapes from the last to the first, moving what stands between them. */
  private spread(end: number, grownEnd: number): void {
    const buffer = this.output.room(end, grownEnd - end);
    let to = grownEnd;
    for (let pos = end - 1; to > pos + 1; pos--) {
      const byte = buffer[pos] as number;
      const escaped = escapes[byte];
      if (escaped === undefined) buffer[--to] = byte;
      else {
        to -= escaped.length;
        buffer.set(escaped, to);
      }
    }
  }
}

function put(bytes: Uint8Array, buffer: Uint8Array, at: number): number {
  for (let index = 0; index < bytes.length; index++) buffer[at + index] = bytes[index] as number;
  return at + bytes.length;
}

let writer: XmlMessageWriter | undefined;

/**
 * A message as XML in UTF-8, the same bytes as by events; `undefined` if the message or the options have anything in them
 * that this fast path is not made for.
 */
export function writeMessageAsXml(document: Document, options: Partial<WriteOptions>): Uint8Array | undefined {
  if (document.kind === "Element" || !isPlain(options)) return undefined;
  writer ??= new XmlMessageWriter(plans);
  const { vocabularies } = options;
  return writer.encode(document, vocabularies === undefined ? {} : { vocabularies });
}

function isPlain({ indent, opaque, embeddedTypes }: Partial<WriteOptions>): boolean {
  return !indent && (opaque === undefined || opaque === "text") && embeddedTypes !== "adapt";
}
