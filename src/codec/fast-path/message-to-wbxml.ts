import { documentShapes } from "../../ast/document-shapes.ts";
import type { ElementNames } from "../../ast/element-names.ts";
import type { SyncmlDocument } from "../../ast/nodes.ts";
import type { Shape } from "../../ast/shape.ts";
import { newDocument } from "../../ast/walker.ts";
import { decodeBase64 } from "../../core/base64.ts";
import type { Octets } from "../../core/bytes.ts";
import { mbUint32Bytes, putMbUint32 } from "../../core/mb-uint32.ts";
import type { DocumentInfo, ElementName, Locator } from "../../core/sink.ts";
import { encodeUtf8Into } from "../../core/utf8.ts";
import { EncodedHeader } from "../../wbxml/encoded-header.ts";
import { isUtf8 } from "../../wbxml/text-encoding.ts";
import * as Token from "../../wbxml/tokens.ts";
import { writeDefaults } from "../../wbxml/write-options.ts";
import type { WriteOptions } from "../options.ts";
import type { PartListener } from "./event-parts.ts";
import { decline, MAX_UNIT_BYTES, MessageWriter, OUTPUT_START, WORD_BYTES } from "./message-writer.ts";
import { type HeaderForm, isWhole, PlanCache, type RootNode } from "./plan-cache.ts";
import { DocumentPlan, type NodePlan } from "./write-plan.ts";

// A tag is its page and its token: `page << 8 | token`.
const PAGE_SHIFT = 8;
/** Two for the page, the tag, the token of the value, its length or terminator, END; and a word after the text. */
const LEAF_BYTES = 18;
/** Strings up to here are written by a loop, longer ones by the platform. */
const SHORT_CHARACTERS = 20;
/** Most inner documents are of 128 bytes to 16 KiB. */
const LIKELY_LENGTH_BYTES = 2;

const nowhere: Locator = { offset: 0, opaqueOffset: 0, path: () => "" };

class WbxmlPlan extends DocumentPlan {
  readonly head: Uint8Array;
  readonly root: NodePlan;
  private readonly header: EncodedHeader;
  private readonly innerForm: HeaderForm;

  constructor(shape: Shape, tag: number, names: ElementNames, header: EncodedHeader, innerForm: HeaderForm) {
    super(names);
    this.header = header;
    this.root = this.makeRoot(shape, tag);
    this.head = header.bytes();
    this.innerForm = innerForm;
  }

  protected override makeTag(name: ElementName, namespaceAround: string): number | undefined {
    return tagIn(this.header, name, namespaceAround);
  }

  protected override makeInner(shape: Shape): DocumentPlan | undefined {
    const root = this.names.standard(shape.space, shape.kind);
    const { header } = this;
    if (header.knownName(root, "") !== undefined || !header.isEmbeddedRoot(root)) return undefined;
    return makePlan(shape, this.names, header.embeddedInfo(root), this.innerForm);
  }
}

function tagIn(header: EncodedHeader, name: ElementName, namespaceAround: string): number | undefined {
  const known = header.knownName(name, namespaceAround);
  return known && (known.page << PAGE_SHIFT) | known.token;
}

function makePlan(shape: Shape, names: ElementNames, info: DocumentInfo, form: HeaderForm): WbxmlPlan | undefined {
  const root = names.standard(shape.space, shape.kind);
  const { vocabularies } = names;
  const header = new EncodedHeader(root, info, { ...writeDefaults, ...form, vocabularies }, nowhere);
  const tag = tagIn(header, root, root.namespace);
  if (!header.vocabulary.isPlain) return undefined;
  if (tag === undefined || header.isVersionOpen || !header.hasOpaque || !isUtf8(header.charset)) return undefined;
  return new WbxmlPlan(shape, tag, names, header, innerForm(form));
}

/** A document inside another takes the version from the options, but not the public identifier. */
function innerForm({ version }: HeaderForm): HeaderForm {
  return version === undefined ? {} : { version };
}

const plans = new PlanCache<DocumentPlan>((root, names, form) => {
  const shape = documentShapes.find(({ kind }) => kind === root.kind);
  return shape && makePlan(shape, names, root.wire ?? newDocument, form);
});

class WbxmlMessageWriter extends MessageWriter {
  protected override readonly format = "wbxml";

  protected override putHead(plan: DocumentPlan, at: number): number {
    this.page = 0;
    return super.putHead(plan, at);
  }

  protected override open(tag: number, at: number): number {
    return this.putTag(this.room(at, LEAF_BYTES), tag | Token.HAS_CONTENT, at);
  }

  protected override close(tag: number, start: number, end: number): number {
    const buffer = this.room(end, 1);
    if (end === start) {
      buffer[end - 1] = tag;
      return end;
    }
    buffer[end] = Token.END;
    return end + 1;
  }

  protected override empty(tag: number, at: number): number {
    return this.putTag(this.room(at, LEAF_BYTES), tag, at);
  }

  protected override showsOpaque(): boolean {
    return true;
  }

  protected override emptyWithAttributes(start: number, end: number): number {
    const { bytes } = this.output;
    const tagAt = bytes[start] === Token.SWITCH_PAGE ? start + 2 : start;
    bytes[tagAt] = (bytes[tagAt] as number) & ~Token.HAS_CONTENT;
    return end;
  }

