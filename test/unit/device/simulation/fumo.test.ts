import { expect, test } from "vitest";
import { alertTypes, simulatedDevice } from "../../../../src/device/index.ts";
import { itemOf, metaOf, xmlOf } from "../commands-of.ts";
import { applied, codeFor, exec, history, replace, shortly } from "./device-calls.ts";

const url = "https://dm.example/fw-2.1.bin";
const both = "./FUMO/DownloadAndUpdate";

function ready(options: Parameters<typeof simulatedDevice>[0] = {}) {
  const device = simulatedDevice(options);
  applied(device, replace("./FUMO/Download/PkgURL", url), replace(`${both}/PkgURL`, url));
  return device;
}

test("firmware: Exec now, report in a later session (states 10, 30, 40, 50, 60, 90, 100, then 10)", () => {
  const device = ready();
  expect(codeFor(device, exec(both, "op-7"))).toBe(202);
  expect([device.tree.get("./FUMO/State"), device.alerts()]).toEqual(["30", []]);
  const events = device.work("done");
  expect(history(events, "./FUMO/State")).toEqual(["40", "50", "60", "rebooted", "90", "100", "= 200"]);
  expect([device.now, device.tree.get("./DevDetail/FwV"), device.tree.get("./FUMO/PkgVersion")]).toEqual([
    180_000,
    "2.1",
    "2.1",
  ]);
  const [alert] = device.alerts();
  expect(shortly(alert)).toEqual({
    code: 1226,
    correlator: "op-7",
    type: alertTypes.fumoDownloadAndUpdate,
    format: "int",
    mark: undefined,
    items: [["./FUMO", "200"]],
  });
  if (alert !== undefined) device.alertAnswered(alert, 200);
  expect([device.alerts(), device.tree.get("./FUMO/State")]).toEqual([[], "100"]);
  device.work(60_000);
  expect([device.jobs, device.tree.get("./FUMO/State")]).toEqual([[], "10"]);
});

test("Download alone ends at 50, and Update goes on from there", () => {
  const device = ready();
  expect(codeFor(device, exec("./FUMO/Update"))).toBe(405);
  expect(codeFor(device, exec("./FUMO/Download"))).toBe(202);
  expect(history(device.work("done"), "./FUMO/State")).toEqual(["40", "50", "= 200"]);
  expect(codeFor(device, exec("./FUMO/Update", "u"))).toBe(202);
  expect(history(device.work("done"), "./FUMO/State")).toEqual(["rebooted", "90", "100", "= 200"]);
  expect(device.alerts().map((alert) => shortly(alert)?.type)).toEqual([
    alertTypes.fumoDownload,
    alertTypes.fumoUpdate,
  ]);
});

test.each([
  [503, "20", "download"],
  [411, "20", "download"],
  [402, "80", "update"],
  [410, "70", "update"],
  [502, "70", "update"],
] as const)("result %i leaves the State %s after the %s", (result, state, stage) => {
  const device = ready({ results: { DownloadAndUpdate: result } });
  applied(device, exec(both, "x"));
  const events = device.work("done");
  expect(device.tree.get("./FUMO/State")).toBe(state);
  expect(events.some(({ kind }) => kind === "rebooted")).toBe(stage === "update");
  expect(device.tree.get("./DevDetail/FwV")).toBe("1.0");
  expect(shortly(device.alerts()[0])).toMatchObject({ mark: "critical", items: [["./FUMO", String(result)]] });
});

test("70: the package that was kept is tried again by Update", () => {
  const device = ready({ results: { DownloadAndUpdate: 410 } });
  applied(device, exec(both));
  device.work("done");
  expect(codeFor(device, exec("./FUMO/Update"))).toBe(202);
  device.work("done");
  expect([device.tree.get("./FUMO/State"), device.tree.get("./DevDetail/FwV")]).toEqual(["100", "2.1"]);
});

test("node in use: Exec on a busy object is 405, a Replace of its package 403", () => {
  const device = ready();
  applied(device, exec(both));
  expect([both, "./FUMO/Download", "./FUMO/Update"].map((uri) => codeFor(device, exec(uri)))).toEqual([405, 405, 405]);
  expect(codeFor(device, replace(`${both}/PkgURL`, url))).toBe(403);
});

test("without a PkgURL 405, with one that is none 202 and later 411", () => {
  const device = simulatedDevice();
  expect(codeFor(device, exec(both))).toBe(405);
  expect(codeFor(device, replace(`${both}/PkgURL`, "not a URL"))).toBe(200);
  expect(codeFor(device, exec(both))).toBe(202);
  device.work("done");
  expect(shortly(device.alerts()[0])?.items).toEqual([["./FUMO", "411"]]);
});

test("50 on Replace of PkgData; the package of an address says what is in it", () => {
  const device = simulatedDevice({ packages: { "./FUMO/Update/PkgData": { name: "core", version: "3.0" } } });
  expect(codeFor(device, xmlOf("Replace", itemOf("./FUMO/Update/PkgData", "AAEC", metaOf("b64"))))).toBe(200);
  expect(device.tree.get("./FUMO/State")).toBe("50");
  applied(device, exec("./FUMO/Update"));
  device.work("done");
  expect(["PkgName", "PkgVersion"].map((name) => device.tree.get(`./FUMO/${name}`))).toEqual(["core", "3.0"]);
});

test("an Atomic that fails takes the change of State back", () => {
  const device = simulatedDevice();
  const members = [
    replace(`${both}/PkgURL`, url),
    xmlOf("Replace", itemOf("./FUMO/Update/PkgData", "AAEC", metaOf("b64"))),
  ];
  const before = JSON.stringify(device.tree);
  applied(device, xmlOf("Atomic", ...members, replace("./None", "x")));
  expect(JSON.stringify(device.tree)).toBe(before);
});

test("an operation that takes no time is done at once: 200, no alert; 500 if it fails", () => {
  const durations = { download: 0, update: 0 };
  const device = ready({ durations, results: { DownloadAndUpdate: [200, 410] } });
  expect(codeFor(device, exec(both))).toBe(200);
  expect([device.tree.get("./FUMO/State"), device.alerts(), device.jobs]).toEqual(["100", [], []]);
  expect(codeFor(device, exec(both))).toBe(500);
  expect(device.tree.get("./FUMO/State")).toBe("70");
});

test("FUMO instances wherever the Type of a node says so", () => {
  const device = simulatedDevice({ objects: [{ object: "FUMO", at: "./FwUpdate/%" }] });
  applied(device, xmlOf("Add", itemOf("./FwUpdate/Pkg1", undefined, metaOf("node"))));
  device.tree.add("./FwUpdate/Pkg1/Download/PkgURL", { value: url });
  expect(codeFor(device, exec("./FwUpdate/Pkg1/Download", "c"))).toBe(202);
  device.work("done");
  expect(shortly(device.alerts()[0])?.items).toEqual([["./FwUpdate/Pkg1", "200"]]);
});
