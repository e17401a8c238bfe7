import { AstBuilder, type PartListener } from "../ast/builder.ts";
import type { SyncHdr } from "../ast/nodes.ts";
import { type Bytes, bytesOrString } from "../core/bytes.ts";
import { checkOptions } from "../core/options.ts";
import { asMessage } from "./as-message.ts";
import { readHeader } from "./fast-path/read-message.ts";
import { openDocument } from "./open-document.ts";
import { type ReadOptions, readChecks } from "./options.ts";

// Most headers are shorter, so little is wasted.
const PIECE_LENGTH = 1024;

/**
 * Reads only the header of a message, for routing or authentication. What follows it is neither decoded nor checked.
 *
 * @throws {SyncmlError} what is wrong with the document up to there; `unexpected-root` if it is not a message.
 */
export function peek(input: Bytes | string, options: Partial<ReadOptions> = {}): SyncHdr {
  checkOptions(options, readChecks);
  const given = bytesOrString(input);
  return readHeader(given, options) ?? peekByEvents(given, options);
}

function peekByEvents(input: Uint8Array | string, options: Partial<ReadOptions>): SyncHdr {
  let found: SyncHdr | undefined;
  const parts: PartListener = {
    containers: "whole",
    header: (header) => {
      found = header;
    },
    command: ignore,
    close: ignore,
    content: ignore,
  };
  const { onDiagnostic } = options;
  const builder = new AstBuilder({ parts, onDiagnostic });
  const source = openDocument(builder, options);
  for (let at = 0; at < input.length && found === undefined; at += PIECE_LENGTH) {
    const piece =
      typeof input === "string" ? input.slice(at, at + PIECE_LENGTH) : input.subarray(at, at + PIECE_LENGTH);
    try {
      source.write(piece);
    } catch (error) {
      // A fault after the header in the same piece is ignored, since the rest is not checked either.
      if (found === undefined) throw error;
    }
  }
  if (found !== undefined) return found;
  source.end();
  return asMessage(builder.document).syncHdr;
}

function ignore(): void {}
