import { describe, expect, test } from "vitest";
import { create, item, message } from "../../../src/ast/create.ts";
import type { Command, Item, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import { allCommands } from "../../../src/large-object/commands.ts";
import { type PackOptions, pack } from "../../../src/large-object/pack.ts";
import { splitItem } from "../../../src/large-object/split.ts";
import { corpusBytes } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";
import { header } from "../../support/message.ts";

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index * 7);
const replace = (data: string | Uint8Array, address = "./a", cmdID = "") =>
  create("Replace", { cmdID, items: [item(address, data, { format: typeof data === "string" ? "chr" : "bin" })] });
const get = (address: string) => create("Get", { cmdID: "", items: [item(address)] });
const status = (cmdRef: string, more = "") =>
  create("Status", { cmdID: "", msgRef: "1", cmdRef, cmd: "Get", targetRefs: [`./x${more}`], data: "200" });

function packed(commands: Command[], options: PackOptions): SyncML[] {
  return [...pack(message(header, commands), options)];
}
const outline = (messages: readonly SyncML[]) =>
  messages.map((one) => [...allCommands(one)].map(({ command }) => command.kind).join(" "));
const faultOf = (commands: Command[], options: PackOptions) => errorOf(() => packed(commands, options));

describe("what fits", () => {
  test("stays one message, numbered in document order, statuses and results in front", () => {
    const atomic = create("Atomic", { cmdID: "", commands: [replace("1"), replace("2")] });
    const results = create("Results", { cmdID: "", cmdRef: "4", items: [item("./b", "x")] });
    const [only, ...others] = packed([atomic, results, status("1"), get("./c")], { maxMsgSize: 2000 });
    expect(others).toEqual([]);
    expect(outline([only as SyncML])).toEqual(["Status Results Atomic Replace Replace Get"]);
    expect([...allCommands(only as SyncML)].map(({ command }) => command.cmdID)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
    ]);
    expect(only?.syncBody.final).toBe(true);
  });

  test("is sent as soon as its message is full, to the byte", () => {
    const commands = [get("./first"), get("./second")];
    const whole = encode(
      message(
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
    const alone = encode(message(header, [{ ...atomic, cmdID: "1" }])).length;
    expect(faultOf([get("./a"), atomic], { maxMsgSize: 300 })).toMatchObject({
      code: "limit-exceeded",
      reason: `Atomic (CmdID 9) takes a message of ${alone} bytes, the peer takes 300 (MaxMsgSize)`,
    });
  });

  test("so is data from a source that is inside a group", () => {
    const inside = create("Item", { target: create("Target", { locURI: "./deep" }) });
    const atomic = create("Atomic", { cmdID: "9", commands: [create("Add", { cmdID: "", items: [inside] })] });
    expect(faultOf([atomic], { maxMsgSize: 300, sources: new Map([[inside, bytes(301)]]) })).toMatchObject({
      code: "limit-exceeded",
      reason: "Add ./deep takes a message of 301 bytes, the peer takes 300 (MaxMsgSize)",
    });
  });

  test("a header that fits no message, and a chunk of which not a byte does", () => {
    expect(faultOf([], { maxMsgSize: 50 })?.reason).toMatch(
      /^the header takes a message of \d\d bytes, the peer takes 50/,
    );
    const big = [replace("x".repeat(200))];
    expect(faultOf(big, { maxMsgSize: 110 })?.reason).toMatch(
      /^Replace \.\/a takes a message of 1\d\d bytes, the peer takes 110/,
    );
    expect(packed(big, { maxMsgSize: 140 }).length).toBeGreaterThan(5);
  });

  test("a command with several items gets one for each", () => {
    const items = ["./a", "./b", "./c"].map((address) => item(address, "x".repeat(80)));
    const options = { maxMsgSize: 250, nextMessageAlert: "none" } as const;
    const messages = packed([get("./first"), create("Add", { cmdID: "", items })], options);
    expect(outline(messages)).toEqual(["Get Add", "Add", "Add"]);
    expect(messages.every((one) => encode(one).length <= 250)).toBe(true);
  });

  test("an alert of an application may come in chunks, any other may not", () => {
    const alert = (data: string) => create("Alert", { cmdID: "", data, items: [item("./a", "x".repeat(500))] });
    expect(outline(packed([alert("1226")], { maxMsgSize: 300, nextMessageAlert: "none" }))).toEqual([
      "Alert",
      "Alert",
      "Alert",
    ]);
    expect(faultOf([alert("1100")], { maxMsgSize: 300 })?.code).toBe("limit-exceeded");
  });

  test("a chunk that was given is not cut again", () => {
    const chunk: Item = { ...item("./a", "x".repeat(500)), moreData: true };
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
        reason: `Replace ./a has ${size} bytes, the peer takes ${size - 1} (MaxObjSize)`,
      });
    }
    expect(faultOf([replace("12345")], { maxMsgSize: 700, maxObjSize: 4 })?.reason).toMatch(
      /has 5 bytes, the peer takes 4/,
    );
  });
});

