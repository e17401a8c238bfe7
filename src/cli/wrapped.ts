import { AstBuilder } from "../ast/builder.ts";
import { walkDocument } from "../ast/walker.ts";
import { wrapFragment } from "../ast/wrap-fragment.ts";
import type { DiagnosticListener } from "../core/diagnostics.ts";
import type { EventSink } from "../core/sink.ts";
import { everyVocabulary } from "./every-vocabulary.ts";

/** A document that is held until it ends or fails. */
export interface Wrapped {
  readonly sink: EventSink;
  /** Passes on what has arrived: a fragment wrapped in a message, anything else unchanged. */
  finish(): void;
}

/** Wraps fragments in messages before passing them to `sink`. */
export function wrapped(sink: EventSink, onDiagnostic: DiagnosticListener): Wrapped {
  const builder = new AstBuilder({ onDiagnostic });
  const finish = () => {
    const document = builder.takePartial();
    if (document !== undefined)
      walkDocument(document.kind === "Fragment" ? wrapFragment(document) : document, sink, everyVocabulary);
  };
  return { sink: builder, finish };
}
