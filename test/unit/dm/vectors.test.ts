import { describe, expect, test } from "vitest";
import { create } from "../../../src/ast/create.ts";
import type { Command, Item, SyncML } from "../../../src/ast/nodes.ts";
import { checkHmacHeader } from "../../../src/authentication/hmac-header.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encodeBase64 } from "../../../src/core/base64.ts";
import { octetsOfHex } from "../../../src/core/hex-digit.ts";
import type { DmAccount, Nonces } from "../../../src/dm/account.ts";
import type { ClientBeginning, ClientContext } from "../../../src/dm/client.ts";
import type { ServerContext } from "../../../src/dm/server.ts";
import { corpusText } from "../../support/corpus.ts";
import {
  alert,
  ClientTurns,
  credOf,
  exec,
  get,
  md5Account,
  octets,
  openAccount,
  replace,
  ServerTurns,
  text,
} from "../../support/session-turns.ts";

// Sessions computed by a program of its own in another language: our server answers their client, our client their server,
// message for message. Left out of the comparison: what may be there or not (addresses in statuses, sizes, RespURI).

interface Vector {
  readonly id: string;
  readonly direction: "client" | "server";
  readonly note: string;
  readonly auth?: { readonly nonceB64?: string; readonly user: string; readonly password: string };
  readonly headers: Readonly<Record<string, string>>;
  readonly xml: string;
}

interface VectorSession {
  readonly messages: readonly Vector[];
  readonly storedAfterwards?: { readonly clientNonceB64?: string; readonly serverNonceB64?: string };
  readonly negative?: readonly { readonly name: string; readonly mac: string }[];
  readonly clientHoldsServerNonceHex?: string;
  readonly serverHoldsServerNonceHex?: string;
}

const vectors = JSON.parse(corpusText("vectors/vectors-dm.json")) as Readonly<Record<string, VectorSession>>;
const HMAC = "x-syncml-hmac";

function bodyOf({ xml }: Vector): Uint8Array {
  return new TextEncoder().encode(xml);
}

function compared(message: SyncML): unknown {
  const { syncHdr, syncBody } = JSON.parse(JSON.stringify(message)) as {
    syncHdr: Record<string, unknown>;
    syncBody: { commands: Record<string, unknown>[]; final?: boolean };
  };
  const commands = syncBody.commands.map((one) => ({ ...one, targetRefs: [], sourceRefs: [] }));
  return { ...syncHdr, meta: undefined, respURI: undefined, commands, final: syncBody.final };
}

/** The nonces of a session, in the order in which the side hands them out. */
function noncesFrom(session: VectorSession, direction: string): () => Uint8Array {
  const found = session.messages
    .filter((one) => one.direction === direction)
    .flatMap(({ xml }) => [...xml.matchAll(/<NextNonce[^>]*>([^<]*)</g)].map(([, nonce]) => octets(nonce ?? "")));
  return () => found.shift() ?? new Uint8Array(16).fill(0xee);
}

function devInfoOf({ messages: [first] }: VectorSession): readonly Item[] {
  const replaced = decode(bodyOf(first as Vector)).syncBody.commands.find(({ kind }) => kind === "Replace");
  return replaced?.kind === "Replace" ? replaced.items : [];
}

interface Case {
  readonly name: string;
  readonly account: DmAccount;
  readonly server?: Partial<ServerContext>;
  readonly client?: Partial<ClientContext>;
  readonly begin?: Partial<ClientBeginning>;
  readonly serverNonces?: Nonces;
  readonly clientNonces?: Nonces;
}

const sizes = { ownMaxMsgSize: 16_384, ownMaxObjSize: 65_536 };
const cases: readonly Case[] = [
  { name: "basicSession", account: { ...md5Account, auth: "basic" } },
  {
    name: "md5Session",
    account: md5Account,
    begin: { reason: "notification", sessionID: "1234" },
    server: { respURI: "https://dm.example/srv?s=1234" },
  },
  {
    name: "md5NonceChain",
    account: { ...md5Account, serverAuth: "none", nonces: {} },
    begin: { sessionID: "7" },
    server: { policy: { authenticationLasts: "message" } },
    client: { policy: { credentialsFirst: false } },
  },
  { name: "macSession", account: { ...md5Account, auth: "mac" }, begin: { sessionID: "9" } },
  {
    name: "nonceResync",
    account: md5Account,
    begin: { reason: "notification", sessionID: "1234", resync: true },
    server: { resync: true },
  },
];

