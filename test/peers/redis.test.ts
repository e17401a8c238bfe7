// Needs redis-server (Debian: redis-server); run by `npm run test:peers`.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisStore } from "../../src/dm/redis-store.ts";
import { RedisConnection, type RedisServer, startRedis } from "../support/redis.ts";
import { itIsAStore } from "../support/store-contract.ts";

let server: RedisServer;
let connection: RedisConnection;
beforeAll(async () => {
  server = await startRedis();
  connection = new RedisConnection(server.path);
});
afterAll(async () => {
  connection.close();
  await server.stop();
});

describe("a store in a real Redis is a store", () => {
  let prefix = 0;
  itIsAStore(() => ({
    store: redisStore(connection.send, { prefix: `test ${++prefix}:` }),
    now: () => 0,
    unit: 400,
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }));
});

test("many who change one value at the same time, over several connections: each change is made once", async () => {
  const connections = Array.from({ length: 5 }, () => new RedisConnection(server.path));
  const stores = connections.map(({ send }) => redisStore(send));
  await stores[0]?.set("count", "0", { expected: null, ttlMs: null, now: 0 });
  let losses = 0;
  const increment = async (index: number) => {
    const store = stores[index % stores.length] as (typeof stores)[number];
    for (;;) {
      const held = await store.get("count", 0);
      const next = String(Number(held?.value) + 1);
      if ((await store.set("count", next, { expected: held?.rev ?? null, ttlMs: null, now: 0 })) !== undefined) return;
      losses++;
    }
  };
  await Promise.all(Array.from({ length: 100 }, (_, index) => increment(index)));
  expect((await stores[0]?.get("count", 0))?.value).toBe("100");
  expect(losses).toBeGreaterThan(0);
  for (const one of connections) one.close();
});
