import type { Diagnostic, DiagnosticListener } from "./diagnostics.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "./sink.ts";
import { decodeUtf8Lossy } from "./utf8.ts";

// Holds back the start of a message until VerDTD tells its version, which the names of the first elements depend on.
//
//   COLLECTING  `isPassing` is false: events are kept in `events`. Locations are those of the source.
//   REPLAYING   `replayed` is set: kept events go to the sink, each at the location where it was received.
//   PASSING     `isPassing` is true: events go straight through, renamed to the version.
//
//   <SyncML> <SyncHdr> <VerDTD> 1.2 </VerDTD> <VerProto> …
//   │ collecting                  ▲ release()  │ passing      also released: at the end of the header, at an element
//                                   replays                   instead of it, past MAX_EVENTS or MAX_BYTES

/** More events than any genuine header has before its version. */
const MAX_EVENTS = 256;
const MAX_BYTES = 16_384;
const HEADER_DEPTH = 2;
const FIELD_DEPTH = 3;

/** One event, and where the source was. */
interface HeldEvent {
  readonly offset: number;
  readonly opaqueOffset: number;
  readonly textOffset: number | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly path: string;
  pass(): void;
}

/** Takes the version that the header states, if any, and returns the function that renames elements to that version. */
export type SettleVersion = (version: string | undefined) => (name: ElementName) => ElementName;

/**
 * A filter for a message whose version is not known before VerDTD. Holds back the events up to there, in bounded number, and
 * passes them on with the names of the version once it is known or the search is given up.
 */
export class HeldStart implements EventSink, Locator {
  private readonly sink: EventSink;
  private readonly source: Locator;
  private readonly settle: SettleVersion;
  private events: HeldEvent[] = [];
  private replayed: HeldEvent | undefined;
  private byteLength = 0;
  private rename: (name: ElementName) => ElementName = (name) => name;
  private isPassing = false;

  private depth = 0;
  /** The open field of the header, if it is one that states a version. */
  private field: "VerDTD" | "VerProto" | undefined;
  private said = "";
  private verProto: string | undefined;

  constructor(sink: EventSink, source: Locator, settle: SettleVersion) {
    this.sink = sink;
    this.source = source;
    this.settle = settle;
  }

  get offset(): number {
    return (this.replayed ?? this.source).offset;
  }

  get opaqueOffset(): number {
    return (this.replayed ?? this.source).opaqueOffset;
  }

  get textOffset(): number | undefined {
    return (this.replayed ?? this.source).textOffset;
  }

  get line(): number | undefined {
    return (this.replayed ?? this.source).line;
  }

  get column(): number | undefined {
    return (this.replayed ?? this.source).column;
  }

  path(): string {
    return this.replayed?.path ?? this.source.path();
  }

  /** Runs an action in order with the events, at this point of the document. */
  run(action: () => void): void {
    this.hold(action);
  }

  startDocument(info: DocumentInfo, _at: Locator): void {
    this.hold(() => this.sink.startDocument(info, this));
  }

  startElement(name: ElementName): void {
    this.hold(() => this.sink.startElement(this.rename(name)));
    this.depth++;
    if (this.depth === FIELD_DEPTH && (name.local === "VerDTD" || name.local === "VerProto")) {
      this.field = name.local;
      this.said = "";
    } else if (this.depth === HEADER_DEPTH && name.local !== "SyncHdr") this.release();
  }

  attribute(name: AttributeName, value: string): void {
    this.byteLength += value.length;
    this.hold(() => this.sink.attribute(name, value));
  }

  text(chunk: Uint8Array, start: number, end: number): void {
    const copy = this.copy(chunk, start, end);
    this.hold(() => this.sink.text(copy, 0, copy.length));
  }

  string(value: string): void {
    this.byteLength += value.length;
    if (this.field !== undefined) this.said += value;
    this.hold(() => this.sink.string(value));
  }

  opaque(chunk: Uint8Array, start: number, end: number, remaining: number): void {
    const copy = this.copy(chunk, start, end);
    this.hold(() => this.sink.opaque(copy, 0, copy.length, remaining));
  }

  endElement(): void {
    this.hold(() => this.sink.endElement());
    if (this.depth === FIELD_DEPTH && this.field !== undefined) {
      const { field, said } = this;
      this.field = undefined;
      if (field === "VerDTD") this.release(said);
      else this.verProto ??= said;
    } else if (this.depth <= HEADER_DEPTH) this.release();
    this.depth--;
  }

  endDocument(): void {
    this.release();
    this.sink.endDocument();
  }

  /** Passes on what is held; later events go straight to the sink. Also to be called if the source fails. */
  release(version: string | undefined = this.verProto): void {
    if (this.isPassing) return;
    this.isPassing = true;
    this.rename = this.settle(version);
    const { events } = this;
    this.events = [];
    try {
      for (const event of events) {
        this.replayed = event;
        event.pass();
      }
    } finally {
      this.replayed = undefined;
    }
  }

  private copy(chunk: Uint8Array, start: number, end: number): Uint8Array {
    this.byteLength += end - start;
    const copy = chunk.slice(start, end);
    if (this.field !== undefined && !this.isPassing) this.said += decodeUtf8Lossy(copy, 0, copy.length);
    return copy;
  }

  private hold(pass: () => void): void {
    if (this.isPassing) {
      pass();
      return;
    }
    const { offset, opaqueOffset, textOffset, line, column } = this.source;
    this.events.push({ offset, opaqueOffset, textOffset, line, column, path: this.source.path(), pass });
    if (this.events.length >= MAX_EVENTS || this.byteLength > MAX_BYTES) this.release();
  }
}

/** Options whose diagnostics are reported in order with the events that are held back. */
export function inOrder<Options extends { readonly onDiagnostic: DiagnosticListener | undefined }>(
  options: Options,
  held: () => HeldStart | undefined,
): Options {
  const { onDiagnostic } = options;
  if (onDiagnostic === undefined) return options;
  return {
    ...options,
    onDiagnostic: (diagnostic: Diagnostic) => {
      const start = held();
      if (start === undefined) onDiagnostic(diagnostic);
      else start.run(() => onDiagnostic(diagnostic));
    },
  };
}
