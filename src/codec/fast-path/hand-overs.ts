import type { AstBuilder } from "../../ast/builder.ts";
import type { Locator } from "../../core/sink.ts";

/** Receives the bytes of a document that the event path has read in place of the fast path, and the path of the element around. */
export type HandOverListener = (start: number, end: number, path: string) => void;

/** What the fast path handed over to the event path while one document was read. */
export class HandOvers {
  /** The builder that took over last: it has what was read before a fault. */
  builder: AstBuilder | undefined = undefined;
  private readonly listener: HandOverListener | undefined;
  private start = 0;
  private path = "";

  constructor(listener: HandOverListener | undefined) {
    this.listener = listener;
  }

  begin(builder: AstBuilder, start: number, at: Locator): void {
    this.builder = builder;
    if (this.listener === undefined) return;
    this.start = start;
    this.path = at.path();
  }

  end(end: number): void {
    this.listener?.(this.start, end, this.path);
  }
}
