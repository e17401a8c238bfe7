import { describe, expect, test } from "vitest";
import { memoryStore } from "../../../src/dm/memory-store.ts";
import { itIsAStore } from "../../support/store-contract.ts";

describe("a store in memory is a store", () => {
  itIsAStore(() => {
    let now = 1_000_000;
    return {
      store: memoryStore(),
      now: () => now,
      unit: 1,
      pass: (ms) => {
        now += ms;
      },
    };
  });
});

test("what is over is removed in passing, without being asked for", () => {
  const store = memoryStore();
  for (let key = 0; key < 1000; key++) store.set(`old ${key}`, "x", { expected: null, ttlMs: 100, now: 0 });
  expect(store.size).toBe(1000);
  for (let key = 0; key < 1000; key++) store.set(`new ${key}`, "x", { expected: null, ttlMs: 100_000, now: 200 });
  expect(store.size).toBe(1000);
});

test("sessions that come and go forever leave nothing", () => {
  const store = memoryStore();
  let most = 0;
  for (let key = 0; key < 50_000; key++) {
    store.set(`k${key}`, "x", { expected: null, ttlMs: 100, now: key });
    most = Math.max(most, store.size);
  }
  expect(most).toBeLessThan(250);
});

test("a full store refuses new keys, and only those", () => {
  const store = memoryStore({ maxEntries: 2 });
  const set = (key: string, expected: string | null, now = 0) =>
    store.set(key, "x", { expected, ttlMs: 100, now }) as string | undefined;
  const first = set("a", null) as string;
  set("b", null);
  expect(() => set("c", null)).toThrow(/full/);
  expect(set("a", first)).toBeDefined();
  expect(set("c", null, 150)).toBeDefined();
});

test("options are checked", () => {
  expect(() => memoryStore({ maxEntries: 0 })).toThrow(RangeError);
  expect(() => memoryStore({ maxEntries: "1" as unknown as number })).toThrow(TypeError);
});