describe.each(cases)("$name", ({ name, account, server: serverContext, client: clientContext, begin }) => {
  const session = vectors[name] as VectorSession;
  const { messages, storedAfterwards } = session;
  const isNegative = ({ note }: Vector) => note.startsWith("NEGATIVE");

  function serverOf(): ServerTurns {
    return new ServerTurns(account, {
      plan: ({ history }) => (history.length > 0 ? [] : [get("./DevDetail/SwV")]),
      nonce: noncesFrom(session, "server"),
      ...serverContext,
      policy: { ...sizes, ...serverContext?.policy },
    });
  }

  test("our server answers each message of the client as theirs", () => {
    const server = serverOf();
    for (const [index, message] of messages.entries()) {
      if (message.direction === "client") {
        server.takeOctets(bodyOf(message), message.headers[HMAC]);
        continue;
      }
      expect(compared(server.message as SyncML), message.id).toEqual(compared(decode(bodyOf(message)) as SyncML));
      expectMac(message, server.sent?.body, server.sent?.hmac);
      const isRefused = messages.slice(index - 1, index).some(isNegative);
      if (isRefused) expect(server.state?.clientAuth.state).toBe("refused");
    }
    expect(server.state?.result ?? "complete").toBe("complete");
    expectStored(server.nonces);
  });

  test("our client answers each message of the server as theirs", () => {
    const client = new ClientTurns(
      account,
      {
        nonce: noncesFrom(session, "client"),
        ...clientContext,
        policy: { ...sizes, ...clientContext?.policy },
      },
      { devInfo: devInfoOf(session), ...begin },
    );
    for (const message of messages) {
      if (message.direction === "server") {
        client.takeOctets(bodyOf(message), message.headers[HMAC]);
        if (client.all("execute").length > 0) client.done(200, { "./DevDetail/SwV": "1.0" });
        continue;
      }
      const sent = client.message as SyncML;
      const theirs = decode(bodyOf(message)) as SyncML;
      // Ours does not make the mistake of the one that is wrong on purpose.
      if (isNegative(message)) {
        expect(sent.syncHdr.cred?.data).toBe(credOf(account, "client", "AAECAwQFBgcICQoLDA0ODw==").data);
        sent.syncHdr.cred = theirs.syncHdr.cred;
      }
      expect(compared(sent), message.id).toEqual(compared(theirs));
      expectMac(message, client.sent?.body, client.sent?.hmac);
    }
    if (messages.at(-1)?.direction === "server") expect(client.finished).toBe("complete");
    expectStored(client.nonces);
  });

  /** Over other octets than theirs the mac is another: it is checked with the nonce that theirs was made with. */
  function expectMac({ id, headers, auth }: Vector, body: Uint8Array = new Uint8Array(0), hmac?: string): void {
    expect(hmac === undefined, id).toBe(headers[HMAC] === undefined);
    if (auth === undefined || hmac === undefined) return;
    const identity = { user: auth.user, secret: auth.password, nonce: octets(auth.nonceB64 ?? "") };
    expect(checkHmacHeader(hmac, body, identity), id).toMatchObject({ ok: true });
  }

  function expectStored({ client, server }: Nonces): void {
    if (storedAfterwards?.clientNonceB64 !== undefined) expect(client).toBe(storedAfterwards.clientNonceB64);
    if (storedAfterwards?.serverNonceB64 !== undefined) expect(server).toBe(storedAfterwards.serverNonceB64);
  }

  test.each(messages.filter(({ direction, auth }) => direction === "client" && auth !== undefined).slice(0, 1))(
    "the digest of $id is refused under another nonce or secret",
    (message) => {
      if (name === "basicSession") return expectRefused({ ...account, secret: "no" }, message);
      expectRefused({ ...account, nonces: { client: "BA==" } }, message);
      expectRefused({ ...account, secret: "no" }, message);
    },
  );

  function expectRefused(other: DmAccount, message: Vector): void {
    const server = new ServerTurns(other, { plan: () => [get()] });
    server.takeOctets(new TextEncoder().encode(message.xml.replace(/<MsgID>\d+</, "<MsgID>1<")), message.headers[HMAC]);
    expect(server.lines[0]).toMatch(/= 401, Chal/);
  }
});

