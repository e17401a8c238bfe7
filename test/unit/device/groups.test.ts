import { expect, test } from "vitest";
import {
  type ApplyOptions,
  createTree,
  type ManagementTree,
  type UserAlert,
  type UserAnswer,
} from "../../../src/device/index.ts";
import { alertOf, applyAll, commandsOf, itemOf, metaOf, treeOfCodes, xmlOf } from "./commands-of.ts";

function treeOf(): ManagementTree {
  const tree = createTree([]);
  const everything = "Add=*&Delete=*&Exec=*&Get=*&Replace=*";
  tree.restore({
    v: 1,
    nodes: {
      ".": { format: "node", acl: everything },
      "./A": { format: "chr", value: "1" },
      "./B": { format: "node" },
      "./B/C": { format: "chr", value: "2" },
    },
  });
  return tree;
}

const replace = (uri: string, data: string) => xmlOf("Replace", itemOf(uri, data));
const add = (uri: string, data: string) => xmlOf("Add", itemOf(uri, data));
const remove = (uri: string) => xmlOf("Delete", itemOf(uri));
const get = (uri: string) => xmlOf("Get", itemOf(uri));
const sequence = (...members: string[]) => xmlOf("Sequence", ...members);
const atomic = (...members: string[]) => xmlOf("Atomic", ...members);
const codes = (tree: ManagementTree, xml: string[], options?: ApplyOptions) =>
  treeOfCodes(applyAll(tree, xml, options));
const answering = (...answers: UserAnswer[]): ApplyOptions => ({ ask: () => answers.shift() });

test("the members of a Sequence have codes of their own, and it goes on after a failure", () => {
  const tree = treeOf();
  expect(codes(tree, [sequence(replace("./A", "x"), replace("./None", "x"), get("./A"))])).toEqual([
    { "Sequence 200": [200, 404, 200] },
  ]);
  expect(tree.get("./A")).toBe("x");
});

test("an Atomic whose members all succeed is kept", () => {
  const tree = treeOf();
  expect(codes(tree, [atomic(replace("./A", "x"), add("./D", "y"), remove("./B"))])).toEqual([
    { "Atomic 200": [200, 200, 200] },
  ]);
  expect(tree.uris()).toEqual([".", "./A", "./D"]);
});

test("an Atomic that fails is undone: 216, the code of the failure, 215", () => {
  const tree = treeOf();
  const before = JSON.stringify(tree);
  const members = [replace("./A", "x"), add("./D/E", "y"), remove("./B"), add("./D/E", "z"), get("./A")];
  expect(codes(tree, [atomic(...members), get("./A")], { now: 1_700_000_000_000 })).toEqual([
    { "Atomic 507": [216, 216, 216, 418, 215] },
    200,
  ]);
  expect(JSON.stringify(tree)).toBe(before);
});

test("what cannot be undone is 516", () => {
  const tree = treeOf();
  const members = [replace("./A", "x"), add("./D", "y"), replace("./None", "z")];
  expect(codes(tree, [atomic(...members)], { canUndo: (uri) => uri !== "./A" })).toEqual([
    { "Atomic 507": [516, 216, 404] },
  ]);
  expect([tree.get("./A"), tree.get("./D")]).toEqual(["x", undefined]);
});

test("of a command with several items in an Atomic, what was done is undone and the rest not begun", () => {
  const tree = treeOf();
  const several = xmlOf("Replace", itemOf("./A", "x"), itemOf("./None", "y"), itemOf("./B/C", "z"));
  expect(codes(tree, [atomic(several)])).toEqual([{ "Atomic 507": [[216, 404, 215]] }]);
  expect([tree.get("./A"), tree.get("./B/C")]).toEqual(["1", "2"]);
});

test("Get, Exec and another Atomic are no members of an Atomic", () => {
  for (const member of [get("./A"), xmlOf("Exec", itemOf("./A"))]) {
    const tree = treeOf();
    expect(codes(tree, [atomic(replace("./A", "x"), member)])).toEqual([{ "Atomic 507": [216, 500] }]);
    expect(tree.get("./A")).toBe("1");
  }
  expect(codes(treeOf(), [atomic(replace("./A", "x"), atomic(replace("./B/C", "x")), get("./A"))])).toEqual([
    { "Atomic 507": [216, { "Atomic 500": [215] }, 215] },
  ]);
});

