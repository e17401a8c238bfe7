import { create, newItem, newMessage } from "../../src/ast/create.ts";
import type { Alert, Chal, Command, Cred, Item, Meta, Status, SyncML } from "../../src/ast/nodes.ts";
import { credentials } from "../../src/authentication/credentials.ts";
import { decode } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import type { DmAccount, Nonces } from "../../src/dm/account.ts";
import {
  type ClientBeginning,
  type ClientContext,
  type ClientInput,
  clientInput,
  startClient,
} from "../../src/dm/client.ts";
import type { StepResult } from "../../src/dm/managed-device.ts";
import { describeCommands } from "../../src/dm/redact.ts";
import { type ServerContext, type ServerInput, serverInput } from "../../src/dm/server.ts";
import type { ClientState, Effect, ServerState } from "../../src/dm/session-types.ts";

// One side of a session, given messages that a test writes by hand for the other side. What the side sends is read as lines,
// such as `Status 1: SyncHdr 0 = 212`, so that a row of a table can say all of it.

export const serverURI = "https://dm.example/srv";
const device = "IMEI:004999010640000";

/** Both sides prove themselves by md5. */
export const md5Account: DmAccount = {
  auth: "md5",
  user: "dm-client",
  secret: "s3cr3t!",
  serverID: "com.example.dm",
  serverSecret: "srv-secret",
  nonces: { client: "AAECAwQFBgcICQoLDA0ODw==", server: "EBESExQVFhcYGRobHB0eHw==" },
};
export const openAccount: DmAccount = { auth: "none", user: "dm-client" };
/** Only the client proves itself. */
export const clientOnly: DmAccount = { ...md5Account, serverAuth: "none" };
/** Only the server proves itself. */
export const serverOnly: DmAccount = { ...md5Account, auth: "none", serverAuth: "md5" };

/** A message as a test writes it; the rest is usual. */
export interface WrittenMessage {
  readonly commands?: readonly Command[];
  readonly final?: boolean;
  readonly msgID?: number | string;
  readonly sessionID?: string;
  readonly cred?: Cred | undefined;
  readonly name?: string;
  readonly respURI?: string;
  readonly meta?: Partial<Meta>;
  readonly version?: "1.1" | "1.2";
  readonly format?: "xml" | "wbxml";
}

/** Numbers commands as they come, groups before their members. */
function numbered(commands: readonly Command[]): Command[] {
  let next = 1;
  const number = (command: Command): Command => {
    const cmdID = command.cmdID === "" || command.cmdID === undefined ? String(next) : command.cmdID;
    next++;
    return "commands" in command
      ? ({ ...command, cmdID, commands: command.commands.map(number) } as Command)
      : { ...command, cmdID };
  };
  return commands.map(number);
}

export function written(from: "client" | "server", given: WrittenMessage, number: number): Uint8Array {
  const { commands = [], final = true, msgID = number, sessionID = "1", cred, name, respURI, meta, version } = given;
  const [source, target] = from === "client" ? [device, serverURI] : [serverURI, device];
  const message = newMessage(
    {
      verProto: `DM/${version ?? "1.2"}`,
      sessionID,
      msgID: String(msgID),
      target,
      source: create("Source", { locURI: source, locName: name }),
      cred,
      respURI,
      meta: meta && create("Meta", { emi: [], ...meta }),
    },
    numbered(commands),
    { final },
  );
  return encode(message, { format: given.format ?? "xml" });
}

export function alert(data: string, items: readonly Item[] = [], correlator?: string): Alert {
  return create("Alert", { cmdID: "", data, correlator, items: [...items] });
}

export function text(data: string): Item {
  return create("Item", { data });
}

export function get(uri = "./A"): Command {
  return create("Get", { cmdID: "", items: [newItem(uri)] });
}

export function replace(uri = "./A", data: string | Uint8Array = "v"): Command {
  return create("Replace", { cmdID: "", items: [newItem(uri, data)] });
}

export function exec(uri = "./E", correlator?: string): Command {
  return create("Exec", { cmdID: "", correlator, items: [newItem(uri)] });
}

export function status(cmdRef: number, data: number | string, msgRef: number, cmd = "Get", chal?: Chal): Status {
  return create("Status", {
    cmdID: "",
    msgRef: String(msgRef),
    cmdRef: String(cmdRef),
    cmd: cmdRef === 0 ? "SyncHdr" : cmd,
    data: String(data),
    items: [],
    targetRefs: [],
    sourceRefs: [],
    chal,
  });
}

export function results(cmdRef: number, msgRef: number, data: string, uri = "./A", more: Partial<Item> = {}): Command {
  const source = create("Source", { locURI: uri });
  return create("Results", {
    cmdID: "",
    msgRef: String(msgRef),
    cmdRef: String(cmdRef),
    items: [create("Item", { source, data, ...more })],
  });
}

const devInfo: readonly Item[] = [
  create("Item", { source: create("Source", { locURI: "./DevInfo/Man" }), data: "Acme" }),
];
/** Package 1 of a client that begins the session itself. */
export const package1: readonly Command[] = [alert("1201"), create("Replace", { cmdID: "", items: [...devInfo] })];