test.each(vectors["macSession"]?.negative ?? [])("a mac is refused: $name", ({ mac }) => {
  const [first] = vectors["macSession"]?.messages ?? [];
  const server = new ServerTurns({ ...md5Account, auth: "mac" }, { plan: () => [get()] });
  server.takeOctets(bodyOf(first as Vector), `algorithm=MD5, username="dm-client", mac=${mac}`);
  expect(server.lines[0]).toBe("Status 1: SyncHdr 0 = 401, Chal syncml:auth-MAC");
  expect(server.all("deliver")).toEqual([]);
});

test("the server's stored nonce says nothing in a resynchronisation: the client held another one", () => {
  const {
    clientHoldsServerNonceHex = "",
    serverHoldsServerNonceHex = "",
    messages,
  } = vectors["nonceResync"] as VectorSession;
  const server = octetsOfHex(clientHoldsServerNonceHex) ?? new Uint8Array(0);
  expect(clientHoldsServerNonceHex).not.toBe(serverHoldsServerNonceHex);
  const account = { ...md5Account, nonces: { ...md5Account.nonces, server: encodeBase64(server) } };
  const begin = { reason: "notification", sessionID: "1234" } as const;
  const [, second] = messages;
  const lost = new ClientTurns(account, {}, begin).takeOctets(bodyOf(second as Vector));
  expect(lost.state.state).toBe("authServer");
  const resynchronised = new ClientTurns(account, {}, { ...begin, resync: true }).takeOctets(bodyOf(second as Vector));
  expect(resynchronised.state.state).toBe("busy");
});

