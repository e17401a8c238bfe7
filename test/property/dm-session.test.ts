import fc from "fast-check";
import { expect, test } from "vitest";
import { create, newItem } from "../../src/ast/create.ts";
import type { JsonValue } from "../../src/ast/json-value.ts";
import type { Command } from "../../src/ast/nodes.ts";
import type { NewCommand } from "../../src/ast/reply.ts";
import { textOf } from "../../src/codec/text-of.ts";
import type { AccountScheme, DmAccount, Nonces } from "../../src/dm/account.ts";
import { type ClientContext, type ClientInput, clientInput, startClient } from "../../src/dm/client.ts";
import type { DeviceOutcome, StepResult } from "../../src/dm/managed-device.ts";
import type { SessionPolicy } from "../../src/dm/policy.ts";
import { type ServerInput, serverInput } from "../../src/dm/server.ts";
import type { ClientState, HistoryEntry, ServerState, SessionResult } from "../../src/dm/session-types.ts";

// A whole session of our client with our server, over a line that loses, repeats and delays messages, and with both sides
// restarted from their stored states. What must hold, whatever happens:
//
//   ends         after a bounded number of steps both sides have a result, or the client has given up
//   once         no command is executed twice; in a session that both sides complete, each exactly once
//   proved       nothing is executed while the server has not proved who it is
//   small        no message is larger than its receiver takes
//   told         the history says what the device did
//   repeatable   the same events give the same octets

/** What the line does with one exchange. */
type Fault =
  | "none"
  /** The request does not arrive. */
  | "lose-request"
  /** The server has answered, but the reply does not arrive. */
  | "lose-reply"
  /** The request arrives twice. */
  | "repeat-request"
  /** The server ends before it has stored its state. */
  | "server-falls"
  /** The client is started again from its stored state. */
  | "client-restarts"
  /** A copy of the first request arrives in between. */
  | "old-request";

interface Scenario {
  readonly turns: readonly (readonly PlannedCommand[])[];
  readonly clientAuth: AccountScheme;
  readonly serverAuth: AccountScheme;
  readonly lasts: "session" | "message";
  readonly isStale: boolean;
  readonly format: "xml" | "wbxml";
  readonly clientSize: number;
  readonly serverSize: number;
  readonly faults: readonly Fault[];
}

type PlannedCommand =
  | { readonly kind: "Get"; readonly length: number }
  | { readonly kind: "Replace"; readonly length: number; readonly isBinary: boolean }
  | { readonly kind: "Exec" | "Confirm" }
  | { readonly kind: "Atomic" | "Sequence"; readonly members: number };

const planned: fc.Arbitrary<PlannedCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("Get" as const), length: fc.nat(6000) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("Replace" as const), length: fc.nat(6000), isBinary: fc.boolean() }),
  },
  fc.record({ kind: fc.constantFrom("Exec" as const, "Confirm" as const) }),
  fc.record({ kind: fc.constantFrom("Atomic" as const, "Sequence" as const), members: fc.integer({ min: 1, max: 3 }) }),
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>("none") },
  fc.constantFrom<Fault>(
    "lose-request",
    "lose-reply",
    "repeat-request",
    "server-falls",
    "client-restarts",
    "old-request",
  ),
);

const scheme = fc.constantFrom<AccountScheme>("none", "basic", "md5", "mac");

const scenario: fc.Arbitrary<Scenario> = fc.record({
  turns: fc.array(fc.array(planned, { minLength: 1, maxLength: 4 }), { maxLength: 3 }),
  clientAuth: scheme,
  serverAuth: scheme,
  lasts: fc.constantFrom("session", "message"),
  isStale: fc.boolean(),
  format: fc.constantFrom("xml", "wbxml"),
  clientSize: fc.integer({ min: 2000, max: 6000 }),
  serverSize: fc.integer({ min: 2000, max: 6000 }),
  faults: fc.array(fault, { maxLength: 30 }),
});

/** The commands of a turn, each with an address of its own. */
function commandsOf(turn: readonly PlannedCommand[], at: number): NewCommand[] {
  return turn.map((one, index): NewCommand => {
    const uri = `./T${at}/C${index}`;
    switch (one.kind) {
      case "Get":
        return { kind: "Get", items: [`${uri}/${one.length}`] };
      case "Replace": {
        const octets = new Uint8Array(one.length).map((_, place) => (place * 7 + 1) & 0xff);
        const data = one.isBinary ? octets : "é<".repeat(one.length / 4);
        return { kind: "Replace", items: [newItem(uri, data, one.isBinary ? { format: "bin", emi: [] } : undefined)] };
      }
      case "Exec":
        return { kind: "Exec", items: [uri], correlator: "c" };
      case "Confirm": {
        const items = [create("Item", { data: "MAXDT=9" }), create("Item", { data: uri })];
        return { kind: "Alert", data: "1101", items };
      }
      default: {
        const commands = Array.from(
          { length: one.members },
          (_, member): NewCommand => ({ kind: "Replace", items: [newItem(`${uri}/M${member}`, "v")] }),
        );
        return { kind: one.kind, commands };
      }
    }
  });
}

