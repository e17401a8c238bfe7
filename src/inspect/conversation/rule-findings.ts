import type { Finding } from "../../validation/rule.ts";
import type { RuleFinding } from "./model.ts";
import type { SecretValues } from "./secret-values.ts";

/** What validation says of all messages, a rule and cause once. */
export class RuleFindings {
  private readonly byCause = new Map<string, RuleFinding & { count: number; exchanges: number[] }>();

  take(exchange: number, findings: readonly Finding[], secrets: SecretValues): void {
    for (const { rule, severity, message, path } of findings) {
      const key = `${rule} ${message.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\d+/g, "0")}`;
      const known = this.byCause.get(key);
      if (known === undefined) {
        const text = secrets.remark(message, path);
        this.byCause.set(key, { rule, severity, text, path: secrets.text(path), exchanges: [exchange], count: 1 });
        continue;
      }
      known.count++;
      if (known.exchanges.at(-1) !== exchange) known.exchanges.push(exchange);
    }
  }

  all(): RuleFinding[] {
    return [...this.byCause.values()].sort(
      (a, b) => Number(a.severity !== "error") - Number(b.severity !== "error") || b.count - a.count,
    );
  }
}
