import type { SyncML, SyncmlDocument } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";
import { documentStart } from "../core/sink.ts";

/** The error for a document whose root element is not the expected one. */
export function unexpectedRoot(root: string | undefined, wanted = "SyncML"): SyncmlError {
  return new SyncmlError("unexpected-root", `the root element is ${root}, not ${wanted}`, documentStart);
}

/** @throws {SyncmlError} `unexpected-root` if the document is not a message. */
export function asMessage(document: SyncmlDocument | undefined): SyncML {
  if (document?.kind === "SyncML") return document;
  throw unexpectedRoot(rootOf(document));
}

/** The name of the root element; of a fragment, that of its first element. */
export function rootOf(document: SyncmlDocument | undefined): string | undefined {
  switch (document?.kind) {
    case "Element":
      return document.local;
    case "Fragment": {
      const { syncHdr, inBody, commands } = document;
      return syncHdr?.kind ?? (inBody ? "SyncBody" : commands[0]?.kind);
    }
    default:
      return document?.kind;
  }
}
