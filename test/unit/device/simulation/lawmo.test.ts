import { expect, test } from "vitest";
import { alertTypes, simulatedDevice } from "../../../../src/device/index.ts";
import { dmAccountRows } from "../../../../src/push/index.ts";
import { itemOf, xmlOf } from "../commands-of.ts";
import { applied, codeFor, exec, replace, shortly } from "./device-calls.ts";

test.each([
  ["FullyLock", "10"],
  ["PartiallyLock", "20"],
  ["UnLock", "30"],
])("%s: State %s, at once or with a report", (name, state) => {
  const device = simulatedDevice();
  expect(codeFor(device, exec(`./LAWMO/Operations/${name}`))).toBe(200);
  expect([device.tree.get("./LAWMO/State"), device.alerts()]).toEqual([state, []]);
  const slow = simulatedDevice({ durations: { lock: 1000 } });
  expect(codeFor(slow, exec(`./LAWMO/Operations/${name}`, "l"))).toBe(202);
  slow.work(1000);
  expect(slow.tree.get("./LAWMO/State")).toBe(state);
  expect(shortly(slow.alerts()[0])).toMatchObject({
    type: alertTypes.lawmoOperationComplete,
    correlator: "l",
    items: [["./LAWMO", "1200"]],
  });
});

test("a device that is locked is still managed", () => {
  const device = simulatedDevice();
  expect(
    [exec("./LAWMO/Operations/FullyLock"), xmlOf("Get", itemOf("./LAWMO/State"))].map((xml) => codeFor(device, xml)),
  ).toEqual([200, 200]);
});

test("Wipe: what was chosen, 1201; nothing chosen, 1406", () => {
  const device = simulatedDevice({ wipeList: ["mail", "photos"] });
  applied(device, exec("./LAWMO/Operations/Wipe", "1"));
  device.work("done");
  applied(device, replace("./LAWMO/AvailableWipeList/2/ToBeWiped", "true"), exec("./LAWMO/Operations/Wipe", "2"));
  expect(device.work("done")).toContainEqual({ kind: "wiped", at: 120_000, items: ["photos"] });
  expect(device.tree.get("./LAWMO/AvailableWipeList/2/ToBeWiped")).toBe("false");
  expect(device.alerts().map((alert) => [alert.correlator, shortly(alert)?.items[0]?.[1]])).toEqual([
    ["1", "1406"],
    ["2", "1201"],
  ]);
});

test("FactoryReset: the tree as it was, the accounts kept, nothing else meanwhile, and its report", () => {
  const account = { appID: "w7", serverID: "srv", address: "https://dm.example/", user: "u", secret: "s" } as const;
  const device = simulatedDevice({ accounts: { "1": dmAccountRows(account) }, wipeList: [] });
  const before = device.tree.uris();
  applied(
    device,
    xmlOf("Add", itemOf("./SCOMO/Download/p/PkgURL", "https://dm.example/p")),
    xmlOf("Add", itemOf("./DMAcc/2/ServerID", "other")),
    exec("./SCOMO/Download/p/Operations/Download"),
  );
  expect(codeFor(device, exec("./LAWMO/Operations/FactoryReset"))).toBe(405);
  device.work("done");
  expect(codeFor(device, exec("./LAWMO/Operations/FactoryReset", "f"))).toBe(202);
  expect(codeFor(device, exec("./SCOMO/Download/p/Operations/Download"))).toBe(405);
  device.work("done");
  expect(device.tree.uris().filter((uri) => !uri.startsWith("./DMAcc/2"))).toEqual(before);
  expect(device.tree.get("./DMAcc/2/ServerID")).toBe("other");
  expect(device.alerts().map((alert) => shortly(alert)?.correlator)).toEqual([undefined, "f"]);
});
