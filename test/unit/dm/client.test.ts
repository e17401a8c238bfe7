import { describe, expect, test } from "vitest";
import { create } from "../../../src/ast/create.ts";
import type { Command } from "../../../src/ast/nodes.ts";
import { challenge } from "../../../src/authentication/challenge.ts";
import type { DmAccount } from "../../../src/dm/account.ts";
import type { ClientBeginning, ClientContext } from "../../../src/dm/client.ts";
import type { StepResult } from "../../../src/dm/managed-device.ts";
import {
  alert,
  ClientTurns,
  clientOnly,
  credOf,
  exec,
  get,
  md5Account,
  openAccount,
  package1,
  replace,
  serverOnly,
  serverURI,
  status,
  text,
  written,
} from "../../support/session-turns.ts";

const header200 = "Status 1: SyncHdr 0 = 200";
const md5Chal = (octet: number) => challenge({ scheme: "md5", nonce: Uint8Array.of(octet) });

/** A client whose package 1 is on its way. */
function begun(account: DmAccount = openAccount, context?: Partial<ClientContext>, begin?: Partial<ClientBeginning>) {
  return new ClientTurns(account, context, begin);
}

/** Package 2: the answers to package 1, and these commands. */
function package2(commands: readonly Command[], code: number | string = 200, chal?: ReturnType<typeof md5Chal>) {
  return [
    status(0, code, 1, "SyncHdr", chal),
    status(1, code === 212 ? 200 : code, 1, "Alert"),
    status(2, code === 212 ? 200 : code, 1, "Replace"),
    ...commands,
  ];
}

/** A client that has answered the commands of package 2. */
function replied(commands: readonly Command[] = [get()], context?: Partial<ClientContext>) {
  return begun(openAccount, context)
    .take({ commands: package2(commands) })
    .done();
}

describe("package 1", () => {
  test("credentials, alert 1201 first, DevInfo, Final, sizes", () => {
    const client = begun(clientOnly);
    expect(client.lines).toEqual(["Alert 1: 1201", "Replace 2 ./DevInfo/Man", "Final"]);
    expect(client.message?.syncHdr).toMatchObject({
      cred: { data: credOf(clientOnly, "client").data },
      msgID: "1",
      sessionID: "1",
      source: { locName: "dm-client" },
      meta: { maxMsgSize: "16384", maxObjSize: "1048576" },
    });
    expect(client.sent?.uri).toBe(serverURI);
    expect(client.state.state).toBe("init");
  });

  test("1200 and the notification's SessionID answer a notification", () => {
    const client = begun(openAccount, {}, { reason: "notification", sessionID: "4D2" });
    expect(client.lines[0]).toBe("Alert 1: 1200");
    expect(client.message?.syncHdr.sessionID).toBe("4D2");
    expect(() => begun(openAccount, {}, { sessionID: "12345" })).toThrow(RangeError);
  });

  test("alerts that wait come after them, each an Alert of its own", () => {
    const alerts = [alert("1226", [text("200")], "c-1"), alert("1224", [text("x")])];
    const client = begun(openAccount, {}, { alerts });
    expect(client.lines.slice(2, 4)).toEqual([
      "Alert 3: 1226, Correlator c-1 (no address)",
      "Alert 4: 1224 (no address)",
    ]);
  });

  test("too large for one message: DevInfo in the first, no Final before the last", () => {
    const alerts = Array.from({ length: 8 }, () => alert("1226", [text("x".repeat(100))]));
    const client = begun(openAccount, { policy: { defaultPeerMaxMsgSize: 1300 } }, { alerts });
    expect(client.lines.slice(0, 2)).toEqual(["Alert 1: 1201", "Replace 2 ./DevInfo/Man"]);
    expect(client.lines).not.toContain("Final");
    expect(client.state).toMatchObject({ state: "init", ownFinal: false });
    let sent = client.message?.syncBody.commands.length ?? 0;
    for (let msgRef = 1; msgRef < 9 && !client.state.ownFinal; msgRef++) {
      client.take({ commands: [status(0, 200, msgRef), alert("1222")], final: false });
      expect(client.sent?.body.length).toBeLessThanOrEqual(1300);
      sent += client.message?.syncBody.commands.filter((one) => one.kind === "Alert").length ?? 0;
    }
    expect([client.state.ownFinal, sent]).toEqual([true, 10]);
  });

  test("too large, while a server that has to prove itself only asks for more: the rest goes out all the same", () => {
    const alerts = Array.from({ length: 8 }, () => alert("1226", [text("x".repeat(100))]));
    const client = begun(serverOnly, { policy: { defaultPeerMaxMsgSize: 1300 } }, { alerts });
    client.take({ commands: [status(0, 200, 1), alert("1222")], final: false });
    expect(client.lines.slice(0, 2)).toEqual([header200, "Status 2: Alert 2 = 200"]);
    expect(client.lines[2]).toMatch(/^Alert 3: 1226/);
  });

  test("credentials may wait for a challenge; basic waits for TLS", () => {
    expect(begun(clientOnly, { policy: { credentialsFirst: false } }).message?.syncHdr.cred).toBeUndefined();
    const basic: DmAccount = { ...clientOnly, auth: "basic" };
    const plain = { serverURI: "http://dm.example/srv" };
    expect(begun(basic).message?.syncHdr.cred).toEqual(credOf(basic, "client"));
    expect(begun(basic, {}, plain).message?.syncHdr.cred).toBeUndefined();
    const allowed = begun(basic, { policy: { allowBasicPlain: true } }, plain);
    expect(allowed.message?.syncHdr.cred).toEqual(credOf(basic, "client"));
  });
});

