import type { Explanation, Leaf } from "../explain/leaf.ts";

/** An element of a message, by its leaves. */
export interface Element {
  readonly name: string;
  /** What its CmdID says; `""` without one. */
  readonly id: string;
  /** The first leaf, and the one after the last: indices. */
  readonly from: number;
  readonly to: number;
  /** Its octets. */
  readonly start: number;
  readonly end: number;
}

type OpenElement = { -readonly [Key in keyof Element]: Element[Key] } & { readonly path: string };

/** Elements whose place in a message a reader asks for. */
const asked = new Set([
  "Add",
  "Alert",
  "Atomic",
  "Copy",
  "Cred",
  "Delete",
  "Exec",
  "Get",
  "Map",
  "Move",
  "Put",
  "Replace",
  "Results",
  "Search",
  "Sequence",
  "Status",
  "Sync",
]);

/** The commands of a message, and the credentials of its header. */
export class MessageElements {
  readonly explanation: Explanation;
  /** By `name id`, in order. */
  private readonly byName = new Map<string, Element[]>();
  /** By the first leaf. */
  private readonly byLeaf = new Map<number, Element>();

  constructor(explanation: Explanation) {
    this.explanation = explanation;
    for (const element of elementsOf(explanation.leaves)) {
      const name = `${element.name} ${element.id}`;
      const known = this.byName.get(name);
      if (known === undefined) this.byName.set(name, [element]);
      else known.push(element);
      this.byLeaf.set(element.from, element);
    }
  }

  /** The next command of this name and number: what is sent twice is found twice. */
  next(name: string, id: string): Element | undefined {
    const found = this.byName.get(`${name} ${id}`);
    return found !== undefined && found.length > 1 ? found.shift() : found?.[0];
  }

  /** The command that begins with this leaf. */
  beginningAt(leaf: number): Element | undefined {
    return this.byLeaf.get(leaf);
  }
}

/** Commands and credentials in order of their ends; what is not closed ends with the message. */
function elementsOf(leaves: readonly Leaf[]): Element[] {
  const found: OpenElement[] = [];
  const open: OpenElement[] = [];
  const close = (element: OpenElement, to: number, end: number) => {
    element.to = to;
    element.end = end;
    if (asked.has(element.name)) found.push(element);
  };
  leaves.forEach((leaf, index) => {
    const { kind, label: name, path = "", start, end } = leaf;
    if (kind === "start" || kind === "empty") {
      const element: OpenElement = { name, path, id: "", from: index, to: index + 1, start, end };
      if (kind === "start") open.push(element);
      else close(element, index + 1, end);
    } else if (kind === "end") {
      const element = open.at(-1);
      if (element?.path !== path || element.name !== name) return;
      open.pop();
      close(element, index + 1, end);
    } else if (leaf.value !== undefined && open.at(-1)?.name === "CmdID") {
      const around = open.at(-2);
      if (around?.id === "") around.id = leaf.value.trim();
    }
  });
  for (const element of open.reverse()) close(element, leaves.length, leaves.at(-1)?.end ?? element.end);
  return found;
}
