import { readdirSync } from "node:fs";
import type { VocabularyDefinition } from "../../src/vocabulary/definition.ts";
import { wapDefinitions } from "../../src/vocabulary/wap/index.ts";
import { corpusPath, corpusText } from "./corpus.ts";

/** A document of one of the other languages of WAP. */
export interface WapDocument {
  readonly file: string;
  readonly definition: VocabularyDefinition;
  readonly xml: string;
}

/** The name of a language as files have it, such as `si-1.0`. */
const slug = ({ name }: VocabularyDefinition) => name.toLowerCase().replaceAll(" ", "-");

/** The documents of `corpus/wap`, each named after its language, with a suffix if that has several. */
export const wapCorpus: readonly WapDocument[] = readdirSync(corpusPath("wap"))
  .filter((file) => file.endsWith(".xml"))
  .sort()
  .map((file) => {
    const name = file.slice(0, -".xml".length);
    const definition = wapDefinitions.find((one) => name === slug(one) || name.startsWith(`${slug(one)}-`));
    if (definition === undefined) throw new Error(`no language for ${file}`);
    return { file, definition, xml: corpusText(`wap/${file}`) };
  });
