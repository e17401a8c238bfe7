import { describe, expect, test } from "vitest";
import { allCommands, placedCommands } from "../../../src/ast/all-commands.ts";
import { create, newItem, newMessage } from "../../../src/ast/create.ts";
import type { Command, Item, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { itemsOf } from "../../../src/large-object/commands.ts";
import { type PackOptions, pack, packMessage } from "../../../src/large-object/pack.ts";
import { initialPacking } from "../../../src/large-object/pack-state.ts";
import { splitItem } from "../../../src/large-object/split.ts";
import { corpusBytes } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";
import { header } from "../../support/message.ts";

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index * 7);
const replace = (data: string | Uint8Array, address = "./a", cmdID = "") =>
  create("Replace", { cmdID, items: [newItem(address, data, { format: typeof data === "string" ? "chr" : "bin" })] });
const get = (address: string) => create("Get", { cmdID: "", items: [newItem(address)] });
const status = (cmdRef: string, more = "") =>
  create("Status", { cmdID: "", msgRef: "1", cmdRef, cmd: "Get", targetRefs: [`./x${more}`], data: "200" });

function packed(commands: Command[], options: PackOptions): SyncML[] {
  return [...pack(newMessage(header, commands), options)];
}
const outline = (messages: readonly SyncML[]) =>
  messages.map((one) => [...allCommands(one)].map(({ kind }) => kind).join(" "));
const faultOf = (commands: Command[], options: PackOptions) => errorOf(() => packed(commands, options));

describe("what fits", () => {
  test("stays one message, numbered in document order, statuses and results in front", () => {
    const atomic = create("Atomic", { cmdID: "", commands: [replace("1"), replace("2")] });
    const results = create("Results", { cmdID: "", cmdRef: "4", items: [newItem("./b", "x")] });
    const [only, ...others] = packed([atomic, results, status("1"), get("./c")], { maxMsgSize: 2000 });
    expect(others).toEqual([]);
    expect(outline([only as SyncML])).toEqual(["Status Results Atomic Replace Replace Get"]);
    expect([...allCommands(only as SyncML)].map(({ cmdID }) => cmdID)).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(only?.syncBody.final).toBe(true);
  });

  test("is sent as soon as its message is full, to the byte", () => {
    const commands = [get("./first"), get("./second")];
    const whole = encode(
      newMessage(
        header,
        commands.map((command, index) => ({ ...command, cmdID: String(index + 1) })),
      ),
    ).length;
    expect(packed(commands, { maxMsgSize: whole })).toHaveLength(1);
    expect(outline(packed(commands, { maxMsgSize: whole - 1, nextMessageAlert: "none" }))).toEqual(["Get", "Get"]);
  });

  test("is not changed: the commands given keep what they had", () => {
    const given = replace("x".repeat(500), "./a", "77");
    packed([given], { maxMsgSize: 300 });
    expect(given).toEqual(replace("x".repeat(500), "./a", "77"));
  });

  test("bytes go to XML as base64 that any peer can read, even where they need not be cut", () => {
    const options = { format: "xml", maxMsgSize: 2000 } as const;
    const [only] = packed([create("Sequence", { cmdID: "", commands: [replace(bytes(5))] })], options);
    expect(encode(only as SyncML, { format: "xml", output: "string" })).toContain(
      '<Format xmlns="syncml:metinf">b64</Format></Meta><Data>AAcOFRw=</Data>',
    );
  });
});

