import { documentShapes } from "../../ast/document-shapes.ts";
import type { ElementNames } from "../../ast/element-names.ts";
import type { SyncmlDocument } from "../../ast/nodes.ts";
import type { Shape } from "../../ast/shape.ts";
import type { Octets } from "../../core/bytes.ts";
import type { ElementName } from "../../core/sink.ts";
import { encodeUtf8, encodeUtf8Into } from "../../core/utf8.ts";
import { isNcName } from "../../core/xml-names.ts";
import { isXmlCharacter } from "../../xml/characters.ts";
import { declaration } from "../../xml/encoder.ts";
import { escapeAttribute, escapes } from "../../xml/escape.ts";
import { endOfPlainRun } from "../../xml/plain-run.ts";
import type { WriteOptions } from "../options.ts";
import type { PartListener } from "./event-parts.ts";
import { decline, MAX_UNIT_BYTES, MessageWriter, OUTPUT_START, WORD_BYTES } from "./message-writer.ts";
import { isWhole, PlanCache, type RootNode } from "./plan-cache.ts";
import { DocumentPlan, NO_TAG, type NodePlan } from "./write-plan.ts";

const SLASH = 0x2f;
const GREATER = 0x3e;
const INITIAL_TEMPLATE_BYTES = 4096;
/**
 * Strings up to here are written by a loop. Longer ones are encoded by the platform and then looked through, which pays
 * later than in WBXML (encode/xml/medium: 38.9 µs, with 20 characters 43.2).
 */
const SHORT_CHARACTERS = 40;

/** 1 for a UTF-16 unit that is written unescaped, in one byte. */
const isPlainUnit: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  isXmlCharacter(unit) && escapes[unit] === undefined ? 1 : 0,
);

interface XmlTag {
  /** Where `<Name>` is in the templates, with a namespace if that differs from the enclosing one. */
  readonly start: number;
  readonly startLength: number;
  /** The same of `</Name>`. */
  readonly end: number;
  readonly endLength: number;
  /** An opaque in it goes out as base64. */
  readonly binary: boolean;
}

class XmlPlan extends DocumentPlan {
  readonly head: Uint8Array = declaration;
  readonly root: NodePlan;
  /** By number; there is no tag 0. */
  readonly tags: XmlTag[] = [{ start: 0, startLength: 0, end: 0, endLength: 0, binary: false }];
  /** The texts of all tags, each followed by room, to be read in words of eight bytes. */
  templates: DataView = new DataView(new ArrayBuffer(INITIAL_TEMPLATE_BYTES));
  private templateBytes = 0;
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
    const startText = `<${local}${declared}>`;
    let number = this.numbers.get(startText);
    if (number === undefined) {
      const [start, startLength] = this.addTemplate(startText);
      const [end, endLength] = this.addTemplate(`</${local}>`);
      number = this.tags.push({ start, startLength, end, endLength, binary }) - 1;
      this.numbers.set(startText, number);
    }
    return number;
  }

  private addTemplate(text: string): [start: number, byteLength: number] {
    const bytes = encodeUtf8(text);
    const start = this.templateBytes;
    this.templateBytes += Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES;
    if (this.templateBytes > this.templates.byteLength) {
      const grown = new Uint8Array(this.templateBytes * 2);
      grown.set(new Uint8Array(this.templates.buffer));
      this.templates = new DataView(grown.buffer);
    }
    new Uint8Array(this.templates.buffer).set(bytes, start);
    return [start, bytes.length];
  }
}

const plans = new PlanCache<DocumentPlan>((root, names) => {
  const shape = documentShapes.find(({ kind }) => kind === root.kind);
  return shape && new XmlPlan(shape, names);
});

class XmlMessageWriter extends MessageWriter {
  protected override readonly format = "xml";

  protected override open(tag: number, at: number): number {
    const { start, startLength } = this.tag(tag);
    this.room(at, startLength + WORD_BYTES);
    return this.put(start, startLength, at);
  }

  protected override close(tag: number, start: number, end: number): number {
    if (start === end) {
      // The tag that is open ends with `/>` instead.
      const bytes = this.room(end, 1);
      bytes[end - 1] = SLASH;
      bytes[end] = GREATER;
      return end + 1;
    }
    const { end: endTag, endLength } = this.tag(tag);
    this.room(end, endLength + WORD_BYTES);
    return this.put(endTag, endLength, end);
  }

  protected override empty(tag: number, at: number): number {
    const start = this.open(tag, at);
    return this.close(tag, start, start);
  }

