import type { Clock } from "../../src/cli/benchmark/clock.ts";

/** A clock on which time passes by `advance` alone. */
export class HandClock implements Clock {
  /** How often somebody looked at it. */
  looks = 0;
  private time = 0;

  now(): number {
    this.looks++;
    return this.time;
  }

  processorTime(): number {
    return this.time;
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

/** A clock on which 5 ms pass each time that somebody looks at it. */
export class SteppingClock extends HandClock {
  override now(): number {
    this.advance(5);
    return super.now();
  }
}
