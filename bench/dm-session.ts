// A session of device management that comes out the same each time, octet for octet: nonces are constant, and so is the clock.
import { create, newSource } from "../src/ast/create.ts";
import type { Command, Item } from "../src/ast/nodes.ts";
import { freshNonce } from "../src/dm/fresh-nonce.ts";
import {
  type ClientContext,
  type ClientState,
  clientInput,
  type DmAccount,
  type Effect,
  type PlanView,
  planCommands,
  resolvePolicy,
  type ServerContext,
  type ServerState,
  type StepResult,
  serverInput,
  startClient,
} from "../src/dm/index.ts";

/** Fixtures that are such a session; the name says how both sides prove who they are. */
export const sessionFixtures = ["session-basic", "session-md5"] as const;

export type Format = "wbxml" | "xml";

export const serverID = "com.example.bench";
export const constantRandom = (length: number): Uint8Array => new Uint8Array(length).fill(7);
/** What a server with those random octets makes of them. */
const nonceOctets = freshNonce(constantRandom);
const uris = ["./DevDetail/FwV", "./DevDetail/SwV", "./DevDetail/HwV", "./DevInfo/Lang", "./Battery/Level"];

export const getPlan = ({ history }: PlanView) => (history.length > 0 ? [] : uris.map((uri) => planCommands.get(uri)));

export function accountOf(fixture: string): DmAccount {
  const nonce = Buffer.from(nonceOctets).toString("base64");
  return {
    auth: fixture === "session-basic" ? "basic" : "md5",
    user: "device",
    secret: "the secret of the device",
    serverAuth: fixture === "session-basic" ? "basic" : "md5",
    serverID,
    serverSecret: "the secret of the server",
    nonces: { client: nonce, server: nonce },
  };
}

export function deviceOf(number: number): string {
  return `IMEI:${String(number).padStart(15, "0")}`;
}

const policy = resolvePolicy({ allowBasicPlain: true });

// Without a log, as the drivers ask for where nobody listens to it.
const log = "none";

function clientContext(fixture: string): ClientContext {
  return { account: accountOf(fixture), nonce: () => nonceOctets, now: 0, policy, log };
}

function serverContext(fixture: string): ServerContext {
  return { account: accountOf(fixture), nonce: () => nonceOctets, now: 0, policy, plan: getPlan, log };
}

const devInfo: readonly Item[] = ["DevId", "Man", "Mod", "DmV", "Lang"].map((name) =>
  create("Item", { source: newSource(`./DevInfo/${name}`), data: `value of ${name}` }),
);

function firstStep(fixture: string, format: Format, device: string) {
  const begin = { sessionID: "1", serverURI: "http://dm.example/", device, devInfo, format };
  return startClient(begin, clientContext(fixture));
}

/** The messages of a session, by turns: the client's first. */
export function sessionMessages(fixture: string, format: Format, device: string = deviceOf(0)): Uint8Array[] {
  const messages: Uint8Array[] = [];
  let server: ServerState | null = null;
  runClient(fixture, format, device, (request) => {
    const step: ReturnType<typeof serverInput> = serverInput(
      server,
      { kind: "message", body: request },
      serverContext(fixture),
    );
    server = step.state;
    const reply = sentIn(step.effects) as Uint8Array;
    messages.push(request, reply);
    return reply;
  });
  return messages;
}

/** The server's side of a session that these requests begin and end. */
export function runServer(fixture: string, requests: readonly Uint8Array[], took?: (state: ServerState) => void) {
  const context = serverContext(fixture);
  const replies: Uint8Array[] = [];
  let state: ServerState | null = null;
  for (const body of requests) {
    const step: ReturnType<typeof serverInput> = serverInput(state, { kind: "message", body }, context);
    state = step.state;
    if (state !== null) took?.(state);
    replies.push(sentIn(step.effects) as Uint8Array);
  }
  return { result: state?.result, replies };
}

/** The client's side. `answer` gives the server's reply to each message. */
export function runClient(
  fixture: string,
  format: Format,
  device: string,
  answer: (request: Uint8Array) => Uint8Array,
) {
  const context = clientContext(fixture);
  let { state, effects }: { state: ClientState; effects: readonly Effect[] } = firstStep(fixture, format, device);
  while (state.state !== "end") {
    const execute = effects.find((effect) => effect.kind === "execute");
    const request = sentIn(effects);
    if (execute !== undefined) {
      const outcome = { state: "done" as const, results: execute.commands.map(resultOf) };
      ({ state, effects } = clientInput(state, { kind: "done", outcome }, context));
    } else if (request !== undefined) {
      ({ state, effects } = clientInput(state, { kind: "message", body: answer(request) }, context));
    } else throw new Error("the session does not go on");
  }
  return state.result;
}

function resultOf(command: Command): StepResult {
  const items = "items" in command ? command.items : [];
  const results = items.map(({ target }) =>
    create("Item", { source: newSource(target?.locURI ?? ""), data: "a value" }),
  );
  return { cmd: command.kind, cmdID: command.cmdID, statuses: [{ code: 200, items: [] }], results, members: [] };
}

function sentIn(effects: readonly Effect[]): Uint8Array | undefined {
  return effects.find((effect) => effect.kind === "send")?.body;
}
