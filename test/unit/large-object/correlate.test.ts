import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import { decode } from "../../../src/codec/decode.ts";
import type { Command, FieldsOf } from "../../../src/index.ts";
import { correlate } from "../../../src/large-object/correlate.ts";
import { pack } from "../../../src/large-object/pack.ts";
import { answersTo, initialReassembly, reassembleMessage } from "../../../src/large-object/reassemble.ts";
import { corpusBytes, recordedObjects } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";

const ours = (commands: Command[], msgID = "2") =>
  newMessage({ verProto: "DM/1.2", sessionID: "1", msgID, target: "device", source: "server" }, commands);
const theirs = (...commands: Command[]) =>
  newMessage({ verProto: "DM/1.2", sessionID: "1", msgID: "5", target: "server", source: "device" }, commands);
const status = (cmdRef: string, cmd: string, data: string, more: Partial<FieldsOf<"Status">> = {}) =>
  create("Status", { cmdID: "1", msgRef: "2", cmdRef, cmd, data, ...more });
const header = status("0", "SyncHdr", "200");

const replace = (cmdID: string, address = `./node${cmdID}`) =>
  create("Replace", { cmdID, items: [newItem(address, "x")] });
const get = create("Get", { cmdID: "4", items: [newItem("./DevDetail/SwV")] });
const results = create("Results", { cmdID: "3", msgRef: "2", cmdRef: "4", items: [newItem("./DevDetail/SwV", "1.0")] });

/** Words and states of the commands, excluding the header. */
function reports(sent: Command[], ...received: Command[]) {
  return correlate([ours(sent)], [theirs(header, ...received)])
    .commands.slice(1)
    .map(({ state, words }) => [state, words]);
}

test("answered commands are done, unanswered ones are reported", () => {
  const { commands, unanswered, failed, stray } = correlate(
    [ours([get, replace("5"), replace("6")])],
    [theirs(header, status("4", "Get", "200"), results, status("5", "Replace", "404"))],
    { describe: (code) => (code === "404" ? "Not found" : undefined) },
  );
  expect(commands.map(({ words }) => words)).toEqual([
    "the header of message 2 succeeded (200)",
    "Get 4 of message 2 (./DevDetail/SwV) succeeded (200), with 1 result",
    "Replace 5 of message 2 (./node5) failed (404 Not found)",
    "Replace 6 of message 2 (./node6) has no status yet",
  ]);
  expect(unanswered.map(({ cmdID }) => cmdID)).toEqual(["6"]);
  expect(failed.map(({ cmdID }) => cmdID)).toEqual(["5"]);
  expect(commands[1]?.results).toEqual([results]);
  expect(stray).toEqual([]);
});

describe("groups", () => {
  const atomic = create("Atomic", { cmdID: "7", commands: [replace("8"), replace("9"), replace("10")] });

  test("a failed Atomic reports its members", () => {
    expect(
      reports([atomic], status("7", "Atomic", "507"), status("8", "Replace", "216"), status("9", "Replace", "500")),
    ).toEqual([
      ["failed", "Atomic 7 of message 2 failed (507)"],
      ["failed", "Replace 8 of message 2 (./node8) was undone (216)"],
      ["failed", "Replace 9 of message 2 (./node9) failed (500)"],
      ["unanswered", "Replace 10 of message 2 (./node10) has no status; Atomic 7 of message 2 failed"],
    ]);
  });

  test("members of members belong to what is around them", () => {
    const outer = create("Sequence", { cmdID: "6", commands: [atomic, get] });
    const { commands } = correlate([ours([outer])], []);
    expect(commands.map(({ cmdID, parent }) => [cmdID, parent?.cmdID])).toEqual([
      ["0", undefined],
      ["6", undefined],
      ["7", "6"],
      ["8", "7"],
      ["9", "7"],
      ["10", "7"],
      ["4", "6"],
    ]);
  });

  test("deep ones cost no stack", () => {
    let nested: Command = replace("x");
    for (let depth = 0; depth < 50_000; depth++)
      nested = { ...create("Sequence", { cmdID: "s", commands: [] }), commands: [nested] };
    expect(correlate([ours([nested])], []).unanswered).toHaveLength(50_002);
  });
});

