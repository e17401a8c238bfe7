import { AstBuilder } from "../ast/builder.ts";
import type { SyncmlDocument } from "../ast/nodes.ts";
import { stringify } from "../ast/stringify.ts";
import { DocumentEncoder } from "../codec/document-encoder.ts";
import type { DiagnosticListener } from "../core/diagnostics.ts";
import type { EventSink } from "../core/sink.ts";
import { EventPrinter } from "../inspect/event-printer.ts";
import { unicodeEscape } from "../inspect/printable.ts";
import { TreePrinter } from "../inspect/tree-printer.ts";
import type { Colors } from "./colors.ts";
import { everyVocabulary } from "./every-vocabulary.ts";
import type { Output } from "./output.ts";
import { printableLine } from "./printable.ts";
import { XmlPainter } from "./xml-painter.ts";

/** Ways to show the events of a document. */
export const viewKinds = ["xml", "json", "wbxml", "events", "tree"] as const;
export type ViewKind = (typeof viewKinds)[number];

/** Most characters of a value shown on a terminal. */
const TERMINAL_VALUE_LENGTH = 120;

/** Settings of a view. */
export interface ViewOptions {
  /** Blanks for each level of XML and JSON. */
  readonly indent: number;
  readonly colors: Colors;
  readonly onDiagnostic: DiagnosticListener;
}

/** One way to show a document: a sink that prints its events, at once or when it has received them all. */
export interface View {
  readonly sink: EventSink;
  /** Prints what is still held back; after a fault, as much as arrived. */
  finish(): void;
}

/** Creates the view that `--to` names, printing to `output`. */
export function createView(kind: ViewKind, output: Output, options: ViewOptions): View {
  const print = (data: string | Uint8Array) => output.write(data);
  switch (kind) {
    case "xml": {
      const writeOptions = { indent: " ".repeat(options.indent) };
      if (!output.isTTY && !options.colors.isColorSupported) {
        const encoder = new DocumentEncoder("xml", print, writeOptions);
        return { sink: encoder.sink, finish: () => encoder.flush() };
      }
      const painter = new XmlPainter((text) => output.writeAsIs(text), options.colors);
      const encoder = new DocumentEncoder("xml", (bytes) => painter.write(bytes), writeOptions);
      const finish = () => {
        encoder.flush();
        painter.flush();
      };
      return { sink: encoder.sink, finish };
    }
    case "json": {
      const builder = new AstBuilder({ onDiagnostic: options.onDiagnostic });
      return { sink: builder, finish: () => printJson(builder.takePartial(), output, options.indent) };
    }
    case "wbxml": {
      const encoder = new DocumentEncoder("wbxml", print, { vocabularies: everyVocabulary });
      return { sink: encoder.sink, finish: () => encoder.flush() };
    }
    case "events": {
      const printer = new EventPrinter(print);
      return { sink: printer, finish: () => printer.flush() };
    }
    case "tree": {
      const printer = new TreePrinter((text) => output.writeAsIs(text), treeOptions(output, options.colors));
      return { sink: printer, finish: () => printer.flush() };
    }
  }
}

function printJson(document: SyncmlDocument | undefined, output: Output, indent: number): void {
  if (document !== undefined) output.write(stringify(document, { indent }));
}

function treeOptions(output: Output, colors: Colors) {
  const paints = { element: colors.cyan, attribute: colors.yellow, value: colors.green, note: colors.dim };
  const { isTTY } = output;
  return {
    maxValueLength: isTTY ? TERMINAL_VALUE_LENGTH : Number.POSITIVE_INFINITY,
    paint: (kind: keyof typeof paints, text: string) => paints[kind](isTTY ? printableLine(text, unicodeEscape) : text),
  };
}
