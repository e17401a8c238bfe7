import { expect, test } from "vitest";
import { decodeDocument } from "../../../../src/codec/decode.ts";
import {
  createTree,
  parseFaults,
  simulatedDevice,
  treeFromDdf,
  type UserScript,
} from "../../../../src/device/index.ts";
import { type MgmtTree, textOf } from "../../../../src/index.ts";
import { alertOf, codesOf, commandsOf, itemOf, xmlOf } from "../commands-of.ts";
import { applied, codeFor, exec } from "./device-calls.ts";

const told = (device: ReturnType<typeof simulatedDevice>) =>
  device.devInfo().map(({ source, data }) => [source?.locURI, textOf(data)]);

test("DevInfo for package 1: each leaf with its Source", () => {
  const device = simulatedDevice({ identity: "IMEI:1", manufacturer: "Example", model: "One", language: "de" });
  expect(told(device)).toEqual([
    ["./DevInfo/DevId", "IMEI:1"],
    ["./DevInfo/Man", "Example"],
    ["./DevInfo/Mod", "One"],
    ["./DevInfo/DmV", "1.2"],
    ["./DevInfo/Lang", "de"],
  ]);
  expect([device.identity, device.tree.get("./DevDetail/FwV"), device.tree.get("./DevDetail/LrgObj")]).toEqual([
    "IMEI:1",
    "1.0",
    "true",
  ]);
});

test("a device of a tree of one's own: its identity, and the objects that its types name", () => {
  const ddf = decodeDocument(
    '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Fw</NodeName><DFProperties><AccessType><Get/></AccessType>' +
      "<DFFormat><node/></DFFormat><Scope><Permanent/></Scope><DFType><DDFName>urn:oma:mo:oma-fumo:1.0</DDFName></DFType></DFProperties>" +
      "<Node><NodeName>Update</NodeName><DFProperties><AccessType><Exec/></AccessType><DFFormat><chr/></DFFormat><Scope><Permanent/></Scope></DFProperties></Node>" +
      "<Node><NodeName>State</NodeName><DFProperties><AccessType><Get/></AccessType><DefaultValue>50</DefaultValue><DFFormat><int/></DFFormat><Scope><Permanent/></Scope></DFProperties></Node>" +
      "</Node></MgmtTree>",
  ) as MgmtTree;
  const device = simulatedDevice({ tree: treeFromDdf(ddf, { rootAcl: "Exec=*&Get=*" }), identity: "x" });
  expect(codeFor(device, exec("./Fw/Update", "c"))).toBe(202);
  device.work("done");
  expect(device.tree.get("./Fw/State")).toBe("100");
  const described = createTree([]);
  described.add("./DevInfo/DevId", { value: "mine" });
  expect(simulatedDevice({ tree: described }).identity).toBe("mine");
  expect(codeFor(device, exec("./Fw"))).toBe(405);
});

test("an operation that nothing performs is 501 where it is described, 405 where it is not", () => {
  const device = simulatedDevice({
    objects: [
      {
        at: "./V",
        rows: [
          ["%", "node", "1", "G", null, ""],
          ["%/Do", "null", "1", "E", null, ""],
          ["%/Ext", "node", "1", "AG", null, ""],
        ],
      },
    ],
  });
  device.tree.add("./V/Ext/x", { value: "1" });
  expect([exec("./V/Do"), exec("./V/Ext/x"), exec("./V/None")].map((xml) => codeFor(device, xml))).toEqual([
    501, 405, 404,
  ]);
});

const questions = [
  alertOf(1100, "Shown"),
  alertOf(1101, "Sure?"),
  alertOf(1102, "Name?", "DR=Anna"),
  alertOf(1103, "Which?", "", "a", "b"),
  alertOf(1104, "Which ones?", "", "a", "b"),
];

async function answersTo(ui: UserScript | undefined) {
  const device = simulatedDevice(ui === undefined ? {} : { ui });
  const commands = commandsOf(...questions);
  let outcome = device.apply("srv", commands);
  while (outcome.state === "suspended") {
    const { ask, cursor } = JSON.parse(JSON.stringify(outcome));
    outcome = device.resume("srv", commands, cursor, await device.ask(ask));
  }
  return outcome.results.map((result) => [
    codesOf(result),
    ...(result.statuses[0]?.items.map(({ data }) => data) ?? []),
  ]);
}

test("the user agrees by default, answers by a list, or by a function", async () => {
  expect(await answersTo(undefined)).toEqual([[200], [200], [200, "Anna"], [200, "1"], [200, "1"]]);
  const list: UserScript = ["timeout", "no", { kind: "text", text: "Bo" }, { kind: "choices", numbers: [2] }];
  expect(await answersTo(list)).toEqual([[200], [304], [200, "Bo"], [200, "2"], [200, "1"]]);
  expect(await answersTo(({ kind }) => Promise.resolve(kind === "input" ? "cancelled" : "ok"))).toEqual([
    [200],
    [200],
    [214],
    [215],
    [215],
  ]);
});