describe("what does not fit", () => {
  test("an Atomic that fits no message is named with both sizes", () => {
    const atomic = create("Atomic", { cmdID: "9", commands: [replace("x".repeat(300), "./deep", "2")] });
    const alone = encode(newMessage(header, [{ ...atomic, cmdID: "1" }])).length;
    expect(faultOf([get("./a"), atomic], { maxMsgSize: 300 })).toMatchObject({
      code: "limit-exceeded",
      reason: `Atomic (CmdID 9) needs a message of ${alone} bytes, but the peer accepts 300 (MaxMsgSize)`,
    });
  });

  test("so is data from a source that is inside a group", () => {
    const inside = create("Item", { target: create("Target", { locURI: "./deep" }) });
    const atomic = create("Atomic", { cmdID: "9", commands: [create("Add", { cmdID: "", items: [inside] })] });
    expect(faultOf([atomic], { maxMsgSize: 300, sources: new Map([[inside, bytes(301)]]) })).toMatchObject({
      code: "limit-exceeded",
      reason: "Add ./deep needs a message of 301 bytes, but the peer accepts 300 (MaxMsgSize)",
    });
  });

  test("a header that fits no message, and a chunk of which not a byte does", () => {
    expect(faultOf([], { maxMsgSize: 50 })?.reason).toMatch(
      /^the header needs a message of \d\d bytes, but the peer accepts 50/,
    );
    const big = [replace("x".repeat(200))];
    expect(faultOf(big, { maxMsgSize: 110, nextMessageAlert: "unfinished" })?.reason).toMatch(
      /^Replace \.\/a needs a message of 1\d\d bytes, but the peer accepts 110/,
    );
    expect(packed(big, { maxMsgSize: 130 }).length).toBeGreaterThan(5);
  });

  test("a command with several items gets one for each", () => {
    const items = ["./a", "./b", "./c"].map((address) => newItem(address, "x".repeat(80)));
    const options = { maxMsgSize: 250, nextMessageAlert: "none" } as const;
    const messages = packed([get("./first"), create("Add", { cmdID: "", items })], options);
    expect(outline(messages)).toEqual(["Get Add", "Add", "Add"]);
    expect(messages.every((one) => encode(one).length <= 250)).toBe(true);
  });

  test("an alert of an application may come in chunks, any other may not", () => {
    const alert = (data: string) => create("Alert", { cmdID: "", data, items: [newItem("./a", "x".repeat(500))] });
    expect(outline(packed([alert("1226")], { maxMsgSize: 300, nextMessageAlert: "none" }))).toEqual([
      "Alert",
      "Alert",
      "Alert",
    ]);
    expect(faultOf([alert("1100")], { maxMsgSize: 300 })?.code).toBe("limit-exceeded");
  });

  test("a chunk that was given is not cut again", () => {
    const chunk: Item = { ...newItem("./a", "x".repeat(500)), moreData: true };
    expect(faultOf([create("Add", { cmdID: "", items: [chunk] })], { maxMsgSize: 300 })?.code).toBe("limit-exceeded");
  });

  test("an object is as large as the peer takes, not larger", () => {
    const options = (maxObjSize: number, format: "wbxml" | "xml") => ({ maxMsgSize: 700, maxObjSize, format });
    for (const [format, size] of [
      ["wbxml", 1000],
      ["xml", 1336],
    ] as const) {
      expect(packed([replace(bytes(1000))], options(size, format)).length).toBeGreaterThan(1);
      expect(faultOf([replace(bytes(1000))], options(size - 1, format))).toMatchObject({
        code: "limit-exceeded",
        reason: `Replace ./a has ${size} bytes, but the peer accepts ${size - 1} (MaxObjSize)`,
      });
    }
    expect(faultOf([replace("12345")], { maxMsgSize: 700, maxObjSize: 4 })?.reason).toMatch(
      /has 5 bytes, but the peer accepts 4/,
    );
  });
});

