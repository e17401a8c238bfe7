import type { VocabularyDefinition } from "./definition.ts";
import { devInf10 } from "./devinf-1.0.ts";
import { devInf11 } from "./devinf-1.1.ts";
import { devInf12 } from "./devinf-1.2.ts";
import { dmTnds12 } from "./dm-tnds-1.2.ts";
import { metInf10 } from "./metinf-1.0.ts";
import { metInf11 } from "./metinf-1.1.ts";
import { metInf12 } from "./metinf-1.2.ts";
import { syncml10 } from "./syncml-1.0.ts";
import { syncml11 } from "./syncml-1.1.ts";
import { syncml12 } from "./syncml-1.2.ts";
import { defineVocabulary } from "./vocabulary.ts";
import { VocabularySet } from "./vocabulary-set.ts";

/** The definitions of SyncML, MetInf, DevInf and the DM tree, older versions first. */
export const standardDefinitions: readonly VocabularyDefinition[] = [
  metInf10,
  metInf11,
  metInf12,
  devInf10,
  devInf11,
  devInf12,
  dmTnds12,
  syncml10,
  syncml11,
  syncml12,
];

/** The default vocabularies of every reader. */
export const standardVocabularies: VocabularySet = /* @__PURE__ */ new VocabularySet(
  standardDefinitions.map(defineVocabulary),
);