describe("init", () => {
  test.each([200, 212])("%i, commands: they are executed", (code) => {
    const client = begun(code === 212 ? clientOnly : openAccount).take({
      commands: package2([get(), replace()], code),
    });
    expect(client.all("execute")[0]?.commands.map(({ kind }) => kind)).toEqual(["Get", "Replace"]);
    expect(client.state.state).toBe("busy");
    expect(client.sent).toBeUndefined();
  });

  test("the server has proved itself: the answer has the nonce for its next session", () => {
    const client = begun(md5Account);
    client.take({ commands: package2([get()], 212, md5Chal(9)), cred: credOf(md5Account, "server") });
    const stored = () => client.all("storeNonce").map(({ direction, nonce }) => [direction, nonce]);
    expect(stored()).toEqual([["client", "CQ=="]]);
    client.done();
    expect(stored()).toEqual([["server", "AQEBAQEBAQEBAQEBAQEBAQ=="]]);
    const kinds = client.effects.map(({ kind }) => kind);
    expect(kinds.indexOf("storeNonce")).toBeLessThan(kinds.indexOf("send"));
    expect(client.lines[0]).toBe("Status 1: SyncHdr 0 = 212, Chal syncml:auth-md5");
  });

  test("nothing goes out: the server's nonce stays the one that it has", () => {
    const client = begun(md5Account).take({ commands: package2([], 212), cred: credOf(md5Account, "server") });
    expect([client.finished, client.nonces.server]).toEqual(["complete", md5Account.nonces?.server]);
    const refused = begun(serverOnly).take({ commands: package2([get()]) });
    const nonce = refused.state.serverAuth.issued ?? "";
    expect(refused.nonces.server).toBe(serverOnly.nonces?.server);
    refused.take({ commands: [status(0, 200, 2)], cred: credOf(serverOnly, "server", nonce) });
    expect([refused.finished, refused.nonces.server]).toEqual(["complete", nonce]);
  });

  test("no commands and nothing owed: the end", () => {
    const client = begun().take({ commands: package2([]) });
    expect([client.finished, client.sent]).toEqual(["complete", undefined]);
  });

  test.each([
    ["resync", false, false],
    ["resync", true, true],
    ["never", true, false],
    ["always", false, true],
  ] as const)(
    "only a challenge could be sent, policy %s, resynchronisation %s: sent %s",
    (chalOnlyReply, resync, sends) => {
      const client = begun(md5Account, { policy: { chalOnlyReply } }, { resync, reason: "notification" });
      const cred = credOf(md5Account, "server", resync ? "AAAAAA==" : undefined);
      client.take({ commands: package2([], 212, md5Chal(9)), cred });
      expect(client.lines).toEqual(sends ? ["Status 1: SyncHdr 0 = 212, Chal syncml:auth-md5", "Final"] : []);
      expect(client.finished).toBe(sends ? undefined : "complete");
    },
  );

  test.each([401, 407])("%i with Chal: package 1 again, with another proof", (code) => {
    const client = begun(clientOnly, {}, { alerts: [alert("1226")] });
    client.take({ commands: package2([], code, md5Chal(9)), respURI: `${serverURI}?s=1` });
    expect(client.lines).toEqual([header200, "Alert 2: 1201", "Replace 3 ./DevInfo/Man", "Alert 4: 1226", "Final"]);
    expect(client.message?.syncHdr).toMatchObject({
      msgID: "2",
      sessionID: "1",
      cred: { data: credOf(clientOnly, "client", "CQ==").data },
      target: { locURI: `${serverURI}?s=1` },
      meta: { maxMsgSize: "16384" },
    });
    expect(client.sent?.uri).toBe(`${serverURI}?s=1`);
    expect(client.state.state).toBe("init");
  });

  test.each([
    ["wrong", "401"],
    ["missing", "407"],
  ] as const)("both proofs are refused, the server's is %s: one message does both", (what, code) => {
    const client = begun(md5Account);
    const cred = what === "wrong" ? credOf(md5Account, "server", "Ag==") : undefined;
    client.take({ commands: package2([], 401, md5Chal(9)), cred });
    expect(client.lines[0]).toBe(`Status 1: SyncHdr 0 = ${code}, Chal syncml:auth-md5`);
    expect(client.lines[1]).toBe("Alert 2: 1201");
    expect(client.state).toMatchObject({ state: "init", serverAuth: { state: "refused" } });
    // The nonce is used at once, and stored only when the server has proved itself.
    expect(client.nonces.client).toBe(md5Account.nonces?.client);
    expect(client.message?.syncHdr.cred).toEqual(credOf(md5Account, "client", "CQ=="));
    const nonce = client.state.serverAuth.issued ?? "";
    const second = [status(0, 212, 2, "SyncHdr", md5Chal(8)), get()];
    client.take({ commands: second, cred: credOf(md5Account, "server", nonce) });
    expect(client.nonces.client).toBe("CA==");
  });

  const unusable: readonly [string, DmAccount, ReturnType<typeof md5Chal> | undefined][] = [
    ["there is no Chal", clientOnly, undefined],
    ["the Chal asks for a weaker type", clientOnly, challenge({ scheme: "basic" })],
    ["there is no secret", { ...openAccount, auth: "none" }, md5Chal(1)],
  ];
  test.each(unusable)("401, and %s: the end", (_, account, chal) => {
    const client = begun(account).take({ commands: package2([], 401, chal) });
    expect([client.finished, client.sent]).toEqual(["auth-client", undefined]);
  });

  test("tries are used up: the end", () => {
    const client = begun(clientOnly);
    for (const msgRef of [1, 2]) {
      client.take({ commands: [status(0, 401, msgRef, "SyncHdr", md5Chal(msgRef))] });
      expect(client.finished).toBeUndefined();
    }
    client.take({ commands: [status(0, 401, 3, "SyncHdr", md5Chal(3))] });
    expect(client.finished).toBe("auth-client");
  });

  test.each([402, 403, 405, 500, 503])("the header is answered %i: the end", (code) => {
    expect(begun(clientOnly).take({ commands: package2([], code) }).finished).toBe("protocol");
  });

  test.each(["0", "101", "404"])("the header is answered %s, which says nothing", (code) => {
    const commands = [status(0, code, 1), get()];
    expect(begun(openAccount).take({ commands }).state.state).toBe("busy");
    expect(begun(clientOnly).take({ commands }).finished).toBe("protocol");
  });

  test.each([400, 501, 505, 513])("versionFallback: after %i again as DM 1.1", (code) => {
    const client = begun(openAccount, { policy: { versionFallback: true } });
    client.take({ commands: [status(0, code, 1)] });
    expect(client.message?.syncHdr).toMatchObject({ verDTD: "1.1", verProto: "DM/1.1", msgID: "1" });
    expect(begun().take({ commands: [status(0, code, 1)] }).finished).toBe("protocol");
  });
});

