// Served by Deno and Bun: prints its port, and how each session ended.
import { dmServer, memoryStore, script } from "syncml/dm";

const fetch = dmServer({
  serverID: "com.example.dm",
  store: memoryStore(),
  account: ({ user }) => (user === "alice" ? { auth: "md5", user, secret: "swordfish" } : undefined),
  plan: script(function* (dm) {
    const { text } = yield dm.get("./DevDetail/FwV");
    yield dm.replace("./FUMO/DownloadAndUpdate/PkgURL", `https://dm.example/after-${text}`);
  }),
  clock: Date,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  on: {
    ended: ({ result, history }) =>
      process.stdout.write(`${JSON.stringify({ result, codes: history.map(({ code }) => code) })}\n`),
  },
});

if (globalThis.Deno === undefined)
  process.stdout.write(`${globalThis.Bun.serve({ hostname: "127.0.0.1", port: 0, fetch }).port}\n`);
else Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => process.stdout.write(`${port}\n`) }, fetch);
