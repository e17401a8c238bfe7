// Needs redis-server (Debian: redis-server); run by `npm run test:peers`.
import { afterAll, beforeAll, expect, test } from "vitest";
import { chanceOf, outcomes, runDevices, runInOneProcess, ServerProcesses } from "../support/fleet/fleet.ts";
import type { Told } from "../support/fleet/told.ts";
import { RedisConnection, type RedisServer, startRedis } from "../support/redis.ts";

const DEVICES = 500;
const faults = { lost: 0.05, replyLost: 0.1, twice: 0.15 };

let redis: RedisServer;
let servers: ServerProcesses;
beforeAll(async () => {
  redis = await startRedis();
  servers = await ServerProcesses.start(3, redis.path, faults, chanceOf(17));
}, 60_000);
afterAll(async () => {
  await servers.stop();
  await redis.stop();
});

test("three processes, one of them killed: every session ends as in one, nothing is executed twice, nothing lost", async () => {
  const expectedTold: Told[] = [];
  const expected = await runInOneProcess(DEVICES, expectedTold);
  expect(new Set(expected.map(({ run }) => run.outcome))).toEqual(new Set(["complete"]));
  expect(expected.every(({ log }) => log.length >= 10)).toBe(true);

  let killed: Promise<number> | undefined;
  const runs = await runDevices(DEVICES, DEVICES, servers.send, (done) => {
    if (done >= DEVICES / 5) killed ??= servers.kill(1);
  });
  expect(await killed).toBeGreaterThan(0);
  expect(runs.map(({ run }) => run.outcome)).toEqual(expected.map(({ run }) => run.outcome));
  expect(runs.map(({ log }) => log)).toEqual(expected.map(({ log }) => log));
  expect(outcomes(servers.told, DEVICES)).toEqual(outcomes(expectedTold, DEVICES));
  // There was something to be made good.
  expect(servers.requests).toBeGreaterThan(expected.reduce((sum, { run }) => sum + run.messages, 0));
  expect(servers.told.filter(({ kind }) => kind === "repeated").length).toBeGreaterThan(DEVICES / 10);

  const connection = new RedisConnection(redis.path);
  const keys = (await connection.send(["KEYS", "*"])) as string[];
  for (const key of keys) {
    const ttl = Number(await connection.send(["PTTL", key]));
    // Sessions go by themselves; nonces stay.
    expect(ttl > 0, key).toBe(key.includes('"session"'));
  }
  expect(keys).toHaveLength(2 * DEVICES);
  connection.close();
}, 300_000);
