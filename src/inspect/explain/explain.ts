import { beginsSyncmlWbxml } from "../../capture/text/document-start.ts";
import { type Bytes, bytesOf } from "../../core/bytes.ts";
import {
  anyString,
  checkOptions,
  integer,
  listOfObjects,
  oneOf,
  optionChecks,
  vocabularySet,
} from "../../core/options.ts";
import { looksLikeNotification } from "../../push/notification/looks-like-notification.ts";
import { unwrapCarriers } from "../../push/unwrap.ts";
import type { VocabularySet } from "../../vocabulary/vocabulary-set.ts";
import { provisioning10 } from "../../vocabulary/wap/provisioning-1.0.ts";
import { withStandard } from "../../vocabulary/wap/with-standard.ts";
import { counted } from "../quantities.ts";
import { explainCarriers, explainLayout } from "./carriers.ts";
import { explainHttp, looksLikeHttp } from "./http.ts";
import type { Explanation, Leaf } from "./leaf.ts";
import { LeafList } from "./leaf-list.ts";
import type { Place } from "./place.ts";
import { explainWbxml } from "./wbxml.ts";
import { explainXml } from "./xml.ts";

/** Formats that {@link explain} can be told. */
export type ExplainFormat = "auto" | "wbxml" | "xml" | "notification" | "push" | "sms" | "userData" | "http";

/** How {@link explain} reads. */
export interface ExplainOptions {
  /** What the input is. Default `"auto"`: what its content says. */
  readonly format?: ExplainFormat | undefined;
  /** Media type that came with the input. Default none. */
  readonly mediaType?: string | undefined;
  /** Vocabularies for the names of WBXML. Default: those of SyncML, and client provisioning. */
  readonly vocabularies?: VocabularySet | undefined;
  /**
   * Where octets are missing, in order, as a capture says it. Only what comes before the first gap is read: octets on both sides of a gap
   * are never one token. Default: nowhere.
   */
  readonly gaps?: readonly { readonly offset: number; readonly length?: number }[] | undefined;
  /** Documents in documents that are opened, at most. Default 8, range 0–64. */
  readonly maxNesting?: number | undefined;
}

const checks = optionChecks({
  format: oneOf("auto", "wbxml", "xml", "notification", "push", "sms", "userData", "http"),
  mediaType: anyString,
  vocabularies: vocabularySet,
  gaps: listOfObjects,
  maxNesting: integer(0, 64),
});
const explained: VocabularySet = /* @__PURE__ */ withStandard(provisioning10);

/**
 * Says what each octet of a message is. The leaves tile the input: the first begins at 0, each begins where the one before it
 * ends, and the last ends at the end. Broken input is explained up to the fault; what cannot be read, and what comes after it,
 * have leaves of their own.
 */
export function explain(input: Bytes, options: ExplainOptions = {}): readonly Leaf[] {
  return explanationOf(input, options).leaves;
}

/** The same, with what the input was taken for and the faults that were found. */
export function explanationOf(input: Bytes, options: ExplainOptions = {}): Explanation {
  checkOptions(options, checks);
  const bytes = bytesOf(input);
  const list = new LeafList(bytes);
  const place: Place = {
    depth: 0,
    path: "",
    mediaType: options.mediaType,
    vocabularies: options.vocabularies ?? explained,
    isOutermost: true,
    nesting: 0,
    maxNesting: options.maxNesting ?? 8,
    body: explainBody,
  };
  const { format = "auto", gaps = [] } = options;
  const end = Math.min(bytes.length, gaps[0]?.offset ?? bytes.length);
  const taken = format === "auto" ? explainAny(list, end, place) : explainAs(format, list, end, place);
  for (const [index, { length }] of gaps.entries()) addGap(list, length, gaps[index + 1]?.offset ?? bytes.length);
  const findings = list.findings.sort((one, other) => one.offset - other.offset);
  return { format: taken, summary: list.summary, leaves: list.leaves, findings };
}

/** Octets that were not captured, and what came after them up to `end`. */
function addGap(list: LeafList, length: number | undefined, end: number): void {
  const size = length === undefined ? "an unknown number of bytes" : counted(length, "byte");
  list.addMissing(0, `${size} ${length === 1 ? "was" : "were"} not captured`, `where ${size} were not captured`);
  if (end > list.cursor) list.add(end, 0, "unread", "not read, after the gap");
}

function explainAs(format: Exclude<ExplainFormat, "auto">, list: LeafList, end: number, place: Place): string {
  if (format === "wbxml") explainWbxml(list, end, place);
  else if (format === "xml") explainXml(list, end, place);
  else if (format === "http") explainHttp(list, end, place);
  else {
    const base = list.cursor;
    const found = unwrapCarriers(list.bytes.subarray(base, end));
    if (format !== "notification" && found.layers[0]?.kind === format) explainCarriers(list, end, found, base, place);
    else explainLayout(list, end, format, place);
    if (place.isOutermost) list.summary.push(format);
  }
  return format;
}

/** Explains a document of whatever kind, from the cursor to `end`, and says what it was taken for. */
function explainAny(list: LeafList, end: number, place: Place): string {
  const base = list.cursor;
  const bytes = list.bytes.subarray(base, end);
  if (looksLikeHttp(bytes)) return explainAs("http", list, end, place);
  if (beginsXml(bytes)) return explainAs("xml", list, end, place);
  if (beginsSyncmlWbxml(bytes)) return explainAs("wbxml", list, end, place);
  const found = unwrapCarriers(bytes);
  const [outermost] = found.layers;
  if (outermost !== undefined) {
    if (place.isOutermost) list.summary.push(outermost.kind);
    explainCarriers(list, end, found, base, { ...place, nesting: place.nesting + 1 });
    return outermost.kind;
  }
  return explainBare(list, end, place);
}

/** Explains what a carrier carried. */
function explainBody(list: LeafList, end: number, place: Place): void {
  if (place.nesting > place.maxNesting) list.add(end, place.depth, "data", "body");
  else explainBare(list, end, { ...place, nesting: place.nesting + 1 });
}

function explainBare(list: LeafList, end: number, place: Place): string {
  const bytes = list.bytes.subarray(list.cursor, end);
  if (beginsXml(bytes)) return explainAs("xml", list, end, place);
  if (looksLikeNotification(bytes) && !beginsSyncmlWbxml(bytes)) return explainAs("notification", list, end, place);
  const [version] = bytes;
  if (version !== undefined && version <= 3) return explainAs("wbxml", list, end, place);
  if (bytes.length === 0) return "unknown";
  const leaf = list.add(end, place.depth, "data", "not recognised");
  if (place.isOutermost && place.depth === 0)
    list.report(leaf, "invalid-layout", "not recognised as any kind of message");
  return "unknown";
}

function beginsXml(bytes: Uint8Array): boolean {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return true;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c && c === 0)) return true;
  const first = bytes.findIndex((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return bytes[first] === 0x3c;
}
