import type { Leaf } from "../inspect/explain/leaf.ts";
import { byId, make } from "./dom.ts";
import { leafAt } from "./element-rows.ts";
import type { MessageView } from "./message-view.ts";
import { hexOf } from "./octet-forms.ts";
import { VirtualList } from "./virtual-list.ts";

const LINE_HEIGHT = 21;
const NARROW = "(max-width:480px)";
/** Octets that are known to be missing are shown as so many hatched ones at most. */
const MISSING_SHOWN = 4096;

export interface BytesEvents {
  hover(row: number, offset: number): void;
  select(row: number, offset: number): void;
}

const classOf: Readonly<Partial<Record<Leaf["kind"], string>>> = {
  version: "hd",
  publicId: "hd",
  charset: "hd",
  stringTable: "hd",
  start: "t0",
  empty: "t0",
  text: "v",
  attributeValue: "v",
  opaque: "o",
  data: "o",
  fault: "cut",
};

/** The octets of a message, 16 a line, or 8 where the window is narrow. */
export class BytesPane {
  private readonly list: VirtualList;
  private readonly body: HTMLElement;
  private readonly ruler: HTMLElement;
  private readonly note: HTMLElement;
  private readonly events: BytesEvents;
  private view: MessageView | undefined;
  private width = 16;
  private hovered = -1;
  /** The octet of the cursor; -1 while the pane has none. */
  private cursor = -1;

  constructor(events: BytesEvents) {
    this.events = events;
    const pane = byId("hex");
    this.ruler = make("div", { class: "l rul", attributes: { "aria-hidden": "true" } });
    this.body = make("div");
    this.note = make("div", { class: "missnote" });
    pane.append(this.ruler, this.body, this.note);
    this.list = new VirtualList(pane, this.body, LINE_HEIGHT, (line) => this.make(line));
    const offsetOf = (event: Event) => {
      const found = (event.target as Element).closest<HTMLElement>("[data-o]")?.dataset["o"];
      return found === undefined ? -1 : Number(found);
    };
    pane.addEventListener("mousemove", (event) => {
      const offset = offsetOf(event);
      if (offset >= 0) events.hover(this.view?.rowAt(offset) ?? -1, offset);
    });
    pane.addEventListener("mouseleave", () => events.hover(-1, -1));
    pane.addEventListener("click", (event) => {
      const offset = offsetOf(event);
      if (offset >= 0) this.moveTo(offset);
    });
    matchMedia(NARROW).addEventListener("change", () => this.view !== undefined && this.show(this.view));
  }

  show(view: MessageView): void {
    this.view = view;
    this.hovered = -1;
    this.cursor = -1;
    this.width = matchMedia(NARROW).matches ? 8 : 16;
    const { bytes, missing } = view.message;
    this.ruler.replaceChildren(
      make("u"),
      ...Array.from({ length: this.width }, (_, at) =>
        make("b", { class: at === 8 ? "g" : undefined }, at.toString(16)),
      ),
    );
    this.list.reset(Math.ceil((bytes.length + Math.min(missing, MISSING_SHOWN)) / this.width));
    const count = `${missing.toLocaleString("en-US")} ${missing === 1 ? "byte" : "bytes"}`;
    this.note.textContent = missing === 0 ? "" : `⋮ ${count} did not come`;
    this.reveal();
  }

  hover(row: number): void {
    this.hovered = row;
    this.mark();
  }

  /** Marks the octets of the selected row, and scrolls to the first of them if none is in sight. */
  reveal(): void {
    const row = this.view?.row(this.view.selected);
    if (row !== undefined) this.list.reveal(Math.floor(row.start / this.width));
    this.mark();
  }

  /** Moves the cursor by so many octets. */
  move(by: number): void {
    const { view } = this;
    if (view === undefined || view.message.bytes.length === 0) return;
    const from = this.cursor >= 0 ? this.cursor : (view.row(view.selected)?.start ?? 0);
    this.moveTo(Math.min(view.message.bytes.length - 1, Math.max(0, from + by)));
  }

  /** How many octets a line has. */
  get lineLength(): number {
    return this.width;
  }

  private moveTo(offset: number): void {
    this.cursor = offset;
    this.list.reveal(Math.floor(offset / this.width));
    this.events.select(this.view?.rowAt(offset) ?? -1, offset);
    this.mark();
  }

  private mark(): void {
    for (const [, line] of this.list.rows) this.markLine(line);
  }

  private markLine(line: HTMLElement): void {
    const { view } = this;
    if (view === undefined) return;
    const selected = view.row(view.selected);
    const index = view.row(this.hovered) === undefined ? view.selected : this.hovered;
    const over = view.row(index);
    const isContainer = over?.value === undefined && view.hasRows(index);
    for (const cell of line.querySelectorAll<HTMLElement>("[data-o]")) {
      const offset = Number(cell.dataset["o"]);
      const isOver = over !== undefined && offset >= over.start && offset < over.end;
      cell.classList.toggle("on", isOver && !isContainer);
      cell.classList.toggle("in", isOver && isContainer);
      const isSelected = selected?.value !== undefined && offset >= selected.start && offset < selected.end;
      cell.classList.toggle("sl", isSelected && selected !== over);
      cell.classList.toggle("cur", offset === this.cursor);
    }
  }

  private make(line: number): HTMLElement {
    const view = this.view as MessageView;
    const { bytes, missing, leaves } = view.message;
    const start = line * this.width;
    const cells: Node[] = [make("u", {}, start.toString(16).padStart(4, "0"))];
    const characters: Node[] = [];
    let leaf = leafAt(leaves, start);
    for (let at = 0; at < this.width; at++) {
      const offset = start + at;
      const gap = this.width === 16 && at === 8 ? " g" : "";
      if (offset >= bytes.length) {
        const isMissing = offset < bytes.length + Math.min(missing, MISSING_SHOWN);
        cells.push(make("b", { class: `${isMissing ? "miss" : ""}${gap}` }, isMissing ? "··" : ""));
        continue;
      }
      while (leaf + 1 < leaves.length && (leaves[leaf] as Leaf).end <= offset) leaf++;
      const found = leaves[leaf] as Leaf;
      const row = view.tree.rowOfLeaf[leaf] as number;
      const kind = kindAt(found, offset);
      const tint = row >= 0 && view.row(row)?.value !== undefined ? (row % 2 === 0 ? " e1" : " e2") : "";
      const octet = bytes[offset] as number;
      const attributes = { "data-o": String(offset) };
      cells.push(make("b", { class: `${kind}${tint}${gap}`, attributes }, hexOf(octet)));
      const isShown = octet >= 0x20 && octet < 0x7f;
      const isValue = kind === "v" || kind === "o";
      characters.push(
        make(
          "i",
          { class: isShown && isValue ? "p" : undefined, attributes },
          isShown ? String.fromCharCode(octet) : "·",
        ),
      );
    }
    const element = make("div", { class: "l" }, ...cells, ...characters);
    this.markLine(element);
    return element;
  }
}

/** Octets around a value, such as its token and its last zero, are structure. */
function kindAt(leaf: Leaf, offset: number): string {
  const kind = leaf.finding === undefined || leaf.kind === "start" ? (classOf[leaf.kind] ?? "z") : "cut";
  if (kind !== "v" && kind !== "o") return kind;
  const { valueStart, valueEnd } = leaf;
  const isInside = (valueStart === undefined || offset >= valueStart) && (valueEnd === undefined || offset < valueEnd);
  return isInside ? kind : "z";
}
