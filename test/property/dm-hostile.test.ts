import { describe, expect, test } from "vitest";
import type { Command } from "../../src/ast/nodes.ts";
import { storedDigest } from "../../src/authentication/digest.ts";
import { decode } from "../../src/codec/decode.ts";
import { decodeBase64 } from "../../src/core/base64.ts";
import type { AccountScheme, DmAccount } from "../../src/dm/account.ts";
import { planCommands } from "../../src/dm/plan-commands.ts";
import type { ClientState, Effect, ServerState } from "../../src/dm/session-types.ts";
import { alert, ClientTurns, credOf, package1, ServerTurns, status, written } from "../support/session-turns.ts";

// Every message of a session, altered in every way that is listed below, to the side that waits for it. What must hold:
//
//   no throw     whatever comes
//   quiet        no secret in logs, reasons and state
//   unmoved      nothing is executed or delivered for a peer that has not proved itself; with a proof of each message's octets
//                nothing of an altered message is

const password = "Sw0rdf1sh-of-the-client";
const serverPassword = "Tr0ut-of-the-server";

function accountWith(auth: AccountScheme, postfix = ""): DmAccount {
  return {
    auth,
    user: "dm-client",
    secret: password + postfix,
    serverID: "com.example.dm",
    serverSecret: serverPassword + postfix,
    nonces: { client: "AAECAwQFBgcICQoLDA0ODw==", server: "EBESExQVFhcYGRobHB0eHw==" },
  };
}

const secrets = [
  password,
  serverPassword,
  storedDigest("dm-client", password),
  storedDigest("com.example.dm", serverPassword),
  btoa(`dm-client:${password}`),
  btoa(`com.example.dm:${serverPassword}`),
];

interface Exchange {
  readonly to: "client" | "server";
  readonly body: Uint8Array;
  readonly hmac: string | undefined;
  /** The side that is to take it, as it is before. */
  readonly before: ClientState | ServerState | null;
  readonly nonces: DmAccount["nonces"];
}

const { get, replace, exec, atomic } = planCommands;
const turns = [
  [get("./DevDetail/SwV"), replace("./Blob", "x".repeat(3000)), exec("./Run", { correlator: "c" })],
  [atomic([replace("./A", "1"), replace("./B", "2")])],
];

function session(account: DmAccount, sessionID: string, format: "xml" | "wbxml"): Exchange[] {
  const client = new ClientTurns(account, { policy: { ownMaxMsgSize: 2000 } }, { sessionID, format });
  const server = serverOf(account);
  const exchanges: Exchange[] = [];
  for (let turn = 0; turn < 30 && client.sent !== undefined; turn++) {
    const { body, hmac } = client.sent;
    exchanges.push({ to: "server", body, hmac, before: server.state, nonces: server.nonces });
    server.takeOctets(body, hmac);
    if (server.sent === undefined) break;
    const reply = server.sent;
    exchanges.push({ to: "client", body: reply.body, hmac: reply.hmac, before: client.state, nonces: client.nonces });
    client.takeOctets(reply.body, reply.hmac);
    if (client.all("execute").length > 0) client.done();
  }
  expect([client.finished, server.finished]).toEqual(["complete", "complete"]);
  return exchanges;
}

function serverOf(account: DmAccount): ServerTurns {
  return new ServerTurns(account, {
    plan: ({ history }) => (history.length >= 4 ? [] : history.length >= 3 ? turns[1] : turns[0]),
    policy: { assumeLargeObjects: true },
  });
}

interface Altered {
  readonly how: string;
  readonly body: Uint8Array;
  readonly hmac: string | undefined;
}

/** What replaces the text of an element. */
const values: Readonly<Record<string, readonly string[]>> = {
  MsgID: ["", "0", "1", "2", "99", "-1", "x", "9".repeat(40)],
  SessionID: ["", "0", "77", "x".repeat(500)],
  CmdID: ["", "0", "1", "99"],
  MsgRef: ["", "0", "99"],
  CmdRef: ["", "0", "1", "99"],
  Cmd: ["", "Nothing"],
  MaxMsgSize: ["", "0", "1", "511", "-5", "9".repeat(30)],
  MaxObjSize: ["", "0", "1", "9".repeat(30)],
  Size: ["", "0", "1", "9".repeat(30)],
  LocName: ["", "root"],
  LocURI: ["", "./", "//", "https://elsewhere.example/"],
  NextNonce: ["", "*", "AAAAAA=="],
  Type: ["", "syncml:auth-basic", "syncml:auth-md5", "syncml:auth-MAC", "syncml:auth-other"],
  VerDTD: ["", "9.9"],
  VerProto: ["", "SyncML/1.2"],
  Data: ["", "401", "407", "212", "200", "213", "1223", "1222", "*"],
};

