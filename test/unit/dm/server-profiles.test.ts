import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Command, SyncML } from "../../../src/ast/nodes.ts";
import type { NewCommand } from "../../../src/ast/reply.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { memoryStore } from "../../../src/dm/memory-store.ts";
import { planCommands as dm } from "../../../src/dm/plan-commands.ts";
import type { ProfileName } from "../../../src/dm/profiles.ts";
import { type ServerContext, serverInput } from "../../../src/dm/server.ts";
import { dmServer } from "../../../src/dm/server-driver.ts";
import type { Effect, HistoryEntry, ServerState } from "../../../src/dm/session-types.ts";
import { headedRequest } from "../../support/headed-request.ts";

const account = { auth: "none", user: "device", serverAuth: "none" } as const;

/** A server's session with a plan of one package, by hand. */
class Session {
  readonly history: HistoryEntry[] = [];
  readonly logged: string[] = [];
  private state: ServerState | null = null;
  private readonly context: ServerContext;
  private msgID = 0;

  constructor(commands: readonly NewCommand[], context: Partial<ServerContext> = {}) {
    this.context = {
      account,
      nonce: () => new Uint8Array(16),
      now: 0,
      plan: ({ history }) => (history.length === 0 ? commands : undefined),
      ...context,
    };
  }

  send(commands: readonly Command[], final = true): SyncML {
    const header = { verProto: "DM/1.2", target: "https://dm.example/", source: "IMEI:1", sessionID: "1" } as const;
    const message = newMessage({ ...header, msgID: String(++this.msgID) }, commands, { final });
    const step = serverInput(this.state, { kind: "message", body: encode(message, { format: "xml" }) }, this.context);
    this.state = step.state;
    let sent: Uint8Array | undefined;
    for (const effect of step.effects as Effect[]) {
      if (effect.kind === "send") sent = effect.body;
      if (effect.kind === "log" && effect.event.detail !== undefined) this.logged.push(effect.event.detail);
      if (effect.kind === "deliver" && effect.event.kind === "answered") this.history.push(effect.event.entry);
    }
    return decode(sent as Uint8Array) as SyncML;
  }

  begin(...more: Command[]): SyncML {
    return this.send([create("Alert", { cmdID: "1", data: "1201", items: [] }), ...more]);
  }

  get largeObjects(): boolean | null | undefined {
    return this.state?.largeObjects;
  }
}

const status = (cmdID: string, cmdRef: string, cmd: string, data: string) =>
  create("Status", { cmdID, msgRef: "1", cmdRef, cmd, data });
const header = status("1", "0", "SyncHdr", "200");
const commandsOf = ({ syncBody }: SyncML) => syncBody.commands.filter(({ kind }) => kind !== "Status");
const names: readonly ProfileName[] = ["libdmclient", "hostap", "windows"];

