import fc from "fast-check";
import type { SyncmlDocument } from "../ast/nodes.ts";
import { type MarkupElement, markupOf } from "./markup.ts";

/**
 * XML documents with the same meaning as `document`, spelt differently: prefixes, CDATA, references, white space, comments,
 * both forms of empty elements, quotes. They shrink to the plain spelling: compact and without prefixes.
 */
export function xmlSpellings(document: SyncmlDocument): fc.Arbitrary<string> {
  return spellingChoices.map((choices) => spell(document, choices));
}

/** The choices to make, in a cycle; if empty, always the first option. */
export type SpellingChoices = readonly number[];

// Small numbers shrink fast, and this range covers the number of options at every choice below.
export const spellingChoices: fc.Arbitrary<SpellingChoices> = fc.array(fc.nat(59), { maxLength: 40 });

export function spell(document: SyncmlDocument, choices: SpellingChoices): string {
  return new Speller(choices).spell(markupOf(document));
}

const prologs = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  "",
  "<?xml version='1.0'?>\n",
  "\ufeff<?xml version='1.0' encoding='utf-8' standalone=\"yes\" ?>\r\n<!-- < & > -->",
  "<!-- - -->\n<?app data?>\n",
];
const prefixes = ["a", "syncml", "ns7", "_"];
const blanks = ["", " ", "\n  ", "\t", "\r\n", " \n\n"];
const namedReferences: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Prefixes in scope; the empty one is the default namespace. */
type Declarations = ReadonlyMap<string, string>;

class Speller {
  private readonly choices: SpellingChoices;
  private next = 0;

  constructor(choices: SpellingChoices) {
    this.choices = choices;
  }

  spell(root: MarkupElement): string {
    const end = this.isChosen(4) ? "\n<!-- end -->" : "";
    return this.of(prologs) + this.element(root, new Map([["", ""]]), true) + end;
  }

  /** Picks one of several; the first if there are no choices. */
  private of<Value>(values: readonly Value[]): Value {
    const choice = this.choices.length === 0 ? 0 : (this.choices[this.next++ % this.choices.length] as number);
    return values[choice % values.length] as Value;
  }

  private isChosen(oneIn: number): boolean {
    return this.of(Array.from({ length: oneIn }, (_, index) => index === 1));
  }

  private element({ name, attributes, content }: MarkupElement, outer: Declarations, isSpaced: boolean): string {
    const declarations = new Map(outer);
    const own: string[] = [];
    const tag = this.qualified(name.namespace, name.local, declarations, own, ["", ...prefixes]);
    for (const { name: attribute, value } of attributes) {
      const { namespace, local } = attribute;
      // An attribute without prefix is in no namespace, whatever the default namespace is.
      const qualified = namespace === "" ? local : this.qualified(namespace, local, declarations, own, prefixes);
      own.push(`${qualified}${this.of(["=", " = "])}${this.quoted(value)}`);
    }
    const start = `<${tag}${own.map((attribute) => `${this.of([" ", "\n", "  "])}${attribute}`).join("")}`;
    if (content.length === 0 && !this.isChosen(2)) return `${start}${this.of(["", " "])}/>`;
    const inner = this.content(name.local, content, declarations, isSpaced);
    return `${start}${this.of(["", "\n"])}>${inner}</${tag}${this.of(["", " "])}>`;
  }

  /** A prefixed name. Declares the prefix first unless it is already bound to that namespace. */
  private qualified(
    namespace: string,
    local: string,
    declarations: Map<string, string>,
    own: string[],
    hints: readonly string[],
  ): string {
    // A prefix cannot be bound to no namespace.
    let prefix = namespace === "" ? "" : this.of(hints);
    const declaration = () => (prefix === "" ? "xmlns=" : `xmlns:${prefix}=`);
    const isTaken = () => own.some((attribute) => attribute.startsWith(declaration()));
    while (declarations.get(prefix) !== namespace && isTaken()) prefix += "_";
    if (declarations.get(prefix) !== namespace) {
      declarations.set(prefix, namespace);
      own.push(declaration() + this.quoted(namespace));
    }
    return prefix === "" ? local : `${prefix}:${local}`;
  }

  private quoted(value: string): string {
    const quote = this.of(['"', "'"]);
    const text = Array.from(value, (character) =>
      character === quote || /[<&\t\n\r]/.test(character) ? this.reference(character) : character,
    );
    return quote + text.join("") + quote;
  }

  private reference(character: string): string {
    const code = character.codePointAt(0) as number;
    return this.of([
      namedReferences[character] ?? `&#${code};`,
      `&#${code};`,
      `&#x${code.toString(16)};`,
      `&#x0${code.toString(16).toUpperCase()};`,
    ]);
  }

  private content(
    local: string,
    parts: MarkupElement["content"],
    declarations: Declarations,
    isSpaced: boolean,
  ): string {
    const isMarkup = parts.length > 0 && parts.every((part) => typeof part !== "string" && "name" in part);
    // Between the elements in Data white space is data, except inside an embedded document.
    const isInner = (part: MarkupElement) => (isSpaced && local !== "Data") || roots.includes(part.name.local);
    const gap = () => (isMarkup && isSpaced && local !== "Data" ? this.gap() : "");
    const spelt = parts.map((part) => {
      if (typeof part === "string") return this.text(part);
      return "xml" in part ? part.xml : gap() + this.element(part, declarations, isInner(part));
    });
    return spelt.join("") + gap();
  }

  private gap(): string {
    return this.of(blanks) + (this.isChosen(8) ? `<!-- ] > & -->${this.of(blanks)}` : "");
  }

  /** Text in up to three pieces, each spelt in its own way. */
  private text(value: string): string {
    const characters = Array.from(value);
    const cuts = [0, this.of([0, 1, 2]), this.of([0, 2, 5]), characters.length].map((cut) =>
      Math.min(cut, characters.length),
    );
    cuts.sort((a, b) => a - b);
    const pieces = cuts.slice(1).map((cut, index) => characters.slice(cuts[index], cut));
    return pieces.map((piece) => this.piece(piece)).join("");
  }

  private piece(characters: readonly string[]): string {
    if (characters.length === 0) return "";
    const escaped = (character: string) => (/[<>&\r]/.test(character) ? this.reference(character) : character);
    const way = this.of(["escaped", "cdata", "references", "comment"] as const);
    switch (way) {
      case "cdata":
        return cdata(characters.join(""));
      case "references":
        return characters.map((character) => this.reference(character)).join("");
      case "comment":
        return `${characters.map(escaped).join("")}<!---->`;
      default:
        return characters.map(escaped).join("");
    }
  }
}

const roots = ["DevInf", "MgmtTree"];

/** CDATA sections for a text; a carriage return would not survive in one (XML 1.0 §2.11). */
function cdata(text: string): string {
  return text
    .split("\r")
    .map((line) => `<![CDATA[${line.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`)
    .join("&#13;");
}
