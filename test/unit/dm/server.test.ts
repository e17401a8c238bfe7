import { describe, expect, test } from "vitest";
import { create } from "../../../src/ast/create.ts";
import type { Command } from "../../../src/ast/nodes.ts";
import { challenge } from "../../../src/authentication/challenge.ts";
import { detectFormat } from "../../../src/codec/detect-format.ts";
import type { DmAccount } from "../../../src/dm/account.ts";
import { planCommands } from "../../../src/dm/plan-commands.ts";
import type { ServerContext } from "../../../src/dm/server.ts";
import {
  alert,
  clientOnly,
  credOf,
  get,
  md5Account,
  openAccount,
  package1,
  replace,
  results,
  ServerTurns,
  status,
  text,
  type WrittenMessage,
  written,
} from "../../support/session-turns.ts";

/** A server that wants one Get answered, of a client that need not prove itself. */
function asking(commands: readonly Command[] = [get()], context: Partial<ServerContext> = {}, account = openAccount) {
  const server = new ServerTurns(account, { plan: ({ history }) => (history.length > 0 ? [] : commands), ...context });
  return server.message1();
}

const answered = (msgRef = 1) => [status(0, 200, msgRef), status(4, 200, msgRef)];
const header200 = "Status 1: SyncHdr 0 = 200";

