import { expect, test } from "vitest";
import { alertTypes, simulatedDevice } from "../../../../src/device/index.ts";
import { itemOf, xmlOf } from "../commands-of.ts";
import { applied, codeFor, exec, history, shortly } from "./device-calls.ts";

const add = (path: string, data: string) => xmlOf("Add", itemOf(`./SCOMO/${path}`, data));
const offer = [
  add("Download/p/PkgID", "org.example.app"),
  add("Download/p/PkgURL", "https://dm.example/app.pkg"),
  add("Download/p/Name", "App"),
];

function offering(options: Parameters<typeof simulatedDevice>[0] = {}) {
  const device = simulatedDevice({ packages: { "https://dm.example/app.pkg": { version: "1.2" } }, ...options });
  applied(device, ...offer);
  return device;
}

test("a component is downloaded, installed, deactivated, activated and removed, each with a report", () => {
  const device = offering();
  const run = (path: string, leaf: string) => {
    expect(codeFor(device, exec(`./SCOMO/${path}`, path))).toBe(202);
    return history(device.work("done"), `./SCOMO/${leaf}`);
  };
  const get = (path: string) => device.tree.get(`./SCOMO/${path}`);
  expect(run("Download/p/Operations/Download", "Download/p/Status")).toEqual(["40", "= 1200"]);
  expect([get("Inventory/Delivered/p/PkgID"), get("Inventory/Delivered/p/State")]).toEqual(["org.example.app", "10"]);
  expect(run("Inventory/Delivered/p/Operations/InstallInactive", "Inventory/Delivered/p/State")).toEqual([
    "20",
    "= 1200",
  ]);
  const deployed = (name: string) => get(`Inventory/Deployed/p/${name}`);
  expect(["ID", "Name", "Version", "State"].map(deployed)).toEqual(["org.example.app", "App", "1.2", "10"]);
  expect(run("Inventory/Deployed/p/Operations/Activate", "Inventory/Deployed/p/State")).toEqual(["20", "= 1200"]);
  expect(run("Inventory/Deployed/p/Operations/Deactivate", "Inventory/Deployed/p/State")).toEqual(["10", "= 1200"]);
  run("Inventory/Deployed/p/Operations/Remove", "");
  run("Inventory/Delivered/p/Operations/Remove", "");
  expect(["Delivered", "Deployed"].map((list) => device.tree.node(`./SCOMO/Inventory/${list}`)?.children)).toEqual([
    [],
    [],
  ]);
  const reports = device.alerts().map(shortly);
  expect(reports.length).toBe(6);
  for (const report of reports) {
    expect(report).toMatchObject({ code: 1226, type: alertTypes.scomoOperationComplete, format: "xml" });
    expect(report?.items[0]?.at(-1)).toBe("<ResultCode>1200</ResultCode><Identifier>org.example.app</Identifier>");
  }
  expect(reports[1]?.items[0]?.slice(0, 2)).toEqual(["./SCOMO/Inventory/Delivered/p", "./SCOMO/Inventory/Deployed/p"]);
});

test("DownloadInstall does both, and the component is active", () => {
  const device = offering();
  applied(device, exec("./SCOMO/Download/p/Operations/DownloadInstall"));
  expect(history(device.work("done"), "./SCOMO/Download/p/Status")).toEqual(["40", "50", "10", "= 1200"]);
  expect(device.tree.get("./SCOMO/Inventory/Deployed/p/State")).toBe("20");
});

test.each([
  ["Download/p/Operations/DownloadInstall", 1404, "Download/p/Status", "20"],
  ["Download/p/Operations/DownloadInstall", 1405, "Download/p/Status", "60"],
  ["Inventory/Delivered/p/Operations/Install", 1405, "Inventory/Delivered/p/Status", "50"],
  ["Inventory/Delivered/p/Operations/Remove", 1408, "Inventory/Delivered/p/Status", "20"],
  ["Inventory/Deployed/p/Operations/Activate", 1409, "Inventory/Deployed/p/Status", "40"],
  ["Inventory/Deployed/p/Operations/Deactivate", 1410, "Inventory/Deployed/p/Status", "60"],
  ["Inventory/Deployed/p/Operations/Remove", 1408, "Inventory/Deployed/p/Status", "20"],
])("%s that ends with %i leaves %s at %s", (operation, result, leaf, status) => {
  const device = offering({ results: { [`./SCOMO/${operation}`]: result } });
  if (!operation.startsWith("Download")) {
    applied(device, exec("./SCOMO/Download/p/Operations/DownloadInstallInactive"));
    device.work("done");
  }
  expect(codeFor(device, exec(`./SCOMO/${operation}`, "c"))).toBe(202);
  device.work("done");
  expect(device.tree.get(`./SCOMO/${leaf}`)).toBe(status);
  expect(shortly(device.alerts().at(-1))).toMatchObject({ correlator: "c", mark: "critical" });
});

test("one job per component: others are free, the busy one is neither run again nor deleted nor renamed", () => {
  const device = offering();
  applied(device, add("Download/q/PkgURL", "https://dm.example/q"), exec("./SCOMO/Download/p/Operations/Download"));
  expect(codeFor(device, exec("./SCOMO/Download/p/Operations/DownloadInstall"))).toBe(405);
  expect(codeFor(device, exec("./SCOMO/Download/q/Operations/Download"))).toBe(202);
  expect(codeFor(device, xmlOf("Delete", itemOf("./SCOMO/Download/p")))).toBe(403);
  expect(codeFor(device, xmlOf("Replace", itemOf("./SCOMO/Download/p?prop=Name", "r")))).toBe(403);
  device.work("done");
  expect(codeFor(device, xmlOf("Delete", itemOf("./SCOMO/Download/p")))).toBe(200);
  expect(device.alerts().length).toBe(2);
});

test("no such operation is 404, an offer without a URL 405, too many operations 420", () => {
  const device = offering({ maxJobs: 1 });
  expect(codeFor(device, exec("./SCOMO/Download/none/Operations/Download"))).toBe(404);
  expect(codeFor(device, exec("./SCOMO/Download/p/Operations/Remove"))).toBe(404);
  expect(codeFor(device, exec("./SCOMO/Download/p"))).toBe(405);
  applied(device, add("Download/r/PkgID", "r"));
  expect(codeFor(device, exec("./SCOMO/Download/r/Operations/Download"))).toBe(405);
  applied(device, exec("./SCOMO/Download/p/Operations/Download"), add("Download/q/PkgURL", "https://dm.example/q"));
  expect(codeFor(device, exec("./SCOMO/Download/q/Operations/Download"))).toBe(420);
});
