import type { Clock } from "../../src/cli/benchmark/clock.ts";

/** A clock moved only by `advance`. */
export class HandClock implements Clock {
  /** How often it was read. */
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

/** A clock that advances 5 ms per reading. */
export class SteppingClock extends HandClock {
  override now(): number {
    this.advance(5);
    return super.now();
  }
}
