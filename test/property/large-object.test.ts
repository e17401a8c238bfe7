import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allCommands } from "../../src/ast/all-commands.ts";
import { create, newItem, newMessage } from "../../src/ast/create.ts";
import type { Command, Item, SyncML } from "../../src/ast/nodes.ts";
import { decode } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { itemsOf } from "../../src/large-object/commands.ts";
import { measure } from "../../src/large-object/measure.ts";
import type { ObjectSource } from "../../src/large-object/object-source.ts";
import { type PackOptions, pack, packAsync, packMessage } from "../../src/large-object/pack.ts";
import { initialPacking } from "../../src/large-object/pack-state.ts";
import { initialReassembly, type ReassemblyOutcome, reassembleMessage } from "../../src/large-object/reassemble.ts";
import { splitItem, splitItemAsync } from "../../src/large-object/split.ts";
import {
  type GivenObject,
  type GivenPackage,
  givenObject,
  givenPackage,
  wireOptions,
} from "../support/large-object-arbitrary.ts";

// Shrinking thousands of bytes takes longer than reading them: `endOnFailure` everywhere below.
const given = givenObject.chain((object) =>
  fc.record({
    object: fc.constant(object),
    package: givenPackage(object.format),
    options: wireOptions,
    room: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 6000 })),
    nextMessageAlert: fc.constantFrom("unfinished" as const, "none" as const),
  }),
);

const emptied = (start: SyncML) => ({ ...start, syncBody: { ...start.syncBody, commands: [] } });
const commandsOf = (one: SyncML) => [...allCommands(one)];
const chunkOf = (one: SyncML): Item | undefined =>
  commandsOf(one)
    .flatMap(itemsOf)
    .find(({ moreData }) => moreData);

