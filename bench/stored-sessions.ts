import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { dmServer, memoryStore } from "../src/dm/index.ts";
import {
  accountOf,
  constantRandom,
  deviceOf,
  type Format,
  getPlan,
  runServer,
  serverID,
  sessionMessages,
} from "./dm-session.ts";
import type { Sample } from "./results.ts";
import type { Durations } from "./timing.ts";

const SESSIONS = 100_000;
/** So many in the quick form, from which the rest is reckoned. */
const QUICK_SESSIONS = 10_000;
const QUICK_BELOW_MILLISECONDS = 100;
const COLLECTED_EVERY = 5_000;

/**
 * What sessions take in a store: `state`, octets of the largest state in a session as JSON; `resident`, memory of the whole process
 * that keeps 100,000 sessions, each waiting for its second message. The quick form keeps fewer, and adds the rest at the same
 * price each.
 */
export async function measureStored(
  fixture: string,
  format: Format,
  { measured }: Durations,
): Promise<{ bytes: number; sample: Sample }> {
  const requests = sessionMessages(fixture, format).filter((_, index) => index % 2 === 0);
  let state = 0;
  runServer(fixture, requests, (one) => {
    state = Math.max(state, Buffer.byteLength(JSON.stringify(one)));
  });
  const store = memoryStore();
  const account = accountOf(fixture);
  const server = dmServer({
    serverID,
    store,
    account: () => account,
    plan: getPlan,
    clock: Date,
    random: constantRandom,
  });
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const count = measured < QUICK_BELOW_MILLISECONDS ? QUICK_SESSIONS : SESSIONS;
  collect();
  const base = keptBytes();
  for (let number = 0; number < count; number++) {
    const body = requestOf(requests[0] as Uint8Array, number);
    const { status } = await server.answer({
      method: "POST",
      header: () => undefined,
      read: async () => body,
      raw: undefined,
    });
    if (status !== 200) throw new Error(`the server answered ${status}`);
    // A server idles at times.
    if (number % COLLECTED_EVERY === 0) collect();
  }
  collect();
  if (store.size < count) throw new Error(`${store.size} sessions are left`);
  const each = (keptBytes() - base) / count;
  const resident = process.memoryUsage.rss() + each * (SESSIONS - count);
  return { bytes: requests[0]?.length ?? 0, sample: { state, resident } };
}

/** Octets that the process keeps. */
function keptBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The first request of device 0 as that of another one. */
function requestOf(first: Uint8Array, number: number): Uint8Array {
  const bytes = Buffer.from(first);
  const address = deviceOf(0);
  for (let at = bytes.indexOf(address); at >= 0; at = bytes.indexOf(address, at + 1)) bytes.write(deviceOf(number), at);
  return bytes;
}
