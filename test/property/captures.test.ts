import fc from "fast-check";
import { expect, test } from "vitest";
import { captureReader, readCapture } from "../../src/capture/index.ts";
import type { Carrier } from "../../src/testing/index.ts";
import * as testing from "../../src/testing/index.ts";

const read = (file: Uint8Array) => readCapture(file);

test("the same messages are read whatever carries them", () => {
  testing.checkSamePayloads(read, { numRuns: 200 });
});

test("nothing is invented where octets are missing", () => {
  testing.checkNothingInvented(read, { numRuns: 120 });
});

test("each loss is said once", () => {
  testing.checkLossesSaidOnce(read, { numRuns: 120 });
});

test("a capture gives the same exchanges in pieces of any size", () => {
  const inPieces = fc.tuple(testing.captures({ isLossy: true }), fc.integer({ min: 1, max: 600 }));
  fc.assert(
    fc.property(inPieces, ([{ file }, size]) => {
      const said: unknown[] = [];
      const take = (one: unknown) => void said.push(one);
      const sink = { exchange: take, diagnostic: take, count: (what: string) => take(what) };
      const whole = captureReader(sink);
      whole.write(file);
      whole.end();
      const before = said.splice(0);
      const pieces = captureReader(sink);
      for (let at = 0; at < file.length; at += size) pieces.write(file.subarray(at, at + size));
      pieces.end();
      expect(said).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test("carriers of every kind are generated", () => {
  const some = fc.sample(testing.carriers(), { numRuns: 1_000, seed: 1 });
  const packets = some.flatMap((carrier: Carrier) => (carrier.kind === "packets" ? [carrier] : []));
  const numberOf = (values: readonly unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size;
  expect(numberOf(some.map(({ kind }) => kind))).toBe(3);
  expect(numberOf(packets.flatMap(({ links }) => links))).toBe(21);
  expect(numberOf(packets.flatMap(({ tcp }) => tcp.accidents.map(({ kind }) => kind)))).toBe(5);
  expect(numberOf(packets.map(({ internet: { version, fragmentBytes } }) => [version, fragmentBytes]))).toBe(8);
  expect(numberOf(packets.map(({ tcp: { closing, acknowledges } }) => [closing, acknowledges]))).toBe(12);
  const lossy = fc.sample(testing.carriers({ isLossy: true }), { numRuns: 200, seed: 1 });
  const accidents = lossy.flatMap((carrier) => (carrier.kind === "packets" ? carrier.tcp.accidents : []));
  expect(accidents.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["lose", "lose-unacknowledged", "cut", "repeat", "overlap"]),
  );
});
