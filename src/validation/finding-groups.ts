import type { Finding } from "./rule.ts";

/** Findings of one rule with one cause. */
export interface FindingGroup {
  /** The one that comes first. */
  readonly first: Finding;
  /** All of them, in their order. */
  readonly findings: readonly Finding[];
}

/**
 * Findings by rule and cause, in the order of the first of each. The cause is what the message says apart from the values in
 * quotes and the numbers in it: a hundred addresses with a backslash are one, and two unknown elements are two.
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
