import { type ElementRow, type ElementTree, elementTree, leafAt } from "./element-rows.ts";
import type { OpenedMessage } from "./protocol.ts";

/** A message as it is looked at: what is folded, and what is selected. */
export class MessageView {
  readonly message: OpenedMessage;
  readonly tree: ElementTree;
  private readonly folded = new Set<number>();
  /** The rows that are not inside a folded one. */
  visible: readonly number[] = [];
  /** The selected row; -1: none. */
  selected = -1;

  constructor(message: OpenedMessage) {
    this.message = message;
    this.tree = elementTree(message.leaves);
    this.updateVisible();
    const [finding] = message.findings;
    const first = this.tree.rows.length > 0 ? 0 : -1;
    this.selected = finding === undefined ? first : Math.max(first, this.rowAt(finding.offset));
  }

  row(index: number): ElementRow | undefined {
    return this.tree.rows[index];
  }

  hasRows(index: number): boolean {
    return (this.row(index)?.next ?? 0) > index + 1;
  }

  isFolded(index: number): boolean {
    return this.folded.has(index);
  }

  /** Folds or unfolds a row. */
  fold(index: number, isFolded: boolean): void {
    if (isFolded) this.folded.add(index);
    else this.folded.delete(index);
    this.updateVisible();
  }

  /** Selects a row, and unfolds what it is in. */
  select(index: number): void {
    this.selected = index;
    let isHidden = false;
    for (const around of this.folded) {
      if (around >= index || index >= (this.row(around)?.next ?? 0)) continue;
      this.folded.delete(around);
      isHidden = true;
    }
    if (isHidden) this.updateVisible();
  }

  /** The row of an octet; that of the nearest octet before it if it has none; -1 in the header of a document. */
  rowAt(offset: number): number {
    const { leaves } = this.message;
    for (let leaf = leafAt(leaves, offset); leaf >= 0; leaf--) {
      const row = this.tree.rowOfLeaf[leaf] as number;
      if (row >= 0 || (leaves[leaf]?.end ?? 0) > offset) return row;
    }
    return -1;
  }

  /** The first row of an element or inside it; -1 if there is none. */
  rowOf(path: string): number {
    return this.tree.rows.findIndex((row) => row.path === path || row.path?.startsWith(`${path}/`) === true);
  }

  /** The container of a row; -1 at the top. */
  parentOf(index: number): number {
    const depth = this.row(index)?.depth ?? 0;
    for (let before = index - 1; before >= 0; before--) if ((this.row(before)?.depth ?? 0) < depth) return before;
    return -1;
  }

  /** The next row whose names or value contain `text`, from `from` on and around; -1 if there is none. */
  find(text: string, from: number, step: 1 | -1): number {
    const wanted = text.toLowerCase();
    const { rows } = this.tree;
    for (let count = 0, index = from; count < rows.length; count++, index += step) {
      const at = ((index % rows.length) + rows.length) % rows.length;
      const { names, value = "", note = "" } = rows[at] as ElementRow;
      if (`${names.join(" › ")}\n${value}\n${note}`.toLowerCase().includes(wanted)) return at;
    }
    return -1;
  }

  private updateVisible(): void {
    const visible: number[] = [];
    const { rows } = this.tree;
    for (let index = 0; index < rows.length; ) {
      visible.push(index);
      index = this.folded.has(index) ? (rows[index] as ElementRow).next : index + 1;
    }
    this.visible = visible;
  }
}
