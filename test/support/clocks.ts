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

/** A clock that advances at each reading, by 5 ms if nothing else is said. */
export class SteppingClock extends HandClock {
  private readonly step: number;

  constructor(step = 5) {
    super();
    this.step = step;
  }

  override now(): number {
    this.advance(this.step);
    return super.now();
  }
}