describe("the alert for the next message", () => {
  const long = [status("1"), ...["./a", "./b", "./c"].map((address) => replace("x".repeat(100), address))];
  const alerts = (verProto: "DM/1.2" | "SyncML/1.2", options: Partial<PackOptions>) =>
    [...pack(newMessage({ ...header, verProto }, long), { maxMsgSize: 300, ...options })].map(({ syncBody }) =>
      syncBody.commands
        .flatMap((command, at) => (command.kind === "Alert" ? [`${String(command.data)} at ${at}`] : []))
        .join(),
    );

  test("follows the statuses of every message without Final, if requested", () => {
    const unfinished = { nextMessageAlert: "unfinished" } as const;
    expect(alerts("DM/1.2", unfinished)).toEqual(["1222 at 1", "1222 at 0", ""]);
    expect(alerts("SyncML/1.2", unfinished)).toEqual(["222 at 1", "222 at 0", ""]);
    for (const verProto of ["DM/1.2", "SyncML/1.2"] as const) {
      expect(alerts(verProto, {}).join("")).toBe("");
      expect(alerts(verProto, { nextMessageAlert: "none" }).join("")).toBe("");
    }
  });

  test("is in the last one too if the package stays open, and never twice", () => {
    const open = newMessage(header, [create("Alert", { cmdID: "", data: "1222" })], { final: false });
    const options = { maxMsgSize: 300, nextMessageAlert: "unfinished" } as const;
    expect(outline([...pack(open, options)])).toEqual(["Alert"]);
    expect(outline([...pack(newMessage(header, [], { final: false }), options)])).toEqual(["Alert"]);
  });
});

describe("answers between two messages", () => {
  test("come first, and do not part the chunks of an object", () => {
    const messages = pack(newMessage(header, [replace("x".repeat(600)), get("./after")]), {
      maxMsgSize: 300,
      nextMessageAlert: "none",
    });
    const found: SyncML[] = [];
    for (let next = messages.next(); !next.done; next = messages.next({ answers: [get("./new"), status("9")] }))
      found.push(next.value);
    expect(outline(found)).toEqual(["Replace", "Status Replace", "Status Replace", "Status Replace Get Get Get Get"]);
  });

  test("that leave no room delay a command once, then it is reported", () => {
    const atomic = create("Atomic", { cmdID: "", commands: [replace("x".repeat(150))] });
    const answers = () => [status("1", "y".repeat(40))];
    const messages = pack(newMessage(header, [...answers(), atomic]), { maxMsgSize: 330, nextMessageAlert: "none" });
    expect(outline([messages.next().value as SyncML])).toEqual(["Status"]);
    expect(errorOf(() => messages.next({ answers: answers() }))).toMatchObject({
      code: "limit-exceeded",
      reason: expect.stringMatching(/^Atomic needs a message of 3\d\d bytes, but the peer accepts 330/),
    });
    const patient = pack(newMessage(header, [...answers(), atomic]), { maxMsgSize: 330, nextMessageAlert: "none" });
    patient.next();
    expect(outline([patient.next({ answers: [status("1")] }).value as SyncML])).toEqual(["Status Atomic Replace"]);
  });
});