describe("the server has to prove itself", () => {
  const commands = package2([get(), replace()]);
  const refusal = (code: number) => [
    `Status 1: SyncHdr 0 = ${code}, Chal syncml:auth-md5`,
    `Status 2: Get 4 = ${code}`,
    `Status 3: Replace 5 = ${code}`,
    "Final",
  ];

  test.each([
    [407, "no credentials", undefined],
    [401, "wrong credentials", credOf(serverOnly, "server", "Ag==")],
    [401, "the name of somebody else", credOf({ ...serverOnly, serverID: "other" }, "server")],
  ] as const)("%i for %s: nothing is executed", (code, _, cred) => {
    const client = begun(serverOnly).take({ commands, cred });
    expect(client.lines).toEqual(refusal(code));
    expect(client.all("execute")).toEqual([]);
    expect(client.state.state).toBe("authServer");
  });

  test("members of groups are refused as well", () => {
    const group = create("Sequence", { cmdID: "", commands: [replace()] });
    const client = begun(serverOnly).take({ commands: package2([group]) });
    expect(client.lines.slice(1, 3)).toEqual(["Status 2: Sequence 4 = 407", "Status 3: Replace 5 = 407"]);
  });

  test("another name in Source/LocName is wrong", () => {
    const client = begun(serverOnly).take({ commands, cred: credOf(serverOnly, "server"), name: "other" });
    expect(client.lines[0]).toMatch(/= 401/);
  });

  test("wrong credentials and no commands yet, for there is no Final: challenged, and asked for the next message", () => {
    const cred = credOf({ ...serverOnly, serverSecret: "no" }, "server");
    const client = begun(serverOnly).take({ commands: [status(0, 200, 1)], cred, final: false });
    expect(client.lines).toEqual(["Status 1: SyncHdr 0 = 401, Chal syncml:auth-md5", "Alert 2: 1222"]);
    expect(client.state.state).toBe("authServer");
  });

  test("no credentials, no Chal, no commands: not challenged", () => {
    const client = begun(serverOnly).take({ commands: package2([]) });
    expect([client.sent, client.finished]).toEqual([undefined, "complete"]);
    const refused = begun(md5Account).take({ commands: package2([], 401) });
    expect([refused.sent, refused.finished]).toEqual([undefined, "auth-client"]);
  });

  test("proved at the second try: executed", () => {
    const client = begun(serverOnly).take({ commands });
    const nonce = client.state.serverAuth.issued ?? "";
    client.take({ commands: [status(0, 200, 2), get(), replace()], cred: credOf(serverOnly, "server", nonce) });
    expect(client.all("execute")[0]?.commands).toHaveLength(2);
    expect(client.done().lines[0]).toBe("Status 1: SyncHdr 0 = 212, Chal syncml:auth-md5");
  });

  test("wrong again: another challenge with a new nonce; at the limit the end, without Chal", () => {
    const client = begun(serverOnly);
    const nonces = [1, 2, 3].map((msgRef) => {
      client.take({ commands: [status(0, 200, msgRef), get()], cred: credOf(serverOnly, "server", "Ag==") });
      return client.state.serverAuth.issued;
    });
    expect(new Set(nonces.slice(0, 2)).size).toBe(2);
    expect(client.lines).toEqual(["Status 1: SyncHdr 0 = 401", "Status 2: Get 2 = 401", "Final"]);
    expect(client.finished).toBe("auth-server");
  });

  test.each([
    ["session", "212"],
    ["message", "200"],
  ] as const)("for a %s: %s and Chal; later without credentials", (authenticationLasts, code) => {
    const client = begun(serverOnly, { policy: { authenticationLasts } });
    client.take({ commands, cred: credOf(serverOnly, "server") }).done();
    expect(client.lines[0]).toBe(`Status 1: SyncHdr 0 = ${code}, Chal syncml:auth-md5`);
    client.take({ commands: [status(0, 200, 2), get()] });
    if (authenticationLasts === "session") expect(client.state.state).toBe("busy");
    else expect(client.lines[0]).toBe("Status 1: SyncHdr 0 = 407, Chal syncml:auth-md5");
  });

  test("not required: 200, and 212 for credentials all the same", () => {
    expect(replied().lines[0]).toBe(header200);
    const client = begun().take({ commands, cred: credOf(serverOnly, "server") });
    expect(client.done().lines[0]).toBe("Status 1: SyncHdr 0 = 212");
  });

  test("the resynchronisation nonce counts only in a session that it began", () => {
    const cred = credOf(serverOnly, "server", "AAAAAA==");
    expect(begun(serverOnly).take({ commands, cred }).state.state).toBe("authServer");
    const client = begun(md5Account, {}, { resync: true, reason: "notification" });
    expect(client.message?.syncHdr.cred).toEqual(credOf(md5Account, "client", "AAAAAA=="));
    expect(client.take({ commands: package2([get()], 212), cred }).state.state).toBe("busy");
  });
});

