import type { FieldRow, Shape, Space } from "../ast/shape.ts";
import { pathStep } from "../core/path-step.ts";
import type { DocumentInfo, ElementName } from "../core/sink.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";
import type { Markup, MarkupElement } from "./markup.ts";
import type { TextPlaces } from "./text-places.ts";

/** Up to here a list is searched faster than an index. */
const SHORT_LIST = 8;

/** Whether text is white space, or none at all. */
export function isBlank(text: string): boolean {
  return /^[\t\n\r ]*$/.test(text);
}

/** The beginning of a document in Data as text, escaped or in CDATA. */
const documentStart = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<(?:[\w.-]+:)?(?:DevInf|MgmtTree)[\s/>]/;

/** An element with its place in the standard, which rules outside of this package do not see. Every element is one. */
export class PlacedElement implements MarkupElement {
  readonly name: string;
  readonly namespace: string;
  readonly parent: PlacedElement | undefined;
  readonly offset: number | undefined;
  readonly form: DocumentInfo["format"] | undefined;
  readonly children: PlacedElement[] = [];
  attributes: string[] | undefined = undefined;
  text = "";
  /** The places of its text, if that is a document and its bytes are known. */
  textPlaces: TextPlaces | undefined = undefined;
  bytes: Uint8Array | undefined = undefined;
  hasRawCarriageReturn = false;

  /** The namespace that the standard has for it; `undefined` where the standard does not know it. */
  space: Space | undefined = undefined;
  /** The field of its parent that it feeds. */
  field: FieldRow | undefined = undefined;
  /** What its children are checked against. */
  shape: Shape | undefined = undefined;
  /** The vocabulary of its document, in the version that counts. */
  vocabulary: Vocabulary | undefined = undefined;

  /** From 1 among siblings of its name, 0 if it has none; set for all children of a parent at once. */
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
    // Asked for each of many items, so that a search would cost the square of their number.
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

  /** Gives elements next to each other their positions. */
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

/** A document whose elements have places. */
export interface PlacedMarkup extends Markup {
  readonly elements: readonly PlacedElement[];
}

/** The place of an element that a rule was given. */
export function placeOf(element: MarkupElement): Pick<PlacedElement, "space" | "field" | "shape" | "vocabulary"> {
  return element as PlacedElement;
}