describe("the receive pipeline", () => {
  interface Row {
    readonly name: string;
    readonly given: WrittenMessage;
    readonly context?: Partial<ServerContext>;
    readonly lines: readonly string[];
    readonly result: string | undefined;
  }
  const rows: readonly Row[] = [
    {
      name: "1: too many octets: 413 for the header",
      given: { commands: [...package1, replace("./DevInfo/Ext", "x".repeat(700))] },
      context: { policy: { ownMaxMsgSize: 600, receiveTolerance: 0 } },
      lines: ["Status 1: SyncHdr 0 = 413", "Alert 2: 1223", "Final"],
      result: "protocol",
    },
    {
      name: "1: more commands than allowed: 413 for the header",
      given: { commands: [...package1, alert("1226"), alert("1226")] },
      context: { policy: { maxCommandsPerMessage: 3 } },
      lines: ["Status 1: SyncHdr 0 = 413", "Alert 2: 1223", "Final"],
      result: "protocol",
    },
    {
      name: "10: alert 1223: a status for it and the header, nothing else",
      given: { commands: [...package1, alert("1223")] },
      lines: [header200, "Status 2: Alert 1 = 200", "Status 3: Alert 3 = 200", "Final"],
      result: "aborted-remote",
    },
    {
      name: "11: a MaxMsgSize that is too small to go on with: 1223",
      given: { commands: package1, meta: { maxMsgSize: "500" } },
      lines: [header200, "Alert 2: 1223", "Final"],
      result: "limit",
    },
    {
      name: "13: no Final: the client's package goes on",
      given: { commands: package1, final: false },
      lines: [header200, "Status 2: Alert 1 = 200", "Status 3: Replace 2 = 200", "Alert 4: 1222"],
      result: undefined,
    },
  ];

  test.each(rows)("$name", ({ given, context, lines, result }) => {
    const server = new ServerTurns(openAccount, { plan: () => [get()], ...context }).take(given);
    expect(server.lines).toEqual(lines);
    expect(server.finished).toBe(result);
  });

  test("1: too many octets without a header that can be read: refused by the transport", () => {
    const server = new ServerTurns(openAccount, { policy: { ownMaxMsgSize: 10, receiveTolerance: 0 } });
    server.takeOctets(new Uint8Array(20));
    expect(server.all("refuse").map(({ status }) => status)).toEqual([413]);
    expect(server.state).toBeNull();
  });

  test.each(["xml", "wbxml"] as const)("2: %s is recognised by its octets", (format) => {
    expect(asking().state?.state).toBe("wait");
    const server = new ServerTurns(openAccount).message1({ format });
    expect(server.sent?.contentType).toBe(`application/vnd.syncml.dm+${format}`);
  });

  describe.each(["xml", "wbxml"] as const)("2: whoever is refused gets an answer in his own form, %s", (format) => {
    const refused = written("client", { commands: package1, format }, 1);
    const isSo = (server: ServerTurns, code: string) => {
      expect(server.sent?.contentType).toBe(`application/vnd.syncml.dm+${format}`);
      expect(server.lines[0]).toContain(` = ${code}`);
      expect(detectFormat(server.sent?.body[0], server.sent?.body[1])).toBe(format);
    };

    test.each(["basic", "md5"] as const)("without credentials of %s", (auth) => {
      const server = new ServerTurns({ ...clientOnly, auth }).takeOctets(refused);
      isSo(server, "407");
      isSo(server.takeOctets(written("client", { commands: package1, format }, 2)), "407");
    });

    test("with too many commands", () => {
      isSo(new ServerTurns(openAccount, { policy: { maxCommandsPerMessage: 1 } }).takeOctets(refused), "413");
    });

    test("broken off after its header", () => {
      isSo(new ServerTurns(openAccount).takeOctets(refused.subarray(0, refused.length - 10)), "400");
    });

    test("too large, but with a header", () => {
      isSo(
        new ServerTurns(openAccount, { policy: { ownMaxMsgSize: 10, receiveTolerance: 0 } }).takeOctets(refused),
        "413",
      );
    });

    test("who does not belong to a session in the other form", () => {
      const server = new ServerTurns(clientOnly, { plan: () => [get()] });
      server.message1({ format: format === "xml" ? "wbxml" : "xml", cred: credOf(clientOnly, "client") });
      expect(server.lines[0]).toContain(" = 212");
      const before = server.state;
      isSo(server.takeOctets(refused), "200");
      expect(server.lines[1]).toContain("Alert 2: 1223");
      expect(server.state?.wire).toEqual(before?.wire);
    });

    test("of no session that is known", () => {
      isSo(new ServerTurns(openAccount).takeOctets(written("client", { commands: package1, format }, 4)), "400");
    });
  });

  test.each([new Uint8Array(0), Uint8Array.of(2, 0xa4, 1), new TextEncoder().encode("<html/>")])(
    "2: no header: refused by the transport with 400",
    (body) => {
      const server = new ServerTurns(openAccount).takeOctets(body);
      expect(server.all("refuse").map(({ status }) => status)).toEqual([400]);
    },
  );

  test("2: a message that breaks off after its header: 400 for the header, 1223", () => {
    const whole = written("client", { commands: package1 }, 1);
    const server = new ServerTurns(openAccount).takeOctets(whole.subarray(0, whole.length - 30));
    expect(server.lines).toEqual(["Status 1: SyncHdr 0 = 400", "Alert 2: 1223", "Final"]);
    expect(server.finished).toBe("protocol");
  });

  test.each([
    ["<VerDTD>1.2<", "<VerDTD>9.9<", "505", ["1.2", "1.1"]],
    ["<VerProto>DM/1.2<", "<VerProto>DM/9.9<", "513", ["DM/1.2", "DM/1.1"]],
  ] as const)("3: %s not spoken: %s with the versions that are", (from, to, code, versions) => {
    const body = new TextDecoder().decode(written("client", { commands: package1 }, 1)).replace(from, to);
    const server = new ServerTurns(openAccount, { plan: () => [get()] }).takeOctets(new TextEncoder().encode(body));
    expect(server.lines).toEqual([`Status 1: SyncHdr 0 = ${code}`, "Final"]);
    const [first] = server.message?.syncBody.commands ?? [];
    expect(first?.kind === "Status" && first.items.map(({ data }) => data)).toEqual(versions);
    expect(server.finished).toBe("protocol");
  });

  test("4: an unknown session after its first message: 400 and 1223, and no state", () => {
    const server = new ServerTurns(openAccount).take({ commands: answered(), msgID: 4 });
    expect(server.lines).toEqual(["Status 1: SyncHdr 0 = 400", "Alert 2: 1223", "Final"]);
    expect(server.state).toBeNull();
    expect(server.finished).toBe("protocol");
  });

  test("4: the policy may take it as a new session", () => {
    const server = new ServerTurns(openAccount, { policy: { acceptGaps: "accept" } });
    server.take({ commands: package1, msgID: 4 });
    expect(server.state).toMatchObject({ peerMsgID: 4, result: "complete" });
  });

  test("4: a SessionID that the state is not of is refused by the transport", () => {
    const server = asking().take({ commands: answered(), sessionID: "2" });
    expect(server.all("refuse").map(({ status }) => status)).toEqual([400]);
    expect(server.state?.state).toBe("wait");
  });

  test("8 and 9: own proof and peer's proof are judged apart", () => {
    const server = asking([get()], {}, { ...md5Account, auth: "none", serverAuth: "md5" });
    const chal = challenge({ scheme: "md5", nonce: Uint8Array.of(7) });
    server.take({ commands: [status(0, 401, 1, "SyncHdr", chal), status(4, 401, 1)] });
    // The client is fine, the server has to prove itself again.
    expect(server.lines).toEqual([header200, "Get 2 ./A", "Final"]);
    expect(server.message?.syncHdr.cred).toEqual(credOf({ ...md5Account, serverAuth: "md5" }, "server", "Bw=="));
    // The Status of the Get is what a client that refuses the header owes; it answers nothing that is still open.
    expect(server.all("log").filter(({ event }) => event.event === "unmatched")).toEqual([]);
  });

  test("11: MaxMsgSize is kept in the answer to the message that has it", () => {
    const commands = Array.from({ length: 40 }, (_, index) => replace(`./A/${index}`, "x".repeat(50)));
    const server = new ServerTurns(openAccount, { plan: () => commands });
    server.message1({ meta: { maxMsgSize: "1500" } });
    expect(server.sent?.body.length).toBeLessThanOrEqual(1500);
    expect(server.lines.length).toBeGreaterThan(5);
    server.take({ commands: [status(0, 200, 1)], meta: { maxMsgSize: "3000" } });
    expect(server.sent?.body.length).toBeGreaterThan(1500);
    expect(server.sent?.body.length).toBeLessThanOrEqual(3000);
  });

  test("12: a Status of nothing that was sent is noted and left", () => {
    const server = asking().take({ commands: [status(0, 200, 1), status(9, 200, 1), results(8, 1, "v")] });
    expect(server.all("log").filter(({ event }) => event.event === "unmatched")).toHaveLength(2);
    expect(server.finished).toBe("complete");
  });
});

