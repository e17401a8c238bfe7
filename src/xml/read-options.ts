import type { DiagnosticListener } from "../core/diagnostics.ts";
import { defaultLimits, type Limits } from "../core/limits.ts";
import {
  anyFunction,
  anyObject,
  anyString,
  checkOptions,
  integer,
  type OptionCheck,
  oneOf,
  optionChecks,
  vocabularySet,
} from "../core/options.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { VocabularySet } from "../vocabulary/vocabulary-set.ts";

/**
 * How an XML document is read. The three modes for text apply only inside the `Data` of SyncML, where peers put what XML
 * does not allow; elsewhere a document that is not well-formed is refused.
 */
export interface XmlReadOptions {
  /** Other limits than the defaults. */
  readonly limits: Partial<Limits>;
  /** Vocabularies the document may use. Default: SyncML, MetInf, DevInf and the DM tree. */
  readonly vocabularies: VocabularySet;
  /**
   * Bytes that are not UTF-8: passed on as they are, with `invalid-text`, or refused. A document that declares another
   * encoding than its bytes clearly have, such as UTF-16 in UTF-8, is read or refused likewise. Default `"keep"`.
   */
  readonly invalidUtf8: "keep" | "reject";
  /**
   * Raw CR and CR LF: passed on as they are, with `carriage-return`, since peers count them in Size, or read as LF as
   * XML 1.0 §2.11 wants. Default `"keep"`.
   */
  readonly lineBreaks: "keep" | "normalize";
  /**
   * Number of root elements: one, as in every XML document, or for parts of a message such as bare commands, several in a
   * row. Default `"one"`.
   */
  readonly roots: "one" | "several";
  /** Raw characters that XML 1.0 §2.2 excludes: passed on, with `control-character`, or refused. Default `"keep"`. */
  readonly controlCharacters: "keep" | "reject";
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
export const xmlReadChecks: Readonly<Record<string, OptionCheck>> = {
  limits: anyObject,
  vocabularies: vocabularySet,
  invalidUtf8: oneOf("keep", "reject"),
  lineBreaks: oneOf("keep", "normalize"),
  roots: oneOf("one", "several"),
  controlCharacters: oneOf("keep", "reject"),
  onDiagnostic: anyFunction,
  baseOffset: integer(0),
  basePath: anyString,
  baseDepth: integer(0),
};
const checks = optionChecks(xmlReadChecks);

export function resolveReadOptions(options: Partial<XmlReadOptions>): XmlReadOptions {
  checkOptions(options, checks);
  return {
    limits: options.limits ?? defaultLimits,
    vocabularies: options.vocabularies ?? standardVocabularies,
    invalidUtf8: options.invalidUtf8 ?? "keep",
    lineBreaks: options.lineBreaks ?? "keep",
    roots: options.roots ?? "one",
    controlCharacters: options.controlCharacters ?? "keep",
    onDiagnostic: options.onDiagnostic,
    baseOffset: options.baseOffset ?? 0,
    basePath: options.basePath ?? "",
    baseDepth: options.baseDepth ?? 0,
  };
}
