import { AstBuilder } from "../ast/builder.ts";
import type { SyncmlDocument } from "../ast/nodes.ts";
import type { HandOvers } from "./fast-path/hand-overs.ts";
import { readMessage } from "./fast-path/read-message.ts";
import { openDocument } from "./open-document.ts";
import type { DecodeOptions } from "./options.ts";

/**
 * A document whose bytes are all there: on the fast path, or by events alone if it begins like none that the fast path
 * knows. `handOvers`, if given, gets to know what the event path read.
 *
 * @throws {SyncmlError} what is wrong and where.
 */
export function readDocument(
  input: Uint8Array | string,
  options: Partial<DecodeOptions>,
  handOvers?: HandOvers,
): SyncmlDocument {
  const document = readMessage(input, options, handOvers);
  if (document !== undefined) return document;
  const builder = new AstBuilder(options);
  const source = openDocument(builder, forData(options));
  handOvers?.begin(builder, 0, source);
  source.write(input);
  source.end();
  handOvers?.end(input.length);
  return builder.document as SyncmlDocument;
}

/** With `data: "view"`, embedded documents stay as they are on the wire. */
function forData(options: Partial<DecodeOptions>): Partial<DecodeOptions> {
  return options.data === "view" ? { ...options, embedded: "keep" } : options;
}