describe("authentication of the client", () => {
  const basic: DmAccount = { ...clientOnly, auth: "basic" };
  const wrong = credOf({ ...clientOnly, secret: "no" }, "client");
  const all = (code: number) => [`Status 2: Alert 1 = ${code}`, `Status 3: Replace 2 = ${code}`, "Final"];

  test("no credentials: 407 and Chal, each command 407, nothing else", () => {
    const server = asking([get()], {}, clientOnly);
    expect(server.lines).toEqual(["Status 1: SyncHdr 0 = 407, Chal syncml:auth-md5", ...all(407)]);
    expect(server.state).toMatchObject({ state: "init", clientAuth: { tries: 0 } });
  });

  test("wrong credentials: 401 and Chal with a fresh nonce, each command 401", () => {
    const server = new ServerTurns(clientOnly, { plan: () => [get()] }).message1({ cred: wrong });
    expect(server.lines).toEqual(["Status 1: SyncHdr 0 = 401, Chal syncml:auth-md5", ...all(401)]);
    const first = server.nonces.client;
    server.take({ commands: package1, cred: wrong, name: clientOnly.user });
    expect(server.nonces.client).not.toBe(first);
    expect(server.state).toMatchObject({ state: "init", clientAuth: { tries: 2 } });
  });

  test("basic where md5 is required: 401 with Chal of md5", () => {
    const server = new ServerTurns(clientOnly).message1({ cred: credOf(basic, "client") });
    expect(server.lines[0]).toBe("Status 1: SyncHdr 0 = 401, Chal syncml:auth-md5");
  });

  test("a stranger is answered as somebody with a wrong secret", () => {
    const server = new ServerTurns(clientOnly, { account: undefined, plan: () => [get()] }).message1({ cred: wrong });
    expect(server.lines).toEqual(["Status 1: SyncHdr 0 = 401, Chal syncml:auth-md5", ...all(401)]);
  });

  test("the limit is reached: 401 without Chal", () => {
    const server = new ServerTurns(clientOnly, { plan: () => [get()] });
    const each = [1, 2, 3].map(() => server.take({ commands: package1, cred: wrong }).lines[0]);
    expect(each).toEqual([
      "Status 1: SyncHdr 0 = 401, Chal syncml:auth-md5",
      "Status 1: SyncHdr 0 = 401, Chal syncml:auth-md5",
      "Status 1: SyncHdr 0 = 401",
    ]);
    expect(server.finished).toBe("auth-client");
  });

  test("messages without credentials cost no try", () => {
    const server = new ServerTurns(clientOnly);
    for (let index = 0; index < 5; index++) server.take({ commands: package1 });
    expect(server.lines[0]).toBe("Status 1: SyncHdr 0 = 407, Chal syncml:auth-md5");
    expect(server.state?.state).toBe("init");
  });

  test("nothing is delivered before the proof; DevInfo of the refused attempt is remembered", () => {
    const server = asking([get()], {}, clientOnly);
    expect(server.all("deliver")).toEqual([]);
    const cred = credOf(clientOnly, "client", server.nonces.client);
    server.take({ commands: [alert("1201")], cred, name: clientOnly.user });
    expect(server.state?.devInfo).toEqual({ "./DevInfo/Man": "Acme" });
    expect(server.lines).toContain("Get 3 ./A");
  });

  test.each([
    ["basic", "session", "212", false],
    ["basic", "message", "200", false],
    ["md5", "session", "212", true],
    ["md5", "message", "200", true],
  ] as const)("%s is right, for a %s: %s", (auth, authenticationLasts, code, hasChal) => {
    const account: DmAccount = { ...clientOnly, auth };
    const server = new ServerTurns(account, { policy: { authenticationLasts } });
    server.message1({ cred: credOf(account, "client") });
    expect(server.lines[0]).toBe(`Status 1: SyncHdr 0 = ${code}${hasChal ? ", Chal syncml:auth-md5" : ""}`);
    expect(server.all("storeNonce")).toHaveLength(hasChal ? 1 : 0);
  });

  test.each([
    ["407", undefined],
    ["401", wrong],
  ] as const)(
    "while it lasts for a message, the next one is refused with %s, and package 3 comes again",
    (code, cred) => {
      const server = new ServerTurns(clientOnly, {
        plan: ({ history }) => (history.length > 0 ? [] : [get()]),
        policy: { authenticationLasts: "message" },
      });
      server.message1({ cred: credOf(clientOnly, "client") });
      const package3 = [status(0, 200, 1), status(4, 200, 1), results(4, 1, "found")];
      server.take({ commands: package3, cred, name: clientOnly.user });
      expect(server.lines).toEqual([
        `Status 1: SyncHdr 0 = ${code}, Chal syncml:auth-md5`,
        `Status 2: Results 3 = ${code}`,
        "Final",
      ]);
      expect(server.state).toMatchObject({ state: "wait", history: [] });
      server.take({
        commands: package3,
        cred: credOf(clientOnly, "client", server.nonces.client),
        name: clientOnly.user,
      });
      expect(server.finished).toBe("complete");
      expect(server.state?.history).toMatchObject([{ code: 200, items: [{ text: "found" }] }]);
    },
  );

  test("with mac, a message without a right one ends the session", () => {
    const account: DmAccount = { ...clientOnly, auth: "mac" };
    const server = new ServerTurns(account, { plan: () => [get()] }).message1();
    expect(server.lines[0]).toBe("Status 1: SyncHdr 0 = 407, Chal syncml:auth-MAC");
    const state = { ...server.state, state: "wait", clientAuth: { ...server.state?.clientAuth, usesMac: true } };
    server.state = state as ServerTurns["state"];
    server.take({ commands: [status(0, 200, 1)], name: account.user }, 'username="dm-client", mac=AAAA');
    expect(server.lines).toEqual(["Status 1: SyncHdr 0 = 401", "Alert 2: 1223", "Final"]);
    expect(server.finished).toBe("auth-client");
  });

  test("not wanted: 200, and 212 if there is one", () => {
    expect(asking().lines[0]).toBe(header200);
    const cred = credOf(clientOnly, "client");
    expect(new ServerTurns(openAccount).message1({ cred }).lines[0]).toBe("Status 1: SyncHdr 0 = 212");
  });

  test("the nonce before the last is accepted in the first message only", () => {
    const account = { ...clientOnly, nonces: { client: "AQ==", clientPrevious: "Ag==" } };
    const first = new ServerTurns(account).message1({ cred: credOf(account, "client", "Ag==") });
    expect(first.lines[0]).toMatch(/= 212/);
    const second = new ServerTurns(account).message1({ cred: wrong });
    second.take({ commands: package1, cred: credOf(account, "client", "Ag==") });
    expect(second.lines[0]).toMatch(/= 401/);
  });

  test("a nonce is stored before it is sent", () => {
    const kinds = asking([get()], {}, clientOnly).effects.map(({ kind }) => kind);
    expect(kinds.indexOf("storeNonce")).toBeLessThan(kinds.indexOf("send"));
  });

  test.each([
    ["no notification with it was sent", {}, "401"],
    ["a notification with it was sent", { resync: true }, "212"],
    ["the policy takes it", { policy: { acceptResync: true } }, "212"],
  ] as const)("the nonce of four zero octets, when %s: %s", (_, context, code) => {
    const server = new ServerTurns(md5Account, { plan: () => [get()], ...context });
    server.message1({ cred: credOf(md5Account, "client", "AAAAAA==") });
    expect(server.lines[0]).toBe(`Status 1: SyncHdr 0 = ${code}, Chal syncml:auth-md5`);
    if (code === "212") expect(server.message?.syncHdr.cred).toEqual(credOf(md5Account, "server", "AAAAAA=="));
  });

  test("with it, the client's next nonce is a fresh one, and the server's is what the client gives", () => {
    const server = new ServerTurns(md5Account, { plan: () => [get()], resync: true });
    server.message1({ cred: credOf(md5Account, "client", "AAAAAA==") });
    const chal = challenge({ scheme: "md5", nonce: Uint8Array.of(7) });
    server.take({ commands: [status(0, 212, 1, "SyncHdr", chal), status(4, 200, 1)], name: md5Account.user });
    expect(server.nonces).toMatchObject({ client: "AQEBAQEBAQEBAQEBAQEBAQ==", server: "Bw==" });
  });

  test("who is known to the transport needs nothing else", () => {
    const account: DmAccount = { auth: "transport", user: "dm-client" };
    expect(new ServerTurns(account).take({ commands: package1 }, undefined, true).lines[0]).toBe(header200);
    const stranger = new ServerTurns(account, { plan: () => [get()] }).take({ commands: package1 });
    expect(stranger.lines[0]).toBe("Status 1: SyncHdr 0 = 407");
    expect(stranger.finished).toBe("auth-client");
  });
});

