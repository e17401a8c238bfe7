import { byId, icon, make, shortened } from "./dom.ts";
import type { MessageView } from "./message-view.ts";
import { VirtualList } from "./virtual-list.ts";

const ROW_HEIGHT = 22;
const NARROW_ROW_HEIGHT = 30;
const SHOWN_VALUE = 120;

/** What a pane tells the page. */
export interface TreeEvents {
  hover(row: number): void;
  select(row: number): void;
  fold(row: number, isFolded: boolean): void;
  open(row: number): void;
}

/** The elements of a message, one a row. */
export class TreePane {
  private readonly list: VirtualList;
  private readonly pane = byId("tree-rows");
  private readonly events: TreeEvents;
  private view: MessageView | undefined;
  private hovered = -1;

  constructor(events: TreeEvents) {
    this.events = events;
    const body = make("div", { role: "presentation" });
    this.pane.append(body);
    this.list = new VirtualList(this.pane, body, ROW_HEIGHT, (position) => this.make(position));
    this.pane.addEventListener("mouseleave", () => events.hover(-1));
  }

  show(view: MessageView): void {
    this.view = view;
    this.hovered = -1;
    this.list.reset(view.visible.length, matchMedia("(max-width:1080px)").matches ? NARROW_ROW_HEIGHT : ROW_HEIGHT);
    this.reveal();
  }

  /** Marks the row under the pointer, or that of the byte under it. */
  hover(row: number): void {
    this.hovered = row;
    this.mark();
  }

  /** Marks the selected row, and scrolls to it if it is not in sight. */
  reveal(): void {
    const { view } = this;
    const position = view?.visible.indexOf(view.selected) ?? -1;
    if (position >= 0) this.list.reveal(position);
    this.mark();
  }

  private mark(): void {
    const { view } = this;
    if (view === undefined) return;
    this.pane.removeAttribute("aria-activedescendant");
    for (const [position, element] of this.list.rows) {
      const row = view.visible[position] as number;
      const isSelected = row === view.selected;
      element.classList.toggle("sel", isSelected);
      element.classList.toggle("on", row === this.hovered);
      element.setAttribute("aria-selected", String(isSelected));
      if (isSelected) this.pane.setAttribute("aria-activedescendant", element.id);
    }
  }

  private make(position: number): HTMLElement {
    const view = this.view as MessageView;
    const index = view.visible[position] as number;
    const row = view.row(index);
    if (row === undefined) return make("div");
    const isFolded = view.isFolded(index);
    const hasRows = view.hasRows(index);
    const fold = hasRows
      ? make("span", { class: "fold", onclick: () => this.events.fold(index, !isFolded) }, icon("chev"))
      : make("span", { class: "sp" });
    const names = row.names.flatMap((name, at) => [
      ...(at > 0 ? [make("span", { class: "se" }, " › ")] : []),
      shortened(name, SHOWN_VALUE),
    ]);
    const { value, note, finding } = row;
    const canOpen =
      value !== undefined && value !== "" && (row.isOpaque || /^base64|^escaped|document/.test(note ?? ""));
    const element = make(
      "div",
      {
        class: `t${isFolded ? " folded" : ""}${index === view.selected ? " sel" : ""}`,
        role: "treeitem",
        attributes: {
          id: `row-${index}`,
          "aria-level": String(row.depth + 1),
          "aria-selected": String(index === view.selected),
          "aria-expanded": hasRows ? String(!isFolded) : undefined,
          "aria-setsize": String(view.visible.length),
          "aria-posinset": String(position + 1),
        },
      },
      fold,
      make("span", { class: "n" }, ...names),
      value === undefined ? undefined : make("span", { class: "v" }, shortened(value, SHOWN_VALUE)),
      note === undefined ? undefined : make("span", { class: "h" }, shortened(note, SHOWN_VALUE)),
      finding === undefined
        ? undefined
        : make("span", { class: "h bad" }, icon("bad"), shortened(finding, SHOWN_VALUE)),
      row.isOpen ? make("span", { class: "nc" }, "not closed") : undefined,
      canOpen ? make("button", { class: "open", onclick: () => this.events.open(index) }, "open") : undefined,
    );
    element.style.setProperty("--d", String(row.depth));
    element.addEventListener("mouseenter", () => this.events.hover(index));
    element.addEventListener("click", (event) => {
      if (!(event.target as Element).closest(".fold,.open")) this.events.select(index);
    });
    return element;
  }
}
