import type { Race } from "./race.ts";
import { type OperationReport, operationReport, type Report } from "./report.ts";
import { operations } from "./workload.ts";

/** How often an operation that looks slower is measured again before it counts as slower. */
const SECOND_LOOKS = 2;

/**
 * Measures all operations. One that lost more than `tolerance` percent of its ratio in the baseline is measured again, with the
 * new rounds added to the old, since a machine that others use may have been busy.
 */
export function measureOperations(race: Race, baseline: Report | undefined, tolerance: number): OperationReport[] {
  const reports = () => race.outcomes.map((outcome) => operationReport(outcome, baseline, tolerance));
  race.measure(operations.map(({ name }) => name));
  let lost = reports().filter(isLoss);
  for (let look = 0; look < SECOND_LOOKS && lost.length > 0; look++) {
    race.measure(lost.map(({ name }) => name));
    lost = reports().filter(isLoss);
  }
  return reports();
}

export function isLoss({ baseline }: OperationReport): boolean {
  return baseline?.isLoss === true;
}