describe("states of the server", () => {
  test("proved, and the package is complete: DevInfo is delivered, commands go out with the server's proof", () => {
    const server = new ServerTurns(md5Account, { plan: () => [get()] });
    server.message1({ cred: credOf(md5Account, "client") });
    expect(server.all("deliver").map(({ event }) => event.kind)).toEqual(["devInfo"]);
    expect(server.message?.syncHdr.cred).toEqual(credOf(md5Account, "server"));
    expect(server.state?.state).toBe("wait");
  });

  test("proved, no Final: 1222 and no Final; then it decides", () => {
    const server = asking([get()], { plan: () => [get()] });
    const parts = new ServerTurns(openAccount, { plan: () => [get()] }).take({ commands: package1, final: false });
    expect(parts.state?.state).toBe("init");
    expect(parts.lines.at(-1)).toBe("Alert 4: 1222");
    parts.take({ commands: [status(0, 200, 1), status(4, 200, 1, "Alert"), alert("1224")] });
    expect(parts.lines).toEqual([header200, "Status 2: Alert 3 = 200", "Get 3 ./A", "Final"]);
    expect(server.state?.state).toBe("wait");
  });

  test("deciding: asks the host, which answers with commands or with none", () => {
    const server = new ServerTurns(openAccount, { plan: "later" }).message1();
    expect(server.effects.map(({ kind }) => kind)).toContain("decide");
    expect(server.state?.state).toBe("deciding");
    expect(server.sent).toBeUndefined();
    server.input({ kind: "processed", commands: [get()] });
    expect(server.lines.slice(-2)).toEqual(["Get 4 ./A", "Final"]);
    server.take({ commands: answered() }).input({ kind: "processed" });
    expect(server.lines).toEqual([header200, "Final"]);
    expect(server.finished).toBe("complete");
    expect(server.all("timer").map(({ name }) => name)).toContain("linger");
  });

  test("queued commands go out with the next package", () => {
    const server = asking();
    server.input({ kind: "queue", commands: [replace("./Q")] });
    server.take({ commands: answered() });
    expect(server.lines).toEqual([header200, "Replace 2 ./Q", "Final"]);
  });

  test("wait: all answered: delivered, decided anew, complete", () => {
    const server = asking().take({ commands: [...answered(), results(4, 1, "found")] });
    expect(server.all("deliver").map(({ event }) => event)).toMatchObject([
      { kind: "answered", entry: { command: "Get", code: 200, items: [{ text: "found" }] } },
    ]);
    expect(server.lines).toEqual([header200, "Final"]);
    expect(server.finished).toBe("complete");
  });

  test("wait: the client's message has no Final: 1222, no Final, no commands", () => {
    const server = asking([get(), get("./B")]).take({ commands: [...answered(), alert("1226")], final: false });
    expect(server.lines).toEqual([header200, "Status 2: Alert 3 = 200", "Alert 3: 1222"]);
    expect(server.state?.state).toBe("wait");
    expect(server.state?.history).toEqual([]);
  });

  const chal = challenge({ scheme: "md5", nonce: Uint8Array.of(7) });
  const refusals: readonly [string, (server: ServerTurns) => ServerTurns][] = [
    ["no Chal", (server) => server.take({ commands: [status(0, 401, 1), status(4, 401, 1)], name: "dm-client" })],
    [
      "a type that it cannot answer",
      (server) =>
        server.take({
          commands: [status(0, 401, 1, "SyncHdr", challenge({ scheme: "basic" })), status(4, 401, 1)],
          name: "dm-client",
        }),
    ],
    [
      "no tries left",
      (server) => {
        for (const msgRef of [1, 2, 3]) {
          server.take({ commands: [status(0, 401, msgRef, "SyncHdr", chal)], name: "dm-client" });
        }
        return server;
      },
    ],
  ];

  test("wait: its own proof is refused with Chal: the same commands again, with a new proof", () => {
    const server = new ServerTurns(md5Account, {
      plan: ({ history }) => (history.length > 0 ? [] : [get(), replace()]),
    });
    server.message1({ cred: credOf(md5Account, "client") });
    server.take({
      commands: [status(0, 401, 1, "SyncHdr", chal), status(4, 401, 1), status(5, 401, 1)],
      name: "dm-client",
    });
    expect(server.lines).toEqual([header200, "Get 2 ./A", "Replace 3 ./A", "Final"]);
    expect(server.message?.syncHdr.cred).toEqual(credOf(md5Account, "server", "Bw=="));
    expect(server.state?.history).toEqual([]);
    server.take({ commands: [status(0, 212, 2), status(2, 200, 2), status(3, 200, 2)], name: "dm-client" });
    expect(server.state?.history.map(({ code }) => code)).toEqual([200, 200]);
  });

  test.each(refusals)("wait: its own proof is refused with %s: 1223", (_, refused) => {
    const server = new ServerTurns(md5Account, { plan: () => [get()] });
    server.message1({ cred: credOf(md5Account, "client") });
    refused(server);
    expect(server.lines.at(-2)).toMatch(/^Alert \d: 1223$/);
    expect(server.finished).toBe("auth-server");
  });

  test("wait: a command without a status, although the client's package is closed: told, not sent again", () => {
    const server = asking([get(), get("./B")]).take({ commands: answered() });
    expect(server.state?.history.map(({ code }) => code)).toEqual([200, undefined]);
    expect(server.lines).toEqual([header200, "Final"]);
  });

  test("wait: 213 for a chunk: the next one, no Final before the last", () => {
    const server = new ServerTurns(openAccount, {
      plan: ({ history }) => (history.length > 0 ? [] : [replace("./A", "x".repeat(2500))]),
      policy: { assumeLargeObjects: true },
    });
    server.message1({ meta: { maxMsgSize: "1500" } });
    expect(server.lines.slice(-1)).toEqual(["Replace 4 ./A, more data"]);
    const chunks = [server.lines.length];
    for (let turn = 0; turn < 9 && server.lines.at(-1) !== "Final"; turn++) {
      const at = server.message?.syncBody.commands.findIndex(({ kind }) => kind === "Replace") ?? 0;
      const { msgID } = server.message?.syncHdr ?? {};
      const refs = [status(0, 200, Number(msgID)), status(at + 1, 213, Number(msgID), "Replace"), alert("1222")];
      server.take({ commands: refs, final: false });
      chunks.push(server.lines.length);
    }
    expect(chunks.length).toBeGreaterThan(2);
    expect(server.lines.slice(-2)).toEqual(["Replace 3 ./A", "Final"]);
  });

  test("wait: another code for a chunk: the object is over, the next command goes out", () => {
    const commands = [replace("./A", "x".repeat(2500)), get("./B")];
    const server = new ServerTurns(openAccount, {
      plan: ({ history }) => (history.length > 0 ? [] : commands),
      policy: { assumeLargeObjects: true },
    });
    server.message1({ meta: { maxMsgSize: "1500" } });
    server.take({ commands: [status(0, 200, 1), status(4, 413, 1, "Replace")] });
    expect(server.lines).toEqual([header200, "Get 2 ./B", "Final"]);
    server.take({ commands: [status(0, 200, 2), status(2, 200, 2)] });
    expect(server.state?.history.map(({ code }) => code)).toEqual([413, 200]);
  });

  test.each(["1224", "1226"])("wait: alert %s: 200, delivered", (code) => {
    const server = asking().take({ commands: [...answered(), alert(code, [text("200")], "c-1")] });
    expect(server.lines).toContain("Status 2: Alert 3 = 200");
    expect(server.all("deliver").map(({ event }) => event)).toContainEqual({
      kind: "alert",
      alert: { code: Number(code), correlator: "c-1", items: [{ format: "chr", text: "200" }] },
    });
  });

  test("wait: 1223: statuses, Final, no commands", () => {
    const server = asking([get()], { plan: () => [get()] }).take({ commands: [...answered(), alert("1223")] });
    expect(server.lines).toEqual([header200, "Status 2: Alert 3 = 200", "Final"]);
    expect(server.finished).toBe("aborted-remote");
  });

  test.each(["1100", "1101", "1102", "1103", "1104"])("alert %s of a client: 406", (code) => {
    expect(asking().take({ commands: [...answered(), alert(code)] }).lines).toContain("Status 2: Alert 3 = 406");
  });

  test.each([get(), replace("./Other"), create("Delete", { cmdID: "", items: [] })])(
    "a client's %o: 406, unless it is the Replace of DevInfo",
    (command) => {
      const server = asking().take({ commands: [...answered(), command] });
      const refused = command.kind === "Delete" ? /Status 2: Delete 3 = / : / = 406$/;
      expect(server.lines[1]).toMatch(refused);
    },
  );

  test("the time without a message is over", () => {
    const server = asking().input({ kind: "timer", name: "idleTimeout" });
    expect(server.finished).toBe("timeout");
    expect(server.sent).toBeUndefined();
  });

  test("that time is longer while the user is asked", () => {
    const question = alert("1101", [text("MINDT=5&MAXDT=3600"), text("Really?")]);
    const idle = (server: ServerTurns) => server.all("timer").find(({ name }) => name === "idleTimeout")?.ms;
    expect(idle(asking([question]))).toBe(3_660_000);
    expect(idle(asking([create("Sequence", { cmdID: "", commands: [question, question] })]))).toBe(7_260_000);
    expect(idle(asking([alert("1101", [text("MAXDT=5"), text("Really?")])]))).toBe(900_000);
  });

  test("abort: 1223 in the next reply", () => {
    const server = asking().input({ kind: "abort", reason: "maintenance" });
    expect(server.sent).toBeUndefined();
    server.take({ commands: answered() });
    expect(server.lines).toEqual([header200, "Alert 2: 1223", "Final"]);
    expect(server.finished).toBe("aborted-local");
  });

  test.each(["abort", "status"] as const)("end: a new message: %s, and the session stays as it ended", (afterEnd) => {
    const server = asking([get()], {
      policy: { afterEnd },
      plan: ({ history }) => (history.length > 0 ? [] : [get()]),
    }).take({ commands: answered() });
    expect(server.finished).toBe("complete");
    for (const msgID of [3, 2, 7]) {
      server.take({ commands: [status(0, 200, 2), alert("1226")], msgID });
      expect(server.lines).toEqual([header200, ...(afterEnd === "abort" ? ["Alert 2: 1223"] : []), "Final"]);
      expect(server.finished).toBeUndefined();
      expect(server.state?.result).toBe("complete");
    }
  });

  test("end, or in the middle: MsgID 1 with the same SessionID is a new session", () => {
    const server = asking([get()], { plan: () => [get()] }).take({ commands: answered() });
    server.take({ commands: package1, msgID: 1 });
    expect(server.state).toMatchObject({ state: "wait", ownMsgID: 1, history: [] });
    const ended = asking().take({ commands: answered() });
    ended.take({ commands: package1, msgID: 1 });
    expect(ended.state).toMatchObject({ state: "wait", ownMsgID: 1, history: [] });
  });

  test("too many messages, and too long a session: 1223", () => {
    const busy = asking([get()], { policy: { maxMessages: 1 } }).take({ commands: answered() });
    expect([busy.lines.at(-2), busy.finished]).toEqual(["Alert 2: 1223", "limit"]);
    const slow = asking([get()], { policy: { maxSessionTime: 1000 } });
    slow.now = 2000;
    expect(slow.take({ commands: answered() }).finished).toBe("limit");
  });

  test("both only ask for the next message: 1223 after so many", () => {
    const server = asking([get()], { policy: { nextMessageLoop: 3 } });
    let turns = 0;
    for (; server.finished === undefined && turns < 9; turns++) {
      const commands = [status(0, 200, turns + 1), alert("1222")];
      server.take({ commands, final: false });
    }
    expect([turns, server.finished]).toEqual([4, "limit"]);
  });
});