function* alterations(exchange: Exchange, others: readonly Exchange[]): Generator<Altered> {
  const { body, hmac } = exchange;
  for (let cut = 0; cut < body.length; cut += 1 + (body.length >> 5)) {
    yield { how: `cut at ${cut}`, body: body.subarray(0, cut), hmac };
  }
  for (const [index, other] of others.entries()) {
    if (other.body !== body) yield { how: `in its place message ${index}`, body: other.body, hmac: other.hmac };
  }
  yield { how: "without its mac", body, hmac: undefined };
  yield { how: "another mac", body, hmac: 'algorithm=MD5, username="dm-client", mac=AAAAAAAAAAAAAAAAAAAAAA==' };
  yield { how: "a mac that is none", body, hmac: "\u0000,,=" };
  const xml = new TextDecoder().decode(body);
  if (!xml.startsWith("<")) {
    for (let at = 0; at < body.length; at += 1 + (body.length >> 5)) {
      const changed = Uint8Array.from(body);
      changed[at] = (changed[at] as number) ^ 0x15;
      yield { how: `octet ${at}`, body: changed, hmac };
    }
    return;
  }
  const alter = (how: string, text: string): Altered => ({ how, body: new TextEncoder().encode(text), hmac });
  for (const [name, texts] of Object.entries(values)) {
    const pattern = new RegExp(`(<${name}(?: [^>]*)?>)[^<]*(?=</${name}>)`);
    if (!pattern.test(xml)) continue;
    for (const text of texts) {
      yield alter(`first ${name} is ${JSON.stringify(text)}`, xml.replace(pattern, `$1${text}`));
      yield alter(`each ${name} is ${JSON.stringify(text)}`, xml.replace(new RegExp(pattern, "g"), `$1${text}`));
    }
  }
  for (const name of ["Cred", "Chal", "Final", "SyncHdr", "SyncBody", "Source", "Target", "Status", "Item", "MsgID"]) {
    const pattern = new RegExp(`<${name}(?: [^>]*)?(?:/>|>.*?</${name}>)`, "s");
    if (pattern.test(xml)) yield alter(`without ${name}`, xml.replace(pattern, ""));
    if (pattern.test(xml)) yield alter(`${name} twice`, xml.replace(pattern, "$&$&"));
  }
  yield alter("aborted", xml.replace("</SyncBody>", "<Alert><CmdID>99</CmdID><Data>1223</Data></Alert></SyncBody>"));
}

interface Outcome {
  readonly state: ClientState | ServerState | null;
  readonly effects: readonly Effect[];
}

function taken(account: DmAccount, { to, before, nonces }: Exchange, { body, hmac }: Altered): Outcome {
  if (to === "server") {
    const server = serverOf(account);
    server.nonces = nonces ?? {};
    server.state = before as ServerState | null;
    return server.takeOctets(body, hmac);
  }
  const client = new ClientTurns(account, { policy: { ownMaxMsgSize: 2000 } });
  client.nonces = nonces ?? {};
  client.state = before as ClientState;
  return client.takeOctets(body, hmac);
}

function expectQuiet({ state, effects }: Outcome, how: string): void {
  const said = JSON.stringify(effects.filter(({ kind }) => kind === "log" || kind === "finished" || kind === "refuse"));
  for (const secret of secrets) expect(said.includes(secret), `${how}: a secret in ${said}`).toBe(false);
  const { lastSent, ...rest } = state ?? { lastSent: null };
  const kept = JSON.stringify(rest);
  for (const secret of secrets) expect(kept.includes(secret), `${how}: a secret in the state`).toBe(false);
  // What was sent has the proof in it, so it is as secret as that; never the password itself, save with basic.
  const sent = new TextDecoder().decode(decodeBase64(lastSent?.body ?? "") ?? new Uint8Array(0));
  expect(
    secrets.slice(0, 4).some((secret) => sent.includes(secret)),
    `${how}: a secret in the message`,
  ).toBe(false);
}

function isSame(one: Altered, other: Exchange): boolean {
  return one.hmac === other.hmac && one.body.join() === other.body.join();
}

