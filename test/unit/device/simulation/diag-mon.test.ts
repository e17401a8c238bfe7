import { expect, test } from "vitest";
import { alertTypes, simulatedDevice } from "../../../../src/device/index.ts";
import { applied, codeFor, exec, replace, shortly } from "./device-calls.ts";

const start = "./DiagMon/Battery/Operations/Start";
const stop = "./DiagMon/Battery/Operations/Stop";
const measurements = { "./DiagMon/Battery": { Level: "80", Cycles: "12" } };

test("Start: 202, Status 10, then 30 with data and their report", () => {
  const device = simulatedDevice({ measurements });
  expect(codeFor(device, exec(start, "d"))).toBe(202);
  expect(device.tree.get("./DiagMon/Battery/Status")).toBe("10");
  expect(codeFor(device, exec(start))).toBe(405);
  device.work(30_000);
  expect(device.tree.get("./DiagMon/Battery/Status")).toBe("30");
  expect(shortly(device.alerts()[0])).toEqual({
    code: 1226,
    correlator: "d",
    type: alertTypes.diagMonData,
    format: "chr",
    mark: undefined,
    items: [
      ["./DiagMon/Battery/DiagMonData/Level", "80"],
      ["./DiagMon/Battery/DiagMonData/Cycles", "12"],
    ],
  });
});

test("Stop ends it before its time, once: Status 20; without a run 405", () => {
  const device = simulatedDevice({ measurements });
  expect(codeFor(device, exec(stop))).toBe(405);
  applied(device, exec(start, "d"));
  expect(codeFor(device, exec(stop))).toBe(200);
  expect([device.tree.get("./DiagMon/Battery/Status"), device.alerts().length]).toEqual(["20", 1]);
  device.work("done");
  expect([codeFor(device, exec(stop)), device.alerts().length]).toEqual([405, 1]);
});

test("a failure is reported with its code, and Status is 40", () => {
  const device = simulatedDevice({ results: { Start: 1405 } });
  applied(device, exec(start));
  device.work("done");
  expect(device.tree.get("./DiagMon/Battery/Status")).toBe("40");
  expect(shortly(device.alerts()[0])).toMatchObject({
    type: alertTypes.diagMonOperationComplete,
    mark: "critical",
    items: [["./DiagMon/Battery", "1405"]],
  });
});

test("DefDuration shortens the run, in seconds", () => {
  const device = simulatedDevice();
  applied(device, replace("./DiagMon/Battery/DiagMonConfig/DefDuration", "5"), exec(start));
  expect(device.nextWorkAt()).toBe(5000);
});

test("what is measured comes from the seed", () => {
  const measured = (seed: number) => {
    const device = simulatedDevice({ seed });
    applied(device, exec(start));
    device.work("done");
    return device.tree.get("./DiagMon/Battery/DiagMonData/Result");
  };
  expect(measured(1)).toBe(measured(1));
  expect(new Set([1, 2, 3, 4, 5].map(measured)).size).toBeGreaterThan(1);
});

test("a trap reports once a server has enabled it, without a Correlator", () => {
  const device = simulatedDevice();
  const trap = "./DiagMon/Trap/Battery";
  expect([device.trap(trap), device.alerts()]).toEqual([false, []]);
  applied(device, replace(`${trap}/Enabled`, "true"));
  expect([device.trap(trap, { data: "low" }), device.trap(trap, { active: false })]).toEqual([true, true]);
  expect(device.alerts().map((alert) => shortly(alert))).toMatchObject([
    { code: 1226, type: alertTypes.trapNotification, correlator: undefined, items: [[trap, "low"]] },
    { code: 1226, type: alertTypes.trapInactive, items: [[trap, "Battery"]] },
  ]);
  expect(() => device.trap("./FUMO")).toThrow(RangeError);
});
