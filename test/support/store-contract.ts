import { expect, test } from "vitest";
import type { SessionStore } from "../../src/dm/session-store.ts";

/** A store under test, and a way to let time pass for it. */
export interface StoreUnderTest {
  readonly store: SessionStore;
  now(): number;
  /** Milliseconds that are long enough to be told apart. */
  readonly unit: number;
  pass(ms: number): void | Promise<void>;
}

/** What every store must do, whatever it is made of. */
export function itIsAStore(make: () => StoreUnderTest | Promise<StoreUnderTest>): void {
  const opened = async () => {
    const { store, now, pass, unit } = await make();
    return {
      get: (key: string) => store.get(key, now()),
      set: (key: string, value: string, expected: string | null, units: number | null = null) =>
        store.set(key, value, { expected, ttlMs: units === null ? null : units * unit, now: now() }),
      remove: (key: string) => store.delete(key),
      pass: (units: number) => pass(units * unit),
    };
  };

  test("a value is there as it was set, whatever characters it has", async () => {
    const { get, set } = await opened();
    const value = `{"device":"Ελλάδα 📱\\u0000 ${"x".repeat(10_000)}"}`;
    expect(await get('["odd","key\n"]')).toBeUndefined();
    const rev = await set('["odd","key\n"]', value, null);
    expect(await get('["odd","key\n"]')).toEqual({ value, rev });
  });

  test("of two who set the same key first, one wins", async () => {
    const { get, set } = await opened();
    const revs = await Promise.all(["one", "two", "three"].map((value) => set("k", value, null)));
    const won = revs.filter((rev) => rev !== undefined);
    expect(won).toHaveLength(1);
    expect((await get("k"))?.rev).toBe(won[0]);
  });

  test("of two who change the same value, one wins, and the loser changes nothing", async () => {
    const { get, set } = await opened();
    const first = (await set("k", "first", null)) as string;
    const second = await set("k", "second", first);
    expect(second).toBeDefined();
    expect(await set("k", "late", first)).toBeUndefined();
    expect(await set("k", "late", null)).toBeUndefined();
    expect(await set("k", "late", "made up")).toBeUndefined();
    expect((await get("k"))?.value).toBe("second");
    expect(await set("k", "third", second as string)).toBeDefined();
    expect((await get("k"))?.value).toBe("third");
  });

  test("a value that is gone is not changed by somebody who has read it", async () => {
    const { get, set, remove } = await opened();
    const rev = (await set("k", "value", null)) as string;
    await remove("k");
    await remove("never there");
    expect(await set("k", "late", rev)).toBeUndefined();
    expect(await get("k")).toBeUndefined();
  });

  test("a value is gone when its time is over, not before; without a time it stays", async () => {
    const { get, set, pass } = await opened();
    const rev = (await set("k", "value", null, 4)) as string;
    await set("long", "value", null, 36_000);
    await set("ever", "value", null);
    await pass(1);
    expect((await get("k"))?.value).toBe("value");
    await pass(4);
    expect(await get("k")).toBeUndefined();
    expect(await set("k", "late", rev)).toBeUndefined();
    expect(await set("k", "new", null, 4)).toBeDefined();
    expect(await get("long")).toBeDefined();
    expect(await get("ever")).toBeDefined();
  });

  test("setting a value again sets its time again", async () => {
    const { get, set, pass } = await opened();
    const rev = (await set("k", "value", null, 4)) as string;
    await pass(2);
    const next = (await set("k", "other", rev, 8)) as string;
    await pass(4);
    expect((await get("k"))?.value).toBe("other");
    await set("k", "kept", next);
    await pass(9);
    expect((await get("k"))?.value).toBe("kept");
  });
}
