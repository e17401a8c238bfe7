import { type Case, isOurs } from "./cases.ts";
import { byName, type Result, ratio } from "./results.ts";

/**
 * How much of its ratio to the peers a case may lose. Two runs of the same tree differ by less on a machine that does
 * nothing else; a case that is 20 % slower loses 17 %.
 */
export const TOLERANCE = 0.12;

/** A case whose ratio to its peers was compared. */
export interface Change {
  readonly name: string;
  /** The ratio now by the ratio before: the geometric mean over the peers of both runs. Below 1 is slower. */
  readonly factor: number;
}

/**
 * Compares the times of both runs; a case without a peer that both have measured is left out. Other tasks of ours are no
 * peers here: a case has not become slower because another one is faster now.
 */
export function compare(cases: readonly Case[], now: readonly Result[], before: readonly Result[]): Change[] {
  const [current, saved] = [byName(now), byName(before)];
  return cases
    .filter(({ task }) => task.mode === "time")
    .flatMap(({ name, peers }) => {
      const factors = peers
        .filter((peer) => !isOurs(peer))
        .flatMap((peer) => {
          const peerName = `${peer.work}/${peer.fixture}`;
          const [ratioNow, ratioBefore] = [ratio(current, name, peerName), ratio(saved, name, peerName)];
          return ratioNow === undefined || ratioBefore === undefined ? [] : [Math.log(ratioNow / ratioBefore)];
        });
      if (factors.length === 0) return [];
      return [{ name, factor: Math.exp(factors.reduce((sum, factor) => sum + factor, 0) / factors.length) }];
    });
}

/** The cases that lost more than the tolerance. */
export function regressions(changes: readonly Change[]): Change[] {
  return changes.filter(({ factor }) => factor < 1 - TOLERANCE);
}