describe("duplicates, gaps, lost and late messages", () => {
  const second = { commands: answered(), msgID: 2 };

  test("the same octets: the stored reply, and nothing changes", () => {
    const server = asking().take(second);
    const [reply, state] = [server.sent?.body, server.state];
    server.take(second);
    expect(server.sent?.body).toEqual(reply);
    expect({ ...server.state, rev: 0 }).toEqual({ ...state, rev: 0 });
    expect(server.all("deliver")).toEqual([]);
  });

  test("another mac header is another message", () => {
    const server = asking().take(second, "a");
    server.take(second, "b");
    expect(server.lines).toEqual([header200, "Alert 2: 1223", "Final"]);
  });

  test("the same number with other octets, while the client is refused: taken as new", () => {
    const server = asking([get()], {}, clientOnly);
    server.take({ commands: package1, msgID: 1, cred: credOf(clientOnly, "client", server.nonces.client) });
    expect(server.lines[0]).toMatch(/= 212/);
  });

  test("the same number with other octets, after commands: 1223", () => {
    const server = asking([get()], { plan: () => [get()] }).take(second);
    server.take({ commands: [...answered(), alert("1226")], msgID: 2 });
    expect(server.lines).toEqual([header200, "Alert 2: 1223", "Final"]);
    expect(server.finished).toBe("protocol");
    expect(server.all("deliver")).toEqual([]);
  });

  test("numbers are skipped: 400 and 1223; the policy may go on", () => {
    const strict = asking().take({ ...second, msgID: 3 });
    expect(strict.lines).toEqual(["Status 1: SyncHdr 0 = 400", "Alert 2: 1223", "Final"]);
    expect(strict.finished).toBe("protocol");
    const lenient = asking([get()], { policy: { acceptGaps: "accept" } }).take({ ...second, msgID: 3 });
    expect(lenient.finished).toBe("complete");
  });

  test("a late copy is refused by the transport: never the reply to another message", () => {
    const server = asking([get()], { plan: () => [get()] })
      .take(second)
      .take({ commands: [status(0, 200, 2)], msgID: 3 });
    server.take(second);
    expect(server.sent).toBeUndefined();
    expect(server.all("refuse").map(({ status }) => status)).toEqual([400]);
  });

  test.each(["", "x", "0", "-1"])("MsgID %j: 400 for the header", (msgID) => {
    const first = new ServerTurns(openAccount).take({ commands: package1, msgID });
    expect(first.lines).toEqual(["Status 1: SyncHdr 0 = 400", "Final"]);
    expect(first.state).toBeNull();
    const later = asking().take({ commands: answered(), msgID });
    expect(later.lines).toEqual(["Status 1: SyncHdr 0 = 400", "Alert 2: 1223", "Final"]);
  });

  test("while the host decides, a copy asks it again", () => {
    const server = new ServerTurns(openAccount, { plan: "later" }).message1();
    server.take({ commands: package1, name: openAccount.user, msgID: 1 });
    expect(server.all("decide")).toHaveLength(1);
    expect(server.sent).toBeUndefined();
  });
});

