import { describe, expect, test } from "vitest";
import { create } from "../../../src/ast/create.ts";
import type { Command, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import type { LogEvent } from "../../../src/dm/log-event.ts";
import { memoryStore } from "../../../src/dm/memory-store.ts";
import { planCommands as dm } from "../../../src/dm/plan-commands.ts";
import { script } from "../../../src/dm/script.ts";
import { type DmServer, type DmServerOptions, dmServer, type EndedSession } from "../../../src/dm/server-driver.ts";
import type { SessionStore } from "../../../src/dm/session-store.ts";
import { PlainDevice, type PlainDeviceOptions } from "../../support/plain-device.ts";

const address = "IMEI:350000000000006";
const tester = { user: "tester", secret: "swordfish" };

/** A server with a clock and octets of the test's, and what it told. */
function serverOf(options: Partial<DmServerOptions> = {}) {
  const told: string[] = [];
  const logged: LogEvent[] = [];
  const ended: EndedSession[] = [];
  const time = { now: 1_700_000_000_000 };
  let octet = 0;
  const store = options.store ?? memoryStore();
  const settled: DmServerOptions = {
    serverID: "com.example.dm",
    account: ({ user }) => (user === "tester" ? { auth: "basic", ...tester } : undefined),
    plan: script(function* (dm) {
      const { text } = yield dm.get("./A");
      yield dm.replace("./A", `${text}+`);
    }),
    clock: { now: () => time.now },
    random: (length) => new Uint8Array(length).fill(++octet),
    ...options,
    store,
    on: {
      alert: ({ code, correlator }, { id }) => told.push(`alert ${code} ${correlator} of ${id}`),
      ended: (session) => {
        ended.push(session);
        told.push(`ended ${session.result}`);
      },
      answered: ({ command, uri, code }) => told.push(`${command} ${uri} ${code}`),
      devInfo: (devInfo) => told.push(JSON.stringify(devInfo)),
      log: (event) => logged.push(event),
      ...options.on,
    },
  };
  return { server: dmServer(settled), told, logged, ended, time, store };
}

function post(server: DmServer, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return server(
    new Request("http://dm.example/", {
      method: "POST",
      headers: { "content-type": "application/vnd.syncml.dm+wbxml", ...headers },
      body: new Uint8Array(body),
    }),
  ) as Promise<Response>;
}

async function octetsOf(response: Response): Promise<Uint8Array> {
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

/** Runs a session to its end. */
async function play(server: DmServer, device: PlainDevice): Promise<PlainDevice> {
  for (let goesOn = true; goesOn; ) goesOn = device.take(await octetsOf(await post(server, device.next())));
  return device;
}

const deviceOf = (options: PlainDeviceOptions = {}) => new PlainDevice({ tree: { "./A": "1" }, ...tester, ...options });

describe("a session", () => {
  test("from the first message to the last, and what the host is told", async () => {
    const { server, told, ended, logged } = serverOf();
    const device = await play(server, deviceOf());
    expect(device.executed).toEqual(["Get ./A", "Replace ./A=1+"]);
    expect(told).toEqual(['{"./DevInfo/Man":"Example"}', "Get ./A 200", "Replace ./A 200", "ended complete"]);
    expect(ended[0]).toMatchObject({ result: "complete", messages: 3, startedAt: 1_700_000_000_000, alerts: [] });
    expect(ended[0]?.device).toMatchObject({ id: address, user: "tester", sessionID: "1" });
    expect(ended[0]?.history.map(({ code }) => code)).toEqual([200, 200]);
    expect(JSON.stringify(logged)).not.toContain("350000000000006");
    expect(JSON.stringify(logged)).not.toContain("swordfish");
  });

  test("leaves nonces, to be looked up by device and user", async () => {
    const account = { ...tester, auth: "md5", nonces: { client: "AQIDBA==" } } as const;
    const { server } = serverOf({ account: () => account });
    const client = { address, user: account.user };
    expect(await server.nonces(client)).toEqual({});
    const device = await play(server, deviceOf({ scheme: "md5", nonce: new Uint8Array([1, 2, 3, 4]) }));
    const { client: given = "" } = await server.nonces(client);
    expect(new Uint8Array(Buffer.from(given, "base64"))).toEqual(device.nonce);
    expect(await server.nonces({ ...client, user: "other" })).toEqual({});
  });

  test("in XML, with the headers that HTTP needs", async () => {
    const { server } = serverOf();
    const response = await post(server, deviceOf({ format: "xml" }).next());
    const body = await response.clone().text();
    expect(body).toContain("<SyncML");
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": expect.stringMatching(/^application\/vnd\.syncml\.dm\+xml/),
      "content-length": String(body.length),
      "cache-control": "no-store",
    });
  });

  test("with wrong credentials: nothing is executed or told, and the end is", async () => {
    const { server, told } = serverOf();
    const device = await play(server, deviceOf({ secret: "wrong" }));
    expect(device.headerCodes).toEqual(["401", "401", "401"]);
    expect(device.executed).toEqual([]);
    expect(told).toEqual(["ended auth-client"]);
  });

  test("of a stranger looks like one with wrong credentials", async () => {
    const { server, told } = serverOf({ account: () => undefined });
    const device = await play(server, deviceOf());
    expect(device.executed).toEqual([]);
    expect(new Set(device.headerCodes)).toEqual(new Set(["401"]));
    expect(told).toEqual(["ended auth-client"]);
  });

  test("of a client that the transport knows", async () => {
    const asked: unknown[] = [];
    const { server } = serverOf({
      account: () => ({ auth: "transport", user: "by certificate" }),
      isKnownToTransport: ({ address, request }) => {
        asked.push(address, request instanceof Request);
        return true;
      },
    });
    const device = await play(server, new PlainDevice({ tree: { "./A": "1" } }));
    expect(device.executed).toHaveLength(2);
    expect(asked.slice(0, 2)).toEqual([address, true]);
  });

  test("with the resynchronisation nonce, if the host has sent a notification with it", async () => {
    const zeros = new Uint8Array(4);
    for (const [resync, code] of [
      [true, "212"],
      [false, "401"],
    ] as const) {
      const { server } = serverOf({
        account: () => ({ auth: "md5", ...tester, nonces: { client: "AQID" } }),
        resync: () => resync,
      });
      const device = deviceOf({ scheme: "md5", nonce: zeros });
      device.take(await octetsOf(await post(server, device.next())));
      expect(device.headerCodes).toEqual([code]);
    }
  });

  test("many at a time do not meet", async () => {
    const { server } = serverOf();
    const devices = Array.from({ length: 50 }, (_, index) =>
      deviceOf({ address: `IMEI:${index}`, sessionID: String(index % 2), tree: { "./A": `${index}` } }),
    );
    await Promise.all(devices.map((device) => play(server, device)));
    for (const [index, device] of devices.entries()) expect(device.tree.get("./A")).toBe(`${index}+`);
  });
});

