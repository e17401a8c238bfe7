import { inOrderOfTime } from "./in-order-of-time.ts";
import type { Capture, CaptureDiagnostic, Exchange, Recognition } from "./model.ts";
import type { CaptureSink } from "./reader.ts";

/** Gathers what a reader finds, of exchanges the first `most`. */
export class Collector implements CaptureSink {
  private readonly exchanges: Omit<Exchange, "index">[] = [];
  private readonly diagnostics: CaptureDiagnostic[] = [];
  private readonly counts: Record<string, number> = {};
  private readonly most: number;
  private leftOut = 0;
  private first: number | undefined;
  private last: number | undefined;

  constructor(most: number) {
    this.most = most;
  }

  exchange(exchange: Omit<Exchange, "index">): void {
    if (this.exchanges.length < this.most) this.exchanges.push(exchange);
    else this.leftOut++;
  }

  diagnostic(diagnostic: CaptureDiagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }

  span(start: number, end: number): void {
    this.first = Math.min(start, this.first ?? start);
    this.last = Math.max(end, this.last ?? end);
  }

  capture({ format, because, alternatives }: Recognition): Capture {
    return {
      format,
      because,
      alternatives,
      ...(this.first === undefined ? {} : { start: this.first }),
      ...(this.last === undefined ? {} : { end: this.last }),
      exchanges: inOrderOfTime(this.exchanges).map((exchange, index) => ({ index: index + 1, ...exchange })),
      diagnostics: this.leftOut === 0 ? this.diagnostics : [this.cut(), ...this.diagnostics],
      counts: this.counts,
    };
  }

  private cut(): CaptureDiagnostic {
    const all = this.exchanges.length + this.leftOut;
    const message = `more exchanges than limits.exchanges allows: ${this.leftOut} of ${all} left out`;
    return { code: "limit-reached", message };
  }
}