/** A device that notes what it executes; it asks the user about each 1101 and goes on with the answer. */
class NotingDevice {
  readonly executed: string[] = [];

  apply(commands: readonly Command[], cursor = 0, done: readonly string[] = []): DeviceOutcome {
    const results: StepResult[] = [];
    for (const [index, command] of commands.entries()) {
      if (index < cursor) {
        results.push(resultOf(command));
        continue;
      }
      if (command.kind === "Alert" && !done.includes(String(index))) {
        return { state: "suspended", ask: { text: textOf(command.items[1]?.data) ?? "" }, cursor: { index } };
      }
      results.push(this.execute(command));
    }
    return { state: "done", results };
  }

  private execute(command: Command): StepResult {
    this.executed.push(nameOf(command));
    return resultOf(command);
  }
}

function nameOf(command: Command): string {
  if ("commands" in command) return `${command.kind} ${command.commands.map(nameOf).join(", ")}`;
  const [first, second] = "items" in command ? command.items : [];
  const address = first?.target?.locURI ?? textOf(second?.data) ?? "";
  const length = command.kind === "Replace" && first?.data !== undefined ? lengthOf(first.data) : "";
  return `${command.kind} ${address} ${length}`;
}

function lengthOf(data: unknown): number {
  return typeof data === "string" ? data.length : (data as Uint8Array).length;
}

function resultOf(command: Command): StepResult {
  const members = "commands" in command ? command.commands.map(resultOf) : [];
  const uri = "items" in command ? (command.items[0]?.target?.locURI ?? "") : "";
  const results =
    command.kind === "Get"
      ? [
          create("Item", {
            source: create("Source", { locURI: uri }),
            data: "ü&".repeat(Number(uri.split("/").at(-1)) / 2),
          }),
        ]
      : [];
  const code = command.kind === "Exec" ? 202 : 200;
  return { cmd: command.kind, cmdID: command.cmdID, statuses: [{ code, items: [] }], results, members };
}

interface Session {
  readonly device: NotingDevice;
  readonly client: SessionResult | null;
  readonly server: SessionResult | null;
  readonly history: readonly HistoryEntry[];
  readonly transcript: readonly string[];
  readonly steps: number;
}

const MAX_STEPS = 2000;

function stored<State>(state: State): State {
  return JSON.parse(JSON.stringify(state)) as State;
}

