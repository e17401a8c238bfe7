import fc from "fast-check";
import { isSyncmlError } from "../../src/core/errors.ts";
import type { EntryPoint } from "./entry-points.ts";
import { inputsFrom } from "./inputs.ts";
import { minimized } from "./minimize.ts";

/** Budget of an input: a fixed part, and one proportional to its length. */
const FREE_MILLISECONDS = 20;
const MICROSECONDS_PER_BYTE = 40;
const FREE_BYTES = 32 * 1024 * 1024;
const BYTES_PER_BYTE = 20_000;
/** One batch in this many has an input tried at two lengths. */
const GROWN_BATCHES = 4;
/**
 * Lengths at which an input is tried with a piece of it repeated. Of four times the length the time may be eight times as
 * much; where it grows with the square, it is sixteen times. The last is tried only where the first two seem to say so,
 * since a limit or a fuller heap is a step, and no growth.
 */
const GROWN_BYTES = [8 * 1024, 32 * 1024, 128 * 1024] as const;
const GROWTH = 8;
/** Runs of an input that seemed too slow; the fastest counts. */
const RETRIES = 6;

const BATCH_INPUTS = 100;
const MAX_KEPT_BYTES = 8192;

interface Placed {
  readonly input: Uint8Array;
  /** A place in the input. */
  readonly cut: number;
}

/** An input that breaks an invariant. */
export interface Finding {
  readonly entryPoint: string;
  readonly input: Uint8Array;
  readonly reason: string;
}

/** What the fuzzer observes besides results. */
export interface Instruments {
  /** Milliseconds from any beginning. */
  readonly now: () => number;
  /** Bytes that the process holds. */
  readonly heldBytes: () => number;
  /** Blocks of the library that ran since the last call. */
  readonly covered: () => Promise<readonly string[]>;
}

/** Feeds one entry point, input after input, the same for the same seed. */
export class Fuzzer {
  inputs = 0;
  /** Inputs that were accepted. */
  accepted = 0;
  readonly findings: Finding[] = [];
  private readonly entryPoint: EntryPoint;
  private readonly instruments: Instruments;
  private readonly seed: number;
  private readonly pool: Uint8Array[];
  private readonly reasons = new Set<string>();
  private readonly reached = new Set<string>();
  private batches = 0;
  private next: Uint8Array | undefined;
  private expected = "";

  constructor(entryPoint: EntryPoint, seed: number, instruments: Instruments) {
    this.entryPoint = entryPoint;
    this.seed = seed;
    this.instruments = instruments;
    this.pool = [...entryPoint.inputs.seeds];
  }

  /** Inputs that reached new code. */
  get kept(): number {
    return this.pool.length - this.entryPoint.inputs.seeds.length;
  }

  /** Runs one batch of inputs. */
  async runBatch(): Promise<void> {
    const { made } = this.entryPoint.inputs;
    const options = { seed: this.seed + this.batches++, numRuns: BATCH_INPUTS };
    const sampled = fc.sample(fc.tuple(inputsFrom(this.pool, made), fc.nat()), options);
    const batch = sampled.map(([input, place]) => ({ input, cut: place % (input.length + 1) }));
    await this.instruments.covered();
    for (const placed of batch) await this.runInput(placed);
    this.inputs += batch.length;
    await this.keepWhatReached(await this.instruments.covered(), batch);
    const [first] = batch.filter(({ input, cut }) => cut < input.length);
    if (first !== undefined && this.batches % GROWN_BATCHES === 1) await this.runGrown(first);
  }

  /** Compares the time of an input with many repetitions of a piece with that of fewer. */
  private async runGrown({ input, cut }: Placed): Promise<void> {
    const at = (byteLength: number) => grown(input, cut, byteLength);
    const [small, large, largest] = [at(GROWN_BYTES[0]), at(GROWN_BYTES[1]), at(GROWN_BYTES[2])];
    const reason =
      (await this.faultOf(large.input, large.cut)) ??
      ((await this.growsTooFast(small, large)) && (await this.growsTooFast(large, largest))
        ? "growth: time grows faster than the input"
        : undefined);
    this.inputs++;
    if (reason === undefined || this.reasons.has(kindOf(reason))) return;
    this.reasons.add(kindOf(reason));
    this.findings.push({ entryPoint: this.entryPoint.name, input: large.input, reason });
  }