describe("the client's own proof, later", () => {
  test("212: no credentials any more; 200: in each message, with the new nonce", () => {
    const once = begun(clientOnly)
      .take({ commands: package2([get()], 212, md5Chal(9)) })
      .done();
    expect(once.message?.syncHdr.cred).toBeUndefined();
    expect(once.nonces.client).toBe("CQ==");
    const each = begun(clientOnly)
      .take({ commands: package2([get()], 200, md5Chal(9)) })
      .done();
    expect(each.message?.syncHdr.cred).toEqual(credOf(clientOnly, "client", "CQ=="));
  });

  test("200 without a new nonce: the last one, once more; basic: the same", () => {
    for (const auth of ["md5", "basic"] as const) {
      const account: DmAccount = { ...clientOnly, auth };
      const client = begun(account)
        .take({ commands: package2([get()]) })
        .done();
      expect(client.message?.syncHdr.cred).toEqual(credOf(account, "client"));
    }
  });

  test("refused in package 3: that is sent again, not package 1", () => {
    const client = begun(clientOnly).take({ commands: package2([get(), exec()], 200, md5Chal(9)) });
    client.input({ kind: "queue", alerts: [alert("1226")] }).done(200, { "./A": "found" });
    const before = client.lines;
    expect(before).toContain("Results 4: Get 4 ./A");
    const commands = [2, 3, 5].map((ref) => status(ref, 407, 2));
    client.take({ commands: [status(0, 407, 2, "SyncHdr", md5Chal(8)), ...commands] });
    expect(client.lines).toEqual(before);
    expect(client.message?.syncHdr).toMatchObject({
      msgID: "3",
      cred: { data: credOf(clientOnly, "client", "CA==").data },
    });
    expect(client.message?.syncBody.commands[0]).toMatchObject({ msgRef: "2", cmdRef: "0" });
    expect(client.message?.syncBody.commands[1]).toMatchObject({ msgRef: "1", cmdRef: "4" });
    expect(client.all("execute")).toEqual([]);
    // The alert is still waiting, once.
    expect(client.state.sentAlerts.map(({ msgID }) => msgID)).toEqual(["3"]);
  });

  test("refused in the middle with another type: the end", () => {
    const client = begun(clientOnly)
      .take({ commands: package2([get()], 200, md5Chal(9)) })
      .done();
    client.take({ commands: [status(0, 401, 2, "SyncHdr", challenge({ scheme: "mac", nonce: Uint8Array.of(1) }))] });
    expect(client.finished).toBe("auth-client");
  });
});

