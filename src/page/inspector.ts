import { encodeBase64 } from "../core/base64.ts";
import { BytesPane } from "./bytes-pane.ts";
import { byId, icon, make, shortened } from "./dom.ts";
import { ExchangePane } from "./exchange-pane.ts";
import { explainIn } from "./explanation-line.ts";
import { copy, save } from "./files.ts";
import { MessageView } from "./message-view.ts";
import { asC, asHex, octetsOfValue } from "./octet-forms.ts";
import type { OpenedInput, Side } from "./protocol.ts";
import { TreePane } from "./tree-pane.ts";
import { WorkerClient } from "./worker-client.ts";

/** An input, and what of it is looked at. */
interface Tab {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly input: OpenedInput;
  exchange: number;
  side: Side;
  /** Documents in documents, the outermost first. */
  views: MessageView[];
  finding: number;
}

/** Panes of a narrow window, one at a time. */
type PaneName = "messages" | "tree" | "bytes";

/** The page: inputs as tabs, and of the current one the messages, the elements and the octets. */
export class Inspector {
  private readonly worker: WorkerClient;
  private readonly tabs: Tab[] = [];
  private current: Tab | undefined;
  private isHidden = false;
  /** Questions that were asked before the last one do not count any more. */
  private asked = 0;
  private readonly messages: ExchangePane;
  private readonly tree: TreePane;
  private readonly bytes: BytesPane;

  constructor(workerCode: string) {
    this.worker = new WorkerClient(workerCode);
    this.messages = new ExchangePane({
      select: (exchange, side) => void this.openMessage(exchange, side),
      finding: (index) => void this.goToFinding(index),
    });
    this.tree = new TreePane({
      hover: (row) => this.hover(row, -1),
      select: (row) => this.select(row),
      fold: (row, isFolded) => this.fold(row, isFolded),
      open: (row) => void this.openValue(row),
    });
    this.bytes = new BytesPane({
      hover: (row, offset) => this.hover(row, offset),
      select: (row, offset) => {
        this.view?.select(row);
        this.showRows();
        this.hover(row, offset);
      },
    });
    this.connect();
    this.showTabs();
    this.showPane("tree");
  }

  private get view(): MessageView | undefined {
    return this.current?.views.at(-1);
  }

  // ── Inputs ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Opens octets as a tab of their own; as what, their content says, or `format`. */
  async open(name: string, bytes: Uint8Array, format?: string): Promise<void> {
    this.say(`Reading ${name} …`);
    document.body.classList.add("busy");
    try {
      const copied = bytes.slice();
      const ask = { name, bytes: copied, ...(format === undefined ? {} : { format }) };
      const input = await this.worker.ask("open", ask, [copied.buffer]);
      const tab: Tab = { name, bytes, input, exchange: 0, side: "request", views: [], finding: -1 };
      this.tabs.push(tab);
      this.say("");
      await this.show(tab);
    } catch (error) {
      this.say(`${name}: ${(error as Error).message}`);
      if (this.current === undefined) this.showTabs();
    } finally {
      document.body.classList.remove("busy");
    }
  }

  private async show(tab: Tab): Promise<void> {
    this.current = tab;
    this.showTabs();
    this.showChain(tab.input);
    this.messages.show(tab.input);
    const [first] = tab.input.findings.flatMap(({ exchanges }) => exchanges.slice(0, 1));
    const found = tab.input.exchanges.find(({ index }) => index === (tab.exchange || first)) ?? tab.input.exchanges[0];
    if (found === undefined) return;
    const side = tab.exchange === 0 ? (found.request === undefined ? "response" : "request") : tab.side;
    await this.openMessage(found.index, side);
  }

  private close(tab: Tab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    void this.worker.ask("close", { document: tab.input.document });
    const next = this.tabs.at(-1);
    if (this.current !== tab) this.showTabs();
    else if (next !== undefined) void this.show(next);
    else this.showEmpty();
  }

  private showEmpty(): void {
    this.current = undefined;
    this.showTabs();
  }

  private showTabs(): void {
    document.body.dataset["view"] = this.current === undefined ? "empty" : "document";
    const tabs = this.tabs.map((tab) => {
      const isSelected = tab === this.current;
      const isBroken = tab.input.findings.some(({ mark }) => mark === "bad");
      const button = make(
        "button",
        { role: "tab", attributes: { "aria-selected": String(isSelected) }, onclick: () => void this.show(tab) },
        isBroken ? make("span", { class: "bad" }, icon("bad")) : undefined,
        shortened(tab.name, 32),
      );
      const close = make(
        "button",
        {
          class: "close",
          title: `Close ${tab.name}`,
          attributes: { "aria-label": `Close ${tab.name}` },
          onclick: () => this.close(tab),
        },
        icon("x"),
      );
      return make("span", { class: "tab", role: "presentation" }, button, close);
    });
    const isEmpty = this.current === undefined;
    const another = make(
      "button",
      {
        role: "tab",
        title: "Open another input",
        attributes: { "aria-label": "Open another input", "aria-selected": String(isEmpty) },
        onclick: () => this.showEmpty(),
      },
      icon("plus"),
    );
    byId("tabs").replaceChildren(...tabs, another);
  }

