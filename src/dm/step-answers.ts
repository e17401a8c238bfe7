import { create } from "../ast/create.ts";
import type { Results, Status } from "../ast/nodes.ts";
import type { StepResult } from "./managed-device.ts";

/** The elements that report executed commands: statuses in document order, a group's before its members', then the Results. */
export interface StepAnswers {
  readonly statuses: readonly Status[];
  readonly results: readonly Results[];
}

/**
 * Makes Status and Results of what a device did. Hosts never make them: a Status for every node of the tree of commands, with the
 * addresses of items only where their codes differ (OMA DM Protocol 1.2).
 */
export function answersOf(msgRef: string, results: readonly StepResult[]): StepAnswers {
  const statuses: Status[] = [];
  const found: Results[] = [];
  const open: StepResult[] = [...results].reverse();
  for (let result = open.pop(); result !== undefined; result = open.pop()) {
    const cmdRef = result.cmdID?.trim() ?? "";
    const isSplit = result.statuses.length > 1;
    for (const { code, items, targetRef, sourceRef } of result.statuses) {
      statuses.push(
        create("Status", {
          cmdID: "",
          msgRef,
          cmdRef,
          cmd: result.cmd,
          targetRefs: isSplit && targetRef !== undefined ? [targetRef] : [],
          sourceRefs: isSplit && sourceRef !== undefined ? [sourceRef] : [],
          data: String(code),
          items: [...items],
        }),
      );
    }
    if (result.results.length > 0)
      found.push(create("Results", { cmdID: "", msgRef, cmdRef, items: [...result.results] }));
    if (result.members.length > 0) open.push(...[...result.members].reverse());
  }
  return { statuses, results: found };
}