describe("busy", () => {
  test("done: a status for each command in order, Results after them", () => {
    const group = create("Sequence", { cmdID: "", commands: [replace("./B"), get("./C")] });
    const client = replied([get(), group, exec("./E", "c")]);
    expect(client.lines).toEqual([
      header200,
      "Status 2: Get 4 = 200",
      "Status 3: Sequence 5 = 200",
      "Status 4: Replace 6 = 200",
      "Status 5: Get 7 = 200",
      "Status 6: Exec 8 = 200",
      "Results 7: Get 4 ./A",
      "Results 8: Get 7 ./C",
      "Final",
    ]);
    expect(client.state.state).toBe("reply");
  });

  test("codes of items only where they differ, and then with their addresses", () => {
    const client = begun().take({ commands: package2([get()]) });
    const statuses = [
      { code: 200, targetRef: "./A", items: [] },
      { code: 404, targetRef: "./B", items: [] },
    ];
    const result: StepResult = { cmd: "Get", cmdID: "4", statuses, results: [], members: [] };
    client.input({ kind: "done", outcome: { state: "done", results: [result] } });
    expect(client.lines.slice(1, 3)).toEqual(["Status 2: Get 4 ./A = 200", "Status 3: Get 4 ./B = 404"]);
  });

  test("a question to the user suspends, and survives a restart", () => {
    const client = begun().take({ commands: package2([alert("1101", [text(""), text("Sure?")])]) });
    const ask = { text: "Sure?" };
    client.input({ kind: "done", outcome: { state: "suspended", ask, cursor: { index: 0 } } });
    expect(client.all("ask")).toMatchObject([{ alert: ask }]);
    expect(client.input({ kind: "resumed" }).all("ask")).toMatchObject([{ alert: ask }]);
    client.input({ kind: "answer", answer: { kind: "no" } });
    expect(client.all("execute")[0]?.resume).toEqual({ cursor: { index: 0 }, answer: { kind: "no" } });
    expect(client.done(304).lines).toEqual([header200, "Status 2: Alert 4 = 304", "Final"]);
  });

  test("202 for an Exec, 408 for a question, without a wait: they are results as others", () => {
    const client = begun().take({ commands: package2([exec()]) });
    expect(client.done(202).lines[1]).toBe("Status 2: Exec 4 = 202");
  });

  test("the user aborts: 1223 with the statuses that are ready, and no answer is waited for", () => {
    const client = begun().take({ commands: package2([alert("1226"), exec()]) });
    client.input({ kind: "abort", reason: "user" });
    expect(client.lines).toEqual([header200, "Status 2: Alert 4 = 406", "Alert 3: 1223", "Final"]);
    expect(client.finished).toBe("aborted-local");
    expect(client.take({ commands: [status(0, 200, 2)] }).effects).toEqual([]);
  });

  test("restarted while the device works: the commands are handed out again", () => {
    const client = begun()
      .take({ commands: package2([exec()]) })
      .input({ kind: "resumed" });
    expect(client.all("execute")[0]?.commands).toHaveLength(1);
  });

  test.each(["1100", "1101", "1102", "1103", "1104"])("alert %s goes to the device", (code) => {
    const client = begun().take({ commands: package2([alert(code, [text(""), text("x")])]) });
    expect(client.all("execute")[0]?.commands.map(({ kind }) => kind)).toEqual(["Alert"]);
  });

  test.each([
    ["1224", 406],
    ["1226", 406],
    ["1999", 406],
    ["1200", 200],
    ["1201", 200],
  ])("alert %s of a server: %i", (code, answer) => {
    const client = begun().take({ commands: package2([alert(code)]) });
    expect(client.lines[1]).toBe(`Status 2: Alert 4 = ${answer}`);
    expect(client.all("execute")).toEqual([]);
  });

  test("too many questions, and texts that are too long: 413", () => {
    const question = (long: number) => alert("1101", [text(""), text("x".repeat(long))]);
    const policy = { maxUiAlertsPerMessage: 1, maxUiText: 10 };
    const client = begun(openAccount, { policy }).take({ commands: package2([question(3), question(3)]) });
    expect(client.done().lines.slice(1, 3)).toEqual(["Status 2: Alert 4 = 200", "Status 3: Alert 5 = 413"]);
    const long = begun(openAccount, { policy }).take({ commands: package2([question(11)]) });
    expect(long.lines[1]).toBe("Status 2: Alert 4 = 413");
  });
});

