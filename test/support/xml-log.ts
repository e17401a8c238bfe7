import { expect } from "vitest";
import type { Diagnostic } from "../../src/core/diagnostics.ts";
import { isSyncmlError, type SyncmlErrorCode } from "../../src/core/errors.ts";
import { EventPrinter } from "../../src/inspect/event-printer.ts";
import type { XmlReadOptions } from "../../src/xml/read-options.ts";
import { XmlReader } from "../../src/xml/reader.ts";
import { chunkings } from "./chunks.ts";

/** All that one reading of an XML document says. */
export interface XmlReading {
  readonly log: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly error:
    | {
        code: SyncmlErrorCode;
        offset: number | undefined;
        line: number | undefined;
        column: number | undefined;
        path: string | undefined;
        reason: string;
      }
    | undefined;
}

/** Nothing put up with: XML 1.0 to the letter. */
export const strict: Partial<XmlReadOptions> = {
  invalidUtf8: "reject",
  lineBreaks: "normalize",
  controlCharacters: "reject",
};

/** Reads a document in the given chunks; any error but a SyncmlError is thrown on. */
export function readXmlChunks(
  chunks: Iterable<Uint8Array | string>,
  options: Partial<XmlReadOptions> = {},
): XmlReading {
  let log = "";
  const diagnostics: Diagnostic[] = [];
  const printer = new EventPrinter((text) => {
    log += text;
  });
  let error: XmlReading["error"];
  try {
    const reader = new XmlReader(printer, { ...options, onDiagnostic: (diagnostic) => diagnostics.push(diagnostic) });
    // A source may not keep a chunk, so each one is wiped after the call.
    for (const chunk of chunks) {
      const given = typeof chunk === "string" ? chunk : chunk.slice();
      reader.write(given);
      if (typeof given !== "string") given.fill(0xee);
    }
    reader.end();
  } catch (caught) {
    if (!isSyncmlError(caught)) throw caught;
    const { code, offset, line, column, path, reason } = caught;
    error = { code, offset, line, column, path, reason };
  }
  printer.flush();
  return { log, diagnostics, error };
}

/** Reads bytes in every chunking, or a string also unit by unit; expects the same of each, and returns that. */
export function readXml(input: Uint8Array | string, options: Partial<XmlReadOptions> = {}): XmlReading {
  const ways: (Uint8Array | string)[][] =
    typeof input === "string" ? [[input], input.split(""), input.match(/[\s\S]{1,3}/g) ?? []] : chunkings(input);
  const [whole, ...cut] = ways.map((chunks) => readXmlChunks(chunks, options));
  for (const reading of cut) expect(reading).toEqual(whole);
  return whole as XmlReading;
}

/** The lines of the log of a document, read as a string and as bytes, an error as the last line. */
export function xmlLog(input: Uint8Array | string, options: Partial<XmlReadOptions> = {}): string[] {
  const bytes = typeof input === "string" ? new Uint8Array(Buffer.from(input)) : input;
  const { log, error } = readXml(bytes, options);
  const lines = log.split("\n").slice(0, -1);
  if (error !== undefined) lines.push(`off=${error.offset} ${error.line}:${error.column} ! ${error.code}`);
  return lines;
}
