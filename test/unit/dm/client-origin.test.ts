import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { SyncML } from "../../../src/ast/nodes.ts";
import { credentials } from "../../../src/authentication/credentials.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import type { DmAccount } from "../../../src/dm/account.ts";
import { clientInput, startClient } from "../../../src/dm/client.ts";
import { dmClient } from "../../../src/dm/client-driver.ts";
import type { Effect } from "../../../src/dm/session-types.ts";

const serverURI = "https://dm.example/srv";
const elsewhere = "https://b.example/srv";
const account = {
  auth: "basic",
  user: "alice",
  secret: "swordfish",
  serverAuth: "basic",
  serverID: "com.example.dm",
  serverSecret: "trout",
} as const;
const context = { account, nonce: () => new Uint8Array(16), now: 0, allowRespURI: () => true };

/** Package 2 of a server that has proved itself, takes the client's credentials for one message, and goes on elsewhere. */
function handover(respURI: string | undefined): Uint8Array {
  const { serverID: user, serverSecret: secret } = account;
  const header = { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "IMEI:1", source: serverURI } as const;
  const status = { msgRef: "1", data: "200" };
  return encode(
    newMessage({ ...header, respURI, cred: credentials({ scheme: "basic", user, secret }) }, [
      create("Status", { ...status, cmdID: "1", cmdRef: "0", cmd: "SyncHdr" }),
      create("Status", { ...status, cmdID: "2", cmdRef: "1", cmd: "Alert" }),
      create("Status", { ...status, cmdID: "3", cmdRef: "2", cmd: "Replace" }),
      create("Exec", { cmdID: "4", items: [newItem("./A")] }),
    ]),
    { format: "xml" },
  );
}

/** The client's second message, and where it goes. */
function secondOf(respURI: string | undefined): { readonly uri: string | undefined; readonly message: SyncML } {
  const begin = { sessionID: "1", serverURI, device: "IMEI:1", devInfo: [], format: "xml" } as const;
  const first = startClient(begin, context);
  const taken = clientInput(first.state, { kind: "message", body: handover(respURI) }, context);
  const result = { cmd: "Exec", cmdID: "4", statuses: [{ code: 200, items: [] }], results: [], members: [] } as const;
  const done = clientInput(taken.state, { kind: "done", outcome: { state: "done", results: [result] } }, context);
  const sent = done.effects.find((effect): effect is Extract<Effect, { kind: "send" }> => effect.kind === "send");
  return { uri: sent?.uri, message: decode(sent?.body ?? new Uint8Array(0)) as SyncML };
}

describe("RespURI, rule 4: credentials go to another origin only as a digest", () => {
  test("no password in clear text there", () => {
    const { uri, message } = secondOf(elsewhere);
    expect(uri).toBe(elsewhere);
    expect(message.syncHdr.cred).toBeUndefined();
  });

  test.each([undefined, "/other", `${serverURI}?s=1`])("it goes where it went before: %s", (respURI) => {
    const { uri, message } = secondOf(respURI);
    expect(new URL(uri ?? "").origin).toBe("https://dm.example");
    expect(message.syncHdr.cred?.meta?.type).toBe("syncml:auth-basic");
  });
});

describe("HTTP redirects: the same rule", () => {
  /** Addresses that a client sends its first message to, which is redirected once. */
  async function visited(location: string, own: DmAccount = account, status = 307): Promise<string[]> {
    const uris: string[] = [];
    const client = dmClient({
      account: own,
      serverURI,
      device: {
        identity: "IMEI:1",
        devInfo: () => [],
        alerts: () => [],
        alertAnswered: () => undefined,
        apply: () => ({ state: "done", results: [] }),
        resume: () => ({ state: "done", results: [] }),
        ask: () => null,
      },
      send: async (request) => {
        uris.push((request as unknown as Request).url);
        return uris.length === 1
          ? new Response(null, { status, headers: { location } })
          : new Response(null, { status: 410 });
      },
      clock: { now: () => 0, after: () => () => undefined },
      random: (length) => new Uint8Array(length),
      policy: { sessionAttempts: 1, resendAttempts: 0 },
      allowRespURI: () => true,
    });
    const { outcome } = await client.run();
    expect(outcome).toBe("transport");
    return uris;
  }

  test.each([307, 308])("%i of the same origin is followed", async (status) => {
    expect(await visited("/moved", account, status)).toEqual([serverURI, "https://dm.example/moved"]);
  });

  test.each([301, 302, 303])("%i is a failure, since the body would be lost", async (status) => {
    expect(await visited("/moved", account, status)).toEqual([serverURI]);
  });

  test.each([elsewhere, "http://dm.example/srv", ""])("to %j it is not, whatever the host allows", async (location) => {
    expect(await visited(location)).toEqual([serverURI]);
  });
});
