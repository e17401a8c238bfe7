import type { Diagnostic, DiagnosticListener } from "./diagnostics.ts";
import type { AttributeName, DocumentInfo, ElementName, EventSink, Locator } from "./sink.ts";
import { decodeUtf8Lossy } from "./utf8.ts";

// Collecting: events are kept in `events`, and the locator is that of the source.
// Passing: the version is known, or MAX_EVENTS or MAX_BYTES are reached; kept events are replayed with their own places
// (`replayed`), and later ones go straight through, renamed to the version.

/** More events than the header of any message has before its version. */
const MAX_EVENTS = 256;
const MAX_BYTES = 16_384;
const HEADER_DEPTH = 2;
const FIELD_DEPTH = 3;

/** One event, and where its source was. */
interface HeldEvent {
  readonly offset: number;
  readonly opaqueOffset: number;
  readonly textOffset: number | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly path: string;
  pass(): void;
}

/** Takes the version that the header says, if it says one: from then on names are those of that version. */
export type SettleVersion = (version: string | undefined) => (name: ElementName) => ElementName;

/**
 * Holds back the start of a message that does not say its version before VerDTD: the events up to there, and no more of
 * them than a bounded number. They are passed on, in the names of the version, as soon as that is known or cannot be
 * looked for any longer.
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
  /** The field of the header that is open, if it says a version. */
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

  /** Something else to do at this point of the document. */
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

  /** Passes on what is held; what comes later goes to the sink itself. To be called if the source fails, too. */
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

/** Options under which what there is to say of events that are held back is said with them. */
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