  private showChain({ chain, format, alternatives, because, name }: OpenedInput): void {
    const names = chain.map((text, at) => make(at === 0 ? "b" : "span", {}, `${at > 0 ? " › " : ""}${text}`));
    const other = alternatives.filter((one) => one !== format);
    const change = make(
      "select",
      { title: `Taken for ${format}: ${because}`, attributes: { "aria-label": "Read as another format" } },
      make("option", { attributes: { value: "" } }, "change"),
      ...other.map((one) => make("option", { attributes: { value: one } }, one)),
    );
    change.addEventListener("change", () => {
      const tab = this.current;
      if (tab !== undefined && change.value !== "") void this.open(name, tab.bytes, change.value);
    });
    byId("chain").replaceChildren(...names, ...(other.length > 0 ? [change] : []));
  }

  // ── Messages ──────────────────────────────────────────────────────────────────────────────────────────────────────

  async openMessage(exchange: number, side: Side): Promise<void> {
    const tab = this.current;
    if (tab === undefined) return;
    const number = ++this.asked;
    const ask = { document: tab.input.document, exchange, side, isHidden: this.isHidden };
    const message = await this.worker.ask("message", ask);
    if (number !== this.asked) return;
    tab.exchange = exchange;
    tab.side = side;
    tab.views = [new MessageView(message)];
    this.messages.select(exchange, side);
    this.showView();
  }

  nextMessage(step: 1 | -1): void {
    const next = this.messages.next(step);
    if (next !== undefined) void this.openMessage(next.exchange, next.side);
  }

  private showView(): void {
    const { view, current } = this;
    if (view === undefined || current === undefined) return;
    const { title, about, findings, missing } = view.message;
    byId("message-title").textContent = shortened(title, 64);
    byId("message-about").textContent = about;
    byId("message-about").title = about;
    byId("back").hidden = current.views.length < 2;
    const [fault] = findings;
    const isCut = missing > 0 || fault?.code === "truncated-input";
    byId("fault").hidden = fault === undefined;
    if (fault !== undefined) {
      const lost = missing > 0 ? `${missing.toLocaleString("en-US")} bytes short. ` : "";
      byId("fault").replaceChildren(
        icon(isCut ? "cut" : "bad"),
        make(
          "span",
          {},
          make("b", {}, isCut ? `The document ends here. ${lost}` : "Not readable from here on. "),
          shortened(fault.message, 400),
        ),
      );
    }
    this.tree.show(view);
    this.bytes.show(view);
    this.hover(-1, -1);
  }

  // ── Rows and octets ───────────────────────────────────────────────────────────────────────────────────────────────

  /** Shows what is under the pointer; -1: what is selected. Nothing moves. */
  private hover(row: number, offset: number): void {
    const { view } = this;
    if (view === undefined) return;
    this.tree.hover(row);
    this.bytes.hover(row);
    explainIn(view, row >= 0 || offset >= 0 ? row : view.selected, offset);
  }

  private select(row: number): void {
    const { view } = this;
    if (view === undefined) return;
    view.select(row);
    this.showRows();
    this.bytes.reveal();
    this.hover(-1, -1);
  }

  private showRows(): void {
    const { view } = this;
    if (view !== undefined) this.tree.show(view);
  }

  private fold(row: number, isFolded: boolean): void {
    const { view } = this;
    if (view === undefined || !view.hasRows(row)) return;
    view.fold(row, isFolded);
    view.selected = row;
    this.showRows();
    this.hover(-1, -1);
  }

  /** Goes so many rows on. */
  nextRow(by: number): void {
    const { view } = this;
    if (view === undefined || view.visible.length === 0) return;
    const from = Math.max(0, view.visible.indexOf(view.selected));
    const to = Math.min(view.visible.length - 1, Math.max(0, from + by));
    this.select(view.visible[to] as number);
  }

  /** Unfolds the selected row, or goes into it. */
  unfold(): void {
    const { view } = this;
    if (view === undefined) return;
    if (view.isFolded(view.selected)) this.fold(view.selected, false);
    else if (view.hasRows(view.selected)) this.nextRow(1);
  }

  /** Folds the selected row, or goes out to its container. */
  foldUp(): void {
    const { view } = this;
    if (view === undefined) return;
    const { selected } = view;
    if (view.hasRows(selected) && !view.isFolded(selected)) this.fold(selected, true);
    else if (view.parentOf(selected) >= 0) this.select(view.parentOf(selected));
  }

  moveByte(way: "on" | "back" | "line" | "line back"): void {
    const by = way === "on" || way === "back" ? 1 : this.bytes.lineLength;
    this.bytes.move(way.endsWith("back") ? -by : by);
  }

  /** Goes to the first row from `from` on that has the text. */
  find(text: string, from: number, step: 1 | -1): void {
    const found = text === "" ? -1 : (this.view?.find(text, from, step) ?? -1);
    byId("find").classList.toggle("bad", text !== "" && found < 0);
    if (found >= 0) this.select(found);
  }

