import { EmbeddedTypes } from "../../ast/embedded-types.ts";
import { isSyncmlError } from "../../core/errors.ts";
import type { ElementName, EventSink } from "../../core/sink.ts";
import { TOKENS_PER_TAG_PAGE } from "../../vocabulary/vocabulary.ts";
import type { Announcement } from "../../wbxml/data-meta.ts";
import { resolveReadOptions } from "../../wbxml/read-options.ts";
import { TokenNamer } from "../../wbxml/token-namer.ts";
import type { WbxmlHeader } from "../../wbxml/token-sink.ts";
import { XmlEncoder } from "../../xml/encoder.ts";
import { adaptsTypes } from "../document-encoder.ts";
import { EmbeddedDocuments } from "../embedded-documents.ts";
import type { ReadOptions, WriteOptions } from "../options.ts";
import { type WbxmlHead, wbxmlHeaderOf } from "./wbxml-head.ts";
import type { XmlOutput } from "./xml-output.ts";

/** Where a converter is between two elements: in the document, on which tag page (in WBXML that is read, times 64), and in its output. */
export interface ConversionPlace {
  pos: number;
  page: number;
  at: number;
}

/**
 * Writes on the event path, in place, an element that the fast path does not: the reader and the encoder of events continue
 * inside the elements that are open, and what the encoder writes of this one is appended to the output.
 */
export class WbxmlToXmlHandOver {
  private readonly input: Uint8Array;
  private readonly output: XmlOutput;
  private readonly encoder: XmlEncoder;
  private readonly embedded: EmbeddedDocuments | undefined;
  private readonly namer: TokenNamer;
  private readonly header: WbxmlHeader;
  /** Where in the document the attribute page changed, and to which: what was read already may be read again. */
  private readonly attributePages: { readonly pos: number; readonly page: number }[] = [];
  private at = 0;

  constructor(input: Uint8Array, head: WbxmlHead, output: XmlOutput, options: Partial<ReadOptions & WriteOptions>) {
    this.input = input;
    this.output = output;
    this.encoder = new XmlEncoder(({ buffer, length }) => {
      output.isAscii = false;
      output.use(buffer as ArrayBuffer);
      this.at = length;
    }, options);
    const sink: EventSink = adaptsTypes("xml", options) ? new EmbeddedTypes(this.encoder, "xml") : this.encoder;
    const resolved = resolveReadOptions(options as Partial<ReadOptions>);
    this.embedded = options.embedded === "keep" ? undefined : new EmbeddedDocuments(sink, resolved);
    this.namer = new TokenNamer(this.embedded ?? sink, resolved);
    this.header = wbxmlHeaderOf(head, input, 0);
  }

  /**
   * Writes the element at `place` inside the elements `open` and moves the place after it; false if there is a fault in it,
   * which the event path reports when it reads all of the document. `announcements` are what Meta said, by depth.
   */
  write(
    place: ConversionPlace,
    open: readonly ElementName[],
    announcements: readonly (Announcement | undefined)[],
  ): boolean {
    const { namer, embedded, encoder, input, output, attributePages } = this;
    const { tokenizer } = namer;
    while ((attributePages.at(-1)?.pos ?? 0) > place.pos) attributePages.pop();
    const attributePage = attributePages.at(-1)?.page ?? 0;
    tokenizer.attributePage = attributePage;
    namer.resume(this.header, open, place.page / TOKENS_PER_TAG_PAGE, 0);
    embedded?.resume(open.length, 0, announcements, namer);
    encoder.resume(open, namer, output.bytes, place.at);
    try {
      place.pos = tokenizer.readElement(input, place.pos, open.length);
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      return false;
    }
    const stopped = tokenizer.place;
    if (stopped?.open !== open.length) return false;
    encoder.flush();
    place.page = stopped.page * TOKENS_PER_TAG_PAGE;
    place.at = this.at;
    const page = tokenizer.attributePage;
    if (page !== attributePage) attributePages.push({ pos: place.pos, page });
    return true;
  }
}
