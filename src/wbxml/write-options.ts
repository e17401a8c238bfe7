import { atLeast, charsetNumber, listOfStrings, type OptionCheck, oneOf, vocabularySet } from "../core/options.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";

/** How WBXML is written. An option left out is taken from the document if that was read, otherwise its default applies. */
export interface WbxmlWriteOptions {
  /** WBXML version. Default `"1.2"`, which every phone knows. */
  readonly version: "1.0" | "1.1" | "1.2" | "1.3";
  /**
   * Public identifier: its number, its text in the string table, or the number 1 for none. A vocabulary without a number
   * gets its text. Default `"number"`.
   */
  readonly publicId: "number" | "text" | "unknown";
  /**
   * Charset as MIBenum. Default 106, UTF-8. UTF-16, UTF-32 and Latin-1 are written in full; in all others strings hold only
   * ASCII. Characters that do not fit are written as ENTITY tokens.
   */
  readonly charset: number;
  /**
   * Character data inside `Data`: opaques as OPAQUE and text as STR_I (`"as-given"`), or all of it as one of the two where
   * possible. Bytes that are not valid text are always OPAQUE. Default `"as-given"`.
   */
  readonly data: "as-given" | "inline" | "opaque";
  /**
   * Strings that occur several times: `"auto"` moves them into the string table where that makes the document smaller.
   * Output then starts only when the document ends. Default `"none"`.
   */
  readonly stringTable: "none" | "auto";
  /**
   * Bytes to hold back for literal names, since the string table that holds them comes first. A new name after that is an
   * error unless `literals` announces it. Default 1 MiB.
   */
  readonly holdBytes: number;
  /** Names that will be written as literals, as `local` or `prefix:local`, known in advance. Default none. */
  readonly literals: readonly string[];
  /** Bytes to collect before `output` is called. Default 16,384. */
  readonly flushBytes: number;
  /** Vocabularies to choose from. Default: SyncML, MetInf, DevInf and the DM tree. */
  readonly vocabularies: VocabularySet;
}

/** Defaults of the options that are not taken from the document. */
export type FixedWriteOptions = Omit<WbxmlWriteOptions, "version" | "publicId" | "charset">;

export const writeDefaults: FixedWriteOptions = {
  data: "as-given",
  stringTable: "none",
  holdBytes: 1024 * 1024,
  literals: [],
  flushBytes: 16_384,
  vocabularies: standardVocabularies,
};

/** Valid values of the options. */
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
