import { describe, expect, test } from "vitest";
import { sessionAccount, simulatedDevice } from "../../../src/device/index.ts";
import { encodeProvisioning, type NewDmAccount, parseProvisioning } from "../../../src/push/index.ts";

const nonce = new Uint8Array([1, 2, 3, 4]);
const full: NewDmAccount = {
  appID: "w7",
  serverID: "com.example.dm",
  address: "https://dm.example/",
  credentials: [
    { level: "CLCRED", type: "HMAC", user: "phone", secret: "phone-secret", data: nonce },
    { level: "SRVCRED", type: "BASIC", user: "com.example.dm", secret: "server-secret" },
  ],
};
const inSession = {
  address: "https://dm.example/",
  auth: "mac",
  user: "phone",
  secret: "phone-secret",
  serverID: "com.example.dm",
  serverAuth: "basic",
  serverSecret: "server-secret",
  nonces: { client: "AQIDBA==", server: undefined },
};

/** The account as a device reads it out of a document. */
function received(account: NewDmAccount) {
  const [first] = parseProvisioning(encodeProvisioning({ accounts: [account] })).accounts;
  if (first?.appID !== "w7") throw new TypeError("the document has no account");
  return first;
}

test("an account of a document is the account of a session, through the tree and without it", () => {
  const device = simulatedDevice();
  expect(device.addAccount(received(full))).toBe("./DMAcc/1");
  expect(device.tree.get("./DMAcc/1/AppAuth/1/AAuthSecret")).toBe("phone-secret");
  expect(device.account("com.example.dm")).toEqual(inSession);
  expect(sessionAccount(received(full))).toEqual(inSession);
  expect(device.account("com.example.other")).toBeUndefined();
});

test("the account of the same server is replaced whole, another one has a node of its own", () => {
  const device = simulatedDevice();
  device.addAccount(full);
  expect(device.addAccount({ ...full, serverID: "com.example.two" })).toBe("./DMAcc/2");
  expect(device.addAccount({ ...full, address: "https://new.example/", credentials: [] })).toBe("./DMAcc/1");
  expect(device.account("com.example.dm")).toMatchObject({ address: "https://new.example/", auth: "none", user: "" });
  expect(device.account("com.example.two")).toMatchObject({ auth: "mac", user: "phone" });
  expect(device.tree.node("./DMAcc")?.children).toHaveLength(2);
});

test("an account without a server's name is refused", () => {
  expect(() => simulatedDevice().addAccount({ ...full, serverID: "" })).toThrow(RangeError);
});

describe("what a session can use of an account", () => {
  test.each([
    ["BASIC", "basic"],
    ["DIGEST", "md5"],
    ["hmac", "mac"],
    ["TRANSPORT", "transport"],
    ["X509", "none"],
  ])("type %s is scheme %s", (type, scheme) => {
    const credentials = [{ level: "CLCRED", type, user: "phone", secret: "s" }];
    expect(sessionAccount({ ...received(full), credentials })).toMatchObject({ auth: scheme, serverAuth: "none" });
  });

  test("the first credentials that it can use", () => {
    const credentials = [{ type: "X509" }, { user: "second" }, { type: "BASIC", user: "third" }];
    expect(sessionAccount({ ...received(full), credentials })).toMatchObject({ auth: "md5", user: "second" });
  });

  test.each([
    ["https://dm.example/a?b", ["8443"], "https://dm.example:8443/a?b"],
    ["https://dm.example", ["8443", "9443"], "https://dm.example:8443"],
    ["http://[2001:db8::1]/", ["8080"], "http://[2001:db8::1]:8080/"],
    ["https://dm.example:443/", ["443"], "https://dm.example:443/"],
    ["https://dm.example/", [], "https://dm.example/"],
  ])("address %s with ports %j is %s", (address, ports, full) => {
    expect(
      sessionAccount({ ...received({ appID: "w7", serverID: "s", addresses: [{ address, ports }] }) }),
    ).toMatchObject({ address: full });
  });
});