describe("nonces", () => {
  const md5 = (nonces?: { client: string }) => ({
    account: ({ user }: { readonly user: string | undefined }) =>
      user === "tester" ? ({ auth: "md5", ...tester, nonces } as const) : undefined,
  });

  test("are kept from session to session", async () => {
    const { server } = serverOf(md5());
    const first = await play(server, deviceOf({ scheme: "md5" }));
    expect(first.headerCodes[0]).toBe("212");
    const nonce = first.nonce as Uint8Array;
    // 128 bits, in digits that also clients keep whole which take a nonce for a text.
    expect(Buffer.from(nonce).toString("latin1")).toMatch(/^[0-9A-Za-z+/]{22}$/);
    const second = await play(server, deviceOf({ scheme: "md5", sessionID: "2", nonce }));
    expect(second.headerCodes[0]).toBe("212");
    expect(second.nonce).not.toEqual(nonce);
  });

  test("begin with those of the account", async () => {
    const { server } = serverOf(md5({ client: "AQIDBA==" }));
    const device = await play(server, deviceOf({ scheme: "md5", nonce: Uint8Array.of(1, 2, 3, 4) }));
    expect(device.headerCodes[0]).toBe("212");
  });

  test("that a client has lost are handed over again", async () => {
    const { server } = serverOf(md5({ client: "AQIDBA==" }));
    const device = await play(server, deviceOf({ scheme: "md5" }));
    expect(device.headerCodes.slice(0, 2)).toEqual(["401", "212"]);
    expect(device.executed).toHaveLength(2);
  });

  test("the one before is good as long as the client may not have got the new one", async () => {
    const { server } = serverOf(md5());
    const nonce = (await play(server, deviceOf({ scheme: "md5" }))).nonce as Uint8Array;
    // The reply is lost and the device gives up: it has the old one still.
    await post(server, deviceOf({ scheme: "md5", sessionID: "2", nonce }).next());
    const device = await play(server, deviceOf({ scheme: "md5", sessionID: "3", nonce }));
    expect(device.headerCodes[0]).toBe("212");
  });

  test("nobody else can put them out of step, or fill the store", async () => {
    const store = memoryStore();
    const { server } = serverOf({ ...md5(), store });
    const nonce = (await play(server, deviceOf({ scheme: "md5" }))).nonce as Uint8Array;
    const before = store.size;
    for (let index = 0; index < 5; index++) {
      await post(server, deviceOf({ scheme: "md5", secret: "guess", sessionID: `x${index}` }).next());
    }
    expect(store.size).toBe(before + 5);
    const device = await play(server, deviceOf({ scheme: "md5", sessionID: "2", nonce }));
    expect(device.headerCodes[0]).toBe("212");
  });
});

