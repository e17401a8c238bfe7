import type { FieldRow, Shape, Space } from "../ast/shape.ts";
import { pathStep } from "../core/path-step.ts";
import type { DocumentInfo, ElementName } from "../core/sink.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { TextPlaces } from "./text-places.ts";

/** Up to here a list is searched faster than an index. */
const SHORT_LIST = 8;

/** Whether text is white space, or none at all. */
export function isBlank(text: string): boolean {
  return /^[\t\n\r ]*$/.test(text);
}

/** The beginning of a document that may stand in Data as text, escaped or in CDATA. */
const documentStart = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<(?:[\w.-]+:)?(?:DevInf|MgmtTree)[\s/>]/;

/** An element as it stands in the document: what a rule looks at. */
export class MarkupElement {
  /** Local name. */
  readonly name: string;
  readonly namespace: string;
  readonly parent: MarkupElement | undefined;
  /** Bytes from the start of the outermost document to its start tag; `undefined` where there are no bytes. */
  readonly offset: number | undefined;
  /** The form of its document, if it is the root of one that has a form of its own. */
  readonly form: DocumentInfo["format"] | undefined;
  readonly children: MarkupElement[] = [];
  /** Names of its attributes as written, declarations of namespaces apart; `undefined` if it has none. */
  attributes: string[] | undefined = undefined;
  /** The character data directly in it, together. */
  text = "";
  /** Where its text stands, if that is a document and its bytes are known. */
  textPlaces: TextPlaces | undefined = undefined;
  /** Its content, where that is not valid text. */
  bytes: Uint8Array | undefined = undefined;
  /** Whether its text has a carriage return that XML has no right to: a parser would not pass it on. */
  hasRawCarriageReturn = false;

  /** The namespace that the standard has for it; `undefined` where the standard does not know it. */
  space: Space | undefined = undefined;
  /** The field of its parent that it stands for. */
  field: FieldRow | undefined = undefined;
  /** What its children are held against. */
  shape: Shape | undefined = undefined;
  /** The vocabulary of its document, in the version that counts. */
  vocabulary: Vocabulary | undefined = undefined;

  /** From 1 among siblings of its name, 0 if it has none; set for all children of a parent at once. */
  private position = -1;
  private index: Map<string, MarkupElement> | undefined = undefined;

  constructor(
    { local, namespace }: ElementName,
    parent: MarkupElement | undefined,
    offset: number | undefined,
    form: DocumentInfo["format"] | undefined,
  ) {
    this.name = local;
    this.namespace = namespace;
    this.parent = parent;
    this.offset = offset;
    this.form = form;
  }

  /** Whether it is a Data whose text is a document. */
  get holdsDocument(): boolean {
    return this.name === "Data" && documentStart.test(this.text);
  }

  /** The first child of that name. */
  child(name: string): MarkupElement | undefined {
    const { children } = this;
    if (children.length <= SHORT_LIST) return children.find((child) => child.name === name);
    // Asked for each of many items, so that a search would cost the square of their number.
    this.index ??= new Map([...children].reverse().map((child) => [child.name, child]));
    return this.index.get(name);
  }

  /** All children of that name. */
  all(name: string): MarkupElement[] {
    return this.children.filter((child) => child.name === name);
  }

  /** Its text without blanks around it. */
  get value(): string {
    return this.text.trim();
  }

  /** The text of the element at the end of a path of names, without blanks around it; `undefined` if there is none. */
  valueOf(...names: string[]): string | undefined {
    let element: MarkupElement | undefined = this;
    for (const name of names) element = element?.child(name);
    return element?.value;
  }

  /** Whether it has character data beside its children. */
  get hasText(): boolean {
    return this.bytes !== undefined || !isBlank(this.text);
  }

  /** As `/SyncML/SyncBody/Add[2]/Item`: with its position where siblings have the same name. */
  get path(): string {
    const steps: string[] = [];
    for (let element: MarkupElement | undefined = this; element !== undefined; element = element.parent) {
      if (element.position < 0) element.parent?.numberChildren();
      const step = pathStep(element.name);
      steps.push(element.position > 0 ? `${step}[${element.position}]` : step);
    }
    return `/${steps.reverse().join("/")}`;
  }

  private numberChildren(): void {
    MarkupElement.number(this.children);
  }

  /** Gives elements next to each other their positions. */
  static number(siblings: readonly MarkupElement[]): void {
    const byName = new Map<string, MarkupElement[]>();
    for (const child of siblings) {
      const same = byName.get(child.name);
      if (same === undefined) byName.set(child.name, [child]);
      else same.push(child);
    }
    for (const same of byName.values()) {
      for (const [index, child] of same.entries()) child.position = same.length > 1 ? index + 1 : 0;
    }
  }
}

/** Something that was noticed without a rule looking for it: `rule` names the one it breaks. */
export interface MarkupNote {
  readonly rule: string;
  /** The innermost element around it, if the root was open, and what of its path lies below that. */
  readonly element: MarkupElement | undefined;
  readonly below: string;
  readonly offset: number | undefined;
  readonly what: string;
}

/** A document as its elements. */
export interface Markup {
  /** Absent if the document never had a root. */
  readonly info: DocumentInfo | undefined;
  /** In document order, so that a parent comes before its children. */
  readonly elements: readonly MarkupElement[];
  readonly notes: readonly MarkupNote[];
}
