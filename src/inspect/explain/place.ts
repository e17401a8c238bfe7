import type { VocabularySet } from "../../vocabulary/vocabulary-set.ts";
import type { LeafList } from "./leaf-list.ts";

/** Where a document is, and what is known about it. */
export interface Place {
  readonly depth: number;
  readonly path: string;
  readonly mediaType: string | undefined;
  readonly vocabularies: VocabularySet;
  readonly isOutermost: boolean;
  readonly nesting: number;
  readonly maxNesting: number;
  /** Explains what a carrier carried, from the cursor to `end`. */
  readonly body: (list: LeafList, end: number, place: Place) => void;
  /** A chunk before this one was explained. */
  readonly chunks?: "several";
}
