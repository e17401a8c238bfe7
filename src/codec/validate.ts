import { EmbeddedTypes } from "../ast/embedded-types.ts";
import type { GenericElement, SyncmlDocument } from "../ast/nodes.ts";
import { walkDocument } from "../ast/walker.ts";
import { type Bytes, viewOfBytes } from "../core/bytes.ts";
import { describe } from "../core/describe.ts";
import { isSyncmlError } from "../core/errors.ts";
import { anyFunction, anyObject, checkOptions, oneOf, optionChecks } from "../core/options.ts";
import { findFaults, type ValidateOptions } from "../validation/find-faults.ts";
import { MarkupBuilder } from "../validation/markup-builder.ts";
import type { PlacedElement, PlacedMarkup } from "../validation/placed-element.ts";
import { profiles } from "../validation/profiles.ts";
import type { Finding } from "../validation/rule.ts";
import { type DocumentSource, openDocument } from "./open-document.ts";
import type { ReadOptions } from "./options.ts";

/** How a document is validated: what it is checked against, and how it is read. */
export interface ValidateDocumentOptions extends ValidateOptions, Omit<ReadOptions, "onDiagnostic"> {}

const validateChecks = optionChecks({ profile: oneOf(...profiles), rules: anyObject, onProfile: anyFunction });

/**
 * Finds where a document breaks the rules of its profile. Bytes or a string of XML are checked as they are, with offsets; a
 * message is checked as it would be written. A document in the text of Data, escaped or in CDATA, is checked as well: its
 * findings have paths through that Data, and offsets in the enclosing document (see {@link TextPlaces}).
 *
 * @throws {SyncmlError} if the document cannot be read, or the message cannot be written.
 * @throws {RangeError} if an id to silence is unknown.
 */
export function validate(
  input: Bytes | string | SyncmlDocument,
  options: Partial<ValidateDocumentOptions> = {},
): Finding[] {
  checkOptions(options, validateChecks);
  const document = typeof input === "string" ? input : viewOfBytes(input);
  if (document !== undefined) {
    const validation = openValidation(options);
    validation.source.write(document);
    validation.source.end();
    return validation.findings();
  }
  if (typeof input !== "object" || input === null) {
    throw new TypeError(`expected a document, as bytes, a string or a message, not ${describe(input)}`);
  }
  const markup = new MarkupBuilder(false);
  // A message that was not decoded has no format yet and is checked as XML.
  const form = (input as Partial<Exclude<SyncmlDocument, GenericElement>>).wire?.format ?? "xml";
  walkDocument(input as SyncmlDocument, new EmbeddedTypes(markup, form), options.vocabularies);
  return findingsIn(markup, options);
}

/** The validation of a document that is written in chunks. */
export interface Validation {
  /** Takes the document. */
  readonly source: DocumentSource;
  /** The findings. Call it after the source has ended. */
  findings(): Finding[];
}

/** Like {@link validate}, for a document in chunks. Elements and their text are kept in memory until it has ended. */
export function openValidation(options: Partial<ValidateDocumentOptions> = {}): Validation {
  checkOptions(options, validateChecks);
  const markup = new MarkupBuilder(true);
  return { source: reading(markup, options), findings: () => findingsIn(markup, options) };
}

function reading(markup: MarkupBuilder, options: Partial<ValidateDocumentOptions>): DocumentSource {
  return openDocument(markup, { ...options, onDiagnostic: (diagnostic) => markup.diagnostic(diagnostic) });
}

function findingsIn({ info, elements, notes }: PlacedMarkup, options: Partial<ValidateDocumentOptions>): Finding[] {
  const inTexts = elements
    .filter((element) => element.holdsDocument && element.parent?.child("MoreData") === undefined)
    .map((data) => embedded(data, options));
  const all = [{ elements, notes }, ...inTexts];
  const markup = { info, elements: all.flatMap((part) => part.elements), notes: all.flatMap((part) => part.notes) };
  return findFaults(markup, options);
}

/** Reads the document in the text of an element. */
function embedded(data: PlacedElement, options: Partial<ValidateDocumentOptions>): PlacedMarkup {
  const markup = new MarkupBuilder(true, data);
  const source = reading(markup, { ...options, from: "xml" });
  try {
    source.write(data.text);
    source.end();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    data.children.length = 0;
    const what = `the document in Data cannot be read (${error.reason})`;
    const note = markup.noteAt("message/embedded-document", error.path ?? "", error.offset, what);
    return { info: undefined, elements: [], notes: [note] };
  }
  return markup;
}
