import { expect, test } from "vitest";
import { alertTypes, type SimulatedDevice, simulatedDevice } from "../../../../src/device/index.ts";
import type { Alert } from "../../../../src/index.ts";
import { applied, exec, replace, shortly } from "./device-calls.ts";

const both = "./FUMO/DownloadAndUpdate";

function reporting(options: Parameters<typeof simulatedDevice>[0] = {}): SimulatedDevice {
  const device = simulatedDevice(options);
  applied(device, replace(`${both}/PkgURL`, "https://dm.example/2.0"), exec(both, "op-7"));
  device.work("done");
  return device;
}

const first = (device: SimulatedDevice) => device.alerts()[0] as Alert;

test.each([200, 202, 406, 412, 415, 500])("the answer %i ends the report", (code) => {
  const device = reporting();
  device.alertAnswered(first(device), code);
  expect([device.alerts(), device.sessionEnded()]).toEqual([[], []]);
});

test.each([401, 407, 0, 101])("with the answer %i it still waits, and no attempt has failed yet", (code) => {
  const device = reporting();
  device.alertAnswered(first(device), code);
  expect([device.alerts().length, device.jobs[0]?.attempts]).toEqual([1, 0]);
});

test("a session that failed is an attempt; after the last the device gives up", () => {
  const device = reporting({ reportAttempts: 3, reportBackoff: 1000 });
  const due: unknown[] = [device.reportDueAt()];
  for (let attempt = 0; attempt < 2; attempt++) {
    device.alerts();
    expect(device.sessionEnded()).toEqual([]);
    due.push(device.reportDueAt());
    device.work(1000);
  }
  expect(due).toEqual([180_000, 181_000, 182_000]);
  device.alerts();
  expect(device.sessionEnded()).toEqual([{ kind: "given-up", at: 182_000, type: alertTypes.fumoDownloadAndUpdate }]);
  expect([device.alerts(), device.reportDueAt()]).toEqual([[], undefined]);
});

test("what ended while a session was under way is no failure of it", () => {
  const device = simulatedDevice({ reportAttempts: 1 });
  device.alerts();
  device.raise({ code: 1224, type: "org.example.event", items: [{ data: "x" }] });
  expect([device.sessionEnded(), device.alerts().length]).toEqual([[], 1]);
});

test("an alert that came back from storage is known, one of before is not", () => {
  const device = reporting();
  const alert = JSON.parse(JSON.stringify({ ...first(device), cmdID: "3" })) as Alert;
  device.alertAnswered({ ...alert, correlator: "other" }, 200);
  expect(device.alerts().length).toBe(1);
  device.alertAnswered(alert, 200);
  device.alertAnswered(alert, 200);
  expect(device.alerts()).toEqual([]);
});

test("a client event by the user (1224), and the user's wish for an update (1226)", () => {
  const device = simulatedDevice();
  device.raise({ code: 1224, type: "org.example.event", items: [{ data: "pressed" }] });
  const wish = { code: 1226, type: alertTypes.fumoUserRequest, format: "chr", mark: "informational" } as const;
  device.raise({ ...wish, items: [{ source: "./FUMO" }] });
  expect(device.alerts().map(shortly)).toMatchObject([
    { code: 1224, correlator: undefined, type: "org.example.event", items: [[undefined, "pressed"]] },
    { code: 1226, type: alertTypes.fumoUserRequest, mark: "informational", items: [["./FUMO", undefined]] },
  ]);
  device.alertAnswered(first(device), 200);
  expect(device.alerts().length).toBe(1);
  expect(() => device.raise({ code: 1223 } as never)).toThrow(TypeError);
});

test("a job survives a restart at any moment, and a reboot of the device is one", () => {
  const device = simulatedDevice();
  applied(device, replace(`${both}/PkgURL`, "https://dm.example/2.0"), exec(both, "op-7"));
  let stored = JSON.stringify(device.state());
  for (let step = 0; step < 5; step++) {
    const again = simulatedDevice({ state: JSON.parse(stored) });
    expect(JSON.stringify(again.state())).toBe(stored);
    again.work(40_000);
    stored = JSON.stringify(again.state());
  }
  const last = simulatedDevice({ state: JSON.parse(stored) });
  expect(last.alerts().map((alert) => shortly(alert)?.correlator)).toEqual(["op-7"]);
});

test("a state that is none changes nothing", () => {
  const device = reporting();
  const before = device.state();
  const wrong = [
    { ...before, v: 2 },
    { ...before, jobs: [{ ...before.jobs[0], does: "Explode" }] },
    { ...before, tree: { v: 1, nodes: { "./A/B": { format: "chr" } } } },
  ];
  for (const state of wrong) expect(() => device.restore(state as never)).toThrow(RangeError);
  expect(device.state()).toEqual(before);
});

test("time goes forward only, by what is handed in", () => {
  const device = simulatedDevice({ now: 1_700_000_000_000 });
  device.apply("srv", [], { now: 1_700_000_000_500 });
  device.apply("srv", [], { now: 1 });
  expect(device.now).toBe(1_700_000_000_500);
  expect(device.work({ until: 1_700_000_001_000 })).toEqual([]);
  for (const span of [-1, { until: 5 }, Number.NaN]) expect(() => device.work(span)).toThrow(RangeError);
  device.tree.set("./LAWMO/State", "30", device.now);
  expect(device.tree.node("./LAWMO/State")?.tStamp).toBe("20231114T221321Z");
});
