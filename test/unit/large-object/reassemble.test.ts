import { describe, expect, test } from "vitest";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Command, Data, Item } from "../../../src/ast/nodes.ts";
import type { IncomingItem } from "../../../src/large-object/object-state.ts";
import {
  answersTo,
  initialReassembly,
  type ReassembleOptions,
  type ReassemblyOutcome,
  type ReassemblyState,
  reassemble,
  reassembleMessage,
} from "../../../src/large-object/reassemble.ts";
import { reassemblyTransitions } from "../../../src/large-object/reassembly-table.ts";

const ADDRESS = "./Vendor/Object";

/** An item of an Add; `more` makes it a chunk, `size` the first. */
function incoming(
  data: Data | undefined,
  { more = false, size, format, emi }: { more?: boolean; size?: string; format?: string; emi?: string } = {},
  address: string = ADDRESS,
): IncomingItem {
  const one: Item = { ...newItem(address, data), moreData: more ? true : undefined };
  if (size ?? format ?? emi) one.meta = create("Meta", { size, format, emi: emi === undefined ? [] : [emi] });
  return { command: create("Add", { cmdID: "3", items: [one] }), item: one, sync: undefined };
}
const bare = (command: Command): IncomingItem => ({ command, item: undefined, sync: undefined });
const chunk = (data: Data, size?: string) => incoming(data, { more: true, ...(size === undefined ? {} : { size }) });

const options: Partial<ReassembleOptions> = { maxObjSize: 20 };
const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

/** Takes each in turn; the state makes a round trip through JSON each time. */
function takeAll(steps: readonly (IncomingItem | undefined)[], settings: Partial<ReassembleOptions> = options) {
  let state: ReassemblyState = initialReassembly;
  const outcomes: ReassemblyOutcome[] = [];
  for (const step of steps) {
    const result = reassemble(state, step, settings);
    state = JSON.parse(JSON.stringify(result.state));
    expect(state).toEqual(result.state);
    outcomes.push(result.outcome);
  }
  return { state, outcomes, last: outcomes.at(-1) as ReassemblyOutcome };
}

const receiving = [chunk("hello ", "10")];
const refusing = [chunk("hello ", "21")];
const status = bare(create("Status", { cmdID: "1", msgRef: "1", cmdRef: "1", cmd: "Get", data: "200" }));

/** For each row: what leads there, what comes in, and what must come of it. */
const rows: Readonly<
  Record<string, readonly [before: readonly IncomingItem[], step: IncomingItem | undefined, due: object]>
> = {
  "idle whole": [[], incoming("small"), { phase: "idle", status: undefined, alerts: [], data: undefined }],
  "idle whole-too-large": [[], incoming("x".repeat(21)), { phase: "idle", status: "413", alerts: [] }],
  "idle first": [[], chunk("hello ", "10"), { phase: "receiving", status: "213", alerts: ["1222"] }],
  "idle first-without-size": [[], chunk("hello "), { phase: "refusing", status: "411", alerts: [] }],
  "idle first-too-large": [[], chunk("hello ", "21"), { phase: "refusing", status: "413", alerts: [] }],
  "idle overrun": [[], chunk("hello ", "5"), { phase: "refusing", status: "424", alerts: [] }],
  "idle broken": [[], chunk([], "5"), { phase: "refusing", status: "400", alerts: [] }],
  "idle other": [[], undefined, { phase: "idle", status: undefined, alerts: [] }],
  "receiving next": [receiving, chunk("mo"), { phase: "receiving", status: "213", alerts: ["1222"] }],
  "receiving last": [receiving, incoming("moon"), { phase: "idle", status: "200", alerts: [], data: "hello moon" }],
  "receiving last-wrong-size": [
    receiving,
    incoming("sun"),
    { phase: "idle", status: "424", alerts: [], data: undefined },
  ],
  "receiving overrun": [receiving, chunk("moon!"), { phase: "refusing", status: "424", alerts: [] }],
  "receiving broken": [receiving, chunk([]), { phase: "refusing", status: "400", alerts: [] }],
  "receiving last-broken": [receiving, incoming([]), { phase: "idle", status: "400", alerts: [], data: undefined }],
  "receiving aside": [receiving, status, { phase: "receiving", status: undefined, alerts: [] }],
  "receiving other": [
    receiving,
    incoming("new", {}, "./Other"),
    { phase: "idle", status: undefined, alerts: ["1225"] },
  ],
  "refusing next": [refusing, chunk("mo"), { phase: "refusing", status: "413", alerts: [] }],
  "refusing last": [refusing, incoming("moon"), { phase: "idle", status: "413", alerts: [], data: undefined }],
  "refusing aside": [refusing, status, { phase: "refusing", status: undefined, alerts: [] }],
  "refusing other": [refusing, incoming("new", {}, "./Other"), { phase: "idle", status: undefined, alerts: [] }],
};