describe("a message that comes twice", () => {
  test("gets the same octets, and nothing is told twice", async () => {
    const { server, told, logged } = serverOf();
    const device = deviceOf();
    for (let goesOn = true; goesOn; ) {
      const body = device.next();
      const first = await octetsOf(await post(server, body));
      expect(await octetsOf(await post(server, body))).toEqual(first);
      goesOn = device.take(first);
    }
    expect(told).toEqual(['{"./DevInfo/Man":"Example"}', "Get ./A 200", "Replace ./A 200", "ended complete"]);
    expect(logged.filter(({ event }) => event === "repeated")).toHaveLength(3);
  });

  test("at the same time, at several processes: one answer", async () => {
    const store = slowStore(memoryStore());
    const servers = [serverOf({ store }), serverOf({ store }), serverOf({ store })];
    const device = deviceOf();
    for (let goesOn = true; goesOn; ) {
      const body = device.next();
      const replies = await Promise.all(servers.map(async ({ server }) => octetsOf(await post(server, body))));
      expect(new Set(replies.map((reply) => Buffer.from(reply).toString("hex"))).size).toBe(1);
      goesOn = device.take(replies[0] as Uint8Array);
    }
    expect(device.executed).toEqual(["Get ./A", "Replace ./A=1+"]);
    expect(servers.flatMap(({ told }) => told).sort()).toEqual([
      "Get ./A 200",
      "Replace ./A 200",
      "ended complete",
      '{"./DevInfo/Man":"Example"}',
    ]);
  });

  test("while others change its session all the time: 503, and nothing told", async () => {
    const inner = memoryStore();
    const { server, told, logged } = serverOf({
      store: { ...inner, get: (key, now) => inner.get(key, now), set: () => undefined },
    });
    const response = await post(server, deviceOf().next());
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(told).toEqual([]);
    expect(logged.at(-1)?.detail).toMatch(/again and again/);
  });
});

