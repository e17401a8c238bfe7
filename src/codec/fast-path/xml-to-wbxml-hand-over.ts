import { ElementContent } from "../../ast/element-content.ts";
import { EmbeddedTypes } from "../../ast/embedded-types.ts";
import type { Octets } from "../../core/bytes.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { ElementName, EventSink } from "../../core/sink.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { WbxmlEncoder } from "../../wbxml/encoder.ts";
import { resolveReadOptions as resolveWbxmlOptions } from "../../wbxml/read-options.ts";
import { resolveReadOptions } from "../../xml/read-options.ts";
import { type OpenName, TokenNamer } from "../../xml/token-namer.ts";
import { adaptsTypes } from "../document-encoder.ts";
import { EmbeddedDocuments } from "../embedded-documents.ts";
import type { ReadOptions, WriteOptions } from "../options.ts";
import type { MessageStart } from "./message-start.ts";
import { messageElement, unidentified } from "./wbxml-tags.ts";
import type { ConversionPlace } from "./wbxml-to-xml-hand-over.ts";
import { namespaces } from "./xml-tags.ts";

/**
 * Writes on the event path, in place, an element of a message that the fast path does not: the reader and the encoder of
 * events continue inside the elements that are open, and what the encoder writes of this one is appended to the output.
 */
export class XmlToWbxmlHandOver {
  private readonly bytes: Uint8Array;
  private readonly target: Octets;
  private readonly start: MessageStart;
  private readonly encoder: WbxmlEncoder;
  private readonly content: ElementContent | undefined;
  private readonly embedded: EmbeddedDocuments | undefined;
  private readonly namer: TokenNamer;

  constructor(bytes: Uint8Array, target: Octets, start: MessageStart, options: Partial<ReadOptions & WriteOptions>) {
    this.bytes = bytes;
    this.target = target;
    this.start = start;
    this.encoder = new WbxmlEncoder(() => {}, options);
    let sink: EventSink = adaptsTypes("wbxml", options) ? new EmbeddedTypes(this.encoder, "wbxml") : this.encoder;
    if (options.whitespace !== "keep") sink = this.content = new ElementContent(sink);
    const reading = options as Partial<ReadOptions>;
    if (options.embedded !== "keep") sink = this.embedded = new EmbeddedDocuments(sink, resolveWbxmlOptions(reading));
    this.namer = new TokenNamer(sink, resolveReadOptions(reading));
  }

  /**
   * Writes the element at `place` inside elements with the names `open`, all of the namespace of the message, and moves the
   * place after it; false if there is a fault in it, which the event path reports when it reads all of the document, or no
   * room for what it becomes.
   */
  write(place: ConversionPlace, open: readonly string[]): boolean {
    const { namer, encoder, content, embedded, bytes, start, target } = this;
    const { tokenizer } = namer;
    const { space, version } = start;
    const namespace = version === undefined ? (namespaces[space] as string) : "";
    const names = open.map((local): OpenName => ({ bytes: encodeUtf8(local), namespace }));
    const elements = open.map((local): ElementName => messageElement(space, local));
    namer.resume(names, start, 0);
    embedded?.resume(open.length, 0, [], namer);
    content?.resume(elements);
    encoder.resume(unidentified, elements, place.page, [], namer);
    // A buffer of its own for the encoder takes longer to make than most elements to write (convert/xml/oddity-attribute, 6 %
    // with the options that it no longer copies).
    const { body } = encoder.resumed;
    body.buffer = target;
    body.byteLength = place.at;
    try {
      place.pos = tokenizer.readElement(bytes, place.pos, open.length);
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      return false;
    }
    if (tokenizer.place?.open !== open.length) return false;
    // What comes after takes no more bytes than in XML.
    if (body.byteLength + bytes.length - place.pos > target.length) return false;
    if (body.buffer !== target) target.set(body.buffer.subarray(place.at, body.byteLength), place.at);
    place.at = body.byteLength;
    place.page = encoder.resumed.page;
    return true;
  }

  /** The header of the document, with the literals in its string table. */
  get header(): Uint8Array {
    return this.encoder.resumed.header.bytes();
  }
}