  protected override text(tag: number, value: string, at: number): number {
    const { length } = value;
    const buffer = this.room(at, length * MAX_UNIT_BYTES + LEAF_BYTES);
    let pos = this.putTag(buffer, length === 0 ? tag : tag | Token.HAS_CONTENT, at);
    if (length === 0) return pos;
    buffer[pos++] = Token.STR_I;
    let written = length <= SHORT_CHARACTERS ? 0 : length + 1;
    for (; written < length; written++) {
      const unit = value.charCodeAt(written);
      if (unit === 0 || unit >= 0x80) break;
      buffer[pos + written] = unit;
    }
    pos = written === length ? pos + length : this.longText(value, pos);
    buffer[pos++] = 0;
    buffer[pos++] = Token.END;
    return pos;
  }

  private longText(value: string, at: number): number {
    // NUL goes out as ENTITY.
    return value.includes("\0") ? decline() : this.putLong(value, at);
  }

  /** Puts a string as UTF-8 into the output, which must have room for it. */
  private putString(value: string, at: number): number {
    const { bytes } = this.output;
    const { length } = value;
    let written = length <= SHORT_CHARACTERS ? 0 : length + 1;
    for (; written < length; written++) {
      const unit = value.charCodeAt(written);
      if (unit >= 0x80) break;
      bytes[at + written] = unit;
    }
    return written === length ? at + length : this.putLong(value, at);
  }

  // No more than this, so that the compiler still has room for the platform's encoder where this is called: then no object is
  // made of its result (heap:encode/wbxml/medium, 0.3 KB besides the output, before 3.7).
  private putLong(value: string, at: number): number {
    const { bytes, view } = this.output;
    if (value.length * MAX_UNIT_BYTES > OUTPUT_START) return at + encodeUtf8Into(value, bytes.subarray(at));
    const byteLength = encodeUtf8Into(value, bytes);
    // Eight bytes at once, for which a call of `copyWithin` is slow (encode/wbxml/medium, with the shorter loop above: 31.1
    // µs before, 27.9 now). UTF-8 has no NaN in it, which might not be copied as it is: 0xf0 is never the last byte of a
    // character, nor followed by 0x7f or 0xff.
    for (let from = 0; from < byteLength; from += WORD_BYTES) {
      view.setFloat64(at + from, view.getFloat64(from, true), true);
    }
    return at + byteLength;
  }

  protected override opaqueBase64(tag: number, value: string, at: number): number {
    const bytes = decodeBase64(value);
    return bytes === undefined ? this.opaqueText(tag, value, at) : this.opaque(tag, bytes, at);
  }

  protected override opaqueText(tag: number, value: string, at: number): number {
    this.room(at, value.length * MAX_UNIT_BYTES + LEAF_BYTES);
    const pos = this.openOpaque(tag, at);
    // It is most likely ASCII, and so as long in bytes.
    const start = pos + mbUint32Bytes(value.length);
    return this.closeOpaque(pos, start, this.putString(value, start));
  }

  protected override opaque(tag: number, value: Uint8Array, at: number): number {
    const buffer = this.room(at, value.length + LEAF_BYTES);
    const start = putMbUint32(value.length, buffer, this.openOpaque(tag, at));
    buffer.set(value, start);
    buffer[start + value.length] = Token.END;
    return start + value.length + 1;
  }

  protected override inner(tag: number, root: RootNode, plan: DocumentPlan, at: number): number {
    const pos = this.openOpaque(tag, at);
    const start = pos + LIKELY_LENGTH_BYTES;
    const { page } = this;
    const end = this.document(root, plan, this.putHead(plan, start));
    this.page = page;
    return this.closeOpaque(pos, start, end);
  }

  private openOpaque(tag: number, at: number): number {
    const pos = this.putTag(this.room(at, LEAF_BYTES), tag | Token.HAS_CONTENT, at);
    this.output.bytes[pos] = Token.OPAQUE;
    return pos + 1;
  }

  /** Writes the length of the bytes from `start` to `end` at `at`, moves them after it, and ends the element. */
  private closeOpaque(at: number, start: number, end: number): number {
    const buffer = this.room(end, LEAF_BYTES);
    const byteLength = end - start;
    const from = at + mbUint32Bytes(byteLength);
    if (from !== start) buffer.copyWithin(from, start, end);
    putMbUint32(byteLength, buffer, at);
    buffer[from + byteLength] = Token.END;
    return from + byteLength + 1;
  }

  private putTag(buffer: Uint8Array, tag: number, at: number): number {
    const page = tag >> PAGE_SHIFT;
    let pos = at;
    if (page !== this.page) {
      buffer[pos++] = Token.SWITCH_PAGE;
      buffer[pos++] = page;
      this.page = page;
    }
    buffer[pos] = tag;
    return pos + 1;
  }
}

let writer: WbxmlMessageWriter | undefined;

/**
 * A message as WBXML, the same bytes as the event path writes; `undefined` if the message or the options have anything in them that
 * this fast path is not made for.
 */
export function writeMessageAsWbxml(
  document: SyncmlDocument,
  options: Partial<WriteOptions>,
  listener?: PartListener,
): Octets | undefined {
  if (!isWhole(document) || !isPlain(options)) return undefined;
  writer ??= new WbxmlMessageWriter(plans);
  return writer.encode(document, options, listener);
}

function isPlain({ charset, data, stringTable, literals }: Partial<WriteOptions>): boolean {
  return data !== "inline" && charset === undefined && stringTable !== "auto" && !literals?.length;
}
