import { isBinary } from "../ast/format.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { isCoreNamespace, META_NAMESPACE } from "../vocabulary/namespaces.ts";
import { isUtf8 } from "../wbxml/text-encoding.ts";
import { endOfXmlText } from "../xml/characters.ts";
import { base64Length, stringCosts, textBytes, xmlCosts } from "./text-sizes.ts";
import type { WireOptions } from "./wire-options.ts";

/** Values below this many UTF-16 units or bytes are written: counting them would cost as much. */
const WORTH_COUNTING = 64;
/** Written in place of a counted text: one character that takes one byte in every format. */
const STAND_IN = "a";
const oneCharacter = Uint8Array.of(STAND_IN.charCodeAt(0));
/** Bytes of an opaque that the XML encoder examines to decide between text and base64. */
const XML_LOOKAHEAD = 65_536;

const nothing = new Uint8Array(0);
const noText = new Uint8Array(5);

/**
 * Filters the events to an encoder: values of `Data` whose encoded length can be computed are counted, and replaced by
 * something short; everything else is passed on. Takes the events of a walker, in which an opaque is one call.
 */
export class PayloadCounter implements EventSink {
  /** Bytes the encoder would have written in addition to those it did. */
  countedBytes = 0;
  private readonly encoder: EventSink;
  private readonly isXml: boolean;
  private readonly options: Partial<WireOptions>;
  private countsStrings = false;
  private countsOpaques = false;

  private documents = 0;
  /** Depth inside an element that may belong to an embedded document; 0 outside. */
  private foreign = 0;
  private isInData = false;
  private isInFormat = false;
  /** A Meta Format announced octets, so text in an opaque may be written as base64. */
  private mayBeOctets = false;
  /** Bytes of the current text went to the encoder, so what follows may complete a character. */
  private isMixed = false;

  constructor(encoder: EventSink, options: Partial<WireOptions> & Pick<WireOptions, "format">) {
    this.encoder = encoder;
    this.isXml = options.format === "xml";
    this.options = options;
  }

  startDocument(info: DocumentInfo, at: Locator): void {
    if (this.documents++ === 0) this.choose(info);
    this.encoder.startDocument(info, at);
  }

  startElement(name: ElementName): void {
    const isOwn = isCoreNamespace(name.namespace) || name.namespace === META_NAMESPACE;
    if (this.foreign > 0 || !isOwn) this.foreign++;
    this.isInData = this.foreign === 0 && this.documents === 1 && name.local === "Data";
    this.isInFormat = name.local === "Format" && name.namespace === META_NAMESPACE;
    this.isMixed = false;
    this.encoder.startElement(name);
  }

  attribute(name: AttributeName, value: string): void {
    this.encoder.attribute(name, value);
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    this.isMixed = true;
    this.encoder.text(chunk, start, end);
  }

  string(value: string): void {
    if (this.isInFormat && isBinary(value)) this.mayBeOctets = true;
    const isCounted = this.countsStrings && this.isInData && !this.isMixed && value.length >= WORTH_COUNTING;
    const bytes = isCounted ? textBytes(value, this.isXml ? xmlCosts : stringCosts) : -1;
    if (bytes < 0) this.encoder.string(value);
    else {
      this.encoder.string(STAND_IN);
      this.countedBytes += bytes - STAND_IN.length;
    }
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.isMixed = false;
    if (this.isInFormat) this.mayBeOctets = true;
    if (!this.countsOpaques || !this.isInData || end - start < WORTH_COUNTING) {
      this.encoder.opaque(chunk, start, end, remaining);
    } else if (this.isXml) this.countXml(chunk, start, end);
    else {
      // The first call makes the encoder write the length and expect the bytes; the second declares them complete.
      this.encoder.opaque(nothing, 0, 0, end - start);
      this.encoder.opaque(nothing, 0, 0, 0);
      this.countedBytes += end - start;
    }
  }

  endElement(): void {
    if (this.foreign > 0) this.foreign--;
    this.isInData = false;
    this.encoder.endElement();
  }

  endDocument(): void {
    this.documents--;
    this.encoder.endDocument();
  }

  private choose(info: DocumentInfo): void {
    const { data = "as-given", charset, version } = this.options;
    const isAgain = info.format === "wbxml";
    this.countsStrings = this.isXml || (data !== "opaque" && isUtf8(charset ?? (isAgain ? info.charset : 0)));
    // WBXML 1.0 has no OPAQUE.
    const hasOpaque = version === undefined ? !isAgain || info.version > 0 : version !== "1.0";
    this.countsOpaques = this.isXml || (data !== "inline" && hasOpaque);
  }

  private countXml(chunk: Uint8Array, start: number, end: number): void {
    const isBase64 = this.options.opaque === "base64";
    const isText = !isBase64 && endOfXmlText(chunk, start, end) === end;
    // Whatever follows a base64 value in the same Data belongs to it.
    if (!isText) this.isInData = false;
    if (isText && this.mayBeOctets) this.encoder.opaque(chunk, start, end, 0);
    else if (isText) {
      this.encoder.opaque(oneCharacter, 0, 1, 0);
      this.countedBytes += escapedBytes(chunk, start, end) - 1;
    } else if (isBase64 || end - start <= XML_LOOKAHEAD) {
      const left = 3 + ((end - start) % 3);
      this.encoder.opaque(noText, 0, left, 0);
      this.countedBytes += base64Length(end - start) - base64Length(left);
      // A longer one may begin as text and turn into base64 after the lookahead.
    } else this.encoder.opaque(chunk, start, end, 0);
  }
}

function escapedBytes(chunk: Uint8Array, start: number, end: number): number {
  let bytes = 0;
  for (let pos = start; pos < end; pos++) bytes += xmlCosts[chunk[pos] as number] ?? 1;
  return bytes;
}
