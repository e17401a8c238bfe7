import { describe, expect, test } from "vitest";
import type { DmAccount } from "../../../src/dm/account.ts";
import { memoryStore } from "../../../src/dm/memory-store.ts";
import { planCommands } from "../../../src/dm/plan-commands.ts";
import type { ServerContext } from "../../../src/dm/server.ts";
import { dmServer } from "../../../src/dm/server-driver.ts";
import { hasToken, tokenOf } from "../../../src/dm/session-token.ts";
import { PlainDevice } from "../../support/plain-device.ts";
import { alert, clientOnly, credOf, get, package1, ServerTurns, status } from "../../support/session-turns.ts";

const plan: ServerContext["plan"] = ({ history }) => (history.length > 1 ? [] : [get()]);

/** A session whose client has proved itself and has had the first command. */
function proved(account: DmAccount = clientOnly, context: Partial<ServerContext> = {}): ServerTurns {
  const server = new ServerTurns(account, { plan, ...context });
  return server.message1({ cred: credOf(account, "client") });
}

const isRunning = { state: "wait", ownMsgID: 1, peerMsgID: 1 };
const wrong = credOf({ ...clientOnly, secret: "no" }, "client");

describe("a session whose client has proved itself", () => {
  test.each([
    ["numbers are skipped", { msgID: 5, commands: [status(0, 200, 1)] }, "400"],
    ["no number", { msgID: "x", commands: [status(0, 200, 1)] }, "400"],
    ["the last number again", { msgID: 1, commands: [alert("1223")] }, "200"],
  ] as const)("%s, without a proof: 1223 to the sender, and the session goes on", (_, given, code) => {
    const server = proved().take(given);
    expect(server.lines).toEqual([`Status 1: SyncHdr 0 = ${code}`, "Alert 2: 1223", "Final"]);
    expect(server.finished).toBeUndefined();
    expect(server.state).toMatchObject(isRunning);
    server.take({ msgID: 2, commands: [status(0, 200, 1), status(4, 200, 1)] });
    expect(server.state).toMatchObject({ ownMsgID: 2, history: [{ code: 200 }] });
  });

  test.each([1, 2, 7])(
    "wrong credentials with MsgID %i: 401 with the nonce in force, and the session goes on",
    (msgID) => {
      const server = proved();
      const { nonces } = server;
      server.take({ msgID, commands: [alert("1226")], cred: wrong, name: clientOnly.user });
      expect(server.lines).toEqual([
        "Status 1: SyncHdr 0 = 401, Chal syncml:auth-md5",
        "Status 2: Alert 1 = 401",
        "Final",
      ]);
      expect(server.chal).toEqual(proved().chal);
      expect([server.nonces, server.state]).toMatchObject([nonces, isRunning]);
    },
  );

  test("the client begins anew without credentials: asked for them, and then it does", () => {
    const server = proved();
    server.take({ msgID: 2, commands: [status(0, 200, 1), status(4, 200, 1)] });
    server.take({ msgID: 3, commands: [status(0, 200, 2)] });
    server.take({ msgID: 1, commands: package1 });
    expect(server.lines[0]).toBe("Status 1: SyncHdr 0 = 407, Chal syncml:auth-md5");
    const cred = credOf(clientOnly, "client", server.nonces.client);
    server.take({ msgID: 2, commands: [alert("1201")], cred, name: clientOnly.user });
    expect(server.lines).toEqual([
      "Status 1: SyncHdr 0 = 212, Chal syncml:auth-md5",
      "Status 2: Alert 1 = 200",
      "Get 3 ./A",
      "Final",
    ]);
    expect(server.state).toMatchObject({
      peerMsgID: 2,
      ownMsgID: 2,
      history: [],
      devInfo: { "./DevInfo/Man": "Acme" },
    });
  });

  test("the same after the session has ended", () => {
    const server = proved(clientOnly, { plan: () => [] });
    expect(server.finished).toBe("complete");
    server.take({ msgID: 1, commands: package1 });
    expect([server.lines[0], server.state?.result]).toEqual([
      "Status 1: SyncHdr 0 = 407, Chal syncml:auth-md5",
      "complete",
    ]);
    const cred = credOf(clientOnly, "client", server.nonces.client);
    server.take({ msgID: 2, commands: package1, cred, name: clientOnly.user });
    expect(server.state).toMatchObject({ peerMsgID: 2, result: "complete" });
    expect(server.lines[0]).toMatch(/= 212/);
  });

  test("a first message that was overheard does not begin anew", () => {
    const server = proved();
    server.take({ msgID: 2, commands: [status(0, 200, 1)] });
    server.take({ msgID: 1, commands: package1, cred: credOf(clientOnly, "client"), name: clientOnly.user });
    expect(server.lines[0]).toMatch(/= 401/);
    expect(server.state).toMatchObject({ peerMsgID: 2 });
  });

  test.each(["none", "md5"] as const)("another user's account (%s) is no proof in it", (auth) => {
    const mac: DmAccount = { ...clientOnly, auth: "basic" };
    const server = proved(mac, { policy: { authenticationLasts: "message" } });
    const other: DmAccount = { ...mac, auth, user: "mallory", secret: "his own" };
    const intruder = new ServerTurns(other, { plan });
    intruder.state = server.state;
    const cred = auth === "none" ? undefined : credOf(other, "client");
    intruder.take({ msgID: 2, commands: [alert("1226")], cred, name: other.user });
    expect(intruder.all("deliver")).toEqual([]);
    expect(intruder.state).toMatchObject({ ...isRunning, user: mac.user });
  });

  test.each([
    ["md5", 200, undefined],
    ["basic", 400, "protocol"],
  ] as const)(
    "numbers may skip those of refused messages, if a digest proves the next one: %s",
    (auth, code, result) => {
      const account: DmAccount = { ...clientOnly, auth };
      const server = proved(account, { policy: { authenticationLasts: "message" } });
      server.take({ msgID: 2, commands: [status(0, 200, 1)] });
      expect(server.lines[0]).toMatch(/= 407/);
      const commands = [status(0, 200, 1), status(4, 200, 1)];
      server.take({ msgID: 3, commands, cred: credOf(account, "client", server.nonces.client), name: account.user });
      expect(server.lines[0]).toMatch(`SyncHdr 0 = ${code}`);
      expect(server.finished).toBe(result);
    },
  );

  test("the transport does not know the sender: 407 to him, and the session goes on", () => {
    const server = new ServerTurns({ auth: "transport", user: "dm-client" }, { plan });
    server.take({ commands: package1 }, undefined, true);
    expect(server.state).toMatchObject(isRunning);
    server.take({ commands: [status(0, 200, 1)] }, undefined, false);
    expect([server.lines[0], server.finished]).toEqual(["Status 1: SyncHdr 0 = 407", undefined]);
    expect(server.state).toMatchObject(isRunning);
  });
});