test("a Sequence in an Atomic is undone with it, an Atomic in a Sequence fails alone", () => {
  const tree = treeOf();
  expect(codes(tree, [atomic(sequence(replace("./A", "x")), remove("./None"))])).toEqual([
    { "Atomic 507": [{ "Sequence 216": [216] }, 404] },
  ]);
  expect(codes(tree, [sequence(atomic(replace("./A", "x"), remove("./None")), replace("./A", "y"))])).toEqual([
    { "Sequence 200": [{ "Atomic 507": [216, 404] }, 200] },
  ]);
  expect(tree.get("./A")).toBe("y");
});

test("a device without Atomic says so and does nothing", () => {
  const tree = createTree([], { features: { atomic: false } });
  expect(codes(tree, [atomic(add("./A", "x")), add("./B", "x")])).toEqual([{ "Atomic 406": [215] }, 200]);
});

test("groups too deep in each other are refused", () => {
  const tree = createTree([], { limits: { maxGroupDepth: 2 } });
  expect(codes(tree, [sequence(atomic(add("./A", "x"), sequence(add("./B", "x"))), add("./C", "x"))])).toEqual([
    { "Sequence 200": [{ "Atomic 507": [216, { "Sequence 500": [215] }] }, 200] },
  ]);
  expect(tree.uris()).toEqual([".", "./C"]);
});

test("the Meta of a group is the default of its members", () => {
  const tree = treeOf();
  expect(codes(tree, [sequence(metaOf("int"), add("./N", "12"), add("./M", "x"))])).toEqual([
    { "Sequence 200": [200, 400] },
  ]);
});

const question = () => alertOf(1101, "Change it?", "MAXDT=10");

test("no ends a Sequence, and reaches no further", () => {
  const members = () => [question(), replace("./A", "x"), alertOf(1100, "Done")];
  expect(codes(treeOf(), [sequence(...members()), get("./A")], answering({ kind: "ok" }, { kind: "ok" }))).toEqual([
    { "Sequence 200": [200, 200, 200] },
    200,
  ]);
  expect(codes(treeOf(), [sequence(...members()), get("./A")], answering({ kind: "no" }))).toEqual([
    { "Sequence 200": [304, 215, 215] },
    200,
  ]);
  expect(codes(treeOf(), [question(), get("./A")], answering({ kind: "no" }))).toEqual([304, 200]);
});

test("no fails an Atomic", () => {
  const tree = treeOf();
  expect(
    codes(tree, [atomic(replace("./A", "x"), question(), replace("./B/C", "y"))], answering({ kind: "no" })),
  ).toEqual([{ "Atomic 507": [216, 304, 215] }]);
  expect(tree.get("./A")).toBe("1");
});

test("a cancel stops the whole message", () => {
  const tree = treeOf();
  const xml = [replace("./A", "x"), sequence(question(), get("./A")), get("./A"), sequence(get("./A"))];
  expect(codes(tree, xml, answering({ kind: "cancelled" }))).toEqual([
    200,
    { "Sequence 200": [214, 215] },
    215,
    { "Sequence 215": [215] },
  ]);
  expect(
    codes(treeOf(), [atomic(replace("./A", "x"), question()), get("./A")], answering({ kind: "cancelled" })),
  ).toEqual([{ "Atomic 507": [216, 214] }, 215]);
});

test("when the time is over, the default answers, or nothing does", () => {
  const timeout = () => answering({ kind: "timeout" });
  expect(codes(treeOf(), [sequence(alertOf(1101, "?", "DR=1&MAXDT=1"), get("./A"))], timeout())).toEqual([
    { "Sequence 200": [200, 200] },
  ]);
  expect(codes(treeOf(), [sequence(alertOf(1101, "?", "DR=0"), get("./A"))], timeout())).toEqual([
    { "Sequence 200": [304, 215] },
  ]);
  expect(codes(treeOf(), [sequence(question(), get("./A"))], timeout())).toEqual([{ "Sequence 200": [408, 215] }]);
  const [choice] = applyAll(treeOf(), [alertOf(1104, "?", "DR=1-3", "a", "b", "c")], timeout());
  expect(choice?.statuses[0]?.items.map(({ data }) => data)).toEqual(["1", "3"]);
});