  findNext(text: string, step: 1 | -1): void {
    this.find(text, (this.view?.selected ?? 0) + step, step);
  }

  // ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Opens the value of a row as a document of its own. */
  async openValue(row: number = this.view?.selected ?? -1): Promise<void> {
    const { view, current } = this;
    const shown = view?.row(row);
    if (view === undefined || current === undefined || shown?.value === undefined) return;
    const { value, isOpaque, note = "", names, valueStart, valueEnd } = shown;
    const bytes = isOpaque
      ? view.message.bytes.slice(valueStart, valueEnd)
      : octetsOfValue(value, /^base64/.test(note));
    const number = ++this.asked;
    const message = await this.worker.ask("value", { title: `${view.message.title} › ${names.at(-1) ?? ""}`, bytes });
    if (number !== this.asked) return;
    current.views.push(new MessageView(message));
    this.showView();
  }

  /** Goes back to the document that the value was in. */
  back(): void {
    const { current } = this;
    if (current === undefined || current.views.length < 2) return;
    current.views.pop();
    this.showView();
  }

  async copyValue(isBytes: boolean): Promise<void> {
    const { view } = this;
    const row = view?.row(view.selected);
    if (view === undefined || row === undefined) return;
    await copy(isBytes || row.value === undefined ? asHex(view.message.bytes.subarray(row.start, row.end)) : row.value);
    this.say("copied");
  }

  // ── Findings, secrets, files ──────────────────────────────────────────────────────────────────────────────────────

  /** Goes to the next problem of the input, or the one before. */
  async nextFinding(step: 1 | -1): Promise<void> {
    const { current } = this;
    const count = current?.input.findings.length ?? 0;
    if (current === undefined || count === 0) return;
    await this.goToFinding((current.finding + step + count) % count);
  }

  private async goToFinding(index: number): Promise<void> {
    const { current } = this;
    const finding = current?.input.findings[index];
    if (current === undefined || finding === undefined) return;
    current.finding = index;
    const [exchange] = finding.exchanges;
    const found = current.input.exchanges.find((one) => one.index === exchange);
    if (found !== undefined) await this.openMessage(found.index, found.request === undefined ? "response" : "request");
    const row = finding.path === undefined ? -1 : (this.view?.rowOf(finding.path) ?? -1);
    if (row >= 0) this.select(row);
    this.say(finding.detail === "" ? finding.text : `${finding.text}: ${finding.detail}`);
  }

  /** Shows messages with what is secret replaced, for screens that others see; or as they are again. */
  async hideSecrets(): Promise<void> {
    this.isHidden = !this.isHidden;
    document.body.classList.toggle("hiding", this.isHidden);
    byId("hide").setAttribute("aria-pressed", String(this.isHidden));
    const { current } = this;
    if (current !== undefined && current.exchange > 0) await this.openMessage(current.exchange, current.side);
  }

  private connect(): void {
    const whole = () => this.view?.message.bytes ?? new Uint8Array(0);
    const act = (id: string, action: () => unknown) => byId(id).addEventListener("click", () => void action());
    act("copy-hex", () => copy(asHex(whole())));
    act("copy-base64", () => copy(encodeBase64(whole())));
    act("copy-c", () => copy(asC(whole())));
    act("save", () => save(this.fileName(), whole(), "application/octet-stream"));
    act("copy-value", () => this.copyValue(false));
    act("open-value", () => this.openValue());
    act("back", () => this.back());
    act("hide", () => this.hideSecrets());
    act("report", () => this.saveReport());
    act("redact", () => this.saveRedacted());
    for (const name of ["messages", "tree", "bytes"] as const) act(`show-${name}`, () => this.showPane(name));
  }

  private fileName(): string {
    const { current, view } = this;
    const isXml = view?.message.bytes[0] === 0x3c;
    const side = current?.side === "response" ? "resp" : "req";
    return `${String(current?.exchange ?? 0).padStart(3, "0")}-${side}.${isXml ? "xml" : "bin"}`;
  }

  private async saveReport(): Promise<void> {
    const { current } = this;
    if (current === undefined) return;
    await this.tell(async () => {
      const { html } = await this.worker.ask("report", { document: current.input.document });
      save(`${current.name}.report.html`, html, "text/html");
      return "the report is saved; secrets are replaced in it";
    });
  }

  private async saveRedacted(): Promise<void> {
    const { current } = this;
    if (current === undefined) return;
    await this.tell(async () => {
      const { name, text, replaced } = await this.worker.ask("redact", { document: current.input.document });
      save(name, text, "application/json");
      return `${replaced.toLocaleString("en-US")} ${replaced === 1 ? "value" : "values"} replaced in ${name}`;
    });
  }

  private async tell(work: () => Promise<string>): Promise<void> {
    try {
      this.say(await work());
    } catch (error) {
      this.say((error as Error).message);
    }
  }

  private showPane(name: PaneName): void {
    document.body.dataset["pane"] = name;
    for (const one of ["messages", "tree", "bytes"]) {
      byId(`show-${one}`).setAttribute("aria-selected", String(one === name));
    }
  }

  private say(text: string): void {
    byId("told").textContent = text;
  }
}