describe("a token in the RespURI", () => {
  test("is told only to a client that has proved itself", () => {
    const respURI = (token: string) => `https://dm.example/dm?s=${token}`;
    const server = new ServerTurns(clientOnly, { plan, respURI }).message1();
    expect(server.message?.syncHdr.respURI).toBeUndefined();
    server.message1({ cred: credOf(clientOnly, "client", server.nonces.client) });
    expect(server.message?.syncHdr.respURI).toMatch(/^https:\/\/dm\.example\/dm\?s=[0-9a-f]{32}$/);
  });

  test("is found anywhere in an address", () => {
    const token = tokenOf(Uint8Array.from({ length: 20 }, (_, index) => index * 11));
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    for (const address of [`/dm/${token}`, `https://dm.example/a1${token}ff?x=1`])
      expect(hasToken(address, token)).toBe(true);
    for (const address of ["", "/dm", `/dm/${token.slice(1)}`, `/dm/${"0".repeat(32)}`]) {
      expect(hasToken(address, token)).toBe(false);
    }
  });

  test("is in the address of each request after the first, and a request without it is refused", async () => {
    const account: DmAccount = { ...clientOnly, nonces: {} };
    const ended: string[] = [];
    const server = dmServer({
      serverID: "com.example.dm",
      store: memoryStore(),
      account: () => account,
      plan: ({ history }) => (history.length > 2 ? undefined : [planCommands.get(`./A${history.length}`)]),
      clock: { now: () => 0 },
      random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
      on: { ended: ({ result }) => ended.push(result) },
      respURI: (token) => `https://dm.example/dm?s=${token}`,
    });
    const device = new PlainDevice({
      tree: { "./A0": "0", "./A1": "1", "./A2": "2" },
      user: "dm-client",
      secret: clientOnly.secret ?? "",
      scheme: "md5",
      format: "xml",
    });
    const answers: string[] = [];
    let address = "https://dm.example/dm";
    for (let goesOn = true; goesOn; ) {
      const body = device.next();
      const post = async (url: string, octets: Uint8Array) =>
        (await server(new Request(url, { method: "POST", body: octets as Uint8Array<ArrayBuffer> }))) as Response;
      if (address.includes("?s=")) {
        const other = Uint8Array.from([...body, 32]);
        answers.push(/>40[17]</.exec(await (await post("https://dm.example/dm", other)).text())?.[0] ?? "taken");
      }
      const reply = new Uint8Array(await (await post(address, body)).arrayBuffer());
      address = /<RespURI>([^<]*)</.exec(new TextDecoder().decode(reply))?.[1] ?? address;
      goesOn = device.take(reply);
    }
    expect(new Set(answers)).toEqual(new Set([">407<"]));
    expect(ended).toEqual(["complete"]);
  });
});
