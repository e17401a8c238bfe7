/** A first-in, first-out queue; every operation takes amortised constant time. */
export class Queue<Entry> {
  private entries: (Entry | undefined)[] = [];
  private start = 0;

  get length(): number {
    return this.entries.length - this.start;
  }

  get first(): Entry | undefined {
    return this.entries[this.start];
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let index = this.start; index < this.entries.length; index++) yield this.entries[index] as Entry;
  }

  push(entry: Entry): void {
    this.entries.push(entry);
  }

  shift(): void {
    this.entries[this.start++] = undefined;
    if (this.start * 2 < this.entries.length) return;
    this.entries = this.entries.slice(this.start);
    this.start = 0;
  }
}
