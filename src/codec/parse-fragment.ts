import type { Fragment } from "../ast/nodes.ts";
import type { Bytes } from "../core/bytes.ts";
import { rootOf, unexpectedRoot } from "./as-message.ts";
import { decodeDocument } from "./decode.ts";
import type { DecodeOptions } from "./options.ts";

/**
 * Decodes commands that are not inside a message: a SyncBody, a single command, or in XML several in a row. Their namespace
 * is in `wire`; `wrapFragment` makes a message of them.
 *
 * @throws {SyncmlError} what is wrong and where; `unexpected-root` if it is something else, such as a whole message.
 */
export function parseFragment(input: Bytes | string, options: Partial<Omit<DecodeOptions, "roots">> = {}): Fragment {
  const document = decodeDocument(input, { ...options, roots: "several" });
  if (document.kind === "Fragment") return document;
  throw unexpectedRoot(rootOf(document), "SyncBody or a command");
}
