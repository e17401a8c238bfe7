// Run by Node, Deno and Bun: a device's session with the server at the address given.
import { simulatedDevice } from "syncml/device";
import { dmClient } from "syncml/dm";

const [address, secret, format] = process.argv.slice(2);
const device = simulatedDevice({ identity: "IMEI:350000000000006", firmware: "1.0", seed: 7 });
const client = dmClient({
  account: { auth: "md5", user: "alice", secret },
  serverURI: address,
  device,
  send: (request) => fetch(request),
  clock: {
    now: Date.now,
    after: (ms, wake) => {
      const timer = setTimeout(wake, ms);
      return () => clearTimeout(timer);
    },
  },
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  format,
});
const { outcome, executed } = await client.run({ reason: "user" });
process.stdout.write(
  `${JSON.stringify({ outcome, executed, value: device.tree.get("./FUMO/DownloadAndUpdate/PkgURL") })}\n`,
);
