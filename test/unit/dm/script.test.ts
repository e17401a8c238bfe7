import { describe, expect, expectTypeOf, test } from "vitest";
import type { Answer, Answers } from "../../../src/dm/answer.ts";
import { planCommands } from "../../../src/dm/plan-commands.ts";
import { type Script, script } from "../../../src/dm/script.ts";
import type { HistoryEntry, PlanView, ReceivedItem } from "../../../src/dm/session-types.ts";
import type { NewCommand } from "../../../src/index.ts";

const device: PlanView["device"] = {
  id: "IMEI:350000000000006",
  user: "tester",
  sessionID: "1",
  version: "DM/1.2",
  devInfo: { "./DevInfo/Man": "Example" },
  maxObjSize: undefined,
  largeObjects: undefined,
};

type Reply = Partial<Pick<HistoryEntry, "code" | "items" | "itemCodes" | "members">>;

/** The entry of a command, as a session keeps it. */
function entryOf(command: NewCommand, { code = 200, ...more }: Reply): HistoryEntry {
  const [first] = "items" in command ? (command.items ?? []) : [];
  const uri = typeof first === "string" ? first : first?.target?.locURI;
  const members = "commands" in command ? (command.commands ?? []).map((one) => entryOf(one as NewCommand, {})) : [];
  return { command: command.kind, uri, code, items: [], ...(members.length > 0 ? { members } : {}), ...more };
}

/** Runs a script to its end as a session does, from its start for each package; the packages. */
function play(source: Script, answer: (command: NewCommand) => Reply = () => ({})): (readonly NewCommand[])[] {
  const plan = script(source);
  const packages: (readonly NewCommand[])[] = [];
  let history: readonly HistoryEntry[] = [];
  for (;;) {
    const view = { device, history, alerts: [] };
    const commands = plan(view);
    expect(plan(JSON.parse(JSON.stringify(view)))).toEqual(commands);
    if (commands === undefined) return packages;
    packages.push(commands);
    history = [...history, ...commands.map((command) => entryOf(command, answer(command)))];
  }
}

function item(text: string, format = "chr", uri = "./A"): ReceivedItem {
  return { uri, format, text };
}

/** What a script is given for a command. */
function answerTo(command: NewCommand, reply: Reply): Answers {
  let given: Answers | undefined;
  play(
    function* () {
      given = yield command;
    },
    () => reply,
  );
  return given as Answers;
}

describe("a script asks and decides", () => {
  const key = "secret";
  const firmware = new Uint8Array(100_000);
  // As in the documentation.
  const update: Script = function* (dm) {
    const version = yield dm.get("./DevDetail/SwV");
    if (version.text === "2.1") return;
    const started = yield dm.exec("./FUMO/DownloadAndUpdate", { correlator: "update-7" });
    if (!started.ok) yield dm.display(`Update refused: ${started.meaning}`);
    yield dm.atomic([dm.replace("./Wlan/SSID", "office"), dm.replace("./Wlan/Key", key)]);
    yield dm.replace("./FUMO/Pkg", dm.bytes(firmware));
  };
  const kinds = (packages: readonly (readonly NewCommand[])[]) => packages.map((one) => one.map(({ kind }) => kind));

  test("to the end", () => {
    const packages = play(update, ({ kind }) =>
      kind === "Get" ? { items: [item("2.0")] } : kind === "Exec" ? { code: 202 } : {},
    );
    expect(kinds(packages)).toEqual([["Get"], ["Exec"], ["Atomic"], ["Replace"]]);
  });

  test("or not", () => {
    expect(kinds(play(update, () => ({ items: [item("2.1")] })))).toEqual([["Get"]]);
  });

  test("by the codes", () => {
    const packages = play(update, ({ kind }) => (kind === "Exec" ? { code: 405 } : { items: [item("2.0")] }));
    expect(kinds(packages)).toEqual([["Get"], ["Exec"], ["Alert"], ["Atomic"], ["Replace"]]);
    expect(JSON.stringify(packages[2])).toMatch(/Update refused: [A-Z]/);
  });

  test("several commands in one package, in loops, with helpers", () => {
    const seen: (string | undefined)[] = [];
    function* readAll(uris: readonly string[]): Generator<readonly NewCommand[], Answers, Answers> {
      return yield uris.map((uri) => planCommands.get(uri));
    }
    const packages = play(
      function* (dm) {
        for (let round = 0; round < 3; round++) {
          const [a, b] = yield [dm.get(`./A${round}`), dm.get("./B")];
          seen.push(a.text, b.text);
        }
        seen.push(...(yield* readAll(["./X", "./Y"])).map(({ text }) => text));
        expect(yield []).toMatchObject({ ok: true, answered: false, length: 0 });
      },
      (command) => ({ items: [item(String("items" in command && command.items?.[0]))] }),
    );
    expect(kinds(packages)).toEqual([
      ["Get", "Get"],
      ["Get", "Get"],
      ["Get", "Get"],
      ["Get", "Get"],
    ]);
    expect(seen.slice(-8)).toEqual(["./A0", "./B", "./A1", "./B", "./A2", "./B", "./X", "./Y"]);
  });

  test("by what the device is and has reported", () => {
    const plan = script(function* (dm, { id, devInfo }, alerts) {
      yield dm.display(`${id} ${devInfo["./DevInfo/Man"]} ${alerts[0]?.code}`);
    });
    const alerts = [{ code: 1226, correlator: undefined, items: [] }];
    expect(JSON.stringify(plan({ device, history: [], alerts }))).toContain("IMEI:350000000000006 Example 1226");
  });

  test("whatever the host has queued in between", () => {
    const plan = script(function* (dm) {
      yield dm.get("./A");
      yield dm.get("./B");
    });
    const entry = (uri: string): HistoryEntry => ({ command: "Get", uri, code: 200, items: [] });
    const queued: HistoryEntry = { ...entry("./Q"), isQueued: true };
    const asked = (history: readonly HistoryEntry[]) => plan({ device, history, alerts: [] });
    expect(asked([queued])).toEqual([planCommands.get("./A")]);
    expect(asked([queued, entry("./A"), queued])).toEqual([planCommands.get("./B")]);
    expect(asked([queued, entry("./A"), queued, entry("./B"), queued])).toBeUndefined();
  });

  test("nothing at all", () => {
    expect(script(function* () {})({ device, history: [], alerts: [] })).toBeUndefined();
  });
});