describe("the header of each message", () => {
  const cred = create("Cred", { meta: create("Meta", { type: "syncml:auth-basic" }), data: "c2VjcmV0" });
  const start = newMessage(header, [replace("x".repeat(600))]);
  start.syncHdr.cred = cred;

  test("repeats no credentials", () => {
    const messages = [...pack(start, { maxMsgSize: 300 })];
    expect(messages.length).toBeGreaterThan(2);
    expect(messages.map(({ syncHdr }) => syncHdr.cred)).toEqual([cred, ...messages.slice(1).map(() => undefined)]);
    for (const one of messages) expect(encode(one).length).toBeGreaterThan(one === messages.at(-1) ? 0 : 290);
  });

  test("may be another one each time, but for its number", () => {
    const given: (string | undefined)[] = [];
    const again = (usual: SyncML["syncHdr"]) => {
      given.push(usual.msgID);
      return { ...usual, msgID: "no", cred: given.length < 3 ? { ...cred, data: `nonce${given.length}` } : undefined };
    };
    const messages = [...pack(start, { maxMsgSize: 300, header: again })];
    expect(messages.map(({ syncHdr }) => syncHdr.cred?.data)).toEqual([
      "nonce1",
      "nonce2",
      ...messages.slice(2).map(() => undefined),
    ]);
    expect(given).toEqual(messages.map((_, index) => String(index + 1)));
    expect(messages.map(({ syncHdr }) => syncHdr.msgID)).toEqual(given);
    for (const one of messages) expect(encode(one).length).toBeLessThanOrEqual(300);
  });

  test("that is larger than was known lets a command wait or be cut, and loses none", () => {
    const long = (usual: SyncML["syncHdr"]) => (usual.msgID === "2" ? { ...usual, respURI: "u".repeat(100) } : usual);
    const commands = [replace("x".repeat(100), "./one"), replace("y".repeat(130), "./two"), get("./three")];
    const messages = [...pack(newMessage(header, commands), { maxMsgSize: 290, header: long })];
    for (const one of messages) expect(encode(one).length).toBeLessThanOrEqual(290);
    const data = messages.flatMap((one) => [...allCommands(one)].flatMap(itemsOf));
    expect(data.map((one) => one.data ?? "").join("")).toBe("x".repeat(100) + "y".repeat(130));
  });

  test("limits that change hold from the next message on", () => {
    const messages = pack(start, { maxMsgSize: 300 });
    messages.next();
    const second = messages.next({ maxMsgSize: 200 }).value as SyncML;
    expect(encode(second).length).toBeGreaterThan(190);
    const third = messages.next().value as SyncML;
    for (const one of [second, third]) expect(encode(one).length).toBeLessThanOrEqual(200);
  });
});

describe("a package that goes on from its state", () => {
  const start = newMessage(header, [replace("x".repeat(600)), get("./after")]);

  test("refers to the commands and holds none of their data", () => {
    const { state } = packMessage(initialPacking, start, { maxMsgSize: 300 });
    expect(state).toMatchObject({
      messages: 1,
      isDone: false,
      others: { command: 0, inner: 0 },
      answers: [],
      open: { among: "others", item: null, object: { offset: expect.any(Number), byteLength: 600 } },
    });
    expect(JSON.stringify(state)).not.toContain("xxx");
  });

  test("asks a source for what was not sent, or skips it", () => {
    const holder = newItem("./a", undefined, { format: "bin" });
    const object = bytes(2000);
    const parcel = newMessage(header, [create("Replace", { cmdID: "", items: [holder] })]);
    const asked: number[] = [];
    const from = (offset: number) => {
      asked.push(offset);
      return [object.subarray(offset, offset + 100), object.subarray(offset + 100)];
    };
    const all = (pieces: ((offset: number) => Uint8Array[]) | Uint8Array[]) => {
      const found: SyncML[] = [];
      for (let state = initialPacking; !state.isDone; ) {
        const sources = new Map([[holder, { byteLength: object.length, pieces }]]);
        const packed = packMessage(JSON.parse(JSON.stringify(state)), parcel, { maxMsgSize: 300, sources });
        state = packed.state;
        found.push(packed.message);
      }
      return found;
    };
    const expected = [...pack(parcel, { maxMsgSize: 300, sources: new Map([[holder, object]]) })];
    expect(all(from)).toEqual(expected);
    expect(asked.length).toBe(expected.length);
    expect(asked[0]).toBe(0);
    expect([...new Set(asked)].sort((one, other) => one - other)).toEqual(asked);
    expect(all([object.subarray(0, 700), object.subarray(700)])).toEqual(expected);
  });

  test("is refused where it is misused", () => {
    const limits = { maxMsgSize: 300 };
    const { state } = packMessage(initialPacking, start, limits);
    let last = state;
    while (!last.isDone) last = packMessage(last, start, limits).state;
    expect(errorOf(() => packMessage(last, start, limits))?.code).toBe("misuse");
    expect(errorOf(() => packMessage(state, newMessage(header, []), limits))?.code).toBe("invalid-message");
    const shorter = newMessage(header, [replace(bytes(300))]);
    const longer = newMessage(header, [replace(bytes(600))]);
    const begun = packMessage(initialPacking, longer, limits).state;
    expect(errorOf(() => packMessage(begun, shorter, limits))).toMatchObject({
      code: "invalid-message",
      reason: "the object had 600 bytes when it was begun, and has 300 now",
    });
    const results = create("Results", { cmdID: "", cmdRef: "1", items: [newItem("./r")] });
    const sources = new Map([[results.items[0] as Item, "text"]]);
    expect(errorOf(() => packMessage(state, start, { ...limits, sources, answers: [results] }))?.code).toBe("misuse");
  });
});

