import { expect, test } from "vitest";
import { planCommands as dm } from "../../../src/dm/plan-commands.ts";
import { script } from "../../../src/dm/script.ts";
import { type ServerContext, type ServerInput, serverInput } from "../../../src/dm/server.ts";
import type { ServerState } from "../../../src/dm/session-types.ts";
import { PlainDevice } from "../../support/plain-device.ts";

test("what the host queues goes out before the plan goes on, and a script does not mind", () => {
  const context: ServerContext = {
    account: { auth: "none", user: "tester" },
    nonce: () => new Uint8Array(16),
    now: 1_700_000_000_000,
    plan: script(function* (dm) {
      const { text } = yield dm.get("./A");
      yield dm.replace("./A", `${text}+`);
    }),
  };
  let state: ServerState | null = null;
  const step = (input: ServerInput) => {
    const next = serverInput(state, input, context);
    // As a store would have it.
    state = JSON.parse(JSON.stringify(next.state)) as ServerState;
    return next.effects;
  };
  const device = new PlainDevice({ tree: { "./A": "1" } });
  let queued = 0;
  for (let goesOn = true; goesOn; ) {
    const sent = step({ kind: "message", body: device.next() }).find((effect) => effect.kind === "send");
    goesOn = device.take(sent?.body as Uint8Array);
    if (queued < 2) step({ kind: "queue", commands: [dm.replace("./Q", ++queued)] });
  }
  expect(device.executed).toEqual(["Get ./A", "Replace ./Q=1", "Replace ./Q=2", "Replace ./A=1+"]);
  const { history } = state as unknown as ServerState;
  expect(history.map(({ uri, isQueued = false }) => [uri, isQueued])).toEqual([
    ["./A", false],
    ["./Q", true],
    ["./Q", true],
    ["./A", false],
  ]);
});
