/** Pixels that an element may be high in every browser. */
const TALLEST = 8_000_000;
/** Rows above and below the visible ones that are made too. */
const MARGIN = 8;

/**
 * A list of any number of rows of equal height, of which only those that can be seen are elements of the page. Beyond
 * what browsers can scroll, the scroll bar goes in larger steps.
 */
export class VirtualList {
  private readonly pane: HTMLElement;
  private readonly body: HTMLElement;
  private readonly make: (index: number) => HTMLElement;
  private count = 0;
  private height: number;
  private readonly shown = new Map<number, HTMLElement>();

  /**
   * @param pane What scrolls.
   * @param body A block in it that gets the rows.
   * @param make The element of a row.
   */
  constructor(pane: HTMLElement, body: HTMLElement, height: number, make: (index: number) => HTMLElement) {
    this.pane = pane;
    this.body = body;
    this.height = height;
    this.make = make;
    body.style.position = "relative";
    pane.addEventListener("scroll", () => this.show(), { passive: true });
    new ResizeObserver(() => this.show()).observe(pane);
  }

  /** Makes all rows anew. */
  reset(count: number, height: number = this.height): void {
    this.count = count;
    this.height = height;
    this.body.style.height = `${Math.min(count * height, TALLEST)}px`;
    this.clear();
    this.show();
  }

  /** Makes the rows that are shown anew. */
  refresh(): void {
    this.clear();
    this.show();
  }

  /** The rows that are elements now. */
  get rows(): ReadonlyMap<number, HTMLElement> {
    return this.shown;
  }

  /** Scrolls as little as is needed to see a row. */
  reveal(index: number): void {
    const page = this.pane.clientHeight - this.body.offsetTop;
    const first = this.firstVisible();
    const fits = Math.max(1, Math.floor(page / this.height) - 1);
    if (index < first + 1) this.scrollTo(index - 1);
    else if (index > first + fits - 1) this.scrollTo(index - fits + 2);
    this.show();
  }

  private scrollTo(first: number): void {
    this.pane.scrollTop = Math.max(0, first) * this.height * this.scale;
  }

  /** Pixels of the scroll bar for a pixel of rows. */
  private get scale(): number {
    const whole = this.count * this.height;
    return whole <= TALLEST ? 1 : TALLEST / whole;
  }

  private firstVisible(): number {
    return Math.floor(this.pane.scrollTop / this.scale / this.height);
  }

  private clear(): void {
    this.body.replaceChildren();
    this.shown.clear();
  }

  private show(): void {
    const { height, scale, shown, count } = this;
    const visible = Math.ceil(this.pane.clientHeight / height);
    const first = Math.max(0, this.firstVisible() - MARGIN);
    const end = Math.min(count, this.firstVisible() + visible + MARGIN);
    for (const [index, element] of shown) {
      if (index >= first && index < end) continue;
      element.remove();
      shown.delete(index);
    }
    // Rows keep their distance to the scroll position, which is exact where the scale is 1.
    const base = scale === 1 ? 0 : this.pane.scrollTop - this.firstVisible() * height;
    for (let index = first; index < end; index++) {
      let element = shown.get(index);
      if (element === undefined) {
        element = this.make(index);
        element.style.position = "absolute";
        element.style.left = "0";
        element.style.right = "0";
        element.style.height = `${height}px`;
        shown.set(index, element);
        this.body.append(element);
      }
      element.style.top = `${base + index * height}px`;
    }
  }
}
