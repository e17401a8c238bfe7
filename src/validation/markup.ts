import type { DocumentInfo } from "../core/sink.ts";

/** An element as it appears in the document: what a rule looks at. */
export interface MarkupElement {
  /** Local name. */
  readonly name: string;
  /** Its namespace, `""` if it has none. */
  readonly namespace: string;
  /** The element around it; `undefined` for a root. */
  readonly parent: MarkupElement | undefined;
  /** Bytes from the start of the outermost document to its start tag; `undefined` where there are no bytes. */
  readonly offset: number | undefined;
  /** The form of its document, if it is the root of one that has a form of its own. */
  readonly form: DocumentInfo["format"] | undefined;
  /** The elements in it, in document order. */
  readonly children: readonly MarkupElement[];
  /** Names of its attributes as written, declarations of namespaces apart; `undefined` if it has none. */
  readonly attributes: readonly string[] | undefined;
  /** The character data directly in it, together. */
  readonly text: string;
  /** Its content, where that is not valid text. */
  readonly bytes: Uint8Array | undefined;
  /** Whether its text has a carriage return that XML has no right to: a parser would not pass it on. */
  readonly hasRawCarriageReturn: boolean;
  /** Whether it is a Data whose text is a document. */
  readonly holdsDocument: boolean;
  /** Its text without blanks around it. */
  readonly value: string;
  /** Whether it has character data besides its children. */
  readonly hasText: boolean;
  /** As `/SyncML/SyncBody/Add[2]/Item`: with its position where siblings have the same name. */
  readonly path: string;
  /** The first child of that name. */
  child(name: string): MarkupElement | undefined;
  /** All children of that name. */
  all(name: string): readonly MarkupElement[];
  /** The text of the element at the end of a path of names, without blanks around it; `undefined` if there is none. */
  valueOf(...names: string[]): string | undefined;
}

/** A fault that was noticed while reading, without a rule's check. */
export interface MarkupNote {
  /** Id of the rule it breaks. */
  readonly rule: string;
  /** The innermost element around it; `undefined` before the root. */
  readonly element: MarkupElement | undefined;
  /** The rest of its path, below `element`. */
  readonly below: string;
  /** Bytes from the start of the outermost document; `undefined` where there are no bytes. */
  readonly offset: number | undefined;
  /** What is wrong: the beginning of a sentence. */
  readonly what: string;
}

/** A document as its elements. */
export interface Markup {
  /** Absent if the document never had a root. */
  readonly info: DocumentInfo | undefined;
  /** In document order, so that a parent comes before its children. */
  readonly elements: readonly MarkupElement[];
  /** Faults noticed while reading. */
  readonly notes: readonly MarkupNote[];
}