describe("reply and more", () => {
  test("commands again: executed; none: the end", () => {
    const client = replied().take({ commands: [status(0, 200, 2), get()] });
    expect(client.state.state).toBe("busy");
    expect(client.done().take({ commands: [status(0, 200, 3)] }).finished).toBe("complete");
  });

  test("the server's package is open: statuses without Final, and 1222", () => {
    const client = begun()
      .take({ commands: package2([replace()]), final: false })
      .done();
    expect(client.lines).toEqual([header200, "Status 2: Replace 4 = 200", "Alert 3: 1222"]);
    expect(client.state).toMatchObject({ state: "reply", ownFinal: false });
  });

  test("the same with Results: no 1222, since something goes along", () => {
    const client = begun()
      .take({ commands: package2([get()]), final: false })
      .done();
    expect(client.lines).toEqual([header200, "Status 2: Get 4 = 200", "Results 3: Get 4 ./A"]);
  });

  /** A client whose answer does not fit. */
  function withMore(length = 3000, policy: Partial<NonNullable<ClientContext["policy"]>> = {}) {
    const client = begun(openAccount, { policy });
    client.take({ commands: package2([get(), get("./B")]), meta: { maxMsgSize: "1200" } });
    return client.done(200, { "./A": "x".repeat(length) });
  }

  test.each(["1222", "213"])("not all fits: no Final; after %s the next part; Final with the last", (go) => {
    const client = withMore();
    expect(client.lines.at(-1)).toBe("Results 4: Get 4 ./A, more data");
    let parts = 1;
    for (; client.state.state === "more" && parts < 9; parts++) {
      const at = client.message?.syncBody.commands.findIndex(({ kind }) => kind === "Results") ?? 0;
      const { msgID } = client.message?.syncHdr ?? {};
      const answer = go === "213" ? [status(at + 1, 213, Number(msgID), "Results")] : [alert("1222")];
      client.take({ commands: [status(0, 200, Number(msgID)), ...answer], final: false });
      expect(client.sent?.body.length).toBeLessThanOrEqual(1200);
    }
    expect(parts).toBeGreaterThan(3);
    expect(client.lines.at(-1)).toBe("Final");
  });

  test("the server refuses the object: the rest of it is not sent", () => {
    const client = withMore().take({ commands: [status(0, 200, 2), status(4, 413, 2, "Results"), alert("1222")] });
    expect(client.lines.join()).not.toContain("more data");
    expect(client.lines).toContain("Results 3: Get 5 ./B");
    expect(client.lines.at(-1)).toBe("Final");
  });

  test("commands while the own package is open: executed, after it the statuses", () => {
    const client = withMore(1500);
    client.take({ commands: [status(0, 200, 2), exec()] });
    expect(client.state.state).toBe("busy");
    client.done();
    for (let turn = 0; client.state.state === "more" && turn < 9; turn++) {
      client.take({ commands: [status(0, 200, client.state.ownMsgID), alert("1222")], final: false });
    }
    expect(client.state).toMatchObject({ state: "reply", ownFinal: true });
  });

  test("1222 although the client's package is closed: 200 for it", () => {
    const client = replied().take({ commands: [status(0, 200, 2), alert("1222")] });
    expect(client.lines).toEqual([header200, "Status 2: Alert 2 = 200", "Final"]);
    for (let turn = 0; client.finished === undefined && turn < 20; turn++) {
      client.take({ commands: [status(0, 200, client.state.ownMsgID), alert("1222")] });
    }
    expect(client.finished).toBe("limit");
  });

  test("a queued alert goes out instead of the end", () => {
    const client = replied().input({ kind: "queue", alerts: [alert("1226")] });
    client.take({ commands: [status(0, 200, 2)] });
    expect(client.lines).toEqual([header200, "Alert 2: 1226", "Final"]);
    expect(client.take({ commands: [status(0, 200, 3), status(2, 200, 3, "Alert")] }).finished).toBe("complete");
  });

  test("alert 1223: the end, nothing is sent, nothing executed", () => {
    const client = replied().take({ commands: [status(0, 200, 2), get(), alert("1223")] });
    expect([client.finished, client.sent, client.all("execute")]).toEqual(["aborted-remote", undefined, []]);
  });

  test("too many messages, and too long a session: 1223", () => {
    const busy = replied([get()], { policy: { maxMessages: 1 } }).take({ commands: [status(0, 200, 2), get()] });
    expect([busy.lines, busy.finished]).toEqual([[header200, "Alert 2: 1223", "Final"], "limit"]);
    const slow = replied([get()], { policy: { maxSessionTime: 1000 } });
    slow.now = 2000;
    expect(slow.take({ commands: [status(0, 200, 2), get()] }).finished).toBe("limit");
  });
});

describe("own alerts", () => {
  const reported = (client: ClientTurns) =>
    client.all("deliver").flatMap(({ event }) => (event.kind === "alertAnswered" ? [event.code] : []));

  test.each([200, 202, 406, 412, 415, 500])("answered %i: reported once, not sent again", (code) => {
    const client = begun(openAccount, {}, { alerts: [alert("1226", [text("200")], "c")] });
    client.take({ commands: [...package2([]), status(3, code, 1, "Alert"), get()] });
    expect(reported(client)).toEqual([code]);
    expect(client.state.sentAlerts).toEqual([]);
    expect(client.done().lines.join()).not.toContain("1226");
  });

  test.each([401, 407])("answered %i: kept, and sent again with the new proof", (code) => {
    const client = begun(clientOnly, {}, { alerts: [alert("1226", [text("200")], "c")] });
    client.take({ commands: [...package2([], code, md5Chal(9)), status(3, code, 1, "Alert")] });
    expect(reported(client)).toEqual([]);
    expect(client.lines).toContain("Alert 4: 1226, Correlator c (no address)");
    client.take({ commands: [status(0, 212, 2), status(4, 202, 2, "Alert")] });
    expect(reported(client)).toEqual([202]);
  });
});

