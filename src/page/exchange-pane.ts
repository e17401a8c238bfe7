import { byId, icon, make, shortened } from "./dom.ts";
import type { FindingRow, MessageRow, OpenedInput, Side } from "./protocol.ts";
import { VirtualList } from "./virtual-list.ts";

const ROW_HEIGHT = 24;
const NARROW_ROW_HEIGHT = 34;

/** A heading, or one message. */
type Row =
  | { readonly heading: string }
  | { readonly exchange: number; readonly side: Side; readonly message: MessageRow; readonly isFirst: boolean };

export interface ExchangeEvents {
  select(exchange: number, side: Side): void;
  finding(index: number): void;
}

/** The messages of an input by session, and what is wrong with them. */
export class ExchangePane {
  private readonly list: VirtualList;
  private readonly events: ExchangeEvents;
  private readonly pane = byId("messages");
  private rows: readonly Row[] = [];
  private selected: { readonly exchange: number; readonly side: Side } | undefined;

  constructor(events: ExchangeEvents) {
    this.events = events;
    const body = make("div", { role: "presentation" });
    this.pane.append(body);
    this.list = new VirtualList(this.pane, body, ROW_HEIGHT, (index) => this.make(index));
  }

  show({ exchanges, findings }: OpenedInput): void {
    const rows: Row[] = [];
    let session: string | undefined;
    for (const [at, exchange] of exchanges.entries()) {
      if (exchange.session !== session || at === 0) {
        session = exchange.session;
        rows.push({ heading: session === undefined ? "no session" : `session ${session}` });
      }
      for (const side of ["request", "response"] as const) {
        const message = exchange[side];
        if (message === undefined) continue;
        rows.push({
          exchange: exchange.index,
          side,
          message,
          isFirst: side === "request" || exchange.request === undefined,
        });
      }
    }
    this.rows = rows;
    this.selected = undefined;
    this.list.reset(rows.length, matchMedia("(max-width:1080px)").matches ? NARROW_ROW_HEIGHT : ROW_HEIGHT);
    this.showFindings(findings);
  }

  select(exchange: number, side: Side): void {
    this.selected = { exchange, side };
    const index = this.rows.findIndex((row) => this.isSelected(row));
    if (index >= 0) this.list.reveal(index);
    this.list.refresh();
  }

  /** The message so many rows after the selected one. */
  next(step: 1 | -1): { readonly exchange: number; readonly side: Side } | undefined {
    const from = this.rows.findIndex((row) => this.isSelected(row));
    for (let index = from + step; index >= 0 && index < this.rows.length; index += step) {
      const row = this.rows[index];
      if (row !== undefined && "exchange" in row) return row;
    }
    return undefined;
  }

  private showFindings(findings: readonly FindingRow[]): void {
    byId("finding-count").textContent = String(findings.length);
    const rows = findings.map(({ mark, text, exchanges, detail }, index) =>
      make(
        "button",
        { class: mark, title: detail, onclick: () => this.events.finding(index) },
        icon(mark === "plain" || mark === "ok" ? "info" : mark),
        make("span", {}, shortened(text, 160)),
        make("span", { class: "w" }, placesOf(exchanges)),
      ),
    );
    const none = make("p", {}, "No problems found.");
    byId("findings").replaceChildren(...(rows.length === 0 ? [none] : rows));
  }

  private isSelected(row: Row): boolean {
    return "exchange" in row && row.exchange === this.selected?.exchange && row.side === this.selected.side;
  }

  private make(index: number): HTMLElement {
    const row = this.rows[index] as Row;
    if ("heading" in row) return make("div", { class: "sh", role: "presentation" }, shortened(row.heading, 40));
    const { exchange, side, message, isFirst } = row;
    const { outcome } = message;
    const size = make("span", { class: "sz" }, `${message.size.toLocaleString("en-US")} B`);
    const isSelected = this.isSelected(row);
    const element = make(
      "button",
      {
        class: `x ${side === "request" ? "req" : "resp"}`,
        role: "option",
        attributes: { id: `message-${exchange}-${side}`, "aria-selected": String(isSelected) },
        onclick: () => this.events.select(exchange, side),
      },
      make("span", { class: "no" }, isFirst ? `#${exchange}` : ""),
      make("span", { class: "a" }, icon(message.isFromDevice ? "up" : "down")),
      make("span", { class: "gi" }, shortened(message.gist, 60)),
      outcome === undefined || outcome.mark === "plain"
        ? size
        : make(
            "span",
            { class: `st ${outcome.mark}` },
            icon(outcome.text === "cut" ? "cut" : outcome.mark),
            make("b", {}, outcome.text),
          ),
    );
    element.tabIndex = -1;
    if (isSelected) this.pane.setAttribute("aria-activedescendant", element.id);
    return element;
  }
}

function placesOf(exchanges: readonly number[]): string {
  const shown = exchanges.slice(0, 3).map((index) => `#${index}`);
  return exchanges.length > 3 ? `${shown.join(" ")} …` : shown.join(" ");
}
