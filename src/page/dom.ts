import { printable } from "../inspect/printable.ts";

/** What {@link make} sets on an element. */
export interface Properties {
  readonly class?: string | undefined;
  readonly role?: string | undefined;
  readonly title?: string | undefined;
  /** Values of `aria-…` and `data-…`. */
  readonly attributes?: Readonly<Record<string, string | undefined>> | undefined;
  readonly onclick?: (() => void) | undefined;
}

type Child = Node | string | undefined;

/** A new element. Texts are text: nothing that a peer sent is ever markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  const { class: className, role, title, attributes = {}, onclick } = properties;
  if (className !== undefined) element.className = className;
  if (role !== undefined) element.setAttribute("role", role);
  if (title !== undefined) element.title = title;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(attribute, value);
  }
  if (onclick !== undefined) element.addEventListener("click", onclick);
  if (element instanceof HTMLButtonElement) element.type = "button";
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the signs of the page; `name` is the id of its symbol without `i-`. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** The element with an id of the page. */
export function byId<Type extends HTMLElement = HTMLElement>(id: string): Type {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element as Type;
}

/** Text of a peer with what cannot be seen made visible. */
function visible(text: string): string {
  return printable(text.replaceAll("\n", "⏎").replaceAll("\t", "⇥"));
}

/** The same, with its middle left out if it is longer than `length` characters. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return visible(text);
  const half = (length - 3) >> 1;
  return `${visible(text.slice(0, half))} … ${visible(text.slice(-half))}`;
}