/** Whether anything came of the message. */
function moved({ effects }: Outcome): readonly string[] {
  return effects.flatMap((effect) => {
    if (effect.kind === "execute") return effect.commands.map(({ kind }: Command) => kind);
    return effect.kind === "deliver" ? [effect.event.kind] : [];
  });
}

function isPeerProved({ state }: Outcome): boolean {
  if (state === null) return false;
  const auth = state.role === "server" ? state.clientAuth : state.serverAuth;
  return auth.state === "session" || auth.state === "message";
}

describe.each(["xml", "wbxml"] as const)("%s", (format) => {
  test.each(["basic", "md5", "mac"] as const)(
    "%s: an altered message: no throw, no secret, nothing for nobody",
    (scheme) => {
      const account = accountWith(scheme);
      const exchanges = session(account, "1", format);
      const foreign = session(accountWith(scheme, "!"), "1", format);
      expect(exchanges.length).toBeGreaterThan(6);
      let count = 0;
      for (const exchange of exchanges) {
        for (const altered of alterations(exchange, [...exchanges, ...foreign])) {
          if (isSame(altered, exchange)) continue;
          count++;
          const outcome = taken(account, exchange, altered);
          const how = `to the ${exchange.to}, ${altered.how}`;
          expectQuiet(outcome, how);
          const came = moved(outcome);
          if (came.length > 0) expect(isPeerProved(outcome), `${how}: ${came}`).toBe(true);
          // A mac is of the very octets: only a message of the same nonce, unaltered, is taken.
          if (scheme === "mac" && !altered.how.startsWith("in its place")) expect(came, how).toEqual([]);
        }
      }
      expect(count).toBeGreaterThan(200);
    },
  );

  test.each(["basic", "md5", "mac"] as const)("%s: messages of somebody with another secret are refused", (scheme) => {
    const account = accountWith(scheme);
    const [request, reply] = session(account, "1", format);
    const [foreignRequest, foreignReply] = session(accountWith(scheme, "!"), "1", format);
    for (const [own, foreign] of [
      [request, foreignRequest],
      [reply, foreignReply],
    ] as const) {
      if (own === undefined || foreign === undefined) throw new Error("the session is too short");
      const outcome = taken(account, own, { how: "", body: foreign.body, hmac: foreign.hmac });
      expect(moved(outcome)).toEqual([]);
      expect(isPeerProved(outcome)).toBe(false);
    }
  });

  test("a repeated message gets the same octets, and nothing is delivered twice", () => {
    const account = accountWith("md5");
    const server = serverOf(account);
    for (const { to, body, hmac } of session(account, "1", format)) {
      if (to === "client") continue;
      server.takeOctets(body, hmac);
      const reply = server.sent?.body;
      for (let copy = 0; copy < 3; copy++) {
        server.takeOctets(body, hmac);
        expect(server.sent?.body).toEqual(reply);
        expect(server.all("deliver")).toEqual([]);
        expect(server.all("storeNonce")).toEqual([]);
      }
    }
  });
});

// A stranger knows everything that is no secret: the device, its user, the SessionID, the numbers, and every message that went
// over the line so far. What he does not have: passwords, nonces not yet used, and the token in the RespURI.

interface Protection {
  readonly name: string;
  readonly scheme: AccountScheme;
  readonly lasts: "session" | "message";
  readonly usesToken: boolean;
  /** The next message in order may be anybody's, or end the session by the standard: it is left out. */
  readonly isOpenToNext: boolean;
}

const protections: readonly Protection[] = [
  { name: "md5 and a token", scheme: "md5", lasts: "session", usesToken: true, isOpenToNext: false },
  { name: "basic and a token", scheme: "basic", lasts: "session", usesToken: true, isOpenToNext: false },
  { name: "mac and a token", scheme: "mac", lasts: "message", usesToken: true, isOpenToNext: false },
  { name: "md5 in each message", scheme: "md5", lasts: "message", usesToken: false, isOpenToNext: false },
  { name: "basic in each message", scheme: "basic", lasts: "message", usesToken: false, isOpenToNext: false },
  { name: "mac", scheme: "mac", lasts: "message", usesToken: false, isOpenToNext: true },
  { name: "md5 for the session", scheme: "md5", lasts: "session", usesToken: false, isOpenToNext: true },
];