describe("transport", () => {
  test("a failure: the same octets again, later and later; then the end", () => {
    const client = begun();
    const body = client.sent?.body;
    const waits = [1, 2, 3].map(() => {
      client.input({ kind: "transportFailed", retryable: true });
      const wait = client.all("timer").find(({ name }) => name === "resend")?.ms;
      client.input({ kind: "timer", name: "resend" });
      expect(client.sent?.body).toEqual(body);
      return wait;
    });
    expect(waits).toEqual([16_000, 32_000, 64_000]);
    expect(client.input({ kind: "transportFailed", retryable: true }).finished).toBe("transport");
    expect(begun().input({ kind: "transportFailed", retryable: false }).finished).toBe("transport");
  });

  test("no answer in time, to the end", () => {
    const client = begun(openAccount, { policy: { resendAttempts: 1 } }).input({ kind: "timer", name: "replyTimeout" });
    client.input({ kind: "timer", name: "resend" });
    expect(client.input({ kind: "timer", name: "replyTimeout" }).finished).toBe("timeout");
  });

  test("a restart: the last message again", () => {
    const client = replied();
    const body = client.sent?.body;
    expect(client.input({ kind: "resumed" }).sent?.body).toEqual(body);
  });

  test("an answer that cannot be read: asked again once, then the end", () => {
    const client = begun().takeOctets(Uint8Array.of(1, 2, 3));
    expect(client.all("timer").some(({ name, ms }) => name === "resend" && ms !== null)).toBe(true);
    client.input({ kind: "timer", name: "resend" });
    expect(client.takeOctets(Uint8Array.of(1, 2, 3)).finished).toBe("protocol");
  });

  test("an empty answer: the end of a session that has nothing open, else a fault", () => {
    expect(replied().takeOctets(new Uint8Array(0)).finished).toBe("complete");
    expect(begun().takeOctets(new Uint8Array(0)).finished).toBe("protocol");
  });

  test("the answer of another session, or of a version not spoken: the end", () => {
    expect(begun().take({ commands: package2([get()]), sessionID: "2" }).finished).toBe("protocol");
    const body = new TextDecoder().decode(written("server", { commands: package2([get()]) }, 1));
    const client = begun().takeOctets(new TextEncoder().encode(body.replace(">DM/1.2<", ">DM/9<")));
    expect([client.finished, client.all("execute")]).toEqual(["protocol", []]);
  });

  test("a late answer, to an earlier message: left, and the wait goes on", () => {
    const client = replied().take({ commands: package2([get()]) });
    expect([client.sent, client.finished, client.all("execute")]).toEqual([undefined, undefined, []]);
    expect(client.state.state).toBe("reply");
  });

  test("numbers that are skipped: gone on with, unless the policy refuses", () => {
    const skipping = { commands: package2([get()]), msgID: 5 };
    expect(begun().take(skipping).state.state).toBe("busy");
    expect(begun(openAccount, { policy: { acceptGaps: "reject" } }).take(skipping).finished).toBe("protocol");
  });
});