describe("example sessions between our own two sides", () => {
  /** Both sides, until neither sends; the lines of each message, the client's first. */
  function converse(
    client: ClientTurns,
    server: ServerTurns,
    given: { readonly work?: (client: ClientTurns) => void; readonly losesReplyTo?: string } = {},
  ): (readonly string[])[] {
    const { work = (one) => one.done(), losesReplyTo } = given;
    const transcript: (readonly string[])[] = [];
    let isLost = false;
    for (let turn = 0; turn < 30 && client.sent !== undefined; turn++) {
      const { sent, lines, message } = client;
      if (!isLost) transcript.push(lines);
      server.takeOctets(sent?.body as Uint8Array, sent?.hmac);
      const reply = server.sent;
      if (reply === undefined) break;
      isLost = message?.syncHdr.msgID === losesReplyTo && !isLost;
      if (isLost) {
        client.input({ kind: "transportFailed", retryable: true }).input({ kind: "timer", name: "resend" });
        expect(client.sent?.body).toEqual(sent?.body);
        continue;
      }
      transcript.push(server.lines);
      client.takeOctets(reply.body, reply.hmac);
      while (client.all("execute").length + client.all("ask").length > 0) work(client);
    }
    return transcript;
  }

  const header = (code: number, chal = "") => `Status 1: SyncHdr 0 = ${code}${chal}`;
  const chal = ", Chal syncml:auth-md5";
  const opening = ["Alert 1: 1201", "Replace 2 ./DevInfo/Man", "Final"];

  test.each([
    ["yes", [200, 200, 200, 200]],
    ["no", [200, 304, 215, 215]],
  ] as const)("A: notification, md5 both ways, a change that the user is asked about: %s", (_, codes) => {
    const sequence = create("Sequence", {
      cmdID: "",
      commands: [
        alert("1101", [text(""), text("Change APN?")]),
        replace("./Con/APN"),
        alert("1100", [text(""), text("done")]),
      ],
    });
    const client = new ClientTurns(md5Account, {}, { reason: "notification", sessionID: "1234" });
    const respURI = "https://dm.example/srv?s=1234";
    const server = new ServerTurns(md5Account, {
      plan: ({ history }) => (history.length > 0 ? [] : [sequence, get("./DevDetail/SwV")]),
      respURI,
    });
    const asked: unknown[] = [];
    const transcript = converse(client, server, {
      work: (one) => {
        const [question] = one.all("ask");
        if (question !== undefined) {
          asked.push(question.alert);
          one.input({ kind: "answer", answer: { kind: codes[1] === 200 ? "ok" : "no" } });
          return;
        }
        const [work] = one.all("execute");
        if (work?.resume === undefined) {
          const ask = { text: "Change APN?" };
          one.input({ kind: "done", outcome: { state: "suspended", ask, cursor: {} } });
          return;
        }
        const [group, ...members] = codes;
        const result = (cmd: Command["kind"], cmdID: string, code: number) => ({
          cmd,
          cmdID,
          statuses: [{ code, items: [] }],
          results: [],
          members: [],
        });
        const kinds = ["Alert", "Replace", "Alert"] as const;
        const inGroup = kinds.map((kind, index) => result(kind, String(5 + index), members[index] as number));
        const value = create("Item", { source: create("Source", { locURI: "./DevDetail/SwV" }), data: "1.0" });
        one.input({
          kind: "done",
          outcome: {
            state: "done",
            results: [
              { ...result("Sequence", "4", group), members: inGroup },
              { ...result("Get", "8", 200), results: [value] },
            ],
          },
        });
      },
    });
    expect(asked).toEqual([{ text: "Change APN?" }]);
    expect(transcript).toEqual([
      ["Alert 1: 1200", ...opening.slice(1)],
      [
        header(212, chal),
        "Status 2: Alert 1 = 200",
        "Status 3: Replace 2 = 200",
        "Sequence 4",
        "  Alert 5: 1101 (no address), (no address)",
        "  Replace 6 ./Con/APN",
        "  Alert 7: 1100 (no address), (no address)",
        "Get 8 ./DevDetail/SwV",
        "Final",
      ],
      [
        header(212, chal),
        `Status 2: Sequence 4 = ${codes[0]}`,
        `Status 3: Alert 5 = ${codes[1]}`,
        `Status 4: Replace 6 = ${codes[2]}`,
        `Status 5: Alert 7 = ${codes[3]}`,
        "Status 6: Get 8 = 200",
        "Results 7: Get 8 ./DevDetail/SwV",
        "Final",
      ],
      [header(200), "Final"],
    ]);
    expect(client.state.uri.current).toBe(respURI);
    expect([client.finished, server.finished]).toEqual(["complete", "complete"]);
    // Each side holds what the other gave it.
    expect(client.nonces).toEqual(server.nonces);
  });

  test("B: firmware: Exec now, the report in a later session", () => {
    const object = "./FwUpdate/Pkg1";
    const operation = `${object}/DownloadAndUpdate`;
    const account = openAccount;
    const first = new ServerTurns(account, {
      plan: ({ history }) => (history.length > 0 ? [] : [replace(`${operation}/PkgURL`), exec(operation, "op-7")]),
    });
    const now = converse(new ClientTurns(account, {}, { sessionID: "21" }), first, {
      work: (one) => {
        const result = (cmd: Command["kind"], cmdID: string, code: number) => ({
          cmd,
          cmdID,
          statuses: [{ code, items: [] }],
          results: [],
          members: [],
        });
        const results = [result("Replace", "4", 200), result("Exec", "5", 202)];
        one.input({ kind: "done", outcome: { state: "done", results } });
      },
    });
    expect(now.slice(2)).toEqual([
      [header(200), "Status 2: Replace 4 = 200", "Status 3: Exec 5 = 202", "Final"],
      [header(200), "Final"],
    ]);
    expect(first.finished).toBe("complete");

    const source = create("Source", { locURI: object });
    const type = "org.openmobilealliance.dm.firmwareupdate.downloadandupdate";
    const item = create("Item", { source, meta: create("Meta", { type, format: "int", emi: [] }), data: "200" });
    const client = new ClientTurns(account, {}, { sessionID: "22", alerts: [alert("1226", [item], "op-7")] });
    const second = new ServerTurns(account, {
      plan: ({ history, alerts }) =>
        history.length > 0 || alerts[0]?.correlator !== "op-7" ? [] : [get(`${object}/State`), get("./DevDetail/FwV")],
    });
    expect(converse(client, second)).toEqual([
      [...opening.slice(0, 2), `Alert 3: 1226 ${type}, Correlator op-7 ${object}`, "Final"],
      [
        header(200),
        "Status 2: Alert 1 = 200",
        "Status 3: Replace 2 = 200",
        "Status 4: Alert 3 = 200",
        `Get 5 ${object}/State`,
        "Get 6 ./DevDetail/FwV",
        "Final",
      ],
      [
        header(200),
        "Status 2: Get 5 = 200",
        "Status 3: Get 6 = 200",
        `Results 4: Get 5 ${object}/State`,
        "Results 5: Get 6 ./DevDetail/FwV",
        "Final",
      ],
      [header(200), "Final"],
    ]);
    expect([client.finished, second.finished]).toEqual(["complete", "complete"]);
  });

  test("C: the nonce is lost, challenges, then a large object both ways, with a reply that is lost", () => {
    const account: DmAccount = { ...md5Account, serverAuth: "none" };
    const client = new ClientTurns(
      { ...account, nonces: { client: "BA==" } },
      { policy: { ownMaxMsgSize: 1400, ownMaxObjSize: 65_536 } },
      { sessionID: "7" },
    );
    const server = new ServerTurns(account, {
      plan: ({ history }) =>
        history.length > 0 ? [] : [replace("./Vendor/Blob", "x".repeat(1200)), get("./Vendor/Big")],
      policy: { ownMaxMsgSize: 1400, assumeLargeObjects: true },
    });
    let handed: readonly Command[] = [];
    const transcript = converse(client, server, {
      losesReplyTo: "3",
      work: (one) => {
        handed = [...handed, ...(one.all("execute")[0]?.commands ?? [])];
        one.done(200, { "./Vendor/Big": "y".repeat(1500) });
      },
    });
    const names = transcript.map((lines) => lines.map((line) => line.replace(/^(\w+) \d+/, "$1")));
    expect(names.slice(0, 4)).toEqual([
      ["Alert: 1201", "Replace ./DevInfo/Man", "Final"],
      [`Status: SyncHdr 0 = 401${chal}`, "Status: Alert 1 = 401", "Status: Replace 2 = 401", "Final"],
      ["Status: SyncHdr 0 = 200", "Alert: 1201", "Replace ./DevInfo/Man", "Final"],
      [
        `Status: SyncHdr 0 = 212${chal}`,
        "Status: Alert 2 = 200",
        "Status: Replace 3 = 200",
        "Replace ./Vendor/Blob, more data",
      ],
    ]);
    expect(names[4]).toEqual(["Status: SyncHdr 0 = 200", "Status: Replace 4 = 213", "Alert: 1222"]);
    const inChunks = names.filter((lines) => lines.includes("Replace ./Vendor/Blob, more data"));
    for (const lines of inChunks) expect(lines).not.toContain("Final");
    const found = names.findIndex((lines) => lines.some((line) => line.startsWith("Results: Get")));
    expect(names[found]?.at(-1)).toMatch(/more data$/);
    expect(names[found + 1]).toEqual([
      "Status: SyncHdr 0 = 200",
      expect.stringMatching(/Results \d = 213/),
      "Alert: 1222",
    ]);
    expect(names.at(-2)?.at(-1)).toBe("Final");
    expect(names.at(-1)).toEqual(["Status: SyncHdr 0 = 200", "Final"]);
    expect(handed.map(({ kind }) => kind)).toEqual(["Replace", "Get"]);
    expect(handed[0]).toMatchObject({ items: [{ data: "x".repeat(1200) }] });
    expect(server.state?.history).toMatchObject([{ code: 200 }, { code: 200, items: [{ text: "y".repeat(1500) }] }]);
    expect([client.finished, server.finished]).toEqual(["complete", "complete"]);
  });
});
