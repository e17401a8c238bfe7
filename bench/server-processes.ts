// Sessions of many devices at once against several server processes that share a Redis, one of which is killed on the way:
// `npm run bench:processes -- [devices] [processes] [at once]`. Needs redis-server.
import { chanceOf, outcomes, runDevices, runInOneProcess, ServerProcesses } from "../test/support/fleet/fleet.ts";
import type { Told } from "../test/support/fleet/told.ts";
import { startRedis } from "../test/support/redis.ts";

/** More at once wait for so long that they take their messages for lost. */
const AT_ONCE = 1_000;
const [devices = 10_000, processes = 3, atOnce = Math.min(devices, AT_ONCE)] = process.argv.slice(2).map(Number);
const faults = { lost: 0.02, replyLost: 0.05, twice: 0.05 };

const redis = await startRedis();
const servers = await ServerProcesses.start(processes, redis.path, faults, chanceOf(17));
const begun = performance.now();
let killed: Promise<number> | undefined;
const runs = await runDevices(devices, atOnce, servers.send, (done) => {
  if (done >= devices / 5) killed ??= servers.kill(processes - 1);
});
const seconds = (performance.now() - begun) / 1000;
const pid = await killed;
await servers.stop();
await redis.stop();

const expectedTold: Told[] = [];
const expected = await runInOneProcess(devices, expectedTold);
const different = runs.filter(({ run, log }, index) => {
  const one = expected[index];
  return run.outcome !== one?.run.outcome || JSON.stringify(log) !== JSON.stringify(one.log);
});
const told = outcomes(servers.told, devices).map((one) => JSON.stringify(one));
const wrongTold = outcomes(expectedTold, devices).filter((one, index) => JSON.stringify(one) !== told[index]);

const messages = runs.reduce((sum, { run }) => sum + run.messages, 0);
const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
const quantile = (share: number) => Math.round(times[Math.floor(share * (times.length - 1))] as number);
const count = (kind: Told["kind"]) => servers.told.filter((one) => one.kind === kind).length;
const lines = [
  `${devices} sessions, ${atOnce} at once, ${processes} processes, pid ${pid} killed after a fifth of them`,
  `${seconds.toFixed(1)} s: ${(devices / seconds).toFixed(0)} sessions/s, ${(messages / seconds).toFixed(0)} messages/s`,
  `${messages} messages in ${servers.requests} requests; ${count("repeated")} answered with the stored reply`,
  `a session took ${quantile(0.5)} ms (median), ${quantile(0.99)} ms (99 %)`,
  `${different.length} sessions ended or executed something else than in one process`,
  `${wrongTold.length} devices of which something else was told`,
];
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = different.length + wrongTold.length === 0 ? 0 : 1;