describe("a command inside itself", () => {
  test.each(["Atomic", "Sequence", "Sync"] as const)("is refused: %s", (kind) => {
    const one = create(kind, { cmdID: "1", commands: [] }) as Extract<Command, { commands: Command[] }>;
    const two = create("Sequence", { cmdID: "2", commands: [get("./a"), one] });
    one.commands.push(two);
    for (const commands of [[one], [get("./a"), two]]) {
      expect(faultOf(commands, { maxMsgSize: 1000 })).toMatchObject({ code: "limit-exceeded" });
    }
  });

  test("is not what appears twice", () => {
    const twice = get("./a");
    const group = create("Sequence", { cmdID: "", commands: [twice, twice] });
    expect(outline(packed([group, group], { maxMsgSize: 1000 }))).toEqual(["Sequence Get Get Sequence Get Get"]);
  });
});

test("origins lead from every command to the one given: whole, an item, a chunk, in groups", () => {
  const many = create("Add", { cmdID: "", items: ["./a", "./b"].map((address) => newItem(address, "x".repeat(180))) });
  const big = replace("x".repeat(600));
  const atomic = create("Atomic", { cmdID: "", commands: [replace("1"), replace("2")] });
  const inSync = replace("3");
  const sync = create("Sync", { cmdID: "", commands: [inSync] });
  const origins = new Map<Command, Command>();
  const messages = packed([many, big, atomic, sync, status("1")], { maxMsgSize: 300, origins });
  const found = messages.flatMap((one) => [...allCommands(one)].map((command) => origins.get(command)));
  expect(found).not.toContain(undefined);
  expect(new Set(found).size).toBe(8);
  expect(found.filter((one) => one === many)).toHaveLength(2);
  expect(found.filter((one) => one === big).length).toBeGreaterThan(2);
  for (const one of [atomic, ...atomic.commands, sync, inSync])
    expect(found.filter((own) => own === one)).toHaveLength(1);
});

test("a recorded package is cut and says the same", () => {
  const came = decode(corpusBytes("syncevolution/p12-paging-wbxml/002-req.wbxml"));
  const news = (messages: readonly SyncML[]) =>
    messages
      .flatMap((one) => [...placedCommands(one.syncBody.commands)].filter(({ command }) => command.kind === "Add"))
      .map(({ command, sync }) => [{ ...command, cmdID: "" }, sync?.target]);
  const messages = [...pack(came, { maxMsgSize: 2000 })];
  expect(messages.length).toBeGreaterThan(5);
  for (const one of messages) expect(encode(one).length).toBeLessThanOrEqual(2000);
  expect(messages.map(({ syncHdr }) => syncHdr.msgID)).toEqual(messages.map((_, index) => String(2 + index)));
  expect(news(messages)).toEqual(news([came]));
});