/** What a stranger makes up, and what he has overheard. */
function* strangers(
  account: DmAccount,
  last: number,
  heard: readonly Exchange[],
  isBasic: boolean,
): Generator<Altered> {
  const wrong = credOf({ ...account, auth: "md5", secret: "guessed" }, "client", account.nonces?.client);
  const numbers = [0, 1, 2, last - 1, last, last + 1, last + 2, last + 40, "x"];
  for (const msgID of new Set(numbers)) {
    for (const cred of [undefined, wrong]) {
      for (const [what, commands, final] of [
        ["a beginning", package1, true],
        ["an abort", [alert("1223")], true],
        ["answers", [status(0, 401, last), status(4, 500, last), alert("1222")], false],
      ] as const) {
        const body = written("client", { commands, final, msgID, cred, name: account.user }, 1);
        const how = `${what} as ${msgID} ${cred === undefined ? "without" : "with wrong"} credentials`;
        yield { how, body, hmac: undefined };
        yield { how: `${how}, cut`, body: body.subarray(0, body.length - 30), hmac: undefined };
        yield { how: `${how}, another mac`, body, hmac: `username="${account.user}", mac=${"A".repeat(22)}==` };
      }
    }
  }
  // A password that was overheard is no secret any more.
  if (isBasic) return;
  for (const [index, { body, hmac }] of heard.entries()) {
    yield { how: `message ${index} again`, body, hmac };
    yield { how: `message ${index} again, longer`, body: Uint8Array.from([...body, 32]), hmac: undefined };
  }
}

/** Whether a message may be the next one: the only one that a number is enough for. */
function isNext({ body }: Altered, last: number): boolean {
  try {
    return Number(decode(body).syncHdr.msgID) === last + 1;
  } catch {
    return false;
  }
}

const decoder = new TextDecoder();

function withoutRev(state: ServerState | null): string {
  return JSON.stringify({ ...state, rev: 0 });
}

describe.each(["xml", "wbxml"] as const)("a stranger amid a session in %s", (format) => {
  test.each(protections)("$name: nothing comes of his messages", ({ scheme, lasts, usesToken, isOpenToNext }) => {
    const account = accountWith(scheme);
    const address = "https://dm.example/srv";
    const client = new ClientTurns(account, { policy: { ownMaxMsgSize: 2000 } }, { sessionID: "1", format });
    const server = new ServerTurns(account, {
      plan: ({ history }) => (history.length >= 4 ? [] : history.length >= 3 ? turns[1] : turns[0]),
      policy: { assumeLargeObjects: true, authenticationLasts: lasts },
      respURI: usesToken ? (token) => `${address}?s=${token}` : undefined,
    });
    const heard: Exchange[] = [];
    let count = 0;
    const disturb = () => {
      const { state, nonces } = server;
      if (state === null || state.user === null) throw new Error("the client has not proved itself yet");
      for (const altered of strangers(account, state.peerMsgID, heard, scheme === "basic")) {
        if (isOpenToNext && isNext(altered, state.peerMsgID)) continue;
        count++;
        server.input({ kind: "message", body: altered.body, hmac: altered.hmac, address });
        expect(withoutRev(server.state), altered.how).toBe(withoutRev(state));
        const kinds = server.effects
          .map(({ kind }) => kind)
          .filter((kind) => !["log", "send", "refuse"].includes(kind));
        expect(kinds, altered.how).toEqual([]);
        const [given, said] = [altered.body, server.sent?.body ?? new Uint8Array(0)].map((one) => decoder.decode(one));
        // A whole copy of the last message gets the reply that went over the line already.
        if (server.all("log").some(({ event }) => event.event === "repeated")) continue;
        const isTold = state.token !== null && said?.includes(state.token) && !given?.includes(state.token);
        expect(isTold, altered.how).toBe(false);
      }
      expect(server.nonces).toBe(nonces);
    };
    while (client.sent !== undefined) {
      const { body, hmac, uri } = client.sent;
      if (server.state !== null) disturb();
      heard.push({ to: "server", body, hmac, before: null, nonces: undefined });
      server.input({ kind: "message", body, hmac, address: uri });
      if (server.sent === undefined) break;
      const reply = server.sent;
      client.takeOctets(reply.body, reply.hmac);
      if (client.all("execute").length > 0) client.done();
    }
    expect([client.finished, server.finished]).toEqual(["complete", "complete"]);
    expect(server.state?.history.map(({ code }) => code)).toEqual([200, 200, 200, 200]);
    disturb();
    expect(count).toBeGreaterThan(300);
  });
});