describe("the alert for the next message", () => {
  const long = [status("1"), ...["./a", "./b", "./c"].map((address) => replace("x".repeat(100), address))];
  const alerts = (verProto: "DM/1.2" | "SyncML/1.2", options: Partial<PackOptions>) =>
    [...pack(message({ ...header, verProto }, long), { maxMsgSize: 300, ...options })].map(({ syncBody }) =>
      syncBody.commands
        .flatMap((command, at) => (command.kind === "Alert" ? [`${String(command.data)} at ${at}`] : []))
        .join(),
    );

  test("stands behind the statuses of every message without Final, if it is wanted", () => {
    expect(alerts("DM/1.2", {})).toEqual(["1222 at 1", "1222 at 0", ""]);
    expect(alerts("SyncML/1.2", {})).toEqual(["222 at 1", "222 at 0", ""]);
    expect(alerts("DM/1.2", { nextMessageAlert: "none" })).toEqual(["", "", ""]);
  });

  test("is in the last one too if the package stays open, and never twice", () => {
    const open = message(header, [create("Alert", { cmdID: "", data: "1222" })], false);
    expect(outline([...pack(open, { maxMsgSize: 300 })])).toEqual(["Alert"]);
    expect(outline([...pack(message(header, [], false), { maxMsgSize: 300 })])).toEqual(["Alert"]);
  });
});

describe("answers between two messages", () => {
  test("come first, and do not part the chunks of an object", () => {
    const messages = pack(message(header, [replace("x".repeat(600)), get("./after")]), {
      maxMsgSize: 300,
      nextMessageAlert: "none",
    });
    const found: SyncML[] = [];
    for (let next = messages.next(); !next.done; next = messages.next([get("./new"), status("9")]))
      found.push(next.value);
    expect(outline(found)).toEqual(["Replace", "Status Replace", "Status Replace", "Status Replace Get Get Get Get"]);
  });

  test("that leave no room let a command wait once, then it is told", () => {
    const atomic = create("Atomic", { cmdID: "", commands: [replace("x".repeat(150))] });
    const answers = () => [status("1", "y".repeat(40))];
    const messages = pack(message(header, [...answers(), atomic]), { maxMsgSize: 330, nextMessageAlert: "none" });
    expect(outline([messages.next().value as SyncML])).toEqual(["Status"]);
    expect(errorOf(() => messages.next(answers()))).toMatchObject({
      code: "limit-exceeded",
      reason: expect.stringMatching(/^Atomic takes a message of 3\d\d bytes, the peer takes 330/),
    });
    const patient = pack(message(header, [...answers(), atomic]), { maxMsgSize: 330, nextMessageAlert: "none" });
    patient.next();
    expect(outline([patient.next([status("1")]).value as SyncML])).toEqual(["Status Atomic Replace"]);
  });
});

test("a recorded package is cut and says the same", () => {
  const came = decode(corpusBytes("syncevolution/p12-paging-wbxml/002-req.wbxml"));
  const news = (messages: readonly SyncML[]) =>
    messages
      .flatMap((one) => [...allCommands(one)].filter(({ command }) => command.kind === "Add"))
      .map(({ command, sync }) => [{ ...command, cmdID: "" }, sync?.target]);
  const messages = [...pack(came, { maxMsgSize: 2000 })];
  expect(messages.length).toBeGreaterThan(5);
  for (const one of messages) expect(encode(one).length).toBeLessThanOrEqual(2000);
  expect(messages.map(({ syncHdr }) => syncHdr.msgID)).toEqual(messages.map((_, index) => String(2 + index)));
  expect(news(messages)).toEqual(news([came]));
});

describe("input that is wrong", () => {
  const holder = item("./a");
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
      errorOf(() => [...splitItem(item("./a", undefined, { format: "chr" }), data, { maxItemBytes: 300, ...options })]);
    const long = "x".repeat(400);
    expect(split(`${long}\u0001`, { format: "xml" })).toMatchObject({
      code: "unrepresentable",
      reason: "byte 400 of the object is no text that this form can hold",
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
      reason: "SyncBody holds content that is no command, so it cannot be cut",
    });
  });

  test("a MsgID that is no number, and limits that are none", () => {
    expect(errorOf(() => [...pack(message({ ...header, msgID: "A" }, []), { maxMsgSize: 300 })])?.code).toBe(
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
