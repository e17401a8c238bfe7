import { describe, expect, test } from "vitest";
import { type ClientResponse, type DmClientOptions, dmClient } from "../../../src/dm/client-driver.ts";
import type { ManagedDevice } from "../../../src/dm/managed-device.ts";

// What goes wrong on the line is tried again; what is wrong in the program is told at once.

const device: ManagedDevice = {
  identity: "IMEI:1",
  devInfo: () => [],
  alerts: () => [],
  alertAnswered: () => {},
  apply: () => ({ state: "done", results: [] }),
  resume: () => ({ state: "done", results: [] }),
  ask: () => null,
};

/** A client whose waits are over at once, save those for a reply. */
function clientOf(send: DmClientOptions["send"], more: Partial<DmClientOptions> = {}) {
  return dmClient({
    account: { auth: "none", user: "dm-client" },
    serverURI: "https://dm.example/srv",
    device,
    send,
    clock: {
      now: () => 0,
      after: (ms, wake) => {
        if (ms !== 60_000) queueMicrotask(wake);
        return () => {};
      },
    },
    random: (length) => new Uint8Array(length),
    policy: { resendAttempts: 2, sessionAttempts: 1 },
    ...more,
  });
}

const response = (body: ClientResponse["body"], more: Partial<ClientResponse> = {}): ClientResponse => ({
  status: 200,
  headers: { get: () => null },
  body,
  ...more,
});
const broken = { getReader: () => ({ read: () => Promise.reject(new Error("reset")), cancel: async () => {} }) };

describe("the line fails", () => {
  test.each<[string, DmClientOptions["send"]]>([
    ["send rejects", () => Promise.reject(new TypeError("fetch failed"))],
    [
      "send throws",
      () => {
        throw new TypeError("no line");
      },
    ],
    ["the body breaks off", async () => response(broken)],
  ])("%s: sent again, as often as the policy says", async (_, send) => {
    let count = 0;
    const client = clientOf((request) => {
      count++;
      return send(request);
    });
    expect((await client.run()).outcome).toBe("transport");
    expect(count).toBe(3);
  });
});

describe("the program fails", () => {
  const wrong = new RangeError("a fault of the program");
  const fails = () => {
    throw wrong;
  };

  test.each<[string, Partial<DmClientOptions>]>([
    ["the device", { device: { ...device, fault: fails } }],
    ["the headers of a response", {}],
  ])("%s: the error is told, nothing is sent again", async (what, more) => {
    let count = 0;
    const client = clientOf(async () => {
      count++;
      const get = what.startsWith("the headers") ? fails : () => "https://elsewhere.example/";
      return response(null, { status: 307, headers: { get } });
    }, more);
    await expect(client.run()).rejects.toBe(wrong);
    expect(count).toBeLessThanOrEqual(1);
  });

  test("an address that is none: the error is told, nothing is sent", async () => {
    let count = 0;
    const client = clientOf(
      async () => {
        count++;
        return response(null);
      },
      { serverURI: "http://[" },
    );
    await expect(client.run()).rejects.toThrow(TypeError);
    expect(count).toBe(0);
    // It is not taken for a running session afterwards.
    await expect(client.run()).rejects.not.toThrow("a session is running");
  });
});
