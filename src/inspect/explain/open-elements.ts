import { alertGloss, base64Gloss, statusGloss } from "./glosses.ts";
import type { OpenLeaf } from "./leaf-list.ts";

/** An element that is open, with what later ones need of it. */
interface OpenElement {
  readonly local: string;
  readonly path: string;
  readonly leaf: OpenLeaf;
  /** How often each name has occurred in it. */
  seen: Map<string, number> | undefined;
  /** Its text so far, and the leaf that gets its gloss. */
  text: string;
  textLeaf: OpenLeaf | undefined;
  hasChildren: boolean;
  /** Meta/Format in it. */
  format: string;
  /** Cmd and CmdRef of a Status or Results. */
  command: string;
  reference: string;
}

/** The longest text of an element that is looked at for what it means. */
const GLOSSED_CHARACTERS = 4096;

/** Deeper elements, which no reader takes, have the path of the last one that is not. */
const DEEPEST_PATH = 256;

/** The elements open at a place of a document: their paths, and what their values mean. */
export class OpenElements {
  private readonly open: OpenElement[] = [];
  private readonly basePath: string;
  private readonly baseSeen = new Map<string, number>();

  constructor(basePath: string) {
    this.basePath = basePath;
  }

  get depth(): number {
    return this.open.length;
  }

  get path(): string {
    return this.open.at(-1)?.path ?? this.basePath;
  }

  get innermost(): string {
    return this.open.at(-1)?.local ?? "";
  }

  /** Names, innermost first. */
  names(): string[] {
    return this.open.map(({ local }) => local).reverse();
  }

  push(local: string, leaf: OpenLeaf): void {
    const path = this.pathOf(local);
    leaf.path = path;
    const { open } = this;
    const around = open.at(-1);
    if (around !== undefined) around.hasChildren = true;
    open.push({
      local,
      path,
      leaf,
      seen: undefined,
      text: "",
      textLeaf: undefined,
      hasChildren: false,
      format: "",
      command: "",
      reference: "",
    });
  }

  /** An element without content. */
  empty(local: string, leaf: OpenLeaf): void {
    leaf.path = this.pathOf(local);
    const around = this.open.at(-1);
    if (around !== undefined) around.hasChildren = true;
  }

  text(value: string, leaf: OpenLeaf): void {
    const element = this.open.at(-1);
    if (element === undefined) return;
    leaf.path = element.path;
    if (element.text.length < GLOSSED_CHARACTERS) element.text += value;
    element.textLeaf ??= leaf;
  }

  pop(): void {
    const element = this.open.pop();
    if (element === undefined) return;
    const { local, text, textLeaf, leaf } = element;
    const around = this.open.at(-1);
    if (local === "Status" && element.command !== "") {
      leaf.note = `answers ${element.command}${element.command === "SyncHdr" ? "" : ` ${element.reference}`}`.trimEnd();
    }
    if (around === undefined || element.hasChildren) return;
    if (local === "Cmd") around.command = text;
    else if (local === "CmdRef") around.reference = text;
    else if (local === "Format" && around.local === "Meta") {
      const owner = this.open.at(-2);
      if (owner !== undefined) owner.format = text;
    }
    if (textLeaf === undefined || text.length >= GLOSSED_CHARACTERS) return;
    const gloss = this.gloss(local, text, around);
    if (gloss !== undefined) textLeaf.note = gloss;
  }

  private gloss(local: string, text: string, around: OpenElement): string | undefined {
    if (local === "NextNonce") return base64Gloss(text);
    if (local !== "Data") return undefined;
    if (around.local === "Status") return statusGloss(text);
    if (around.local === "Alert") return alertGloss(text);
    const format = around.format || (around.local === "Item" ? this.open.at(-2)?.format : "");
    return format === "b64" ? base64Gloss(text) : undefined;
  }

  private pathOf(local: string): string {
    const around = this.open.at(-1);
    const seen = around === undefined ? this.baseSeen : (around.seen ??= new Map());
    const count = (seen.get(local) ?? 0) + 1;
    seen.set(local, count);
    const outer = around?.path ?? this.basePath;
    // Paths of ever deeper elements would take the square of their number.
    if (this.open.length >= DEEPEST_PATH) return outer;
    const path = `${outer}/${local}`;
    return count === 1 ? path : `${path}[${count}]`;
  }
}
