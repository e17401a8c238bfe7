// Checks elements against the shape table (the DTDs), and gives each its place in it: shape, field and vocabulary.
//
// One pass over the children of an element keeps a stack of open sequences. The outermost is the element's own fields;
// an element that opens a group (a list of fields repeated without a wrapper, as in DevInf 1.0 and 1.1) pushes another.
//
//   CTCap   CTType  PropName  ParamName  ParamName  PropName  CTType
//   depth   1       2         3          3          2         1        a group is popped when the next one opens,
//                                                                      and then checked for missing fields

import { documentShape, embeddedShapes, isFragmentRoot } from "../ast/document-shapes.ts";
import { namespaceOf } from "../ast/element-names.ts";
import { fragmentShape, syncMLShape } from "../ast/message-shapes.ts";
import { metInfShape } from "../ast/metinf-shapes.ts";
import type { Child, Shape } from "../ast/shape.ts";
import type { ElementName } from "../core/sink.ts";
import { standardVocabularies } from "../vocabulary/standard.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import { formatOf } from "./commands.ts";
import { PlacedElement } from "./placed-element.ts";
import type { SyncmlVersion } from "./profiles.ts";
import type { ReportFault } from "./rule.ts";

/** One report function for each kind of fault in the content of an element. */
export interface ContentReports {
  readonly unknown: ReportFault;
  readonly version: ReportFault;
  readonly order: ReportFault;
  readonly repeated: ReportFault;
  readonly missing: ReportFault;
  readonly content: ReportFault;
  readonly attribute: ReportFault;
  readonly encoding: ReportFault;
}

/** A sequence of fields that is being matched: those of an element, or of a group inside it. */
interface Sequence {
  readonly shape: Shape;
  /** The element that reports are about: the enclosing one, or the one that opens the group. */
  readonly owner: PlacedElement;
  readonly isGroup: boolean;
  readonly counts: number[];
  lastSlot: number;
  lastName: string;
}

const noName: ElementName = { local: "", namespace: "", page: -1, token: -1, binary: false };

/** Shapes of the optional wrapper elements, which enclose the fields of their parent. */
const wrapperShapes: Readonly<Record<string, Shape | undefined>> = {
  MetInf: metInfShape,
  SyncBody: syncMLShape.child("SyncBody")?.shape,
};

/** Elements whose children have no fixed order in the standard: Meta is declared as text, the others are sets. */
const unordered: ReadonlySet<string> = new Set(["Meta", "RTProperties", "AccessType"]);

/**
 * Sets the shape of a root element, and the vocabulary of its version.
 *
 * @returns whether it is the root of a standard document.
 */
export function placeRoot(root: PlacedElement, version: SyncmlVersion): boolean {
  const shape = documentShape(root.name, root.namespace);
  if (shape === undefined) return false;
  root.shape = shape;
  root.space = shape.space;
  // Checked in the version that device information itself states, so that a wrong one is one finding and not many.
  const own = shape.space === "devinf" ? vocabularyOf(shape, root.valueOf("VerDTD")) : undefined;
  root.vocabulary = own ?? vocabularyOf(shape, version) ?? vocabularyOf(shape, "1.2");
  return true;
}

/**
 * Matches root elements that are parts of a message, such as a SyncBody or commands.
 *
 * @returns whether they are parts of a message.
 */
export function placeFragment(
  roots: readonly PlacedElement[],
  version: SyncmlVersion,
  reports: ContentReports,
): boolean {
  const [first] = roots;
  if (first === undefined || !isFragmentRoot(first.name, first.namespace)) return false;
  const around = new PlacedElement({ ...noName, local: fragmentShape.kind }, undefined, undefined, undefined);
  around.children.push(...roots);
  around.vocabulary = vocabularyOf(syncMLShape, version);
  matchChildren(around, fragmentShape, reports);
  return true;
}

function vocabularyOf({ kind }: Shape, version: string | undefined): Vocabulary | undefined {
  return version === undefined ? undefined : standardVocabularies.findVersion(kind, version);
}