describe("the transition table", () => {
  test("has a test for every row, and no row twice", () => {
    expect(reassemblyTransitions.map(({ phase, event }) => `${phase} ${event}`).sort()).toEqual(
      Object.keys(rows).sort(),
    );
  });

  test.each(Object.entries(rows))("%s", (name, [before, step, due]) => {
    const [phase] = name.split(" ");
    expect(takeAll(before).state.phase).toBe(phase);
    const { state, last } = takeAll([...before, step]);
    const found = {
      phase: state.phase,
      status: last.status,
      alerts: last.alerts.map(({ data }) => data),
      data: text(last.data),
    };
    expect(found).toMatchObject(due);
    expect(state.object === null).toBe(state.phase === "idle");
  });
});

describe("the answers", () => {
  test("of data sync have codes of their own", () => {
    const ds = { ...options, use: "ds" } as const;
    expect(takeAll(refusing, ds).last.status).toBe("416");
    expect(takeAll(receiving, ds).last.alerts.map(({ data }) => data)).toEqual(["222"]);
    expect(takeAll([...receiving, undefined], ds).last.alerts.map(({ data }) => data)).toEqual(["223"]);
  });

  test("name the object that was not finished", () => {
    const { last } = takeAll([...receiving, chunk("other", "9")]);
    expect(last).toMatchObject({ event: "first", status: "213" });
    const [unfinished, next] = last.alerts;
    expect(unfinished).toMatchObject({ data: "1225", items: [{ target: { locURI: ADDRESS } }] });
    expect(next).toMatchObject({ data: "1222", items: [] });
  });

  test("to Results are none where all is well", () => {
    const result = (data: string, more?: true, size?: string): IncomingItem => {
      const one: Item = {
        ...newItem(ADDRESS, data),
        moreData: more,
        meta: size === undefined ? undefined : create("Meta", { size }),
      };
      return { command: create("Results", { cmdID: "1", cmdRef: "1", items: [one] }), item: one, sync: undefined };
    };
    expect(takeAll([result("hello ", true, "10"), result("moon")]).outcomes.map((outcome) => outcome.status)).toEqual([
      "213",
      undefined,
    ]);
    expect(takeAll([result("hello ", true, "10"), result("sun")]).last.status).toBe("424");
  });

  test("are statuses and alerts that can be packed", () => {
    const one = { ...newItem(ADDRESS, "hello "), moreData: true as const, meta: create("Meta", { size: "10" }) };
    const chunks = newMessage({ verProto: "DM/1.2", sessionID: "1", msgID: "7", target: "a", source: "b" }, [
      create("Sequence", { cmdID: "4", commands: [create("Add", { cmdID: "5", items: [one] })] }),
    ]);
    const { state, outcomes } = reassembleMessage(initialReassembly, {
      ...chunks,
      syncBody: { ...chunks.syncBody, final: undefined },
    });
    expect(state.phase).toBe("receiving");
    expect(answersTo(chunks, outcomes)).toMatchObject([
      { kind: "Status", msgRef: "7", cmdRef: "5", cmd: "Add", targetRefs: [ADDRESS], data: "213" },
      { kind: "Alert", data: "1222" },
    ]);
    // The end of the package is no place to go on from.
    expect(reassembleMessage(initialReassembly, chunks)).toMatchObject({
      state: { phase: "idle" },
      outcomes: [{ status: "213" }, { command: undefined, alerts: [{ data: "1225" }] }],
    });
  });
});