describe("what a server does by a profile", () => {
  test.each(names)("largeObjects: %s is not sent any, nor asked", (profile) => {
    const session = new Session([dm.replace("./Blob", "x".repeat(40_000)), dm.get("./A")], { profile });
    expect(commandsOf(session.begin())).toMatchObject([{ kind: "Get", items: [{ target: { locURI: "./A" } }] }]);
    expect(session.largeObjects).toBe(false);
  });

  test("largeObjects: whoever keeps to the standard is asked", () => {
    const session = new Session([dm.replace("./Blob", "x".repeat(40_000))]);
    expect(commandsOf(session.begin())).toMatchObject([
      { kind: "Get", items: [{ target: { locURI: "./DevDetail/LrgObj" } }] },
    ]);
  });

  test("needsFinal: every message has it, also one that only asks for the next", () => {
    const first = create("Alert", { cmdID: "1", data: "1201", items: [] });
    const finals = (["hostap", "standard"] as const).map((profile) => {
      return new Session([], { profile }).send([first], false).syncBody.final;
    });
    expect(finals).toEqual([true, undefined]);
  });

  test("missingCommands: not sent, alone or in a group, and answered with 406", () => {
    const wanted = [dm.delete("./A"), dm.get("./B"), dm.sequence([dm.get("./C")]), dm.replace("./D", "1")];
    const session = new Session(wanted, { profile: "hostap" });
    const sent = commandsOf(session.begin());
    expect(sent.map(({ kind }) => kind)).toEqual(["Get", "Replace"]);
    session.send([header, ...sent.map(({ cmdID = "", kind }, index) => status(String(index + 2), cmdID, kind, "200"))]);
    expect(session.history.map(({ command, code }) => `${command} ${code}`)).toEqual([
      "Delete 406",
      "Get 200",
      "Sequence 406",
      "Replace 200",
    ]);
    expect(session.logged).toContain("not sent, since hostap has only a part of the commands: Delete, Sequence");
  });

  test("missingCommands: a plan of nothing else ends, and the session with it", () => {
    const session = new Session([dm.delete("./A")], { profile: "hostap" });
    expect(commandsOf(session.begin())).toEqual([]);
    expect(session.history).toMatchObject([{ command: "Delete", code: 406 }]);
  });

  test("takesCorrelator: Exec goes without it, in groups too", () => {
    const wanted = [dm.exec("./A", { correlator: "op-7" }), dm.sequence([dm.exec("./B", { correlator: "op-8" })])];
    expect(JSON.stringify(commandsOf(new Session(wanted, { profile: "windows" }).begin()))).not.toContain("op-");
    const standard = JSON.stringify(commandsOf(new Session(wanted).begin()));
    expect(standard).toContain("op-7");
    expect(standard).toContain("op-8");
  });

  test.each([
    ["libdmclient", ["200", "200"], 200],
    ["libdmclient", ["200", "500"], 507],
    ["libdmclient", ["200"], undefined],
    ["standard", ["200", "200"], undefined],
  ] as const)("groupStatus: %s, members %j, group %s", (profile, codes, code) => {
    const session = new Session([dm.atomic([dm.replace("./A", "1"), dm.replace("./B", "2")])], { profile });
    const [group] = commandsOf(session.begin());
    const members = group?.kind === "Atomic" ? group.commands : [];
    expect(members).toHaveLength(2);
    const statuses = codes.map((data, index) =>
      status(String(index + 2), members[index]?.cmdID ?? "", "Replace", data),
    );
    session.send([header, ...statuses]);
    expect(session.history).toMatchObject([{ command: "Atomic", code }]);
  });

  test("schemes: an account that cannot work is noted", () => {
    const session = new Session([], {
      profile: "windows",
      account: { ...account, serverAuth: "basic", serverID: "s", serverSecret: "p" },
    });
    session.begin();
    expect(session.logged).toContain("windows does not know basic as the proof of the server");
    const other = new Session([], { profile: "windows" });
    other.begin();
    expect(other.logged.join()).not.toContain("does not know");
  });
});

describe("whose profile it is", () => {
  const login = create("Alert", {
    cmdID: "2",
    data: "1224",
    items: [newItem("./X", "user", { type: "com.microsoft/MDM/LoginStatus", emi: [] })],
  });

  test("that of the context, else what the first message shows; for the whole session", () => {
    const detected = new Session([dm.exec("./A", { correlator: "op-7" })]);
    expect(JSON.stringify(detected.begin(login))).not.toContain("op-7");
    const given = new Session([dm.exec("./A", { correlator: "op-7" })], { profile: "standard" });
    expect(JSON.stringify(given.begin(login))).toContain("op-7");
    const later = new Session([dm.exec("./A", { correlator: "op-7" })]);
    later.send([create("Alert", { cmdID: "1", data: "1201", items: [] })], false);
    expect(JSON.stringify(later.send([login]))).toContain("op-7");
  });

  test("a server is told by its host, or goes by User-Agent", async () => {
    const serverOf = (profile?: () => ProfileName) =>
      dmServer({
        serverID: "s",
        store: memoryStore(),
        account: () => account,
        plan: ({ history }) => (history.length === 0 ? [dm.exec("./A", { correlator: "op-7" })] : undefined),
        clock: { now: () => 0 },
        random: (length) => new Uint8Array(length),
        ...(profile && { profile }),
      });
    const body = encode(
      newMessage(
        { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "https://dm.example/", source: "IMEI:1" },
        [],
      ),
      { format: "xml" },
    );
    const post = async (server: ReturnType<typeof serverOf>) => {
      const headers = { "user-agent": "MSFT OMA DM Client/1.2.0.1", "content-type": "application/vnd.syncml.dm+xml" };
      return await ((await server(headedRequest("https://dm.example/", headers, body))) as Response).text();
    };
    expect(await post(serverOf())).not.toContain("op-7");
    expect(await post(serverOf(() => "libdmclient"))).toContain("op-7");
  });
});
