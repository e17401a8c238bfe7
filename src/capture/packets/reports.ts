import type { CaptureDiagnostic, CaptureDiagnosticCode } from "../model.ts";
import type { CaptureSink } from "../reader.ts";

/** How many diagnostics of one code are told; those after are counted. */
const MOST_OF_A_CODE = 100;

/** Tells the sink what was found in the packets, and no kind of it without end. */
export class Reports {
  readonly sink: CaptureSink;
  readonly #told = new Map<CaptureDiagnosticCode, number>();

  constructor(sink: CaptureSink) {
    this.sink = sink;
  }

  tell(code: CaptureDiagnosticCode, message: string, offset?: number, frame?: number): void {
    const told = this.#told.get(code) ?? 0;
    this.#told.set(code, told + 1);
    if (told >= MOST_OF_A_CODE) {
      this.sink.count("diagnosticsLeftOut");
      return;
    }
    const diagnostic: CaptureDiagnostic = {
      code,
      message,
      ...(offset === undefined ? {} : { offset }),
      ...(frame === undefined ? {} : { frame }),
    };
    this.sink.diagnostic(diagnostic);
  }
}