describe("answers", () => {
  const get = planCommands.get("./A");

  test("values by their format", () => {
    const values: readonly [string, string, Answer["value"]][] = [
      ["int", "42", 42],
      ["int", "-1", -1],
      ["int", "many", "many"],
      ["float", "2.5", 2.5],
      ["float", "", ""],
      ["bool", "true", true],
      ["bool", "False", false],
      ["bool", "maybe", "maybe"],
      ["bin", "AP8=", Uint8Array.of(0, 255)],
      ["b64", "AP8=", Uint8Array.of(0, 255)],
      ["bin", "no base64!", "no base64!"],
      ["node", "A/B/C", ["A", "B", "C"]],
      ["node", "", []],
      ["null", "", undefined],
      ["chr", "text", "text"],
      ["xml", "<a/>", "<a/>"],
      ["somethingelse", "x", "x"],
    ];
    for (const [format, text, value] of values) {
      const answer = answerTo(get, { items: [item(text, format)] });
      expect(answer.value, `${format} ${text}`).toEqual(value);
      expect(answer.text).toBe(text);
    }
  });

  test("no status, unknown codes, several items", () => {
    const silent = answersFor({ code: undefined });
    expect(silent).toMatchObject({ ok: false, answered: false, code: undefined, text: undefined, uri: "./A" });
    expect(silent.meaning).toMatch(/no status/);
    expect(answersFor({ code: 299 })).toMatchObject({
      ok: true,
      answered: true,
      meaning: expect.stringMatching(/299/),
    });
    expect(answersFor({ code: 404 })).toMatchObject({ ok: false, answered: true });
    const two = answersFor({ items: [item("1", "int", "./A"), item("2", "int", "./B")], itemCodes: { "./C": 404 } });
    expect(two.items.map(({ uri, value }) => [uri, value])).toEqual([
      ["./A", 1],
      ["./B", 2],
    ]);
    expect(two.itemCodes).toEqual({ "./C": 404 });

    function answersFor(reply: Reply): Answers {
      let given: Answers | undefined;
      const source: Script = function* (dm) {
        given = yield dm.get("./A");
      };
      script(source)({ device, history: [{ command: "Get", uri: "./A", code: 200, items: [], ...reply }], alerts: [] });
      return given as Answers;
    }
  });

  test("what the user chose", () => {
    const choose = planCommands.choose("Days", ["Mo", "Tu", "We"], { multiple: true });
    expect(answerTo(choose, { items: [item("3"), item(" 1 ")] }).choices).toEqual([3, 1]);
    expect(answerTo(planCommands.confirm("Go?"), { code: 304 })).toMatchObject({ ok: false, code: 304, choices: [] });
    expect(answerTo(planCommands.input("Name"), { items: [item("Ada")] })).toMatchObject({ text: "Ada", choices: [] });
  });

  test("groups", () => {
    const atomic = planCommands.atomic([planCommands.delete("./A"), planCommands.delete("./B")]);
    const members: HistoryEntry[] = [
      { command: "Delete", uri: "./A", code: 216, items: [] },
      { command: "Delete", uri: "./B", code: 404, items: [] },
    ];
    const answer = answerTo(atomic, { code: 507, members });
    expect(answer.members.map(({ uri, code }) => [uri, code])).toEqual([
      ["./A", 216],
      ["./B", 404],
    ]);
  });

  test("of several commands: all must be right, and the first that is not says why", () => {
    const all: Answers[] = [];
    play(
      function* (dm) {
        all.push(yield [dm.get("./A"), dm.get("./B")]);
      },
      (command) => ({ code: JSON.stringify(command).includes("./B") ? 404 : 200, items: [item("x")] }),
    );
    expect(all.at(-1)).toMatchObject({ ok: false, code: 404, uri: "./A", text: "x", length: 2 });
    expect(all.at(-1)?.map(({ ok }) => ok)).toEqual([true, false]);
  });

  test("have types", () => {
    const plan: Script = function* (dm) {
      const one = yield dm.get("./A");
      expectTypeOf(one.text).toEqualTypeOf<string | undefined>();
      // @ts-expect-error: there is no such field
      one.txt;
      const [first] = yield [dm.get("./A")];
      expectTypeOf(first).toEqualTypeOf<Answer>();
      const [{ text }, second] = yield [dm.get("./A"), dm.get("./B")];
      expectTypeOf(text).toEqualTypeOf<string | undefined>();
      expectTypeOf(second).toEqualTypeOf<Answer>();
    };
    expect(plan).toBeTypeOf("function");
  });
});

