import { AstBuilder } from "../ast/builder.ts";
import { walkDocument } from "../ast/walker.ts";
import { wrapFragment } from "../ast/wrap-fragment.ts";
import type { DiagnosticListener } from "../core/diagnostics.ts";
import type { EventSink } from "../core/sink.ts";

/** A document that is held until it has ended, or failed. */
export interface Wrapped {
  readonly sink: EventSink;
  /** Passes on what there is: a fragment in a message, anything else as it is. */
  finish(): void;
}

/** Makes messages of fragments on their way to `sink`. */
export function wrapped(sink: EventSink, onDiagnostic: DiagnosticListener): Wrapped {
  const builder = new AstBuilder({ onDiagnostic });
  const finish = () => {
    const document = builder.takePartial();
    if (document !== undefined) walkDocument(document.kind === "Fragment" ? wrapFragment(document) : document, sink);
  };
  return { sink: builder, finish };
}