/** Checks the direct content of a standard element against the shape table, and places its children in the table. */
export function matchContent(element: PlacedElement, version: SyncmlVersion, reports: ContentReports): void {
  const { shape, field, attributes } = element;
  if (attributes !== undefined) {
    const more = attributes.length > 1 ? ` and ${attributes.length - 1} more` : "";
    reports.attribute(element, `${element.name} has the attribute ${attributes[0]}${more}`);
  }
  if (element.bytes !== undefined && !mayBeOctets(element)) {
    reports.encoding(element, `${element.name} is not text in the encoding of the document`);
  }
  if (shape !== undefined) matchChildren(element, shape, reports);
  else if (field?.type === "data") placeDocuments(element, version);
  else if (field?.type === "choice") matchChoice(element, reports);
  else if (field?.type === "flag") {
    if (element.hasText || element.children.length > 0) reports.content(element, `${element.name} is not empty`);
  } else
    for (const child of element.children) reports.unknown(child, `${child.name} is not allowed in ${element.name}`);
}

/** Whether it may hold binary data, or a chunk of text that may be cut inside a character. */
function mayBeOctets({ field, parent }: PlacedElement): boolean {
  if (field?.type !== "data" || parent === undefined) return field?.type === "base64";
  return formatOf(parent) === "bin" || parent.child("MoreData") !== undefined;
}

function placeDocuments({ children }: PlacedElement, version: SyncmlVersion): void {
  for (const child of children) {
    if (embeddedShapes.some(({ kind }) => kind === child.name)) placeRoot(child, version);
  }
}

function matchChoice(element: PlacedElement, { content }: ContentReports): void {
  const [choice, ...others] = element.children;
  const isEmpty = choice !== undefined && choice.children.length === 0 && !choice.hasText;
  if (!isEmpty || others.length > 0 || element.hasText) content(element, `${element.name} is not one empty element`);
}

function matchChildren(element: PlacedElement, shape: Shape, reports: ContentReports): void {
  if (element.hasText) reports.content(element, `there is text between the elements of ${element.name}`);
  const open: Sequence[] = [sequenceOf(shape, element, false)];
  for (const child of element.children) {
    const found = find(open, child.name);
    if (found === undefined) {
      reports.unknown(child, `${child.name} is not allowed in ${element.name}`);
      continue;
    }
    while (open.length > found.depth + 1) reportMissing(open.pop() as Sequence, reports);
    place(child, open, found.row, reports);
  }
  while (open.length > 0) reportMissing(open.pop() as Sequence, reports);
}

function sequenceOf(shape: Shape, owner: PlacedElement, isGroup: boolean): Sequence {
  return { shape, owner, isGroup, counts: new Array<number>(shape.rows.length).fill(0), lastSlot: 0, lastName: "" };
}

/** The innermost open sequence that has the element. The first field of a group does not repeat: it opens the next group. */
function find(open: readonly Sequence[], name: string): { depth: number; row: Child } | undefined {
  for (let depth = open.length - 1; depth >= 0; depth--) {
    const { shape, isGroup } = open[depth] as Sequence;
    const row = shape.child(name);
    if (row !== undefined && !(isGroup && row.slot === 0)) return { depth, row };
  }
  return undefined;
}

function place(
  child: PlacedElement,
  open: Sequence[],
  { row, slot, shape, opensGroup }: Child,
  reports: ContentReports,
) {
  const sequence = open.at(-1) as Sequence;
  const { owner, counts } = sequence;
  const count = (counts[slot] = (counts[slot] ?? 0) + 1);
  if (count > row.max) reports.repeated(child, `${child.name} appears more than once in ${owner.name}`);
  else if (slot < sequence.lastSlot && !unordered.has(sequence.shape.kind)) {
    reports.order(child, `${child.name} comes after ${sequence.lastName}`);
  }
  sequence.lastSlot = slot;
  sequence.lastName = child.name;
  child.space = sequence.shape.space;
  child.vocabulary = owner.vocabulary;
  const namespace = namespaceOf(child.space, child.vocabulary?.root?.namespace ?? "");
  if (child.vocabulary !== undefined && child.vocabulary.element(namespace, child.name) === undefined) {
    reports.version(child, `${child.vocabulary.name} has no ${child.name}`);
  }
  if (opensGroup) {
    const group = sequenceOf(shape as Shape, child, true);
    group.counts[0] = 1;
    open.push(group);
    child.field = group.shape.rows[0];
  } else {
    child.field = row;
    child.shape = row.type === "wrapper" ? wrapperShapes[child.name] : shape;
  }
}

function reportMissing({ shape, owner, counts }: Sequence, { missing }: ContentReports): void {
  for (const [slot, { min, elements, name }] of shape.rows.entries()) {
    if ((counts[slot] ?? 0) < min) missing(owner, `${owner.name} lacks ${elements.length > 1 ? name : elements[0]}`);
  }
}
