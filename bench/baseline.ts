import { type Case, isOurs } from "./cases.ts";
import { byName, type Result, ratio } from "./results.ts";

/**
 * Fraction of its ratio to the peers that a case may lose. On an idle machine two runs of the same tree differ by less; a
 * case that is 20 % slower loses 17 %.
 */
export const TOLERANCE = 0.12;

/** A case whose ratio to its peers was compared. */
export interface Change {
  readonly name: string;
  /** The ratio now by the ratio before: the geometric mean over the peers of both runs. Below 1 is slower. */
  readonly factor: number;
}

/**
 * Compares the times of both runs; a case without a peer measured in both is left out. Our own tasks do not count as
 * peers: a case is not slower because another became faster.
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