describe("sizes and large objects", () => {
  test("an object larger than MaxObjSize does not go out: 413 of the server's own", () => {
    const commands = [replace("./A", "x".repeat(300)), get("./B")];
    const server = new ServerTurns(openAccount, { plan: ({ history }) => (history.length > 0 ? [] : commands) });
    server.message1({ meta: { maxObjSize: "200" } });
    expect(server.lines.slice(-2)).toEqual(["Get 4 ./B", "Final"]);
    server.take({ commands: answered() });
    expect(server.state?.history.map(({ code }) => code)).toEqual([413, 200]);
  });

  test("a client that has not said that it takes large objects is asked first", () => {
    const plan: ServerContext["plan"] = ({ history }) => (history.length > 0 ? [] : [replace("./A", "x".repeat(3000))]);
    for (const [value, last] of [
      ["true", "Replace 2 ./A, more data"],
      ["false", "Final"],
    ] as const) {
      const server = new ServerTurns(openAccount, { plan }).message1({ meta: { maxMsgSize: "1500" } });
      expect(server.lines.slice(-2)).toEqual(["Get 4 ./DevDetail/LrgObj", "Final"]);
      server.take({ commands: [...answered(), results(4, 1, value, "./DevDetail/LrgObj")] });
      expect(server.lines.at(-1)).toBe(last);
      if (value === "false") expect(server.state?.history.map(({ code }) => code)).toEqual([413]);
    }
  });

  const chunk = (data: string, more: boolean, size?: string) =>
    results(4, 1, data, "./A", {
      moreData: more ? true : undefined,
      meta: size === undefined ? undefined : create("Meta", { size, emi: [] }),
    });

  test("Results in chunks: 213 and 1222, no Final, no commands; whole at the end", () => {
    const server = asking().take({ commands: [...answered(), chunk("hello ", true, "10")], final: false });
    expect(server.lines).toEqual([header200, "Status 2: Results 3 = 213", "Alert 3: 1222"]);
    server.take({ commands: [status(0, 200, 2), status(3, 200, 2, "Alert"), chunk("moon", false)] });
    expect(server.lines).toEqual([header200, "Final"]);
    expect(server.state?.history).toMatchObject([{ code: 200, items: [{ text: "hello moon" }] }]);
  });

  test("a chunk that comes again is not put in twice", () => {
    const server = asking();
    const first = { commands: [...answered(), chunk("hello ", true, "10")], final: false, msgID: 2 };
    server.take(first).take(first);
    server.take({ commands: [status(0, 200, 2), chunk("moon", false)], msgID: 3 });
    expect(server.state?.history).toMatchObject([{ items: [{ text: "hello moon" }] }]);
  });

  test("lengths differ: 424; larger than the server takes: 413", () => {
    const wrong = asking().take({ commands: [...answered(), chunk("hello ", true, "11")], final: false });
    wrong.take({ commands: [status(0, 200, 2), chunk("moon", false)] });
    expect(wrong.lines).toContain("Status 2: Results 2 = 424");
    expect(wrong.state?.history[0]?.items).toEqual([]);
    const large = asking([get()], { policy: { maxObjectSize: 8 } });
    large.take({ commands: [...answered(), chunk("hello ", true, "10")], final: false });
    expect(large.lines).toContain("Status 2: Results 3 = 413");
  });

  test("another command before the last chunk: 1225, and what came is dropped", () => {
    const server = asking().take({ commands: [...answered(), chunk("hello ", true, "10")], final: false });
    server.take({ commands: [status(0, 200, 2), alert("1226", [text("x")])] });
    expect(server.lines.some((line) => /^Alert \d: 1225/.test(line))).toBe(true);
    expect(server.state?.incoming.object).toBeNull();
  });

  test("an object under way is dropped at the end of the session", () => {
    const server = asking().take({ commands: [...answered(), chunk("hello ", true, "10")], final: false });
    expect(server.state?.incoming.object).not.toBeNull();
    server.take({ commands: [alert("1223")] });
    expect(server.state?.incoming.object).toBeNull();
  });

  test("octets go as bin in WBXML, as b64 in XML", () => {
    for (const [format, data] of [
      ["wbxml", Uint8Array.of(1, 2)],
      ["xml", "AQI="],
    ] as const) {
      const server = new ServerTurns(openAccount, { plan: () => [planCommands.replace("./A", Uint8Array.of(1, 2))] });
      server.message1({ format });
      const last = server.message?.syncBody.commands.at(-1);
      expect(last?.kind === "Replace" && last.items[0]?.data).toEqual(data);
    }
  });
});