describe("sizes and large objects", () => {
  test("a MaxMsgSize that is too small to go on with: 1223", () => {
    const client = begun().take({ commands: package2([get()]), meta: { maxMsgSize: "10" } });
    expect([client.lines.at(-2), client.finished]).toEqual(["Alert 2: 1223", "limit"]);
  });

  test("Results larger than the server's MaxObjSize: 413 for the Get, no Results", () => {
    const client = begun().take({ commands: package2([get(), get("./B")]), meta: { maxObjSize: "100" } });
    client.done(200, { "./A": "x".repeat(101) });
    expect(client.lines).toEqual([
      header200,
      "Status 2: Get 4 = 413",
      "Status 3: Get 5 = 200",
      "Results 4: Get 5 ./B",
      "Final",
    ]);
  });

  const chunk = (data: string, more: boolean, size?: string): Command => {
    const { items } = replace("./A", data) as Extract<Command, { kind: "Replace" }>;
    const meta = size === undefined ? undefined : create("Meta", { size, emi: [] });
    return create("Replace", {
      cmdID: "",
      items: items.map((item) => ({ ...item, meta, moreData: more || undefined })),
    });
  };

  test("chunks: 213 and 1222 for each, executed once, whole", () => {
    const client = begun().take({ commands: package2([chunk("hello ", true, "10")]), final: false });
    expect(client.lines).toEqual([header200, "Status 2: Replace 4 = 213", "Alert 3: 1222"]);
    expect(client.all("execute")).toEqual([]);
    client.take({ commands: [status(0, 200, 2), status(3, 200, 2, "Alert"), chunk("moon", false)] });
    expect(client.all("execute")[0]?.commands).toMatchObject([{ kind: "Replace", items: [{ data: "hello moon" }] }]);
    expect(client.done().lines).toEqual([header200, "Status 2: Replace 3 = 200", "Final"]);
  });

  test("lengths differ: 424; too large: 413; never executed", () => {
    const wrong = begun().take({ commands: package2([chunk("hello ", true, "11")]), final: false });
    wrong.take({ commands: [status(0, 200, 2), chunk("moon", false)] });
    expect(wrong.lines[1]).toBe("Status 2: Replace 2 = 424");
    const large = begun(openAccount, { policy: { maxObjectSize: 8 } });
    large.take({ commands: package2([chunk("hello ", true, "10")]), final: false });
    expect(large.lines[1]).toBe("Status 2: Replace 4 = 413");
    expect([...wrong.all("execute"), ...large.all("execute")]).toEqual([]);
  });

  test("another command before the last chunk: 1225; it is executed, the object is not", () => {
    const client = begun().take({ commands: package2([chunk("hello ", true, "10")]), final: false });
    client.take({ commands: [status(0, 200, 2), get("./B")] });
    expect(client.all("execute")[0]?.commands).toMatchObject([{ kind: "Get" }]);
    expect(client.done().lines.some((line) => line.includes(": 1225"))).toBe(true);
  });

  test("an object under way is dropped when package 1 begins again, and at the end", () => {
    const client = begun(clientOnly).take({ commands: package2([chunk("hello ", true, "10")], 200), final: false });
    expect(client.state.incoming.object).not.toBeNull();
    expect(client.input({ kind: "abort", reason: "" }).state.incoming.object).toBeNull();
  });
});

describe("RespURI", () => {
  const next = "https://other.example/srv";

  test("the same origin: from the next message on, until another comes", () => {
    const client = begun()
      .take({ commands: package2([get()]), respURI: `${serverURI}?s=1` })
      .done();
    expect(client.sent?.uri).toBe(`${serverURI}?s=1`);
    expect(client.message?.syncHdr.target?.locURI).toBe(`${serverURI}?s=1`);
    expect(client.take({ commands: [status(0, 200, 2), get()] }).done().sent?.uri).toBe(`${serverURI}?s=1`);
  });

  test.each(["http://dm.example/srv", "ftp://dm.example/", "https://a:b@dm.example/", `/${"x".repeat(2100)}`])(
    "%s: refused, the end",
    (respURI) => {
      const client = begun().take({ commands: package2([get()]), respURI });
      expect([client.finished, client.sent, client.all("execute")]).toEqual(["protocol", undefined, []]);
    },
  );

  const allow = { allowRespURI: () => true };
  const later = (given: { readonly hasCred: boolean }) => {
    const client = begun(serverOnly, { ...allow, policy: { authenticationLasts: "session" } });
    client.take({ commands: package2([get()]), cred: credOf(serverOnly, "server") }).done();
    const cred = given.hasCred ? credOf(serverOnly, "server", client.nonces.server) : undefined;
    return client.take({ commands: [status(0, 200, 2), get()], cred, respURI: next });
  };

  test("another origin: only if the server proves itself in this very message, and the host allows it", () => {
    const first = { commands: package2([get()]), cred: credOf(serverOnly, "server"), respURI: next };
    expect(begun(serverOnly, allow).take(first).done().sent?.uri).toBe(next);
    expect(begun(serverOnly).take(first).finished).toBe("protocol");
    expect(begun(openAccount, allow).take({ ...first, cred: undefined }).finished).toBe("protocol");
    expect(begun(serverOnly, allow).take({ ...first, cred: undefined }).finished).toBe("protocol");
    expect(later({ hasCred: true }).state.uri.current).toBe(next);
    expect(later({ hasCred: false }).finished).toBe("protocol");
  });
});

describe("an Exec whose outcome comes later", () => {
  test("202 now; a report in package 1 of a later session, taken with 200", () => {
    const now = begun()
      .take({ commands: package2([exec("./Fw/Update", "op-7")]) })
      .done(202);
    expect(now.lines[1]).toBe("Status 2: Exec 4 = 202");
    const report = alert("1226", [text("200")], "op-7");
    const later = begun(openAccount, {}, { sessionID: "2", alerts: [report] });
    expect(later.lines).toEqual([
      ...["Alert 1: 1201", "Replace 2 ./DevInfo/Man"],
      "Alert 3: 1226, Correlator op-7 (no address)",
      "Final",
    ]);
    later.take({ commands: [...package2([]), status(3, 200, 1, "Alert")], sessionID: "2" });
    expect(later.all("deliver")).toMatchObject([{ event: { kind: "alertAnswered", code: 200 } }]);
    expect(later.finished).toBe("complete");
  });
});

test("package 1 of the tests is that of the client", () => {
  expect(begun().message?.syncBody.commands.map(({ kind }) => kind)).toEqual(package1.map(({ kind }) => kind));
});
