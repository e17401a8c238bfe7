import * as Code from "../ast/codes/code.ts";
import { isSuccess } from "../ast/codes/code-of.ts";
import type { HistoryEntry } from "./session-types.ts";

/**
 * The entries of a package, with a code for each group that has none although all its members have: 200 if all of them succeeded,
 * else 507. For clients that send no Status for a group.
 */
export function withGroupCodes(entries: readonly HistoryEntry[]): HistoryEntry[] {
  return entries.map((entry) => {
    if (entry.members === undefined) return entry;
    const members = withGroupCodes(entry.members);
    return { ...entry, members, code: entry.code ?? codeOfMembers(members) };
  });
}

function codeOfMembers(members: readonly HistoryEntry[]): number | undefined {
  const codes = members.map(({ code }) => code);
  if (codes.length === 0 || codes.includes(undefined)) return undefined;
  return Number(codes.every((code) => isSuccess(code as number)) ? Code.OK : Code.ATOMIC_FAILED);
}