describe("the alert for the next message", () => {
  const answered = (commands: Command[], final: boolean, verProto: "DM/1.2" | "SyncML/1.2" = "DM/1.2") => {
    const one = newMessage({ verProto, sessionID: "1", msgID: "7", target: "a", source: "b" }, commands, { final });
    const { outcomes } = reassembleMessage(initialReassembly, one);
    return answersTo(one, outcomes).flatMap((command) => (command.kind === "Alert" ? [command.data] : []));
  };
  const get = create("Get", { cmdID: "1", items: [newItem("./a")] });
  const results = create("Results", { cmdID: "1", cmdRef: "1", items: [newItem("./a", "x")] });
  const alert = (data: string) => create("Alert", { cmdID: "2", data });
  const first = { ...newItem(ADDRESS, "hello "), moreData: true as const, meta: create("Meta", { size: "10" }) };
  const chunk1 = create("Add", { cmdID: "5", items: [first] });

  test("is given once where more is to come", () => {
    for (const commands of [[get], [results], [get, alert("1222")], [chunk1], [get, chunk1]]) {
      expect(answered(commands, false)).toEqual(["1222"]);
      expect(answered(commands, false, "SyncML/1.2")).toEqual(["222"]);
    }
  });

  test("is not given for the end of a package, nor for an answer, or two would ask one another for ever", () => {
    const status200 = create("Status", { cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", data: "200" });
    expect(answered([get], true)).toEqual([]);
    for (const commands of [[], [status200], [status200, alert("1222")], [alert("222")], [alert("1223")]]) {
      expect(answered(commands, false)).toEqual([]);
    }
  });
});

describe("what real senders do", () => {
  test("a position in EMI says that a repeated Size begins nothing", () => {
    const more = incoming("mo", { more: true, size: "10", emi: "datapos=6" });
    const last = incoming("on", { size: "10", emi: "datapos=8" });
    expect(text(takeAll([...receiving, more, last]).last.data)).toBe("hello moon");
    expect(takeAll([...receiving, incoming("mo", { more: true, size: "10", emi: "datapos=0" })]).last.event).toBe(
      "first",
    );
  });

  test("Size may be in the Meta of the command, and be repeated there", () => {
    const inCommand = ({ item: one }: IncomingItem): IncomingItem => ({
      command: create("Add", { cmdID: "1", meta: create("Meta", { size: " 10\n" }), items: [one as Item] }),
      item: one,
      sync: undefined,
    });
    expect(text(takeAll([inCommand(chunk("hello ")), inCommand(incoming("moon"))]).last.data)).toBe("hello moon");
  });

  test("text is counted in UTF-8, CR LF as it comes, and a character may be cut", () => {
    const bytes = new TextEncoder().encode("é\r\n日");
    const steps = [chunk(bytes.slice(0, 1), "7"), chunk(bytes.slice(1, 6)), incoming(bytes.slice(6))];
    expect(text(takeAll(steps).last.data)).toBe("é\r\n日");
    expect(text(takeAll([chunk("é\r", "7"), incoming("\n日")]).last.data)).toBe("é\r\n日");
  });

  test("Size of base64 counts its characters or the octets; it may be cut anywhere, and broken into lines", () => {
    const b64 = (data: string, more: boolean, size?: string) =>
      incoming(data, { more, format: " B64 ", ...(size === undefined ? {} : { size }) });
    for (const size of ["14", "9"]) {
      const steps = [b64("aGVs", true, size), b64("bG8\r\n", true), b64("gbW9v", false)];
      expect(text(takeAll(steps).last.data)).toBe("hello moo");
    }
    expect(takeAll([b64("aGVs", true, "15"), b64("bG8\r\n", true), b64("gbW9v", false)]).last.status).toBe("424");
    // Damage.
    for (const steps of [
      ["aGU=", "aG=U"],
      ["aGU", "=aGU="],
      ["aG*s", "aGVs"],
    ]) {
      const [first, second] = steps as [string, string];
      expect(takeAll([b64(first, true, "8"), b64(second, false)]).last.status).toBe("400");
    }
    expect(text(takeAll([b64("aGU", true, "4"), b64("=", false)]).last.data)).toBe("he");
    expect(text(takeAll([b64("aGU=", true, "4"), b64("", false)]).last.data)).toBe("he");
  });

  test("base64 may be padded chunk by chunk, and Size count its characters, the octets, or those of the whole", () => {
    const b64 = (data: string, more: boolean, size?: string) =>
      incoming(data, { more, format: "b64", ...(size === undefined ? {} : { size }) });
    // "he", "l", "" and "lo": 12 characters for 5 octets, whose base64 has 8.
    const steps = (size: string) => [b64("aGU=", true, size), b64("bA==", true), b64("", true), b64("bG8=", false)];
    for (const size of ["12", "5", "8"]) expect(text(takeAll(steps(size)).last.data)).toBe("hello");
    for (const size of ["6", "9", "11", "13"]) expect(takeAll(steps(size)).last.status).toBe("424");
  });

  test("one object inside each of two Syncs is two objects", () => {
    const inSync = (step: IncomingItem, target: string): IncomingItem => ({
      ...step,
      sync: create("Sync", { cmdID: "1", target: create("Target", { locURI: target }) }),
    });
    expect(text(takeAll([inSync(chunk("hello ", "10"), "a"), inSync(incoming("moon"), "a")]).last.data)).toBe(
      "hello moon",
    );
    expect(takeAll([inSync(chunk("hello ", "10"), "a"), inSync(incoming("moon"), "b")]).last).toMatchObject({
      event: "whole",
      alerts: [{ data: "1225" }],
    });
  });
});

test("pieces are handed on as they come, and the state does not hold them", () => {
  const { state, outcomes } = takeAll([...receiving, chunk("mo")], { ...options, data: "pieces" });
  expect(outcomes.map(({ data }) => text(data))).toEqual(["hello ", "mo"]);
  expect(JSON.stringify(state)).not.toContain(Buffer.from("hello ").toString("base64"));
  expect(state.object).toMatchObject({ objectBytes: 8, chunks: 2, collected: "" });
});

test("a limit is met just under, at and just over it", () => {
  for (const [length, event] of [
    [19, "first"],
    [20, "first"],
    [21, "first-too-large"],
  ] as const) {
    expect(takeAll([chunk("x", String(length))]).last.event).toBe(event);
    expect(takeAll([incoming("x".repeat(length))]).last.event).toBe(event === "first" ? "whole" : "whole-too-large");
  }
  // 28 characters of base64 are 20 octets, 32 are 21.
  const b64 = (length: number) => incoming(Buffer.alloc(length).toString("base64"), { format: "b64" });
  expect([takeAll([b64(20)]).last.event, takeAll([b64(21)]).last.event]).toEqual(["whole", "whole-too-large"]);
  expect(takeAll([chunk("x", "1".repeat(400))]).last.event).toBe("first-too-large");
  expect(takeAll([chunk("x", "many")]).last.event).toBe("first-without-size");
  expect(() => reassemble(initialReassembly, undefined, { maxObjSize: -1 })).toThrow(RangeError);
});
