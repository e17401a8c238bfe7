import type { ElementName } from "../core/sink.ts";
import type { OpaqueKind } from "../vocabulary/definition.ts";
import type { Vocabulary } from "../vocabulary/vocabulary.ts";

/** An announcing text is a word: longer ones announce nothing. */
const MAX_ANNOUNCEMENT = 64;

/** An element that has said something about the kind of those after it. */
interface Announcement {
  readonly name: string;
  readonly text: string;
  /** Depth of the element around its parent, with whose end it is forgotten. */
  readonly scope: number;
}

/** Follows the elements of a document, to know of what kind an OPAQUE in the innermost one is. Reader and encoder share it. */
export class OpenKinds {
  private readonly vocabulary: Vocabulary;
  private readonly announcers: ReadonlySet<string>;
  private announcements: Announcement[] = [];
  private readonly open: ElementName[] = [];
  private text: string | undefined;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    const announcers = [...vocabulary.opaqueKinds.values()].flatMap(({ announcedBy }) => announcedBy?.name ?? []);
    this.announcers = new Set(announcers);
  }

  startElement(name: ElementName): void {
    this.open.push(name);
    this.text = this.announcers.has(name.local) ? "" : undefined;
  }

  /** Whether the text of the innermost element is to be passed to {@link OpenKinds.addText}. */
  get takesText(): boolean {
    return this.text !== undefined;
  }

  /** Some text of the innermost element. */
  addText(text: string): void {
    if (this.text !== undefined && this.text.length <= MAX_ANNOUNCEMENT) this.text += text;
  }

  endElement(): void {
    const { open, text } = this;
    const depth = open.length;
    const name = open.pop();
    if (text !== undefined && name !== undefined) {
      this.announcements.push({ name: name.local, text: text.trim(), scope: depth - 2 });
      this.text = undefined;
    } else if (this.announcements.length > 0) {
      this.announcements = this.announcements.filter(({ scope }) => scope < depth);
    }
  }

  /** The kind of the innermost element. */
  get innermost(): OpaqueKind | undefined {
    const name = this.open.at(-1);
    const kind = name && this.vocabulary.opaqueKinds.get(name);
    const announcedBy = kind?.announcedBy;
    if (announcedBy === undefined) return kind;
    const said = this.announcements.findLast((one) => one.name === announcedBy.name);
    return said?.text === announcedBy.text ? kind : undefined;
  }
}