describe("a script that is none", () => {
  const view = (history: readonly HistoryEntry[]): PlanView => ({ device, history, alerts: [] });
  const entry = (command: HistoryEntry["command"], uri: string, members?: HistoryEntry[]): HistoryEntry => ({
    command,
    uri,
    code: 200,
    items: [],
    ...(members && { members }),
  });

  test("asks for something else than before", () => {
    const plan = script(function* (dm) {
      yield [dm.get("./A"), dm.get("./B")];
      yield dm.atomic([dm.delete("./C")]);
    });
    const before = [entry("Get", "./A"), entry("Get", "./B")];
    const group = (uri: string): HistoryEntry => ({
      command: "Atomic",
      uri: undefined,
      code: 200,
      items: [],
      members: [entry("Delete", uri)],
    });
    expect(plan(view(before))).toHaveLength(1);
    expect(plan(view([...before, group("./C")]))).toBeUndefined();
    const wrong: readonly [readonly HistoryEntry[], RegExp][] = [
      [[entry("Get", "./A")], /command 2 of the session was none, now it is Get \.\/B/],
      [[entry("Get", "./A"), entry("Get", "./X")], /command 2 of the session was Get \.\/X, now it is Get \.\/B/],
      [[entry("Delete", "./A"), entry("Get", "./B")], /command 1 of the session was Delete \.\/A, now it is Get \.\/A/],
      [[...before, group("./X")], /command 3 of the session was Atomic, now it is Atomic/],
      [[...before, group("./C"), entry("Get", "./D")], /command 4 of the session was Get \.\/D, now it is none/],
    ];
    for (const [history, message] of wrong) expect(() => plan(view(history))).toThrow(message);
  });

  test("yields something else than commands", () => {
    for (const yielded of ["./A", 7, null, undefined, {}, { kind: "Item" }, [planCommands.get("./A"), "./B"]]) {
      const plan = script(function* () {
        yield yielded as never;
      });
      expect(() => plan(view([]))).toThrow(/must yield commands/);
    }
    expect(() => script({} as never)).toThrow(TypeError);
  });

  test("throws, and so does its plan", () => {
    const plan = script(function* (dm) {
      yield dm.get("./A");
      throw new RangeError("too old");
    });
    expect(plan(view([]))).toHaveLength(1);
    expect(() => plan(view([entry("Get", "./A")]))).toThrow("too old");
  });
});