function run(given: Scenario): Session {
  const device = new NotingDevice();
  const transcript: string[] = [];
  const account: DmAccount = {
    auth: given.clientAuth,
    user: "client",
    secret: "client-secret",
    serverAuth: given.serverAuth,
    serverID: "server",
    serverSecret: "server-secret",
  };
  let count = 0;
  const nonce = () => {
    count++;
    return Uint8Array.from({ length: 16 }, (_, index) => (count * 31 + index) & 0xff);
  };
  let clientNonces: Nonces = given.isStale ? { client: "AQ==", server: "Ag==" } : {};
  let serverNonces: Nonces = {};
  let now = 0;
  const policyOf = (size: number): Partial<SessionPolicy> => ({
    ownMaxMsgSize: size,
    ownMaxObjSize: 1_000_000,
    receiveTolerance: 0,
    allowBasicPlain: true,
    authenticationLasts: given.lasts,
  });
  const clientContext = (): ClientContext => ({
    account: { ...account, nonces: clientNonces },
    nonce,
    now: now++,
    // What the server takes is not known before its first message.
    policy: { ...policyOf(given.clientSize), defaultPeerMaxMsgSize: given.serverSize },
  });
  let server: ServerState | null = null;
  let serverResult: SessionResult | null = null;
  const sentBy = { client: 0, server: 0 };

  const serve = (input: ServerInput, falls: boolean): { body: Uint8Array; hmac: string | undefined } | undefined => {
    const step = serverInput(server, input, {
      account: { ...account, nonces: serverNonces },
      nonce,
      now: now++,
      policy: policyOf(given.serverSize),
      plan: ({ history }) => {
        const turn = given.turns.findIndex((_, index) => answeredBefore(given.turns, index) === history.length);
        return turn < 0 ? undefined : commandsOf(given.turns[turn] ?? [], turn);
      },
    });
    if (falls) return undefined;
    server = stored(step.state);
    let reply: { body: Uint8Array; hmac: string | undefined } | undefined;
    for (const effect of step.effects) {
      if (effect.kind === "storeNonce") {
        const before = effect.direction === "client" ? { clientPrevious: serverNonces.client } : {};
        serverNonces = { ...serverNonces, ...before, [effect.direction]: effect.nonce };
      }
      if (effect.kind === "finished") serverResult = effect.result;
      if (effect.kind === "send") reply = { body: effect.body, hmac: effect.hmac };
    }
    if (reply !== undefined) {
      sentBy.server = Math.max(sentBy.server, reply.body.length);
      transcript.push(`S ${hex(reply.body)} ${reply.hmac ?? ""}`);
    }
    return reply;
  };

  let first: ServerInput | undefined;
  const faults = [...given.faults];
  let step = startClient(
    {
      sessionID: "1",
      serverURI: "http://server.example/dm",
      device: "IMEI:1",
      devInfo: ["DevId", "Man", "Mod", "DmV", "Lang"].map((name) =>
        create("Item", { source: create("Source", { locURI: `./DevInfo/${name}` }), data: "v" }),
      ),
      format: given.format,
    },
    clientContext(),
  );
  let state: ClientState = stored(step.state);
  let steps = 0;
  let clientResult: SessionResult | null = null;
  for (; steps < MAX_STEPS; steps++) {
    let input: ClientInput | undefined;
    for (const effect of step.effects) {
      if (effect.kind === "storeNonce") clientNonces = { ...clientNonces, [effect.direction]: effect.nonce };
      if (effect.kind === "finished") clientResult = effect.result;
      if (effect.kind === "execute") {
        if (given.serverAuth !== "none") expect(state.serverAuth.state).toMatch(/^(session|message)$/);
        const cursor = (effect.resume?.cursor as { index: number } | undefined)?.index ?? 0;
        const done = effect.resume === undefined ? [] : [String(cursor)];
        input = { kind: "done", outcome: device.apply(effect.commands, cursor, done) };
      }
      if (effect.kind === "ask") input = { kind: "answer", answer: { kind: "ok" } as JsonValue };
      if (effect.kind === "timer" && effect.name === "resend" && effect.ms !== null) {
        input = { kind: "timer", name: "resend" };
      }
      if (effect.kind !== "send") continue;
      sentBy.client = Math.max(sentBy.client, effect.body.length);
      transcript.push(`C ${hex(effect.body)} ${effect.hmac ?? ""}`);
      const request: ServerInput = { kind: "message", body: effect.body, hmac: effect.hmac };
      first ??= request;
      input = exchange(request, faults.shift() ?? "none");
    }
    if (clientResult !== null) break;
    step = clientInput(state, input ?? { kind: "transportFailed", retryable: true }, clientContext());
    state = stored(step.state);
  }

  function exchange(request: ServerInput, what: Fault): ClientInput {
    const failed: ClientInput = { kind: "transportFailed", retryable: true };
    if (what === "lose-request") return failed;
    if (what === "repeat-request") serve(request, false);
    // A copy that is long on its way must change nothing.
    if (what === "old-request" && first !== request && server?.peerMsgID !== 1) {
      const before = stored(server);
      const old = serve(first as ServerInput, false);
      if (old === undefined) server = before;
    }
    const reply = serve(request, what === "server-falls");
    if (what === "lose-reply" || reply === undefined) return failed;
    if (what === "client-restarts") {
      state = stored(state);
      step = clientInput(state, { kind: "resumed" }, clientContext());
      state = stored(step.state);
      const again = step.effects.find((effect) => effect.kind === "send");
      const second = again && serve({ kind: "message", body: again.body, hmac: again.hmac }, false);
      return second === undefined ? failed : { kind: "message", body: second.body, hmac: second.hmac };
    }
    return { kind: "message", body: reply.body, hmac: reply.hmac };
  }

  expect(sentBy.client, "size of a client's message").toBeLessThanOrEqual(given.serverSize);
  expect(sentBy.server, "size of a server's message").toBeLessThanOrEqual(given.clientSize);
  const history = (server as ServerState | null)?.history ?? [];
  return { device, client: clientResult, server: serverResult, history, transcript, steps };
}

function answeredBefore(turns: Scenario["turns"], index: number): number {
  return turns.slice(0, index).reduce((sum, turn) => sum + turn.length, 0);
}

function hex(body: Uint8Array): string {
  return [...body.subarray(0, 64)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

test("a session ends, executes each command once, and its history says so", () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const session = run(given);
      expect(session.steps).toBeLessThan(MAX_STEPS);
      expect(session.client).not.toBeNull();
      expect(new Set(session.device.executed).size).toBe(session.device.executed.length);
      if (session.client !== "complete" || session.server !== "complete") return;
      const asked = given.turns.flatMap((turn, at) => commandsOf(turn, at));
      expect(session.history.length).toBe(asked.length);
      const executed = session.device.executed.map((name) => name.split(" ")[0]);
      expect(executed.length).toBe(session.history.filter(({ code }) => code !== 413).length);
      for (const entry of session.history) expect([200, 202, 413]).toContain(entry.code);
    }),
    { numRuns: 150 },
  );
});

test("without faults every session is complete on both sides", () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const session = run({ ...given, faults: [] });
      expect([session.client, session.server]).toEqual(["complete", "complete"]);
    }),
    { numRuns: 60 },
  );
});

test("the same events give the same octets", () => {
  fc.assert(
    fc.property(scenario, (given) => {
      expect(run(given).transcript).toEqual(run(given).transcript);
    }),
    { numRuns: 20 },
  );
});
