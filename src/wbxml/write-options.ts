import { atLeast, charsetNumber, listOfStrings, type OptionCheck, oneOf, vocabularySet } from "../core/options.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";

/** How WBXML is written. What is left out is as in the document that is written again, or else the default named here. */
export interface WbxmlWriteOptions {
  /** WBXML version. Default `"1.2"`, which every phone knows. */
  readonly version: "1.0" | "1.1" | "1.2" | "1.3";
  /**
   * Public identifier: its number, its text in the string table, or the number 1 for none. A vocabulary without a number
   * gets its text. Default `"number"`.
   */
  readonly publicId: "number" | "text" | "unknown";
  /**
   * Charset as MIBenum. Default 106, UTF-8. In UTF-16, UTF-32 and Latin-1 text is written as such as far as it can be;
   * in all others its ASCII part is. The rest goes out as ENTITY tokens.
   */
  readonly charset: number;
  /**
   * Character data inside `Data`: as OPAQUE where it comes as such and as STR_I where it comes as text (`"as-given"`), or
   * all of it as one of the two, as far as it can be. What is not valid text is OPAQUE always. Default `"as-given"`.
   */
  readonly data: "as-given" | "inline" | "opaque";
  /**
   * Strings that occur several times: `"auto"` moves them into the string table where that makes the document smaller.
   * Nothing goes out then before the document ends. Default `"none"`.
   */
  readonly stringTable: "none" | "auto";
  /**
   * Bytes to hold back for names that only a string table can hold, since the table comes first. A name that is new
   * after that is an error unless `literals` announces it. Default 1 MiB.
   */
  readonly holdBytes: number;
  /** Names that will be written as literals, as `local` or `prefix:local`, known in advance. Default none. */
  readonly literals: readonly string[];
  /** Bytes to collect before `output` is called. Default 16,384. */
  readonly flushBytes: number;
  /** Vocabularies to choose from. Default: SyncML, MetInf, DevInf and the DM tree. */
  readonly vocabularies: VocabularySet;
}

/** The options that do not follow the document that is written again. */
export type FixedWriteOptions = Omit<WbxmlWriteOptions, "version" | "publicId" | "charset">;

export const writeDefaults: FixedWriteOptions = {
  data: "as-given",
  stringTable: "none",
  holdBytes: 1024 * 1024,
  literals: [],
  flushBytes: 16_384,
  vocabularies: standardVocabularies,
};

/** What they may be. */
export const wbxmlWriteChecks: Readonly<Record<string, OptionCheck>> = {
  version: oneOf("1.0", "1.1", "1.2", "1.3"),
  publicId: oneOf("number", "text", "unknown"),
  charset: charsetNumber,
  data: oneOf("as-given", "inline", "opaque"),
  stringTable: oneOf("none", "auto"),
  holdBytes: atLeast(0),
  literals: listOfStrings,
  flushBytes: atLeast(0),
  vocabularies: vocabularySet,
};
