import type { Fragment } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";
import { decodeDocument } from "./decode.ts";
import type { DecodeOptions } from "./options.ts";

const start = { offset: 0, opaqueOffset: 0, path: () => "" };

/**
 * The commands in a text or WBXML document that has no message around them: a SyncBody, one command, or in XML several in a
 * row. Their namespace is in `wire`; `wrapFragment` makes a message of them.
 *
 * @throws {SyncmlError} what is wrong and where; `unexpected-root` if it is something else, such as a whole message.
 */
export function parseFragment(
  input: Uint8Array | string,
  options: Partial<Omit<DecodeOptions, "roots">> = {},
): Fragment {
  const document = decodeDocument(input, { ...options, roots: "several" });
  if (document.kind === "Fragment") return document;
  const root = document.kind === "Element" ? document.local : document.kind;
  throw new SyncmlError("unexpected-root", `the root element is ${root}, not SyncBody or a command`, start);
}
