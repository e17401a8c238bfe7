import type { Finding } from "./rule.ts";

/** Findings of one rule with one cause. */
export interface FindingGroup {
  /** The first of them. */
  readonly first: Finding;
  /** All of them, in document order. */
  readonly findings: readonly Finding[];
}

/**
 * Groups findings by rule and cause, ordered by the first of each group. The cause is the message without its quoted values
 * and numbers: a hundred addresses with a backslash make one group, two different unknown elements make two.
 */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule} ${causeIn(finding.message)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((group) => ({ first: group[0] as Finding, findings: group }));
}

function causeIn(message: string): string {
  return message.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\d+/g, "0");
}
