import type { Problem } from "./model.ts";

const severities = { error: 0, warning: 1, note: 2 } as const;

/** Texts of one problem for its exchanges, once all are known. */
export interface Told {
  readonly text: string;
  readonly detail: string;
  readonly remedy?: string;
  readonly checked?: string;
}

export type Telling<Evidence> = (
  evidence: readonly Evidence[],
) => Told & Partial<Pick<Problem, "tries" | "usesAccount">>;

interface Cause {
  readonly severity: Problem["severity"];
  readonly code: string;
  readonly rank: number;
  readonly exchanges: number[];
  readonly evidence: unknown[];
  readonly tell: Telling<never>;
}

/** Problems as they are found: a cause once, with everything in which it appears. */
export class ProblemList {
  private readonly causes = new Map<string, Cause>();

  /**
   * Adds what was found in an exchange. What has the same severity, code and `cause` is one problem, which is told when all of it is
   * known, by the first `tell`. Within a severity, a lower `rank` comes first.
   */
  add<Evidence>(
    severity: Problem["severity"],
    code: string,
    rank: number,
    exchange: number,
    evidence: Evidence,
    tell: Telling<Evidence>,
    cause = "",
  ): void {
    const key = `${severity} ${code} ${cause}`;
    const known = this.causes.get(key);
    if (known === undefined) {
      this.causes.set(key, { severity, code, rank, exchanges: [exchange], evidence: [evidence], tell });
      return;
    }
    if (!known.exchanges.includes(exchange, -1)) known.exchanges.push(exchange);
    known.evidence.push(evidence);
  }

  inOrder(): Problem[] {
    const sorted = [...this.causes.values()].sort(
      (a, b) => severities[a.severity] - severities[b.severity] || a.rank - b.rank,
    );
    return sorted.map(({ severity, code, exchanges, evidence, tell }) => {
      const { text, detail, remedy = "", checked = "", ...more } = tell(evidence as never[]);
      return { severity, code, exchanges, text, detail, remedy, checked, ...more };
    });
  }
}