describe("the host's functions", () => {
  test("a plan that rejects: 503, nothing is stored, and the retry goes through", async () => {
    let isDown = true;
    const store = memoryStore();
    const { server, told, logged } = serverOf({
      store,
      plan: async ({ history }) => {
        if (isDown) throw new Error("database down");
        return history.length > 0 ? undefined : [dm.get("./A")];
      },
    });
    const device = deviceOf();
    const body = device.next();
    const refused = await post(server, body);
    expect(refused.status).toBe(503);
    expect(await refused.text()).not.toContain("database");
    expect([store.size, told]).toEqual([0, []]);
    expect(logged.map(({ detail }) => detail).join()).toMatch(/plan failed: Error: database down/);
    isDown = false;
    expect(device.take(await octetsOf(await post(server, body)))).toBe(true);
    expect(device.take(await octetsOf(await post(server, device.next())))).toBe(false);
    expect(told.at(-1)).toBe("ended complete");
  });

  test.each([
    [
      "throws",
      script(function* (dm) {
        yield dm.get("./A");
        throw new Error("too old");
      }),
      /plan threw.*too old/,
    ],
    ["gives what is no command", script(() => [7].values() as never), /plan threw.*must yield commands/],
    ["gives a command that cannot be", () => [{ kind: "Nonsense" } as never], /commands cannot be sent/],
  ])("a plan that %s: the session is aborted", async (_, plan, detail) => {
    const { server, told, logged } = serverOf({ plan });
    const device = await play(server, deviceOf());
    expect(
      device.received?.syncBody.commands.some((command) => command.kind === "Alert" && command.data === "1223"),
    ).toBe(true);
    expect(told.at(-1)).toBe("ended aborted-local");
    expect(logged.map((event) => event.detail).join()).toMatch(detail);
  });

  test("a look-up that fails: 503", async () => {
    const failures: Partial<DmServerOptions>[] = [
      { account: () => Promise.reject(new Error("down")) },
      {
        account: () => {
          throw new Error("down");
        },
      },
      { isKnownToTransport: () => Promise.reject(new Error("down")) },
      { store: { ...memoryStore(), get: () => Promise.reject(new Error("down")) } },
      { store: { ...memoryStore(), get: () => undefined, set: () => Promise.reject(new Error("down")) } },
      { store: { ...memoryStore(), get: () => ({ value: "no JSON", rev: "1" }) } },
      {
        store: { ...memoryStore(), get: () => ({ value: '{"state":{"v":2,"role":"server"},"until":9e15}', rev: "1" }) },
      },
      {
        random: () => {
          throw new Error("down");
        },
        account: () => ({ auth: "md5", ...tester }),
      },
    ];
    for (const failure of failures) {
      const { server, told, logged } = serverOf(failure);
      const response = await post(server, deviceOf().next());
      expect(response.status).toBe(503);
      expect(await response.text()).toBe("the server cannot answer now\n");
      expect(told).toEqual([]);
      expect(logged).toHaveLength(1);
    }
  });

  test("one that is told and fails changes nothing", async () => {
    const failing = () => {
      throw new Error("out of paper");
    };
    const rejecting = () => Promise.reject(new Error("out of paper"));
    const details: (string | undefined)[] = [];
    const log = ({ detail }: LogEvent) => {
      details.push(detail);
      throw new Error("no disk");
    };
    const { server } = serverOf({
      on: { alert: failing, ended: rejecting, answered: failing, devInfo: rejecting, log },
    });
    const device = await play(server, deviceOf({ alerts: [genericAlert("op-7")] }));
    expect(device.executed).toHaveLength(2);
    const failures = details.filter((detail) => detail?.includes("out of paper"));
    expect(failures.map((detail) => detail?.split(" ")[0]).sort()).toEqual([
      "on.alert",
      "on.answered",
      "on.answered",
      "on.devInfo",
      "on.ended",
    ]);
  });

  test("without any of them", async () => {
    const { server } = serverOf({
      on: { alert: undefined, ended: undefined, answered: undefined, devInfo: undefined, log: undefined },
    });
    expect((await play(server, deviceOf())).executed).toHaveLength(2);
  });
});

describe("alerts and ends are told at least once", () => {
  test("also if the process ends before they are told", async () => {
    const store = memoryStore();
    let process = 0;
    // The first process never gets beyond its first alert; nor does it answer.
    const dying = serverOf({ store, on: { alert: () => new Promise(() => ++process) } });
    const next = serverOf({ store });
    const device = deviceOf({ alerts: [genericAlert("op-7"), genericAlert("op-8")] });
    const body = device.next();
    void post(dying.server, body);
    for (let turn = 0; turn < 50 && process === 0; turn++) await new Promise((resolve) => setTimeout(resolve));
    expect(process).toBe(1);
    device.take(await octetsOf(await post(next.server, body)));
    expect(next.told.filter((line) => line.startsWith("alert"))).toEqual([
      `alert 1226 op-7 of ${address}`,
      `alert 1226 op-8 of ${address}`,
    ]);
    await play(next.server, device);
    expect(next.told.filter((line) => line.startsWith("alert"))).toHaveLength(2);
  });

  test("and by the next message, if that is what comes", async () => {
    const store = memoryStore();
    let calls = 0;
    const dying = serverOf({ store, on: { ended: () => new Promise(() => ++calls) } });
    const device = deviceOf();
    device.take(await octetsOf(await post(dying.server, device.next())));
    device.take(await octetsOf(await post(dying.server, device.next())));
    void post(dying.server, device.next());
    for (let turn = 0; turn < 50 && calls === 0; turn++) await new Promise((resolve) => setTimeout(resolve));
    const next = serverOf({ store });
    await post(next.server, deviceOf().next());
    expect(next.ended.map(({ result, history }) => [result, history.length])).toEqual([["complete", 2]]);
  });

  test("once, if the client is only impatient", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const alerts: string[] = [];
    const { server } = serverOf({
      on: {
        alert: async ({ correlator }) => {
          alerts.push(`${correlator}`);
          await held;
        },
      },
    });
    const body = deviceOf({ alerts: [genericAlert("op-7")] }).next();
    const first = post(server, body);
    for (let turn = 0; turn < 50 && alerts.length === 0; turn++) await new Promise((resolve) => setTimeout(resolve));
    const second = await octetsOf(await post(server, body));
    release();
    expect(await octetsOf(await first)).toEqual(second);
    await post(server, body);
    expect(alerts).toEqual(["op-7"]);
  });
});