  private async growsTooFast(small: Placed, large: Placed): Promise<boolean> {
    let [before, after] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let run = 0; run < RETRIES; run++) {
      before = Math.min(before, (await this.timed(small.input, small.cut)).milliseconds);
      after = Math.min(after, (await this.timed(large.input, large.cut)).milliseconds);
      if (after <= FREE_MILLISECONDS + before * GROWTH) return false;
    }
    return true;
  }

  /** Keeps an input that reached new code, as a starting point for others. */
  private async keepWhatReached(covered: readonly string[], batch: readonly Placed[]): Promise<void> {
    const fresh = new Set(covered.filter((block) => !this.reached.has(block)));
    if (fresh.size === 0) return;
    for (const block of fresh) this.reached.add(block);
    let candidates = batch;
    while (candidates.length > 1) {
      const half = candidates.slice(0, candidates.length >> 1);
      for (const { input, cut } of half) await this.timed(input, cut);
      const isInHalf = (await this.instruments.covered()).some((block) => fresh.has(block));
      candidates = isInHalf ? half : candidates.slice(half.length);
    }
    for (const { input } of candidates) if (input.length <= MAX_KEPT_BYTES) this.pool.push(input);
  }

  private async runInput({ input, cut }: Placed): Promise<void> {
    const reason = await this.faultOf(input, cut);
    if (reason === undefined || this.reasons.has(kindOf(reason))) return;
    this.reasons.add(kindOf(reason));
    const stillFails = async (smaller: Uint8Array) => {
      const found = await this.faultOf(smaller, Math.min(cut, smaller.length));
      return found !== undefined && kindOf(found) === kindOf(reason);
    };
    this.findings.push({ entryPoint: this.entryPoint.name, input: await minimized(input, stillFails), reason });
  }

  /** The invariant that an input breaks, if any. */
  private async faultOf(input: Uint8Array, cut: number): Promise<string | undefined> {
    const held = this.instruments.heldBytes();
    const { error, milliseconds } = await this.timed(input, cut);
    if (error === undefined) this.accepted++;
    else if (!isSyncmlError(error)) return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (this.instruments.heldBytes() - held > FREE_BYTES + input.length * BYTES_PER_BYTE) {
      return "memory: more than its length accounts for";
    }
    if (isTooSlow(milliseconds, input.length) && (await this.isSlowAlone(input, cut))) {
      return "time: more than its length accounts for";
    }
    return this.faultOfNext();
  }

  private async timed(input: Uint8Array, cut: number): Promise<{ error: unknown; milliseconds: number }> {
    const start = this.instruments.now();
    let error: unknown;
    try {
      await this.entryPoint.run(input, cut);
    } catch (caught) {
      error = caught;
    }
    return { error, milliseconds: this.instruments.now() - start };
  }

  private async isSlowAlone(input: Uint8Array, cut: number): Promise<boolean> {
    for (let retry = 0; retry < RETRIES; retry++) {
      const { milliseconds } = await this.timed(input, cut);
      if (!isTooSlow(milliseconds, input.length)) return false;
    }
    return true;
  }

  /** A valid document reads the same as before all other input. */
  private async faultOfNext(): Promise<string | undefined> {
    if (this.next === undefined) {
      this.next = this.entryPoint.inputs.seeds.find(({ length }) => length > 100 && length < 800) as Uint8Array;
      this.expected = await this.outcomeOfNext(this.next);
    }
    const outcome = await this.outcomeOfNext(this.next);
    return outcome === this.expected
      ? undefined
      : `next: a sound document gives ${outcome}, and ${this.expected} before`;
  }

  private async outcomeOfNext(next: Uint8Array): Promise<string> {
    try {
      return fc.stringify(await this.entryPoint.run(next, next.length >> 1));
    } catch (error) {
      return String(error);
    }
  }
}

/**
 * `input` with the piece repeated that begins at `cut` and ends where the same byte comes again: often a whole element,
 * attribute or string, or several.
 */
function grown(input: Uint8Array, cut: number, byteLength: number): Placed {
  const again = input.indexOf(input[cut] as number, cut + 1);
  const piece = input.subarray(cut, again < 0 ? cut + 1 : again);
  const count = Math.max(0, Math.floor((byteLength - input.length) / piece.length));
  const repeated = new Array<Uint8Array>(count).fill(piece);
  const whole = Buffer.concat([input.subarray(0, cut), ...repeated, input.subarray(cut)]);
  return { input: new Uint8Array(whole), cut: whole.length >> 1 };
}

function isTooSlow(milliseconds: number, byteLength: number): boolean {
  return milliseconds > FREE_MILLISECONDS + (byteLength * MICROSECONDS_PER_BYTE) / 1000;
}

/** Findings that start alike count as one. */
function kindOf(reason: string): string {
  return reason.replace(/[\d"'].*$/s, "").slice(0, 80);
}
