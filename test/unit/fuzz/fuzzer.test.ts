import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SyncmlError } from "../../../src/core/errors.ts";
import { type EntryPoint, entryPoints } from "../../fuzz/entry-points.ts";
import { type Finding, Fuzzer, type Instruments } from "../../fuzz/fuzzer.ts";

const seed = 5;
const still: Instruments = { now: () => 0, heldBytes: () => 0, covered: async () => [] };
const bytes = (text: string) => new TextEncoder().encode(text);
const inputs = {
  seeds: [bytes("x".repeat(200)), bytes("0123456789")],
  made: fc.uint8Array({ minLength: 1, maxLength: 40 }),
};

/** Findings at an entry point in a few batches. */
async function findingsAt(run: EntryPoint["run"], instruments: Partial<Instruments> = {}): Promise<readonly Finding[]> {
  const fuzzer = new Fuzzer({ name: "planted", inputs, run }, seed, { ...still, ...instruments });
  for (let batch = 0; batch < 5; batch++) await fuzzer.runBatch();
  return fuzzer.findings;
}

const has = (input: Uint8Array, byte: number) => input.includes(byte);

describe("a planted fault is found", () => {
  test("an error that is no SyncmlError, once, with a small input", async () => {
    const findings = await findingsAt((input) => {
      if (has(input, 0x3c)) throw new TypeError(`cannot read at ${input.indexOf(0x3c)}`);
    });
    expect(findings.map(({ reason }) => reason)).toEqual([expect.stringMatching(/^TypeError: cannot read at \d+$/)]);
    expect(findings[0]?.input).toEqual(Uint8Array.of(0x3c));
  });

  test("time that the length does not account for, though not a single delay", async () => {
    let time = 0;
    const slow = (input: Uint8Array) => {
      time += has(input, 0x3c) ? 1000 : 1;
    };
    expect((await findingsAt(slow, { now: () => time })).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^time/),
    ]);
    let runs = 0;
    const oftenDelayed = () => {
      time += runs++ % 3 === 0 ? 1000 : 1;
    };
    expect(await findingsAt(oftenDelayed, { now: () => time })).toEqual([]);
  });

  test("time that grows with the square of the length, though not where it grows with the length", async () => {
    let time = 0;
    const growing = (cost: (byteLength: number) => number) => (input: Uint8Array) => {
      time += cost(input.length);
    };
    // Within the budget of any single input, so that only growth shows it.
    const squared = growing((byteLength) => (byteLength / 1024) ** 2 / 2);
    expect((await findingsAt(squared, { now: () => time })).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^growth/),
    ]);
    expect(
      await findingsAt(
        growing((byteLength) => byteLength / 30),
        { now: () => time },
      ),
    ).toEqual([]);
  });

  test("memory that the length does not account for", async () => {
    let held = 0;
    const hungry = (input: Uint8Array) => {
      held += has(input, 0x3c) ? 2 ** 30 : input.length;
    };
    expect((await findingsAt(hungry, { heldBytes: () => held })).map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^memory/),
    ]);
  });

  test("state that leaks from one document to the next", async () => {
    let count = 0;
    const forgetful = (input: Uint8Array) => {
      if (has(input, 0x3c)) count++;
      return count;
    };
    expect((await findingsAt(forgetful)).map(({ reason }) => reason)).toEqual([expect.stringMatching(/^next/)]);
  });
});

test("a refusal is no finding, and nothing accepted", async () => {
  const run = () => {
    throw new SyncmlError("unexpected-token", "no");
  };
  const fuzzer = new Fuzzer({ name: "planted", inputs, run }, seed, still);
  await fuzzer.runBatch();
  expect(fuzzer).toMatchObject({ inputs: 101, accepted: 0, findings: [] });
});

test("what reaches new code is kept, and leads further", async () => {
  // Nested checks: each needs one more byte of a kind.
  const doors = (input: Uint8Array) => input.filter((byte) => byte === 0xc3).length;
  const furthest = async (isGuided: boolean, from: number) => {
    let reached = 0;
    let recent: string[] = [];
    const run = (input: Uint8Array) => {
      // Inputs with a repeated piece, tried for time, pass all checks at once.
      if (input.length > 4096) return;
      reached = Math.max(reached, doors(input));
      for (let door = 0; door <= doors(input); door++) recent.push(`door ${door}`);
    };
    const covered = async () => {
      const blocks = recent;
      recent = [];
      return isGuided ? blocks : [];
    };
    const fuzzer = new Fuzzer({ name: "planted", inputs, run }, from, { ...still, covered });
    for (let batch = 0; batch < 40; batch++) await fuzzer.runBatch();
    return reached;
  };
  // Several seeds, since some never reach the second check in so few runs.
  let guided = 0;
  let blind = 0;
  for (let from = seed; from < seed + 6; from++) {
    guided += await furthest(true, from);
    blind += await furthest(false, from);
  }
  expect(guided).toBeGreaterThan(2 * blind);
});

test("the same seed gives the same inputs", async () => {
  const seen = async (from: number) => {
    const all: string[] = [];
    const run = (input: Uint8Array, cut: number) => {
      all.push(`${Buffer.from(input).toString("hex")} ${cut}`);
    };
    await new Fuzzer({ name: "planted", inputs, run }, from, still).runBatch();
    return all;
  };
  expect(await seen(1)).toEqual(await seen(1));
  expect(await seen(1)).not.toEqual(await seen(2));
});

test.each(entryPoints)("$name keeps its invariants for some hundred inputs", async (entryPoint) => {
  const fuzzer = new Fuzzer(entryPoint, seed, still);
  for (let batch = 0; batch < 3; batch++) await fuzzer.runBatch();
  expect(fuzzer.findings).toEqual([]);
  expect(fuzzer.accepted).toBeGreaterThan(0);
});