test("which answer of a list comes next survives a restart", () => {
  const options = { ui: ["no", "cancelled"] } as const;
  const device = simulatedDevice(options);
  expect(device.ask({ kind: "confirm" } as never)).toEqual({ kind: "no" });
  const again = simulatedDevice({ ...options, state: device.state() });
  expect(again.ask({ kind: "confirm" } as never)).toEqual({ kind: "cancelled" });
});

test("faults come from the seed, each kind from its own chances", () => {
  const drawn = (seed: number, others: number) => {
    const device = simulatedDevice({ seed, faults: { loseReply: 0.3, duplicate: 0.5 } });
    return Array.from({ length: 200 }, () => {
      for (let other = 0; other < others; other++) device.fault("duplicate");
      return device.fault("loseReply");
    });
  };
  expect(drawn(7, 0)).toEqual(drawn(7, 2));
  expect(drawn(7, 0)).not.toEqual(drawn(8, 0));
  const lost = drawn(7, 0).filter(Boolean).length;
  expect(lost).toBeGreaterThan(30);
  expect(lost).toBeLessThan(90);
});

test("faults at exact occasions, counted over a restart", () => {
  const options = { faults: { loseRequest: [2, 3] } };
  const device = simulatedDevice(options);
  const before = [device.fault("loseRequest"), device.fault("loseRequest")];
  const again = simulatedDevice({ ...options, state: device.state() });
  expect([...before, again.fault("loseRequest"), again.fault("loseRequest")]).toEqual([false, true, true, false]);
});

test("refuse: items are refused without being executed; no large objects are said in LrgObj", () => {
  const device = simulatedDevice({ faults: { refuse: { 510: [2] }, noLargeObjects: true } });
  const replace = xmlOf(
    "Replace",
    itemOf("./LAWMO/LAWMOConfig/NotifyUser", "false"),
    itemOf("./FUMO/Download/PkgURL", "x"),
  );
  expect(codeFor(device, replace)).toEqual([200, 510]);
  expect([
    device.tree.get("./FUMO/Download/PkgURL"),
    device.tree.get("./DevDetail/LrgObj"),
    device.largeObjects,
  ]).toEqual(["", "false", false]);
});

test("faults in their short form", () => {
  expect(
    parseFaults([
      "loseReply=0.1",
      "duplicate=2,5",
      "restart=3,",
      "loseRequest=4",
      "wrongNonce=1",
      "refuse=405:0.5",
      "refuse=510:1,",
      "noLargeObjects",
      "lateBy=5",
    ]),
  ).toEqual({
    loseReply: 0.1,
    duplicate: [2, 5],
    restart: [3],
    loseRequest: [4],
    wrongNonce: 1,
    refuse: { 405: 0.5, 510: [1] },
    noLargeObjects: true,
    lateBy: 5,
  });
  for (const text of [
    "",
    "loseReply",
    "loseReply=1.5",
    "loseReply=Infinity",
    "loseReply=-1",
    "duplicate=0,",
    "duplicate=1.5,",
    "refuse=200:1",
    "refuse=405:",
    "noLargeObjects=1",
    "lateBy=-1",
    "unknown=1",
  ])
    expect(() => parseFaults([text]), text).toThrow(RangeError);
});

test.each([
  [{ seed: 0.5 }, RangeError],
  [{ seed: "7" }, TypeError],
  [{ profile: "nokia" }, RangeError],
  [{ durations: { update: -1 } }, RangeError],
  [{ faults: { loseReply: 2 } }, RangeError],
  [{ faults: { loseReply: "1" } }, TypeError],
  [{ faults: { refuse: { 200: 1 } } }, RangeError],
  [{ features: { copy: 1 } }, TypeError],
  [{ features: { largeObjects: "yes" } }, TypeError],
  [{ tree: createTree([]), model: "One" }, TypeError],
  [null, TypeError],
])("options that are wrong: %j", (options, type) => {
  expect(() => simulatedDevice(options as never)).toThrow(type);
});

test("each call is told to the log, in order", () => {
  const kinds: string[] = [];
  const device = simulatedDevice({ log: ({ kind }) => kinds.push(kind) });
  applied(device, exec("./DiagMon/Battery/Operations/Start"));
  device.work("done");
  device.alertAnswered(device.alerts()[0] as never, 200);
  expect(kinds).toEqual(["started", "changed", "changed", "finished", "answered"]);
});