test.each<[Command[], Command[], string, RegExp]>([
  [[get], [status("4", "Get", "200")], "awaiting-results", /its results are missing$/],
  [[get], [status("4", "Get", "101")], "in-progress", /is in progress \(101\)$/],
  [[replace("5")], [status("5", "Replace", "213")], "done", /was accepted as a chunk \(213\)$/],
  [[replace("5")], [status("5", "Replace", "215")], "failed", /was not executed \(215\)$/],
  [[replace("5")], [status("05", "Replace", "200")], "done", /succeeded/],
  [[replace("a7-")], [status(" a7- ", "Replace", "200")], "done", /succeeded/],
  [[replace("5")], [status("5", "Replace", "")], "failed", /failed \(a status without code\)$/],
  [[{ ...replace("5"), noResp: true }], [], "no-answer-due", /needs no status$/],
  [[results], [], "no-answer-due", /needs no status$/],
  [[results], [status("3", "Results", "424")], "failed", /failed \(424\)$/],
  [[status("1", "Get", "200")], [], "no-answer-due", /needs no status$/],
  [
    [{ ...replace("5"), items: [newItem("./a"), newItem("./b")] }],
    [status("5", "Replace", "200", { targetRefs: ["./a"] }), status("5", "Replace", "425", { targetRefs: ["./b"] })],
    "failed",
    /succeeded for \.\/a \(200\); failed for \.\/b \(425\)$/,
  ],
])("case %#", (sent, received, state, words) => {
  expect(reports(sent, ...received)).toEqual([[state, expect.stringMatching(words)]]);
});

test("what belongs to nothing is stray; references that are missing are 1, or 0 for a header", () => {
  const first = ours([replace("1")], "1");
  const loose = create("Results", { cmdID: "9", cmdRef: "1", items: [newItem("./a", "x")] });
  const headerStatus = { ...status("0", "SyncHdr", "200"), msgRef: undefined, cmdRef: undefined };
  const { commands, stray } = correlate([first], [theirs(headerStatus, loose, status("77", "Get", "200"))]);
  expect(commands[0]?.statuses).toEqual([headerStatus]);
  expect(commands[1]?.results).toEqual([loose]);
  expect(stray).toEqual([status("77", "Get", "200")]);
});

test.each([
  ["7", "007", true],
  ["7", " 7 ", true],
  ["0", "000", true],
  ["7", " 07 ", true],
  ["100", "1", false],
  ["10", "1", false],
  ["010", "10", true],
  ["x07", "x7", false],
  ["07x", "7x", false],
  ["a", " a", true],
])("the reference of %j is %j: %s", (cmdID, cmdRef, isFound) => {
  const { stray } = correlate([ours([replace(cmdID)])], [theirs(header, status(cmdRef, "Replace", "200"))]);
  expect(stray.length).toBe(isFound ? 0 : 1);
});

test("two spellings of one number are distinct", () => {
  const { commands } = correlate(
    [ours([replace("7"), replace("007")])],
    [theirs(header, status("7", "Replace", "200"), status("007", "Replace", "404"))],
  );
  expect(commands.map(({ state }) => state)).toEqual(["done", "done", "failed"]);
});

test.each([
  ["200", "done"],
  [" 200 ", "done"],
  ["213", "done"],
  ["214", "failed"],
  ["1200", "failed"],
  ["2000", "failed"],
  ["", "failed"],
])("a status of %j is %s", (code, state) => {
  expect(reports([replace("5")], status("5", "Replace", code))[0]?.[0]).toBe(state);
});

