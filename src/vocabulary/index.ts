export type {
  AttributePage,
  AttributeStart,
  OpaqueKind,
  TagPage,
  VariableAround,
  VariableReference,
  VariableSyntax,
  VocabularyDefinition,
} from "./definition.ts";
export { standardDefinitions, standardVocabularies } from "./standard.ts";
export { type AttributeStartToken, defineVocabulary, type Vocabulary } from "./vocabulary.ts";
export { VocabularySet } from "./vocabulary-set.ts";
