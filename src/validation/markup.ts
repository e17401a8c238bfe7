import type { DocumentInfo } from "../core/sink.ts";

/** An element as it appears in the document. */
export interface MarkupElement {
  /** Local name. */
  readonly name: string;
  /** Its namespace, `""` if it has none. */
  readonly namespace: string;
  /** The enclosing element; `undefined` for a root. */
  readonly parent: MarkupElement | undefined;
  /** Bytes from the start of the outermost document to its start tag; `undefined` where there are no bytes. */
  readonly offset: number | undefined;
  /** Format of the document, if the element is the root of one that starts here; otherwise `undefined`. */
  readonly form: DocumentInfo["format"] | undefined;
  /** Its child elements, in document order. */
  readonly children: readonly MarkupElement[];
  /** Names of its attributes as written, without namespace declarations; `undefined` if it has none. */
  readonly attributes: readonly string[] | undefined;
  /** Its own character data, concatenated. */
  readonly text: string;
  /** Its content, if that is not valid text; otherwise `undefined`. */
  readonly bytes: Uint8Array | undefined;
  /** Whether its text has a literal carriage return, which an XML parser would not pass on. */
  readonly hasRawCarriageReturn: boolean;
  /** Whether it is a Data whose text is itself a document, escaped or in CDATA. */
  readonly holdsDocument: boolean;
  /** Its text, trimmed. */
  readonly value: string;
  /** Whether it has character data other than white space. */
  readonly hasText: boolean;
  /** Such as `/SyncML/SyncBody/Add[2]/Item`: with a position, from 1, where siblings have the same name. */
  readonly path: string;
  /** The first child of that name. */
  child(name: string): MarkupElement | undefined;
  /** All children of that name. */
  all(name: string): readonly MarkupElement[];
  /** The trimmed text of the element at the end of a path of names; `undefined` if there is no such element. */
  valueOf(...names: string[]): string | undefined;
}

/** A fault that was noticed while reading, not by the check of a rule. */
export interface MarkupNote {
  /** Id of the rule it breaks. */
  readonly rule: string;
  /** The innermost enclosing element; `undefined` before the root. */
  readonly element: MarkupElement | undefined;
  /** The rest of its path, below `element`. */
  readonly below: string;
  /** Bytes from the start of the outermost document; `undefined` where there are no bytes. */
  readonly offset: number | undefined;
  /** What is wrong: the beginning of a sentence. */
  readonly what: string;
}

/** A document as a list of its elements. */
export interface Markup {
  /** Absent if the document never had a root. */
  readonly info: DocumentInfo | undefined;
  /** In document order, so that a parent comes before its children. */
  readonly elements: readonly MarkupElement[];
  /** Faults noticed while reading. */
  readonly notes: readonly MarkupNote[];
}
