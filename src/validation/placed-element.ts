import type { FieldRow, Shape, Space } from "../ast/shape.ts";
import { pathStep } from "../core/path-step.ts";
import type { DocumentInfo, ElementName } from "../core/sink.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Markup, MarkupElement } from "./markup.ts";
import type { TextPlaces } from "./text-places.ts";

/** Up to this length, searching a list is faster than building an index. */
const SHORT_LIST = 8;

/** Whether text is empty or white space only. */
export function isBlank(text: string): boolean {
  return /^[\t\n\r ]*$/.test(text);
}

/** Matches the start of a document that is carried as text in Data, escaped or in CDATA. */
const documentStart = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<(?:[\w.-]+:)?(?:DevInf|MgmtTree)[\s/>]/;

/** An element with its place in the standard. Every `MarkupElement` is one; users' rules see only the interface. */
export class PlacedElement implements MarkupElement {
  readonly name: string;
  readonly namespace: string;
  readonly parent: PlacedElement | undefined;
  readonly offset: number | undefined;
  readonly form: DocumentInfo["format"] | undefined;
  readonly children: PlacedElement[] = [];
  attributes: string[] | undefined = undefined;
  text = "";
  /** Maps its text to offsets, if the text is a document and its bytes are known. */
  textPlaces: TextPlaces | undefined = undefined;
  bytes: Uint8Array | undefined = undefined;
  hasRawCarriageReturn = false;

  /** Its namespace in the standard; `undefined` if the standard does not have the element here. */
  space: Space | undefined = undefined;
  /** The field of its parent that it belongs to. */
  field: FieldRow | undefined = undefined;
  /** What its children are checked against. */
  shape: Shape | undefined = undefined;
  /** The vocabulary of its document, in the version it is checked against. */
  vocabulary: Vocabulary | undefined = undefined;

  /** From 1 among siblings of the same name, 0 if there are none, -1 until set. Set for all children of a parent at once. */
  private position = -1;
  private index: Map<string, PlacedElement> | undefined = undefined;

  constructor(
    { local, namespace }: ElementName,
    parent: PlacedElement | undefined,
    offset: number | undefined,
    form: DocumentInfo["format"] | undefined,
  ) {
    this.name = local;
    this.namespace = namespace;
    this.parent = parent;
    this.offset = offset;
    this.form = form;
  }

  get holdsDocument(): boolean {
    return this.name === "Data" && documentStart.test(this.text);
  }

  child(name: string): PlacedElement | undefined {
    const { children } = this;
    if (children.length <= SHORT_LIST) return children.find((child) => child.name === name);
    // Called for each of many items: a linear search would cost quadratic time.
    this.index ??= new Map([...children].reverse().map((child) => [child.name, child]));
    return this.index.get(name);
  }

  all(name: string): PlacedElement[] {
    return this.children.filter((child) => child.name === name);
  }

  get value(): string {
    return this.text.trim();
  }

  valueOf(...names: string[]): string | undefined {
    let element: PlacedElement | undefined = this;
    for (const name of names) element = element?.child(name);
    return element?.value;
  }

  get hasText(): boolean {
    return this.bytes !== undefined || !isBlank(this.text);
  }

  get path(): string {
    const steps: string[] = [];
    for (let element: PlacedElement | undefined = this; element !== undefined; element = element.parent) {
      if (element.position < 0) element.parent?.numberChildren();
      const step = pathStep(element.name);
      steps.push(element.position > 0 ? `${step}[${element.position}]` : step);
    }
    return `/${steps.reverse().join("/")}`;
  }

  private numberChildren(): void {
    PlacedElement.number(this.children);
  }

  /** Sets the positions of sibling elements. */
  static number(siblings: readonly PlacedElement[]): void {
    const byName = new Map<string, PlacedElement[]>();
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

/** A document whose elements have places in the standard. */
export interface PlacedMarkup extends Markup {
  readonly elements: readonly PlacedElement[];
}

/** The place in the standard of an element that was passed to a rule. */
export function placeOf(element: MarkupElement): Pick<PlacedElement, "space" | "field" | "shape" | "vocabulary"> {
  return element as PlacedElement;
}
