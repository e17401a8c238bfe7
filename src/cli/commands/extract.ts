import { createHash } from "node:crypto";
import { type Command, Option } from "commander";
import { inOrderOfTime } from "../../capture/in-order-of-time.ts";
import type { CaptureDiagnostic, Exchange, Payload } from "../../capture/model.ts";
import type { CaptureSink } from "../../capture/reader.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { captureFormatOption, noteDiagnostics } from "../capture-input.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { isSameFolder } from "../folder-input.ts";
import { openCapture } from "../open-capture.ts";
import { type ColorOptions, colorOption } from "../options.ts";
import { extensionOf, manifestEntry, numbered } from "../payload-files.ts";
import { perform } from "../perform.ts";
import { StagedFiles } from "../staged-files.ts";
import type { Talk } from "../talk.ts";

interface ExtractOptions extends ColorOptions {
  readonly directory: string;
  readonly force?: true;
  readonly from?: string;
}

/** Adds `extract`: writes each message of a capture to a file of its own. */
export function addExtractCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  program
    .command("extract")
    .description("write each message of a capture to a file")
    .argument("[FILE]", "capture to read, or folder of captures; - or none means standard input")
    .addOption(
      new Option("-d, --directory <DIR>", "directory for the messages: 001-req.wbxml and so on").makeOptionMandatory(),
    )
    .option("--force", "replace existing files")
    .addOption(captureFormatOption())
    .addOption(colorOption())
    .action(async (file: string | undefined, options: ExtractOptions) => {
      exit(await perform(environment, options.color, (talk) => extract(environment, file ?? "-", options, talk)));
    });
}

async function extract(
  environment: Environment,
  file: string,
  { directory, force, from }: ExtractOptions,
  talk: Talk,
): Promise<number> {
  const held = new HeldPayloads(() => {
    return new StagedFiles(environment, directory, { overwrites: force === true, inputFile: file });
  });
  if (file !== "-" && isSameFolder(file, directory)) {
    throw new CommandFailure(ExitCode.USAGE, `${directory}: is the folder that is read`);
  }
  const capture = openCapture(environment, file, held, from === undefined ? {} : { from }, talk);
  let fault: SyncmlError | undefined;
  try {
    try {
      await capture.read();
    } catch (error) {
      // What was complete before a limit was reached is kept.
      if (!isSyncmlError(error)) throw error;
      fault = error;
    }
    held.keep(capture.recognition?.format ?? "");
  } catch (error) {
    held.drop();
    throw error;
  }
  noteDiagnostics(talk, file, held.diagnostics);
  if (fault !== undefined) {
    talk.error(file, fault, fault.offset !== undefined);
    return fault.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNREADABLE;
  }
  if (held.isEmpty) talk.note(file, `there is no message in it, read as ${capture.recognition?.format}`);
  if (held.diagnostics.some(({ code }) => code === "file-cut")) return ExitCode.UNDECODABLE;
  return held.isEmpty ? ExitCode.FINDINGS : ExitCode.CLEAN;
}

/** A payload whose octets wait in a file. */
interface HeldPayload {
  readonly time?: number;
  readonly held: string;
  readonly extension: string;
  readonly entry: ReturnType<typeof manifestEntry>;
}

interface HeldExchange {
  readonly request?: HeldPayload;
  readonly response?: HeldPayload;
}

/** Writes payloads as they are complete, and names them when all are known: a large capture is never held in memory. */
class HeldPayloads implements CaptureSink {
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
    const payloads: object[] = [];
    for (const [index, { request, response }] of inOrderOfTime(this.exchanges).entries()) {
      for (const [side, payload] of [["req", request] as const, ["resp", response] as const]) {
        if (payload === undefined) continue;
        const file = `${numbered(index + 1)}-${side}.${payload.extension}`;
        files.name(payload.held, file);
        const { frame, ...entry } = payload.entry;
        const place = frame === undefined ? {} : isInFrames(format) ? { frame } : { entry: frame };
        payloads.push({ file, exchange: index + 1, ...entry, ...place });
      }
    }
    const manifest = JSON.stringify({ version: 1, format, payloads }, undefined, 2);
    files.write("manifest.json", encodeUtf8(`${manifest}\n`));
    files.keep();
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
      entry: manifestEntry(payload, sha256),
      ...(time === undefined ? {} : { time }),
    };
    return { [side]: kept } as { [Name in Side]?: HeldPayload };
  }
}

function isInFrames(format: string): boolean {
  return /^pcap/.test(format);
}
