// One of several processes that share their sessions: `node --import tsx server-process.ts SOCKET_OF_REDIS`. It says its port,
// and everything that it is told, to the process that has started it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { nodeListener } from "../../../src/dm/node-listener.ts";
import { redisStore } from "../../../src/dm/redis-store.ts";
import { dmServer } from "../../../src/dm/server-driver.ts";
import { RedisConnection } from "../redis.ts";
import { accountOf, fleetPlan, serverID } from "./fleet-plan.ts";
import type { Told } from "./told.ts";

const tell = (told: Told) => process.send?.(told);
const connection = new RedisConnection(process.argv[2] as string);
const server = dmServer({
  serverID,
  store: redisStore(connection.send),
  account: ({ address }) => accountOf(address),
  plan: fleetPlan,
  clock: Date,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  // Small messages, so that an object of some kilobytes takes several.
  policy: { ownMaxMsgSize: 4096 },
  on: {
    alert: ({ correlator = "" }, { id }) => tell({ kind: "alert", device: id, correlator }),
    ended: ({ device, result, history }) =>
      tell({ kind: "ended", device: device.id, result, history: JSON.stringify(history) }),
    log: ({ event, detail = "" }, cause) => {
      if (event === "refused" || cause !== undefined) tell({ kind: "refused", detail });
      else if (event === "repeated") tell({ kind: "repeated" });
    },
  },
});
const listening = createServer(nodeListener(server)).listen(0, "127.0.0.1", () => {
  tell({ kind: "listening", port: (listening.address() as AddressInfo).port });
});
// Whoever has started it is gone.
process.on("disconnect", () => process.exit());
