import { describe, expect, test } from "vitest";
import {
  allCommands,
  type Command,
  create,
  decode,
  encode,
  isSyncmlError,
  mediaTypeOf,
  mediaTypes,
  type NewCommand,
  newItem,
  newMessage,
  reply,
  type SyncML,
  validate,
} from "../../../src/index.ts";
import { answersTo, initialReassembly, reassembleMessage } from "../../../src/large-object/index.ts";
import { corpusBytes, dmBodies, wbxmlBodies, xmlBodies } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";
import { plain } from "../../support/message.ts";

const get: NewCommand = { kind: "Get", items: ["./DevDetail/SwV"] };

function received(file: string): SyncML | undefined {
  try {
    return decode(corpusBytes(file));
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
}

const incoming = decode(`<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>
  <SessionID>7F</SessionID><MsgID>3</MsgID><Target><LocURI>https://dm.example/</LocURI></Target>
  <Source><LocURI>IMEI:1</LocURI><LocName>alice</LocName></Source><RespURI>https://dm.example/7F</RespURI><NoResp/>
  <Cred><Data>x</Data></Cred></SyncHdr><SyncBody><Final/></SyncBody></SyncML>`);

test("a reply has the version, session and form of its message, and goes back to where that came from", () => {
  const answer = reply(incoming, [get], { msgID: 2 });
  expect(plain(answer.syncHdr)).toEqual({
    kind: "SyncHdr",
    verDTD: "1.2",
    verProto: "DM/1.2",
    sessionID: "7F",
    msgID: "2",
    target: { kind: "Target", locURI: "IMEI:1", locName: "alice" },
    source: { kind: "Source", locURI: "https://dm.example/" },
  });
  expect(plain(answer.syncBody)).toEqual({
    kind: "SyncBody",
    commands: [
      { kind: "Get", cmdID: "1", items: [{ kind: "Item", target: { kind: "Target", locURI: "./DevDetail/SwV" } }] },
    ],
    final: true,
  });
  expect(answer.wire).toBe(incoming.wire);
});

test("MsgID is that of the message, or 1, unless it is given", () => {
  expect(reply(incoming, []).syncHdr.msgID).toBe("3");
  expect(reply(incoming, [], { msgID: "10" }).syncHdr.msgID).toBe("10");
  const without = { ...incoming, syncHdr: { ...incoming.syncHdr, msgID: undefined } };
  expect(reply(without, []).syncHdr.msgID).toBe("1");
});

test("what the message lacks, the reply lacks", () => {
  const bare = { ...incoming, syncHdr: create("SyncHdr", {} as never) };
  expect(plain(reply(bare, []).syncHdr)).toEqual({ kind: "SyncHdr", msgID: "1" });
});

test("CmdIDs count in document order, and what was given stays as it was", () => {
  const member = create("Replace", { cmdID: "9", items: [newItem("./a", "1")] });
  const given: NewCommand[] = [
    { kind: "Atomic", commands: [member, { kind: "Sequence", commands: [get] }] },
    { kind: "Status", msgRef: "3", cmdRef: "1", cmd: "Alert", data: "200" },
    get,
  ];
  const before = JSON.stringify(given);
  const commands = [...allCommands(reply(incoming, given))];
  expect(commands.map(({ kind, cmdID }) => `${cmdID} ${kind}`)).toEqual([
    "1 Atomic",
    "2 Replace",
    "3 Sequence",
    "4 Get",
    "5 Status",
    "6 Get",
  ]);
  expect(JSON.stringify(given)).toBe(before);
  expect(Object.keys(commands[1] as Command)).toEqual(Object.keys(member));
});

test("it is the last of its package unless a command says that more is to come, or the caller", () => {
  const chunk: NewCommand = { kind: "Replace", items: [create("Item", { data: "x", moreData: true })] };
  const final = (command: NewCommand, options = {}) => reply(incoming, [command], options).syncBody.final;
  expect([
    final(get),
    final(chunk),
    final({ kind: "Alert", data: "1222" }),
    final({ kind: "Alert", data: "222" }),
  ]).toEqual([true, undefined, undefined, undefined]);
  expect(final({ kind: "Sequence", commands: [chunk] })).toBeUndefined();
  expect([final(get, { final: false }), final(chunk, { final: true })]).toEqual([undefined, true]);
});

test("a Status for the header comes first where it is asked for", () => {
  const [first, second] = reply(incoming, [get], { headerStatus: 212 }).syncBody.commands;
  expect(plain(first)).toEqual({
    kind: "Status",
    cmdID: "1",
    msgRef: "3",
    cmdRef: "0",
    cmd: "SyncHdr",
    targetRefs: ["https://dm.example/"],
    sourceRefs: ["IMEI:1"],
    data: "212",
    items: [],
  });
  expect(second?.cmdID).toBe("2");
});

test("the answers to the chunks of a message can be the reply", () => {
  const message = newMessage(
    { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "t", source: "s" },
    [
      create("Replace", {
        cmdID: "1",
        items: [create("Item", { ...newItem("./a", "x", { size: "2" }), moreData: true })],
      }),
    ],
    { final: false },
  );
  const { outcomes } = reassembleMessage(initialReassembly, message);
  const answer = reply(message, answersTo(message, outcomes));
  expect(answer.syncBody.commands.map(({ cmdID, kind }) => `${cmdID} ${kind}`)).toEqual(["1 Status", "2 Alert"]);
  expect(answer.syncBody.final).toBeUndefined();
});

describe("a reply to each recorded message", () => {
  const recorded = [...dmBodies, ...wbxmlBodies.filter(({ file }) => !file.includes("nested")), ...xmlBodies];

  test("breaks no rule, and is in the same form, of device management and of data sync", () => {
    const seen = new Set<string>();
    let replies = 0;
    for (const { file } of recorded) {
      const message = received(file);
      if (message === undefined) continue;
      replies++;
      const isManagement = message.syncHdr.verProto?.startsWith("DM/") === true;
      // What a server sends, a client must not: it has nothing to say here but its status.
      const commands: NewCommand[] = !isManagement
        ? [{ kind: "Alert", data: "222" }]
        : file.includes("-req")
          ? [get]
          : [];
      const answer = reply(message, commands, { headerStatus: 200 });
      const wire = encode(answer);
      expect([file, validate(wire)]).toEqual([file, []]);
      const back = decode(wire);
      expect(back.wire).toMatchObject({
        format: message.wire?.format,
        publicId: message.wire?.publicId,
        namespace: message.wire?.namespace,
      });
      seen.add(mediaTypeOf(back));
    }
    expect(replies).toBeGreaterThan(100);
    expect([...seen].sort()).toEqual(
      [...Object.values(mediaTypes.management), ...Object.values(mediaTypes.sync)].sort(),
    );
  });
});

test("the blanks of an indented message do not go into its reply", () => {
  const indented = decode(
    encode(incoming, { format: "xml", output: "string" }).replace(/>([^<>?]+)<\//g, ">\n  $1\n </"),
  );
  expect(indented.syncHdr.sessionID).toMatch(/^\s/);
  expect(indented.syncHdr.source?.locURI).toMatch(/^\s/);
  const [given, expected] = [indented, incoming].map((message) => reply(message, [get], { headerStatus: 200 }));
  expect(given).toEqual(expected);
});

test("the media type goes by VerProto and form", () => {
  const message = newMessage({ verProto: "SyncML/1.1", sessionID: "1", msgID: "1", target: "t", source: "s" }, []);
  expect(mediaTypeOf(message)).toBe("application/vnd.syncml+wbxml");
  expect(mediaTypeOf(message, { format: "xml" })).toBe("application/vnd.syncml+xml");
  expect(mediaTypeOf(incoming)).toBe("application/vnd.syncml.dm+xml");
  expect(mediaTypeOf(incoming, { format: "wbxml" })).toBe("application/vnd.syncml.dm+wbxml");
  expect(() => mediaTypeOf(incoming, { format: "json" as never })).toThrow(RangeError);
  for (const wrong of [undefined, null, {}, "SyncML"]) expect(() => mediaTypeOf(wrong as never)).toThrow(TypeError);
});

test("anything but a message, command, item or option is refused with a reason", () => {
  const wrong =
    (commands: unknown, options?: unknown, message: unknown = incoming) =>
    () =>
      reply(message as never, commands as never, options as never);
  for (const message of [null, "x", { kind: "DevInf" }]) expect(wrong([], {}, message)).toThrow(TypeError);
  for (const commands of [
    undefined,
    get,
    ["Get"],
    [null],
    [newItem("./a")],
    [{ kind: "Grab" }],
    [{ kind: "Get", items: [5] }],
  ]) {
    expect(wrong(commands)).toThrow(TypeError);
  }
  expect(wrong([newItem("./a")])).toThrow(
    'expected a command, such as { kind: "Get", items: ["./DevInfo"] }, not an object of kind "Item"',
  );
  for (const options of [null, 2, { msgID: {} }, { final: 1 }, { headerStatus: true }])
    expect(wrong([], options)).toThrow(TypeError);
  for (const options of [{ msgID: "one" }, { msgID: -1 }, { headerStatus: 20.5 }])
    expect(wrong([], options)).toThrow(RangeError);
  const circle = create("Atomic", { cmdID: "1", commands: [] });
  circle.commands.push(circle);
  expect(errorOf(wrong([circle]))?.code).toBe("limit-exceeded");
});
