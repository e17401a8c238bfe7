// Needs redis-server (Debian: redis-server); run by `npm run test:peers`.
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisStore } from "../../src/dm/redis-store.ts";
import { runCli } from "../cli/run-cli.ts";
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

describe("a store over the package redis is a store", () => {
  let client: ReturnType<typeof createClient>;
  beforeAll(async () => {
    client = createClient({ url: `redis://127.0.0.1:${server.port}` });
    await client.connect();
  });
  afterAll(() => client.close());
  let prefix = 0;
  itIsAStore(() => ({
    store: redisStore(client, { prefix: `package ${++prefix}:` }),
    now: () => 0,
    unit: 400,
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }));
});

describe("serve --store", () => {
  const served = async (...options: readonly string[]) => {
    const screen: string[] = [];
    const variables = { SYNCML_SECRET: "s3cr3t!" };
    const ending = runCli(["serve", "--port", "0", "--host", "127.0.0.1", "--user", "tester", ...options], {
      variables,
      screen,
    });
    return { ending, screen, variables };
  };

  test("keeps a session in Redis while it lasts", async () => {
    const store = `redis://127.0.0.1:${server.port}`;
    const { ending, screen, variables } = await served("--store", store, "--sessions", "1", "--get", "./DevDetail/SwV");
    let uri: string | undefined;
    while (uri === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      uri = /http:\/\/127\.0\.0\.1:\d+\//.exec(screen.join(""))?.[0];
    }
    const device = await runCli(["device", "--server", uri, "--user", "tester"], { variables });
    expect(device).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await ending).toMatchObject({ exitCode: 0, stderr: "" });
    const keys = (await connection.send(["KEYS", "syncml:*"])) as string[];
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(await connection.send(["GET", key])).not.toContain("s3cr3t");
  });

  test("says so if there is no Redis at the address", async () => {
    const { ending } = await served("--store", "redis://127.0.0.1:1");
    const { exitCode, stderr } = await ending;
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^redis:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/);
  });
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
