import { createHash } from "node:crypto";
import { inOrderOfTime } from "../capture/in-order-of-time.ts";
import type { CaptureDiagnostic, Exchange, Payload } from "../capture/model.ts";
import type { CaptureSink } from "../capture/reader.ts";
import { extensionOf, IN_ENTRY, manifestFields, numbered } from "./payload-files.ts";
import type { StagedFiles } from "./staged-files.ts";
import { WaitingTexts } from "./waiting-texts.ts";

/** A payload whose octets wait in a file. */
interface HeldPayload {
  readonly time?: number;
  readonly frame?: number;
  readonly extension: string;
  /** Number of the text that the manifest has of it. */
  readonly entry: number;
}

interface HeldExchange {
  /** From 1, in the order in which they were complete, which mostly is that of time: the octets wait under names with that number. */
  readonly number: number;
  readonly request: HeldPayload | undefined;
  readonly response: HeldPayload | undefined;
}

/** Writes payloads as they are complete, and names them when all are known: a large capture is never held in memory. */
export class HeldPayloads implements CaptureSink {
  readonly diagnostics: CaptureDiagnostic[] = [];
  private readonly open: () => StagedFiles;
  private files: StagedFiles | undefined;
  /** Entries of the manifest, each without its braces, its names and its place. */
  private entries: WaitingTexts | undefined;
  private readonly exchanges: HeldExchange[] = [];

  constructor(open: () => StagedFiles) {
    this.open = open;
  }

  get isEmpty(): boolean {
    return this.exchanges.length === 0;
  }

  exchange({ request: asked, response: answered, url }: Omit<Exchange, "index">): void {
    const number = this.exchanges.length + 1;
    const request = this.held(number, "req", asked, url);
    const response = this.held(number, "resp", answered, request === undefined ? url : undefined);
    if (request !== undefined || response !== undefined) this.exchanges.push({ number, request, response });
  }

  diagnostic(diagnostic: CaptureDiagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  count(): void {
    // Of no use in files.
  }

  /** Puts files and manifest in their places. */
  keep(format: string): void {
    const { files, entries } = this;
    if (files === undefined || entries === undefined) return;
    entries.flush();
    files.writeParts("manifest.json", this.manifest(files, entries, format));
    entries.remove();
    files.keep();
  }

  /** The manifest piece by piece, as `JSON.stringify` indents it; names the files on the way. */
  private *manifest(files: StagedFiles, entries: WaitingTexts, format: string): Generator<string> {
    const place = /^pcap/.test(format) ? "frame" : "entry";
    yield `{\n  "version": 1,\n  "format": ${JSON.stringify(format)},\n  "payloads": [`;
    let separator = "\n";
    for (const [index, { number, request, response }] of inOrderOfTime(this.exchanges).entries()) {
      for (const [side, payload] of [["req", request] as const, ["resp", response] as const]) {
        if (payload === undefined) continue;
        const { entry, frame, extension } = payload;
        const file = nameOf(index + 1, side, extension);
        files.name(nameOf(number, side, extension), file);
        const names = `${IN_ENTRY}"file": "${file}",${IN_ENTRY}"exchange": ${index + 1},`;
        const last = frame === undefined ? "" : `,${IN_ENTRY}"${place}": ${frame}`;
        yield `${separator}    {${names}${entries.text(entry)}${last}\n    }`;
        separator = ",\n";
      }
    }
    yield "\n  ]\n}\n";
  }

  drop(): void {
    this.entries?.remove();
    this.files?.drop();
  }

  private held(
    number: number,
    side: "req" | "resp",
    payload: Payload | undefined,
    url: string | undefined,
  ): HeldPayload | undefined {
    // A request without a body has nothing to write.
    if (payload === undefined || (payload.bytes.length === 0 && payload.gaps.length === 0)) return undefined;
    this.files ??= this.open();
    this.entries ??= new WaitingTexts(this.files.scratchPlace);
    const { bytes, time, frame, diagnostics } = payload;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    for (const diagnostic of diagnostics) this.diagnostics.push(diagnostic);
    const extension = extensionOf(payload);
    this.files.hold(bytes, nameOf(number, side, extension));
    return {
      extension,
      entry: this.entries.add(manifestFields(payload, sha256, url)),
      ...(time === undefined ? {} : { time }),
      ...(frame === undefined ? {} : { frame }),
    };
  }
}

function nameOf(index: number, side: "req" | "resp", extension: string): string {
  return `${numbered(index)}-${side}.${extension}`;
}
