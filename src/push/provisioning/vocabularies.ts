import { defineVocabulary, type Vocabulary } from "../../vocabulary/vocabulary.ts";
import { VocabularySet } from "../../vocabulary/vocabulary-set.ts";
import { provisioning10 } from "../../vocabulary/wap/provisioning-1.0.ts";

/** The language of client provisioning documents. */
export const provisioningVocabulary: Vocabulary = /* @__PURE__ */ defineVocabulary(provisioning10);

/** The same as a set, for readers and encoders. */
export const provisioningVocabularies: VocabularySet = /* @__PURE__ */ new VocabularySet([provisioningVocabulary]);