describe("time", () => {
  test("a session that nobody goes on with is over, and its end can be told", async () => {
    const { server, told, time, store } = serverOf({ policy: { idleTimeout: 10_000, lingerMs: 5_000 } });
    const session = { address, sessionID: "1" };
    expect(await server.expire(session)).toBe(false);
    await post(server, deviceOf().next());
    time.now += 9_999;
    expect(await server.expire(session)).toBe(false);
    time.now += 1;
    expect(await server.expire(session)).toBe(true);
    expect(told.at(-1)).toBe("ended timeout");
    expect(await server.expire(session)).toBe(false);
    time.now += 5_000;
    await store.set("other", "", { expected: null, ttlMs: 1, now: time.now });
    expect(told.filter((line) => line.startsWith("ended"))).toHaveLength(1);
  });

  test("a message that comes too late is not the old session's", async () => {
    const { server, told, time } = serverOf({ policy: { idleTimeout: 10_000 } });
    const device = deviceOf();
    device.take(await octetsOf(await post(server, device.next())));
    time.now += 10_001;
    expect(device.take(await octetsOf(await post(server, device.next())))).toBe(false);
    expect(told.at(-1)).toBe("ended timeout");
    expect(device.executed).toEqual(["Get ./A"]);
  });

  test("nor is the device's new session", async () => {
    const { server, told, time } = serverOf({ policy: { idleTimeout: 10_000 } });
    await post(server, deviceOf().next());
    time.now += 10_001;
    expect((await play(server, deviceOf())).executed).toHaveLength(2);
    expect(told.filter((line) => line.startsWith("ended"))).toEqual(["ended timeout", "ended complete"]);
  });

  test("a device that begins anew ends its old session", async () => {
    const { server, told } = serverOf();
    const device = deviceOf();
    device.take(await octetsOf(await post(server, device.next())));
    await post(server, device.next());
    await play(server, deviceOf());
    expect(told.filter((line) => line.startsWith("ended"))).toEqual(["ended transport", "ended complete"]);
  });

  test("a reply is kept for a while after the end, then everything is gone but the nonces", async () => {
    const store = memoryStore();
    const { server, time } = serverOf({ store, policy: { lingerMs: 5_000 } });
    const device = deviceOf();
    let last = device.next();
    let reply = await octetsOf(await post(server, last));
    while (device.take(reply)) {
      last = device.next();
      reply = await octetsOf(await post(server, last));
    }
    time.now += 4_999;
    expect(await octetsOf(await post(server, last))).toEqual(reply);
    time.now += 1;
    expect(await octetsOf(await post(server, last))).not.toEqual(reply);
    expect(store.size).toBe(0);
  });
});