describe("input that is wrong", () => {
  const holder = newItem("./a");
  const from = (byteLength: number, ...pieces: Uint8Array[]) =>
    errorOf(() => [...splitItem(holder, { byteLength, pieces }, { maxItemBytes: 100 })]);

  test("pieces that are more or fewer than announced", () => {
    expect(from(10, bytes(4))).toMatchObject({
      code: "invalid-message",
      reason: "object of 10 bytes ended after 4 bytes",
    });
    expect(from(300, bytes(299))).toMatchObject({ code: "invalid-message" });
    expect(from(3, bytes(4))).toMatchObject({ reason: "object of 3 bytes has more than the announced 3 bytes" });
    expect(from(300, bytes(300), bytes(1))).toMatchObject({ code: "invalid-message" });
    expect(from(300, bytes(0), bytes(300), bytes(0))).toBeUndefined();
    expect(() => from(-1)).toThrow(RangeError);
  });

  test("text that the form cannot hold", () => {
    const split = (data: string | Uint8Array, options: object) =>
      errorOf(() => [
        ...splitItem(newItem("./a", undefined, { format: "chr" }), data, { maxItemBytes: 300, ...options }),
      ]);
    const long = "x".repeat(400);
    expect(split(`${long}\u0001`, { format: "xml" })).toMatchObject({
      code: "unrepresentable",
      reason: "byte 400 of the object cannot be written as text in this format",
    });
    expect(split(Uint8Array.of(...bytes(10).fill(0x41), 0xff, ...bytes(500)), { format: "xml" })?.reason).toMatch(
      /^byte 10 /,
    );
    expect(split(`${long}\0`, { format: "wbxml", data: "inline" })?.code).toBe("unrepresentable");
    expect(split(`${long}\0`, { format: "wbxml" })).toBeUndefined();
  });

  test("a body with content that is no command", () => {
    const came = decode(
      new TextEncoder().encode(
        '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto></SyncHdr><SyncBody>' +
          "<Get><CmdID>1</CmdID></Get><Vendor/><Final/></SyncBody></SyncML>",
      ),
    );
    expect(errorOf(() => [...pack(came, { maxMsgSize: 300 })])).toMatchObject({
      code: "invalid-message",
      reason: "SyncBody contains something other than commands, so it cannot be split",
    });
  });

  test("a MsgID that is no number, and limits that are none", () => {
    expect(errorOf(() => [...pack(newMessage({ ...header, msgID: "A" }, []), { maxMsgSize: 300 })])?.code).toBe(
      "invalid-message",
    );
    expect(() => packed([], { maxMsgSize: 0 })).toThrow(RangeError);
  });
});

test("commands by the thousand, with names of no vocabulary, take linear time", () => {
  const vendor = (index: number) => ({
    ...get("./a"),
    extra: {
      sequence: [
        "cmdID",
        {
          kind: "Element" as const,
          local: `V${index}`,
          namespace: "SYNCML:SYNCML1.2",
          page: -1,
          token: -1,
          attributes: [],
          children: [],
        },
        "items",
      ],
    },
  });
  const commands = Array.from({ length: 2000 }, (_, index) => vendor(index % 300));
  const messages = packed(commands, { maxMsgSize: 20_000 });
  const sizes = messages.map((one) => encode(one).length);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20_000);
  expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(19_900);
});

test.each([
  ["one command of many items", (items: Item[]) => [create("Replace", { cmdID: "", items })]],
  ["many commands", (items: Item[]) => items.map((one) => create("Replace", { cmdID: "", items: [one] }))],
])("the items of %s are looked at in linear time, at once and from state to state", (_what, commandsOf) => {
  const looks = (count: number, drive: (start: SyncML) => void) => {
    let found = 0;
    const items = Array.from({ length: count }, (_, index) => {
      const one = newItem(`./a${index}`, "x");
      const { target } = one;
      // The name of a command requests it as well.
      const get = () => {
        found++;
        return target;
      };
      return Object.defineProperty(one, "target", { enumerable: true, get });
    });
    drive(newMessage(header, commandsOf(items)));
    return found;
  };
  const atOnce = (start: SyncML) => {
    for (const one of pack(start, { maxMsgSize: 1000 })) expect(one.syncBody.commands).not.toEqual([]);
  };
  const fromState = (start: SyncML) => {
    for (let state = initialPacking; !state.isDone; ) state = packMessage(state, start, { maxMsgSize: 1000 }).state;
  };
  for (const drive of [atOnce, fromState]) {
    const [once, twice] = [looks(200, drive), looks(400, drive)];
    expect(twice).toBeLessThan(2.2 * once);
  }
});