/** Credentials of a side by an account, with its nonce in force or another. */
export function credOf(account: DmAccount, direction: "client" | "server", nonce?: string): Cred {
  const isClient = direction === "client";
  const scheme = (isClient ? account.auth : (account.serverAuth ?? account.auth)) as "basic" | "md5";
  return credentials({
    scheme,
    user: (isClient ? account.user : account.serverID) ?? "",
    secret: (isClient ? account.secret : account.serverSecret) ?? "",
    nonce: scheme === "md5" ? octets(nonce ?? account.nonces?.[direction] ?? "") : undefined,
  });
}

export function octets(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** State and effects of the side under test, step by step. */
abstract class Turns<State, Context> {
  readonly account: DmAccount;
  nonces: Nonces;
  effects: readonly Effect[] = [];
  /** Milliseconds since 1970. */
  now = 0;
  protected readonly context: Partial<Context>;
  private issued = 0;
  protected number = 0;

  constructor(account: DmAccount, context: Partial<Context> = {}) {
    this.account = account;
    this.nonces = account.nonces ?? {};
    this.context = context;
  }

  protected usual() {
    return {
      account: { ...this.account, nonces: this.nonces },
      nonce: () => new Uint8Array(16).fill(++this.issued),
      now: this.now,
      ...this.context,
    };
  }

  protected took(step: { readonly state: State; readonly effects: readonly Effect[] }): State {
    this.effects = step.effects;
    for (const effect of step.effects) {
      if (effect.kind === "storeNonce") this.nonces = { ...this.nonces, [effect.direction]: effect.nonce };
    }
    // As a store gives it back.
    return JSON.parse(JSON.stringify(step.state)) as State;
  }

  /** Effects of a kind. */
  all<Kind extends Effect["kind"]>(kind: Kind): Extract<Effect, { kind: Kind }>[] {
    return this.effects.filter((one): one is Extract<Effect, { kind: Kind }> => one.kind === kind);
  }

  get sent(): Extract<Effect, { kind: "send" }> | undefined {
    return this.all("send").at(-1);
  }

  /** The message that was sent, read. */
  get message(): SyncML | undefined {
    return this.sent && (decode(this.sent.body) as SyncML);
  }

  /** The message that was sent, in lines; empty if none was. */
  get lines(): readonly string[] {
    return this.message === undefined ? [] : describeCommands(this.message);
  }

  get finished(): string | undefined {
    return this.all("finished").at(-1)?.result;
  }

  /** The Chal that was sent. */
  get chal(): Chal | undefined {
    return this.message?.syncBody.commands.flatMap((one) => (one.kind === "Status" && one.chal ? [one.chal] : []))[0];
  }

  /** Sentences of the log. */
  get details(): readonly (string | undefined)[] {
    return this.all("log").map(({ event }) => event.detail);
  }
}

/** Our server, with messages of a client written by hand. */
export class ServerTurns extends Turns<ServerState | null, ServerContext> {
  state: ServerState | null = null;

  input(input: ServerInput): this {
    this.state = this.took(serverInput(this.state, input, this.usual()));
    return this;
  }

  message1(given: WrittenMessage = {}): this {
    return this.take({ commands: package1, name: this.account.user, ...given });
  }

  take(given: WrittenMessage, hmac?: string, isKnownToTransport?: boolean): this {
    if (given.msgID === undefined) this.number++;
    return this.takeOctets(written("client", given, this.number), hmac, isKnownToTransport);
  }

  takeOctets(body: Uint8Array, hmac?: string, isKnownToTransport?: boolean): this {
    return this.input({ kind: "message", body, hmac, isKnownToTransport });
  }
}

/** Our client, with messages of a server written by hand. */
export class ClientTurns extends Turns<ClientState, ClientContext> {
  state: ClientState;
  /** Commands in the hands of the device. */
  private handed: readonly Command[] = [];

  constructor(account: DmAccount, context: Partial<ClientContext> = {}, begin: Partial<ClientBeginning> = {}) {
    super(account, context);
    const usual = { sessionID: "1", serverURI, device, devInfo, format: "xml" } as const;
    this.state = this.took(startClient({ ...usual, ...begin }, this.usual()));
  }

  input(input: ClientInput): this {
    this.state = this.took(clientInput(this.state, input, this.usual()));
    this.handed = this.all("execute").at(-1)?.commands ?? this.handed;
    return this;
  }

  take(given: WrittenMessage, hmac?: string, isKnownToTransport?: boolean): this {
    if (given.msgID === undefined) this.number++;
    return this.takeOctets(written("server", given, this.number), hmac, isKnownToTransport);
  }

  takeOctets(body: Uint8Array, hmac?: string, isKnownToTransport?: boolean): this {
    return this.input({ kind: "message", body, hmac, isKnownToTransport });
  }

  /** The device has executed everything, each command with this code. */
  done(code = 200, found: Readonly<Record<string, string>> = {}): this {
    const commands = this.handed;
    const resultOf = (command: Command): StepResult => ({
      cmd: command.kind,
      cmdID: command.cmdID,
      statuses: [{ code, items: [] }],
      results: command.kind === "Get" ? command.items.map(({ target }) => foundAt(target?.locURI ?? "", found)) : [],
      members: "commands" in command ? command.commands.map(resultOf) : [],
    });
    return this.input({ kind: "done", outcome: { state: "done", results: commands.map(resultOf) } });
  }
}

function foundAt(uri: string, found: Readonly<Record<string, string>>): Item {
  return create("Item", { source: create("Source", { locURI: uri }), data: found[uri] ?? "v" });
}
