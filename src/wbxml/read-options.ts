import type { DiagnosticListener } from "../core/diagnostics.ts";
import { defaultLimits, type Limits } from "../core/limits.ts";
import {
  anyFunction,
  anyObject,
  anyString,
  charsetNumber,
  checkOptions,
  integer,
  type OptionCheck,
  oneOf,
  optionChecks,
  vocabularySet,
} from "../core/options.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";

/** How a WBXML document is read. */
export interface WbxmlReadOptions {
  /** Other limits than the defaults. */
  readonly limits: Partial<Limits>;
  /** Vocabularies the document may use. Default: SyncML, MetInf, DevInf and the DM tree. */
  readonly vocabularies: VocabularySet;
  /** Media type that came with the document; overrides the public id. Default none. */
  readonly mediaType: string | undefined;
  /** Charset as MIBenum that came with the document, where its header has none or says 0. Default UTF-8. */
  readonly charset: number;
  /** A token outside the vocabulary: passed on under a name with its page and number, or refused. Default `"keep"`. */
  readonly unknownTokens: "keep" | "reject";
  /** Called with each leniency as it occurs. */
  readonly onDiagnostic: DiagnosticListener | undefined;
  /** Offset of the first byte in the outermost document. Default 0. */
  readonly baseOffset: number;
  /** Open elements around the document, as a path. Default none. */
  readonly basePath: string;
  /** Number of those elements; they count against the depth limit. Default 0. */
  readonly baseDepth: number;
}

/** Valid values of the options. */
export const wbxmlReadChecks: Readonly<Record<string, OptionCheck>> = {
  limits: anyObject,
  vocabularies: vocabularySet,
  mediaType: anyString,
  charset: charsetNumber,
  unknownTokens: oneOf("keep", "reject"),
  onDiagnostic: anyFunction,
  baseOffset: integer(0),
  basePath: anyString,
  baseDepth: integer(0),
};
const checks = optionChecks(wbxmlReadChecks);

export function resolveReadOptions(options: Partial<WbxmlReadOptions>): WbxmlReadOptions {
  checkOptions(options, checks);
  return {
    limits: options.limits ?? defaultLimits,
    vocabularies: options.vocabularies ?? standardVocabularies,
    mediaType: options.mediaType,
    charset: options.charset ?? 0,
    unknownTokens: options.unknownTokens ?? "keep",
    onDiagnostic: options.onDiagnostic,
    baseOffset: options.baseOffset ?? 0,
    basePath: options.basePath ?? "",
    baseDepth: options.baseDepth ?? 0,
  };
}
