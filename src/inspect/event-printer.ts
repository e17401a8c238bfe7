import { hexOfOctets } from "../core/hex-digit.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "../core/sink.ts";
import { decodeUtf8Lossy } from "../core/utf8.ts";

const NONE = 0;
const TEXT = 1;
const OPAQUE = 2;

/**
 * Prints events as a log, one a line with the offset of its token: `off=16 text "Add"`. Adjacent pieces of one text or
 * one opaque make one line, so that the log does not depend on how the input was cut. Text is quoted as in JSON, with
 * U+FFFD for bytes that are not UTF-8; opaques are printed as hex.
 */
export class EventPrinter implements EventSink {
  private readonly output: (text: string) => void;
  private readonly locators: Locator[] = [];
  private run = NONE;
  /** First bytes of a character that the end of the last piece cut. */
  private held = new Uint8Array(0);

  /** `output` receives the log in pieces; a line may take several. */
  constructor(output: (text: string) => void) {
    this.output = output;
  }

  /** Implements {@link EventSink.startDocument}. */
  startDocument(info: DocumentInfo, at: Locator): void {
    this.endRun();
    this.locators.push(at);
    const id = info.publicIdText === undefined ? `0x${info.publicId.toString(16)}` : JSON.stringify(info.publicIdText);
    this.line(`document ${info.format} version=0x0${info.version.toString(16)} id=${id} charset=${info.charset}`);
  }

  /** Implements {@link EventSink.startElement}. */
  startElement(name: ElementName): void {
    this.endRun();
    this.line(`start ${name.local}${name.namespace === "" ? "" : ` {${name.namespace}}`}`);
  }

  /** Implements {@link EventSink.attribute}. */
  attribute(name: AttributeName, value: string): void {
    const namespace = name.namespace === "" ? "" : ` {${name.namespace}}`;
    this.line(`attribute ${name.local}${namespace} ${JSON.stringify(value)}`);
  }

  /** Implements {@link EventSink.text}. */
  text(chunk: Uint8Array, start: number, end: number): void {
    this.beginRun(TEXT, () => 'text "');
    const bytes = new Uint8Array(this.held.length + end - start);
    bytes.set(this.held);
    bytes.set(chunk.subarray(start, end), this.held.length);
    const whole = bytes.length - incompleteBytes(bytes);
    this.held = bytes.slice(whole);
    this.output(quoted(decodeUtf8Lossy(bytes, 0, whole)));
  }

  /** Implements {@link EventSink.string}. */
  string(value: string): void {
    this.beginRun(TEXT, () => 'text "');
    this.output(quoted(value));
  }

  /** Implements {@link EventSink.opaque}. */
  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    this.beginRun(OPAQUE, () => `opaque ${end - start + remaining} `);
    this.output(hexOfOctets(chunk.subarray(start, end)));
    if (remaining === 0) this.endRun();
  }

  /** Implements {@link EventSink.endElement}. */
  endElement(): void {
    this.endRun();
    this.line("end");
  }

  /** Implements {@link EventSink.endDocument}. */
  endDocument(): void {
    this.endRun();
    this.line("end document");
    this.locators.pop();
  }

  /** Ends the open line, so that a document that failed half-way can be shown up to that point. */
  flush(): void {
    this.endRun();
  }

  private place(): string {
    return `off=${this.locators.at(-1)?.offset ?? 0} `;
  }

  private line(event: string): void {
    this.output(`${this.place()}${event}\n`);
  }

  private beginRun(kind: number, head: () => string): void {
    if (this.run === kind) return;
    this.endRun();
    this.run = kind;
    this.output(this.place() + head());
  }

  private endRun(): void {
    if (this.run === NONE) return;
    if (this.held.length > 0) this.output(quoted(decodeUtf8Lossy(this.held, 0, this.held.length)));
    this.held = new Uint8Array(0);
    this.output(this.run === TEXT ? '"\n' : "\n");
    this.run = NONE;
  }
}

/** Bytes at the end that begin a UTF-8 character without finishing it. */
function incompleteBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
      return length > back ? back : 0;
    }
  }
  return 0;
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