test("a status without data, or with bytes that are no code, is a failure", () => {
  for (const data of [undefined, Uint8Array.of(0xff)]) {
    const odd = { ...status("5", "Replace", "200"), data } as Command;
    expect(reports([replace("5")], odd)).toEqual([
      ["failed", expect.stringContaining("failed (a status without code)")],
    ]);
  }
});

test("a status is understood as a view of its bytes", () => {
  const viewed = { ...status("5", "Replace", "200"), data: Uint8Array.of(0x32, 0x30, 0x30) } as Command;
  expect(reports([replace("5")], viewed)[0]?.[0]).toBe("done");
});

test("a recorded transfer has every chunk answered", () => {
  for (const { files } of recordedObjects) {
    const answers = files.map((file) =>
      file.includes("-req.")
        ? file.replace("req", "resp")
        : file.replace(/\d+(?=-resp)/, (n) => String(Number(n) + 1).padStart(3, "0")).replace("resp", "req"),
    );
    const read = (file: string) => decode(corpusBytes(file));
    const { unanswered, failed, stray, commands } = correlate(files.map(read), answers.map(read));
    expect([unanswered, failed]).toEqual([[], []]);
    expect(stray.every(({ kind }) => kind === "Status")).toBe(true);
    expect(commands.filter(({ words }) => words.includes("was accepted as a chunk"))).toHaveLength(files.length - 1);
  }
});

describe("results in chunks", () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const resultsOf = (data: string | Uint8Array, size: string | undefined, more: boolean, format?: string) => {
    const meta = size === undefined && format === undefined ? undefined : create("Meta", { size, format });
    const only = { ...newItem("./DevDetail/SwV", data), meta, moreData: more ? (true as const) : undefined };
    return create("Results", { cmdID: "3", msgRef: "2", cmdRef: "4", items: [only] });
  };
  const got = (...messages: Command[][]) => {
    const { commands, stray } = correlate(
      [ours([get])],
      [theirs(header, status("4", "Get", "200")), ...messages.map((one) => theirs(...one))],
    );
    expect(stray).toEqual([]);
    const { state, words, results: found } = commands[1] as (typeof commands)[number];
    return { state, words, items: found.flatMap(({ items }) => items) };
  };

  test.each<[string, (string | Uint8Array)[], string, string | undefined, string | Uint8Array]>([
    ["text", ["hello ", "gr", "ün"], "11", undefined, "hello grün"],
    ["octets", [Uint8Array.of(0, 1), Uint8Array.of(0xff)], "3", "bin", Uint8Array.of(0, 1, 0xff)],
    ["a character that is cut", [utf8("ü").subarray(0, 1), utf8("ü").subarray(1)], "2", "chr", utf8("ü")],
    ["base64", ["aGVsb", "G8="], "8", "b64", "aGVsbG8="],
    ["base64 padded chunk by chunk", ["aGU=", "bGxv"], "5", "b64", "aGVsbG8="],
  ])("are one: %s", (_what, chunks, size, format, whole) => {
    const messages = chunks.map((data, index) => [
      status("0", "SyncHdr", "200"),
      resultsOf(data, index === 0 ? size : undefined, index < chunks.length - 1, format),
    ]);
    const { state, words, items } = got(...messages);
    expect([state, words]).toEqual(["done", expect.stringContaining("with 1 result")]);
    expect(items).toMatchObject([{ data: whole, source: undefined, target: { locURI: "./DevDetail/SwV" } }]);
    expect(items[0]?.moreData).toBeUndefined();
  });

  test("of which some are missing, or that do not fit, are awaited and stay as they came", () => {
    const first = resultsOf("hello ", "10", true);
    expect(got([first])).toEqual({
      state: "awaiting-results",
      words: "Get 4 of message 2 (./DevDetail/SwV) succeeded; its results are incomplete",
      items: first.items,
    });
    const last = resultsOf("moo", undefined, false);
    expect(got([first], [last])).toMatchObject({ state: "awaiting-results", items: [...first.items, ...last.items] });
    const other = resultsOf("new", "3", true);
    expect(got([first], [other], [resultsOf("", undefined, false)]).items).toMatchObject([
      { data: "hello " },
      { data: "new" },
    ]);
  });

  test("may begin after whole items", () => {
    const whole = newItem("./other", "1");
    const first = resultsOf("hello ", "10", true);
    const { items } = got(
      [{ ...first, items: [whole, ...first.items] } as Command],
      [resultsOf("moon", undefined, false)],
    );
    expect(items).toMatchObject([{ data: "1" }, { data: "hello moon" }]);
  });
});

