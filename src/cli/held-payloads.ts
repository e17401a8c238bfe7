import { createHash } from "node:crypto";
import { inOrderOfTime } from "../capture/in-order-of-time.ts";
import type { CaptureDiagnostic, Exchange, Payload } from "../capture/model.ts";
import type { CaptureSink } from "../capture/reader.ts";
import { extensionOf, manifestEntry, numbered } from "./payload-files.ts";
import type { StagedFiles } from "./staged-files.ts";

/** A payload whose octets wait in a file. */
interface HeldPayload {
  readonly time?: number;
  readonly held: string;
  readonly extension: string;
  /** Of the manifest, as JSON: one string takes a third of the room of the objects, and keeps nothing of the message alive. */
  readonly entry: string;
}

interface HeldExchange {
  readonly request?: HeldPayload;
  readonly response?: HeldPayload;
}

/** Writes payloads as they are complete, and names them when all are known: a large capture is never held in memory. */
export class HeldPayloads implements CaptureSink {
  readonly diagnostics: CaptureDiagnostic[] = [];
  private readonly open: () => StagedFiles;
  private files: StagedFiles | undefined;
  private readonly exchanges: HeldExchange[] = [];

  constructor(open: () => StagedFiles) {
    this.open = open;
  }

  get isEmpty(): boolean {
    return this.exchanges.length === 0;
  }

  exchange({ request, response }: Omit<Exchange, "index">): void {
    const one = { ...this.held("request", request), ...this.held("response", response) };
    if (one.request !== undefined || one.response !== undefined) this.exchanges.push(one);
  }

  diagnostic(diagnostic: CaptureDiagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  count(): void {
    // Of no use in files.
  }

  /** Puts files and manifest in their places. */
  keep(format: string): void {
    const { files } = this;
    if (files === undefined) return;
    const inOrder = inOrderOfTime(this.exchanges);
    files.writeParts("manifest.json", this.manifest(files, format, inOrder));
    files.keep();
  }

  /** The manifest piece by piece, as `JSON.stringify` indents it; names the files on the way. */
  private *manifest(files: StagedFiles, format: string, inOrder: readonly HeldExchange[]): Generator<string> {
    yield `{\n  "version": 1,\n  "format": ${JSON.stringify(format)},\n  "payloads": [`;
    let separator = "\n";
    for (const [index, { request, response }] of inOrder.entries()) {
      for (const [side, payload] of [["req", request] as const, ["resp", response] as const]) {
        if (payload === undefined) continue;
        const file = `${numbered(index + 1)}-${side}.${payload.extension}`;
        files.name(payload.held, file);
        const { frame, ...entry }: ReturnType<typeof manifestEntry> = JSON.parse(payload.entry);
        const place = frame === undefined ? {} : isInFrames(format) ? { frame } : { entry: frame };
        const text = JSON.stringify({ file, exchange: index + 1, ...entry, ...place }, undefined, 2);
        yield `${separator}    ${text.replaceAll("\n", "\n    ")}`;
        separator = ",\n";
      }
    }
    yield "\n  ]\n}\n";
  }

  drop(): void {
    this.files?.drop();
  }

  private held<Side extends "request" | "response">(
    side: Side,
    payload: Payload | undefined,
  ): { [Name in Side]?: HeldPayload } | undefined {
    // A request without a body has nothing to write.
    if (payload === undefined || (payload.bytes.length === 0 && payload.gaps.length === 0)) return undefined;
    this.files ??= this.open();
    const { bytes, time, diagnostics } = payload;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    for (const diagnostic of diagnostics) this.diagnostics.push(diagnostic);
    const kept: HeldPayload = {
      held: this.files.hold(bytes),
      extension: extensionOf(payload),
      entry: JSON.stringify(manifestEntry(payload, sha256)),
      ...(time === undefined ? {} : { time }),
    };
    return { [side]: kept } as { [Name in Side]?: HeldPayload };
  }
}

function isInFrames(format: string): boolean {
  return /^pcap/.test(format);
}