test("what the user entered is in the status", () => {
  const asked: UserAlert[] = [];
  const answers: UserAnswer[] = [
    { kind: "text", text: "hello" },
    { kind: "choices", numbers: [2] },
    { kind: "choices", numbers: [3] },
  ];
  const ask = (alert: UserAlert) => {
    asked.push(alert);
    return answers.shift();
  };
  const xml = [
    alertOf(1102, "Name?", "MAXLEN=5&IT=N&ET=P&DR=a%26b+c&MINDT=2"),
    alertOf(1103, "Which?", "", "a", "b"),
    alertOf(1103, "Which?", "", "a", "b"),
  ];
  const results = applyAll(treeOf(), xml, { ask });
  expect(treeOfCodes(results)).toEqual([200, 200, 416]);
  expect(results.map(({ statuses }) => statuses[0]?.items.map(({ data }) => data))).toEqual([["hello"], ["2"], []]);
  expect(asked[0]).toEqual({
    kind: "input",
    text: "Name?",
    choices: [],
    minSeconds: 2,
    maxSeconds: undefined,
    defaultAnswer: { kind: "text", text: "a&b c" },
    maxLength: 5,
    inputType: "numeric",
    isHidden: true,
  });
  expect(asked[1]?.choices).toEqual(["a", "b"]);
});

test("alerts that ask nothing, or wrongly, or of nobody", () => {
  expect(
    codes(treeOf(), [
      alertOf(1222, ""),
      xmlOf("Alert", "<Data>1100</Data>"),
      alertOf(1103, "no choices"),
      alertOf(1101, "a choice", "", "x"),
    ]),
  ).toEqual([406, 412, 412, 412]);
  expect(codes(createTree([], { features: { userAlerts: false } }), [question()])).toEqual([406]);
});

test("while the user thinks, everything is plain JSON", () => {
  const xml = [
    get("./A"),
    xmlOf("Get", itemOf(".?list=TNDS")),
    atomic(replace("./A", "x"), add("./O", "AAE="), question(), remove("./B")),
    get("./A"),
  ];
  const commands = commandsOf(...xml);
  for (const [answer, expected] of [
    [{ kind: "ok" }, [200, 200, { "Atomic 200": [200, 200, 200, 200] }, 200]],
    [{ kind: "no" }, [200, 200, { "Atomic 507": [216, 216, 304, 215] }, 200]],
  ] as const) {
    const tree = treeOf();
    const before = JSON.stringify(tree);
    const outcome = tree.apply("srv", commands, { now: 1e12 });
    if (outcome.state !== "suspended") throw new Error("not suspended");
    expect(outcome.ask).toMatchObject({ kind: "confirm", maxSeconds: 10 });
    expect(tree.get("./A")).toBe("x");
    // Another process, with what was stored.
    const stored = JSON.parse(JSON.stringify({ cursor: outcome.cursor, state: tree }));
    const other = createTree([], { state: stored.state });
    const end = other.resume("srv", commands, stored.cursor, answer, { now: 1e12 });
    if (end.state !== "done") throw new Error("not done");
    expect(treeOfCodes(end.results)).toEqual(expected);
    expect(end.results[1]?.results[0]?.data).toMatchObject({ kind: "MgmtTree" });
    if (answer.kind === "no") expect(JSON.stringify(other)).toBe(before);
    else expect(other.uris()).toEqual([".", "./A", "./O"]);
  }
});

test("a cursor of other commands is refused", () => {
  const outcome = treeOf().apply("srv", commandsOf(question()));
  if (outcome.state !== "suspended") throw new Error("not suspended");
  expect(() => treeOf().resume("srv", commandsOf(get("./A"), get("./A")), outcome.cursor, { kind: "ok" })).toThrow(
    RangeError,
  );
});
