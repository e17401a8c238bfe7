import type { VocabularyDefinition } from "../definition.ts";
import { standardDefinitions } from "../standard.ts";
import { defineVocabulary } from "../vocabulary.ts";
import { VocabularySet } from "../vocabulary-set.ts";

/**
 * A set of these vocabularies and the standard ones, for the option `vocabularies` of every reader and encoder. Where a
 * document fits several, the standard ones come first, then the last one given.
 */
export function withStandard(...definitions: readonly VocabularyDefinition[]): VocabularySet {
  return new VocabularySet([...definitions, ...standardDefinitions].map(defineVocabulary));
}