describe("groups", () => {
  test.each(["Atomic", "Sequence"] as const)("%s: a code for it and for each member", (kind) => {
    const group = create(kind, { cmdID: "", commands: [replace("./A"), replace("./B")] } as never) as Command;
    const server = asking([group]);
    expect(server.lines.slice(-4)).toEqual([`${kind} 4`, "  Replace 5 ./A", "  Replace 6 ./B", "Final"]);
    // In any order: only the numbers count.
    const codes = [status(6, 216, 1, "Replace"), status(5, 425, 1, "Replace"), status(4, 507, 1, kind)];
    server.take({ commands: [status(0, 200, 1), ...codes] });
    expect(server.state?.history).toMatchObject([{ code: 507, members: [{ code: 425 }, { code: 216 }] }]);
  });

  test("the user's choices come with the status", () => {
    const server = asking([alert("1104", [text(""), text("?"), text("a"), text("b")])]);
    const chosen = { ...status(4, 200, 1, "Alert"), items: [text("1"), text("2")] };
    server.take({ commands: [status(0, 200, 1), chosen] });
    expect(server.state?.history).toMatchObject([{ code: 200, items: [{ text: "1" }, { text: "2" }] }]);
  });
});

describe("how a session is begun", () => {
  test.each(["1200", "1201"])("alert %s: 200", (code) => {
    const server = new ServerTurns(openAccount).take({ commands: [alert(code), ...package1.slice(1)] });
    expect(server.lines[1]).toBe("Status 2: Alert 1 = 200");
    expect(server.finished).toBe("complete");
  });

  test("a second one in the middle: 200, and nothing else of it", () => {
    const server = asking().take({ commands: [...answered(), alert("1200")] });
    expect(server.lines).toEqual([header200, "Status 2: Alert 3 = 200", "Final"]);
    expect(server.all("deliver").map(({ event }) => event.kind)).toEqual(["answered"]);
  });

  test("DM 1.1 is answered in DM 1.1", () => {
    const server = new ServerTurns(openAccount).message1({ version: "1.1" });
    expect(server.message?.syncHdr).toMatchObject({ verDTD: "1.1", verProto: "DM/1.1" });
  });

  test("RespURI is in every message", () => {
    const server = asking([get()], { respURI: "https://dm.example/srv?s=1" });
    expect(server.message?.syncHdr.respURI).toBe("https://dm.example/srv?s=1");
    server.take({ commands: answered() });
    expect(server.message?.syncHdr.respURI).toBe("https://dm.example/srv?s=1");
  });
});