  protected override showsOpaque(tag: number): boolean {
    return this.tag(tag).binary;
  }

  protected override emptyWithAttributes(_start: number, end: number): number {
    // A start tag is as long as one ends with `/>`, whatever is in it.
    return this.close(NO_TAG, end, end);
  }

  protected override text(tag: number, value: string, at: number): number {
    const { length } = value;
    if (length === 0) return this.empty(tag, at);
    const { start, startLength, end, endLength } = this.tag(tag);
    const bytes = this.room(at, startLength + SHORT_CHARACTERS + endLength + WORD_BYTES);
    const textStart = this.put(start, startLength, at);
    let written = length <= SHORT_CHARACTERS ? 0 : length + 1;
    for (; written < length; written++) {
      const unit = value.charCodeAt(written);
      if (isPlainUnit[unit] !== 1) break;
      bytes[textStart + written] = unit;
    }
    if (written === length) return this.put(end, endLength, textStart + length);
    return this.closeText(tag, this.putEscaped(value, textStart));
  }

  protected override opaqueText(): number {
    return decline();
  }

  protected override opaqueBase64(): number {
    return decline();
  }

  protected override opaque(tag: number, value: Uint8Array, at: number): number {
    if (value.length === 0) return this.empty(tag, at);
    if (this.tag(tag).binary) return decline();
    const view = new DataView(value.buffer, value.byteOffset, value.length);
    const start = this.open(tag, at);
    return this.closeText(tag, this.output.write(value, view, 0, value.length, start, false));
  }

  protected override inner(tag: number, root: RootNode, plan: DocumentPlan, at: number): number {
    // Its root would need no namespace, which no standard document comes to.
    if (plan.root.namespace === this.plan?.root.namespace) return decline();
    const start = this.open(tag, at);
    const end = this.document(root, plan, start);
    return this.close(tag, start, end);
  }

  private tag(tag: number): XmlTag {
    return (this.plan as XmlPlan).tags[tag] as XmlTag;
  }

  private closeText(tag: number, end: number): number {
    return end < 0 ? decline() : this.close(tag, -1, end);
  }

  private putEscaped(value: string, at: number): number {
    const { output } = this;
    if (value.length * MAX_UNIT_BYTES > OUTPUT_START) {
      if (this.putPlain(value, at)) return at + value.length;
      const bytes = encodeUtf8(value);
      this.room(at, bytes.length);
      return output.write(bytes, new DataView(bytes.buffer, bytes.byteOffset), 0, bytes.length, at, false);
    }
    const byteLength = encodeUtf8Into(value, output.bytes);
    return output.write(output.bytes, output.view, 0, byteLength, at, false);
  }

  /** Puts a long string where it belongs at once, as most are that hold base64; false if some of it needs escaping. */
  private putPlain(value: string, at: number): boolean {
    const { length } = value;
    const bytes = this.room(at, length);
    const end = at + length;
    if (encodeUtf8Into(value, bytes.subarray(at, end)) !== length) return false;
    let pos = endOfPlainRun(this.output.view, at, end);
    while (pos < end && isPlainUnit[bytes[pos] as number] === 1) pos++;
    return pos === end;
  }

  /** Eight bytes at once: no tag holds the bytes of a NaN, which would not be copied as they are. */
  private put(start: number, byteLength: number, at: number): number {
    const { templates } = this.plan as XmlPlan;
    const { view } = this.output;
    const end = at + byteLength;
    for (let from = start, to = at; to < end; from += WORD_BYTES, to += WORD_BYTES) {
      view.setFloat64(to, templates.getFloat64(from, true), true);
    }
    return end;
  }
}

let writer: XmlMessageWriter | undefined;

/**
 * A message as XML in UTF-8, the same bytes as the event path writes; `undefined` if the message or the options have anything in them
 * that this fast path is not made for.
 */
export function writeMessageAsXml(
  document: SyncmlDocument,
  options: Partial<WriteOptions>,
  listener?: PartListener,
): Octets | undefined {
  if (!isWhole(document) || !isPlain(options)) return undefined;
  writer ??= new XmlMessageWriter(plans);
  const { vocabularies, embeddedTypes, octets } = options;
  const given = {
    ...(vocabularies && { vocabularies }),
    ...(embeddedTypes && { embeddedTypes }),
    ...(octets && { octets }),
  };
  return writer.encode(document, given, listener);
}

function isPlain({ indent, opaque }: Partial<WriteOptions>): boolean {
  return !indent && (opaque === undefined || opaque === "text");
}