describe("requests that are none", () => {
  test("are refused by HTTP, and leave nothing", async () => {
    const store = memoryStore();
    const { server } = serverOf({ store, maxRequestOctets: 1000 });
    const body = (text: string) => new TextEncoder().encode(text);
    const refused = async (response: Promise<unknown>) => {
      const { status, headers } = (await response) as Response;
      return [status, headers.get("content-type"), headers.get("allow")];
    };
    const text = "text/plain; charset=utf-8";
    expect(await refused(server(new Request("http://dm.example/")))).toEqual([405, text, "POST"]);
    expect(await refused(server(new Request("http://dm.example/", { method: "HEAD" })))).toEqual([405, text, "POST"]);
    expect(await refused(post(server, body("")))).toEqual([400, text, null]);
    expect(await refused(post(server, body("hello")))).toEqual([400, text, null]);
    expect(await refused(post(server, body("<SyncML/>")))).toEqual([400, text, null]);
    expect(await refused(post(server, new Uint8Array(1001)))).toEqual([413, text, null]);
    expect(await refused(post(server, body("x"), { "content-encoding": "gzip" }))).toEqual([415, text, null]);
    expect(await refused(post(server, deviceOf({ sessionID: "" }).next()))).toEqual([400, text, null]);
    expect(store.size).toBe(0);
    const long = serverOf({ store });
    expect(await refused(post(long.server, deviceOf({ address: "I".repeat(1025) }).next()))).toEqual([400, text, null]);
    expect(store.size).toBe(0);
  });

  test("a client that takes next to nothing is told so, or refused", async () => {
    const limited = (body: Uint8Array, maxMsgSize: string, final?: true) => {
      const message = decode(body) as SyncML;
      message.syncBody.final = final;
      message.syncHdr.meta = create("Meta", { maxMsgSize, emi: [] });
      return encode(message);
    };
    const { server, told, logged } = serverOf();
    const device = deviceOf();
    expect(device.take(await octetsOf(await post(server, limited(device.next(), "2", true))))).toBe(false);
    expect(told.at(-1)).toBe("ended limit");
    // Large enough for a session, but not for one between such addresses.
    const long = () => deviceOf({ address: `IMEI:${"1".repeat(1000)}` });
    const ended = long();
    expect(ended.take(await octetsOf(await post(server, limited(ended.next(), "512", true))))).toBe(false);
    expect((await post(serverOf().server, limited(long().next(), "512"))).status).toBe(400);
    expect(logged.some(({ detail }) => detail?.includes("failed"))).toBe(false);
  });

  test("a body in many pieces is read, up to its limit", async () => {
    const { server } = serverOf({ maxRequestOctets: 2000 });
    const streamed = (octets: Uint8Array) =>
      server(
        new Request("http://dm.example/", {
          method: "POST",
          body: new ReadableStream({
            start(controller) {
              for (const octet of octets) controller.enqueue(Uint8Array.of(octet));
              controller.close();
            },
          }),
          duplex: "half",
        } as RequestInit),
      ) as Promise<Response>;
    expect((await streamed(deviceOf().next())).status).toBe(200);
    expect((await streamed(new Uint8Array(2001))).status).toBe(413);
  });

  test("a body that breaks off", async () => {
    const { server } = serverOf();
    const { status } = await server.answer({
      method: "POST",
      header: () => undefined,
      read: () => Promise.reject(new Error("reset")),
      raw: undefined,
    });
    expect(status).toBe(400);
  });
});

test("options are checked", () => {
  const { server } = serverOf();
  expect(server).toBeTypeOf("function");
  const given: DmServerOptions = {
    serverID: "s",
    store: memoryStore(),
    account: () => undefined,
    plan: () => undefined,
    clock: { now: () => 0 },
    random: (length) => new Uint8Array(length),
  };
  for (const name of Object.keys(given)) {
    expect(() => dmServer({ ...given, [name]: undefined })).toThrow(`option ${name} is required`);
    expect(() => dmServer({ ...given, [name]: 7 })).toThrow(TypeError);
  }
  expect(() => dmServer({ ...given, policy: { authAttempts: 0 } })).toThrow(RangeError);
  expect(() => dmServer({ ...given, maxRequestOctets: 0 })).toThrow(RangeError);
});

function genericAlert(correlator: string): Command {
  return create("Alert", {
    cmdID: "",
    data: "1226",
    correlator,
    items: [
      create("Item", {
        source: create("Source", { locURI: "./FUMO" }),
        meta: create("Meta", { type: "org.openmobilealliance.dm.firmwareupdate.update", format: "int", emi: [] }),
        data: "200",
      }),
    ],
  });
}

/** A store that lets others go first between any two steps. */
function slowStore(inner: SessionStore): SessionStore {
  const pause = () => new Promise((resolve) => setTimeout(resolve));
  return {
    get: async (key, now) => {
      await pause();
      return inner.get(key, now);
    },
    set: async (key, value, options) => {
      await pause();
      return inner.set(key, value, options);
    },
    delete: (key) => inner.delete(key),
  };
}