/** What a receiver gets out of messages, through their bytes. */
function received(encoded: readonly Uint8Array[]): ReassemblyOutcome[] {
  let state = initialReassembly;
  return encoded.flatMap((bytes) => {
    const result = reassembleMessage(state, decode(bytes));
    state = JSON.parse(JSON.stringify(result.state));
    return result.outcomes;
  });
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The bytes of the object, whether it came in chunks or not. */
function objectIn(outcomes: readonly ReassemblyOutcome[], holder: Item): Uint8Array | undefined {
  const found = outcomes.filter(({ item: one }) => one?.target?.locURI === holder.target?.locURI);
  const whole = found.filter(({ effect }) => effect === "commit" || effect === "pass");
  expect(whole).toHaveLength(1);
  const { data, item: only } = whole[0] as ReassemblyOutcome;
  if (data !== undefined) return data;
  const carried = only?.data as string | Uint8Array;
  if (only?.meta?.format === "b64") return Buffer.from(carried as string, "base64");
  return typeof carried === "string" ? utf8(carried) : carried;
}

function expectNumbered(one: SyncML, msgID: number): void {
  expect(one.syncHdr.msgID).toBe(String(msgID));
  const numbers = commandsOf(one).map(({ cmdID }) => cmdID);
  expect(numbers).toEqual(numbers.map((_, index) => String(index + 1)));
}

const ranks: Readonly<Record<string, number>> = { Status: 0, Results: 1 };

/** What is sent, in the order it should be: chunks of one object once, a Sync that goes on once, alerts left out. */
function contents(messages: readonly SyncML[]): string[] {
  const found: { rank: number; text: string }[] = [];
  let isGoingOn = false;
  for (const command of messages.flatMap(commandsOf)) {
    const [only] = itemsOf(command);
    const wasGoingOn = isGoingOn;
    if (command.kind === "Alert" || command.kind === "Sync" || command.kind === "Status") {
      if (command.kind === "Status") found.push({ rank: 0, text: `Status ${command.cmdRef}` });
      continue;
    }
    isGoingOn = only?.moreData === true;
    if (wasGoingOn) expect(only?.target?.locURI).toMatch(/Object$/);
    else found.push({ rank: ranks[command.kind] ?? 2, text: `${command.kind} ${only?.target?.locURI}` });
  }
  expect(isGoingOn).toBe(false);
  return found.sort((one, other) => one.rank - other.rank).map(({ text }) => text);
}

/** Between two chunks there is nothing but statuses and alerts, and a chunk is the last thing in its message. */
function expectContiguous(messages: readonly SyncML[]): void {
  for (const [index, one] of messages.entries()) {
    if (chunkOf(one) === undefined) continue;
    expect(itemsOf(commandsOf(one).at(-1) as Command)[0]?.moreData).toBe(true);
    const next = commandsOf(messages[index + 1] as SyncML).filter(
      ({ kind }) => kind !== "Status" && kind !== "Alert" && kind !== "Sync",
    );
    expect(itemsOf(next[0] as Command)[0]?.target?.locURI).toMatch(/Object$/);
  }
}

async function* later(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield await Promise.resolve(piece);
}

const status200 = () => create("Status", { cmdID: "", msgRef: "7", cmdRef: "0", cmd: "SyncHdr", data: "200" });
const results = () =>
  create("Results", {
    cmdID: "",
    cmdRef: "9",
    items: [
      newItem(
        "./r",
        Uint8Array.from({ length: 400 }, (_, at) => at),
      ),
    ],
  });
const sync = () =>
  create("Sync", {
    cmdID: "",
    commands: ["./s", "./t"].map((address) => create("Add", { cmdID: "", items: [newItem(address, "x".repeat(200))] })),
  });
/** An object that is opened anew where it goes on. */
const again = (whole: Uint8Array): ObjectSource => ({
  byteLength: whole.length,
  pieces: (offset: number) => [whole.subarray(offset, offset + 50), whole.subarray(offset + 50)],
});

describe("a package in messages", () => {
  /** Limits, from what a message of one chunk must have on. */
  function optionsFor({ start, holder }: GivenPackage, object: GivenObject, more: Partial<PackOptions>, room: number) {
    const header = measure(emptied({ ...start, syncHdr: { ...start.syncHdr, msgID: "999" } }), more);
    const largest = Math.max(...start.syncBody.commands.map((command) => measure(command, more)));
    const sources = new Map<Item, ObjectSource>([[holder, object.source]]);
    return { ...more, sources, maxMsgSize: header + largest + (more.format === "xml" ? 300 : 80) + room };
  }

  test("is never over the limit, is full where it has a chunk, and gives the object back", () => {
    let packages = 0;
    let chunked = 0;
    fc.assert(
      fc.property(given, ({ object, package: parcel, options: wire, room, nextMessageAlert }) => {
        packages++;
        const options = optionsFor(parcel, object, { ...wire, nextMessageAlert }, room);
        const messages = [...pack(parcel.start, options)];
        const encoded = messages.map((one) => encode(one, wire));
        const isDm = parcel.start.syncHdr.verProto?.startsWith("DM") === true;
        for (const [index, one] of messages.entries()) {
          const { length } = encoded[index] as Uint8Array;
          const isLast = index === messages.length - 1;
          expect(measure(one, wire)).toBe(length);
          expect(length).toBeLessThanOrEqual(options.maxMsgSize);
          expect(one.syncBody.final).toBe(isLast ? parcel.start.syncBody.final : undefined);
          const alerts = one.syncBody.commands.filter(({ kind }) => kind === "Alert");
          const isAsking = nextMessageAlert === "unfinished" && !one.syncBody.final;
          expect(alerts.map((alert) => alert.kind === "Alert" && alert.data)).toEqual(
            isAsking ? [isDm ? "1222" : "222"] : [],
          );
          expectNumbered(one, Number(parcel.start.syncHdr.msgID) + index);
          if (chunkOf(one) === undefined) continue;
          chunked++;
          expect(options.maxMsgSize - length).toBeLessThanOrEqual(wire.format === "wbxml" ? 8 : 16);
        }
        expectContiguous(messages);
        expect(contents(messages)).toEqual(contents([parcel.start]));
        expect(Buffer.compare(objectIn(received(encoded), parcel.holder) ?? Buffer.from("none"), object.expected)).toBe(
          0,
        );
      }),
      { numRuns: 400, endOnFailure: true },
    );
    expect(chunked).toBeGreaterThan(packages / 4);
  });

  test("is the same from state to state through JSON, with any headers, limits and answers between", () => {
    const turn = fc.record({
      answers: fc.array(fc.constantFrom("status" as const, "results" as const, "get" as const, "sync" as const), {
        maxLength: 4,
      }),
      cred: fc.option(fc.string({ maxLength: 40 }), { nil: undefined }),
      more: fc.nat(300),
    });
    const answerOf = {
      status: status200,
      results: results,
      get: () => create("Get", { cmdID: "", items: [newItem("./g")] }),
      sync,
    };
    let resumed = 0;
    let runs = 0;
    fc.assert(
      fc.property(given, fc.array(turn, { minLength: 1, maxLength: 6 }), (one, turns) => {
        runs++;
        const { object, package: parcel, options: wire, room, nextMessageAlert } = one;
        const options = optionsFor(parcel, object, { ...wire, nextMessageAlert }, room + 250);
        const turnAt = (index: number) => turns[index % turns.length] as (typeof turns)[number];
        // A bounded number of them, or there would be no end.
        const answersAt = (index: number) => (index < 8 ? turnAt(index).answers.map((name) => answerOf[name]()) : []);
        const first = Number(parcel.start.syncHdr.msgID);
        const header = (usual: SyncML["syncHdr"]) => {
          const { cred } = turnAt(Number(usual.msgID) - first);
          return { ...usual, cred: cred === undefined ? undefined : create("Cred", { data: cred }) };
        };
        const limitAt = (index: number) => options.maxMsgSize + turnAt(index).more;
        const messages: SyncML[] = [];
        const now = pack(parcel.start, { ...options, header, maxMsgSize: limitAt(0) });
        for (let next = now.next(); !next.done; ) {
          messages.push(next.value);
          const index = messages.length;
          next = now.next({ answers: answersAt(index), maxMsgSize: limitAt(index) });
        }
        const { source } = object;
        const sources = new Map<Item, ObjectSource>([
          [parcel.holder, typeof source === "object" && "pieces" in source ? again(object.expected) : source],
        ]);
        let state = initialPacking;
        for (const [index, expected] of messages.entries()) {
          const answers = index === 0 ? [] : answersAt(index);
          const now = { ...options, sources, header, answers, maxMsgSize: limitAt(index) };
          const packed = packMessage(JSON.parse(JSON.stringify(state)), parcel.start, now);
          if (state.open !== null) resumed++;
          state = packed.state;
          expect(packed.message).toEqual(expected);
          expect(encode(packed.message, wire).length).toBeLessThanOrEqual(limitAt(index));
        }
        expect(state.isDone).toBe(true);
        expect(state.answers).toEqual([]);
      }),
      { numRuns: 150, endOnFailure: true },
    );
    // In browsers the runs are as many as fit the time.
    expect(resumed).toBeGreaterThan(runs / 2);
  });

  test("is the same when the pieces have to be waited for, and holds the answers that come between", async () => {
    await fc.assert(
      fc.asyncProperty(given, async ({ object, package: parcel, options: wire, room }) => {
        const options = optionsFor(parcel, object, wire, room + 150);
        const pieces =
          typeof object.source === "object" && "pieces" in object.source ? object.source.pieces : [object.expected];
        fc.pre(typeof object.source !== "string");
        const source = { byteLength: object.expected.length, pieces: later(pieces as Iterable<Uint8Array>) };
        const [now, then] = [
          pack(parcel.start, options),
          packAsync(parcel.start, { ...options, sources: new Map([[parcel.holder, source]]) }),
        ];
        const messages: SyncML[] = [];
        for (;;) {
          const answers = [create("Status", { cmdID: "", msgRef: "7", cmdRef: "0", cmd: "SyncHdr", data: "200" })];
          const [one, other] = [now.next({ answers }), await then.next({ answers })];
          expect(other).toEqual(one);
          if (one.done) break;
          messages.push(one.value);
          expect(encode(one.value, wire).length).toBeLessThanOrEqual(options.maxMsgSize);
        }
        const kinds = messages.map(({ syncBody }) => syncBody.commands[0]?.kind);
        expect(kinds.slice(1)).toEqual(kinds.slice(1).fill("Status"));
        expectContiguous(messages);
      }),
      { numRuns: 80, endOnFailure: true },
    );
  });
});

describe("an item in chunks", () => {
  const split = fc.record({ object: givenObject, options: wireOptions, room: fc.integer({ min: 0, max: 700 }) });
  const holderFor = ({ format }: GivenObject) =>
    newItem("./Object", undefined, format === undefined ? undefined : { format });

  test("gives the object back, each chunk as large as it may be", () => {
    fc.assert(
      fc.property(split, ({ object, options: wire, room }) => {
        const holder = holderFor(object);
        const maxItemBytes = measure(holder, wire) + 260 + room;
        const items = [...splitItem(holder, object.source, { ...wire, maxItemBytes })];
        const messages = items.map((one) =>
          newMessage(
            { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "a", source: "b" },
            [create("Replace", { cmdID: "1", items: [one] })],
            { final: false },
          ),
        );
        for (const [index, one] of items.entries()) {
          const isLast = index === items.length - 1;
          expect(one.moreData).toBe(isLast ? undefined : true);
          expect(one.meta?.size !== undefined).toBe(index === 0 && items.length > 1);
          expect(one.target).toEqual(holder.target);
          const bytes = measure(one, wire);
          expect(bytes).toBeLessThanOrEqual(maxItemBytes);
          if (!isLast) expect(maxItemBytes - bytes).toBeLessThanOrEqual(wire.format === "wbxml" ? 8 : 16);
        }
        const outcomes = received(messages.map((one) => encode(one, wire)));
        expect(Buffer.compare(objectIn(outcomes, holder) as Uint8Array, object.expected)).toBe(0);
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  test("is the same when the pieces have to be waited for", async () => {
    await fc.assert(
      fc.asyncProperty(split, async ({ object, options: wire, room }) => {
        fc.pre(object.source instanceof Uint8Array);
        const options = { ...wire, maxItemBytes: measure(holderFor(object), wire) + 260 + room };
        const source = { byteLength: object.expected.length, pieces: later([object.expected]) };
        const items: Item[] = [];
        for await (const one of splitItemAsync(holderFor(object), source, options)) items.push(one);
        expect(items).toEqual([...splitItem(holderFor(object), object.source, options)]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