test("reports lead back to the commands that were given to pack", () => {
  const big = create("Add", { cmdID: "", items: [newItem("./big", "x".repeat(900))] });
  const many = create("Delete", { cmdID: "", items: ["a", "b", "c"].map((name) => newItem(`./${name.repeat(100)}`)) });
  const inside = replace("", "./inside");
  const atomic = create("Atomic", { cmdID: "", commands: [inside] });
  const given: Command[] = [big, many, atomic];
  const origins = new Map<Command, Command>();
  const sent = [...pack(ours(given), { maxMsgSize: 300, origins })];
  const { commands, byOrigin } = correlate(sent, [], { origins });
  expect(commands.map(({ origin }) => origin).filter((one) => one !== undefined)).not.toContain(undefined);
  expect([...byOrigin.keys()]).toEqual([big, many, atomic, inside]);
  expect(byOrigin.get(big)?.length).toBeGreaterThan(2);
  expect(byOrigin.get(many)).toHaveLength(3);
  expect([...byOrigin.values()].flat().every(({ command, origin }) => command !== origin)).toBe(true);
  // Without a map each is separate.
  for (const { command, origin } of correlate(sent, []).commands) expect(origin).toBe(command);
});

describe("what is long", () => {
  test("is found as a number without looking at it over and over", () => {
    const zeros = "0".repeat(200_000);
    const { stray } = correlate(
      [ours([replace("5")])],
      [theirs(status(`${zeros}x`, "Replace", "200"), status(`${zeros}5`, "Replace", "200"))],
    );
    expect(stray.map((one) => one.cmdRef?.length)).toEqual([200_001]);
  });

  test("is said in part, and not with every command", () => {
    const long = "9".repeat(100_000);
    const { commands } = correlate(
      [
        ours(
          Array.from({ length: 2000 }, (_, index) => replace(`${index}`)),
          long,
        ),
      ],
      [],
    );
    expect(commands.reduce((sum, { words }) => sum + words.length, 0)).toBeLessThan(2001 * 300);
    const named = correlate([ours([replace("1", `./${"n".repeat(1000)}`)])], []).commands[1];
    expect(named?.words).toMatch(/^Replace 1 of message 2 \(\.\/n{198}…\) has no status yet$/);
  });
});

test("a command inside itself is refused", () => {
  const one = create("Atomic", { cmdID: "1", commands: [] });
  one.commands.push(one);
  expect(errorOf(() => correlate([ours([one])], []))?.code).toBe("limit-exceeded");
});

test("what pack sends and reassemble answers correlates", () => {
  const start = ours([create("Add", { cmdID: "", items: [newItem("./big", "x".repeat(900))] }), get]);
  const sent = [];
  const received = [];
  let state = initialReassembly;
  for (const one of pack(start, { maxMsgSize: 400 })) {
    const { state: next, outcomes } = reassembleMessage(state, one);
    state = next;
    sent.push(one);
    received.push(theirs(...answersTo(one, outcomes)));
  }
  const { unanswered } = correlate(sent, received);
  // Headers, next-message alerts and the Get are left to the code that executes commands.
  expect(unanswered.map(({ kind }) => kind).filter((kind) => kind === "Add")).toEqual([]);
  expect(sent.length).toBeGreaterThan(2);
});
