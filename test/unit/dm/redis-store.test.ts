import { describe, expect, test } from "vitest";
import { type RedisClient, redisStore } from "../../../src/dm/redis-store.ts";
import { FakeRedis } from "../../support/fake-redis.ts";
import { itIsAStore } from "../../support/store-contract.ts";

/** The same server through each form of client. */
const clients: Readonly<Record<string, (redis: FakeRedis) => RedisClient>> = {
  "node-redis": (redis) => ({
    isOpen: true,
    sendCommand: () => Promise.reject(new Error("of a cluster it takes other arguments")),
    eval: async (script: string, { keys, arguments: values }: { keys: string[]; arguments: string[] }) =>
      redis.run(["EVAL", script, String(keys.length), ...keys, ...values]),
  }),
  ioredis: (redis) => ({
    defineCommand: () => undefined,
    sendCommand: () => Promise.reject(new Error("it takes an object of class Command")),
    eval: async (script: string, count: number, ...rest: string[]) =>
      redis.run(["EVAL", script, String(count), ...rest]),
  }),
  "a client with sendCommand": (redis) => ({ sendCommand: async (command: string[]) => redis.run(command) }),
  "a function": (redis) => async (command) => redis.run(command),
};

for (const [name, client] of Object.entries(clients)) {
  describe(`a store in Redis by ${name} is a store`, () => {
    itIsAStore(() => {
      const redis = new FakeRedis();
      return {
        store: redisStore(client(redis)),
        now: () => 0,
        unit: 1,
        pass: (ms) => {
          redis.now += ms;
        },
      };
    });
  });
}

test("each access is one command on one key, which has the prefix", async () => {
  const redis = new FakeRedis();
  const store = redisStore(async (command) => redis.run(command), { prefix: "fleet:" });
  const rev = await store.set("k", "value", { expected: null, ttlMs: 1.5, now: 0 });
  await store.get("k", 0);
  await store.set("k", "other", { expected: rev ?? null, ttlMs: 0, now: 0 });
  await store.delete("k");
  expect(redis.commands.map(([name, , count, key, ...values]) => [name, count, key, ...values])).toEqual([
    ["EVAL", "1", "fleet:k", "value", "", "2"],
    ["EVAL", "1", "fleet:k"],
    ["EVAL", "1", "fleet:k", "other", rev, "1"],
    ["EVAL", "1", "fleet:k"],
  ]);
});

test("a client that is none, and replies that are none, are refused", async () => {
  for (const client of [{}, null, undefined, "redis://localhost", { eval: "no" }]) {
    expect(() => redisStore(client as RedisClient)).toThrow(TypeError);
  }
  expect(() => redisStore(async () => null, { prefix: 1 as unknown as string })).toThrow(TypeError);
  await expect(redisStore(async () => 7).get("k", 0)).rejects.toThrow(/expected a string from Redis, not 7/);
  await expect(redisStore(async () => ["value", 7]).get("k", 0)).rejects.toThrow(TypeError);
  await expect(redisStore(async () => Promise.reject(new Error("down"))).get("k", 0)).rejects.toThrow("down");
});
