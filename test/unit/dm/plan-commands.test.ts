import { describe, expect, test } from "vitest";
import { create } from "../../../src/ast/create.ts";
import type { Command, SyncML } from "../../../src/ast/nodes.ts";
import { type NewCommand, reply } from "../../../src/ast/reply.ts";
import { planCommands as dm, type NodeValue } from "../../../src/dm/plan-commands.ts";
import { decode, encode, newMessage } from "../../../src/index.ts";

const request = newMessage(
  { verProto: "DM/1.2", sessionID: "1", msgID: "1", target: "http://server", source: "IMEI:1" },
  [],
);

/** A command as a peer reads it. */
function sent(command: NewCommand): Command {
  const message = decode(encode(reply(request, [command]), { format: "wbxml" })) as SyncML;
  return message.syncBody.commands[0] as Command;
}

/** An alert's items as text. */
function alert(command: NewCommand): readonly unknown[] {
  const { data, items } = sent(command) as Extract<Command, { kind: "Alert" }>;
  return [data, ...items.map((item) => item.data)];
}

function item(command: NewCommand) {
  const { items } = sent(command) as Extract<Command, { kind: "Replace" }>;
  const { target, source, meta, data } = items[0] as (typeof items)[number];
  return { target: target?.locURI, source: source?.locURI, format: meta?.format, type: meta?.type, data };
}

test("a Get reads one node, or several with one command", () => {
  expect(dm.get("./DevDetail/SwV")).toEqual({ kind: "Get", items: ["./DevDetail/SwV"] });
  const { items } = sent(dm.get(["./A", "./B"])) as Extract<Command, { kind: "Get" }>;
  expect(items.map(({ target }) => target?.locURI)).toEqual(["./A", "./B"]);
  expect(() => dm.get([])).toThrow(TypeError);
  expect(() => dm.get("")).toThrow(/address of a node/);
});

describe("the format of a value follows from its type", () => {
  const values: readonly [value: NodeValue, format: string | undefined, data: string | Uint8Array][] = [
    ["office", undefined, "office"],
    ["", undefined, ""],
    [7, "int", "7"],
    [-0.5, "float", "-0.5"],
    [true, "bool", "true"],
    [false, "bool", "false"],
    [Uint8Array.of(0, 255), "bin", Uint8Array.of(0, 255)],
  ];
  test.each(values)("%j is %s", (value, format, data) => {
    expect(item(dm.replace("./A", value))).toMatchObject({ target: "./A", format, data });
    expect(item(dm.add("./A", value))).toMatchObject({ target: "./A", format, data });
  });

  test("unless another is given", () => {
    expect(item(dm.replace("./A", "<a/>", { format: "xml", type: "text/xml" }))).toMatchObject({
      format: "xml",
      type: "text/xml",
    });
    expect(item(dm.replace("./A", "text", { type: "text/plain" }))).toMatchObject({
      format: undefined,
      type: "text/plain",
    });
    expect(item(dm.replace("./A", 7, { format: "chr" }))).toMatchObject({ format: "chr", data: "7" });
  });

  test("a number that is none is refused", () => {
    expect(() => dm.replace("./A", Number.NaN)).toThrow(RangeError);
    expect(() => dm.replace("./A", Number.POSITIVE_INFINITY)).toThrow(RangeError);
    expect(() => dm.replace("./A", null as unknown as string)).toThrow(TypeError);
  });
});

test("an Add without a value makes an interior node", () => {
  expect(item(dm.add("./Con/New"))).toEqual({
    target: "./Con/New",
    source: undefined,
    format: "node",
    type: undefined,
    data: undefined,
  });
});

test("Delete, Copy and Exec", () => {
  expect(dm.delete(["./A", "./B"])).toEqual({ kind: "Delete", items: ["./A", "./B"] });
  expect(item(dm.copy("./A", "./B"))).toMatchObject({ source: "./A", target: "./B" });
  const exec = sent(dm.exec("./FwUpdate/Update", { correlator: "op-7", data: "now" }));
  expect(exec).toMatchObject({ kind: "Exec", correlator: "op-7" });
  expect(item(dm.exec("./FwUpdate/Update", { data: 3, type: "a/b" }))).toMatchObject({
    format: "int",
    type: "a/b",
    data: "3",
  });
  expect(item(dm.exec("./FwUpdate/Update"))).toMatchObject({ format: undefined, data: undefined });
});

test("groups hold commands", () => {
  const group = sent(dm.sequence([dm.confirm("Go?"), dm.atomic([dm.replace("./A", 1), dm.delete("./B")])]));
  expect(group.kind).toBe("Sequence");
  const [first, second] = (group as Extract<Command, { kind: "Sequence" }>).commands;
  expect([first?.kind, second?.kind]).toEqual(["Alert", "Atomic"]);
  expect((second as Extract<Command, { kind: "Atomic" }>).commands.map(({ kind }) => kind)).toEqual([
    "Replace",
    "Delete",
  ]);
});

test("octets are not copied", () => {
  const octets = Uint8Array.of(1, 2, 3);
  expect(dm.bytes(octets)).toBe(octets);
  expect(dm.bytes(octets.buffer)).toEqual(octets);
  expect(() => dm.bytes("text" as unknown as Uint8Array)).toThrow(TypeError);
});

describe("alerts to the user: options, text, choices", () => {
  test("1100 display", () => {
    expect(alert(dm.display("Hello"))).toEqual(["1100", "", "Hello"]);
    expect(alert(dm.display("Hello", { minSeconds: 5, maxSeconds: 10 }))).toEqual([
      "1100",
      "MINDT=5&MAXDT=10",
      "Hello",
    ]);
  });

  test("1101 confirm", () => {
    expect(alert(dm.confirm("Go?", { default: true, maxSeconds: 0 }))).toEqual(["1101", "MAXDT=0&DR=1", "Go?"]);
    expect(alert(dm.confirm("Go?", { default: false }))).toEqual(["1101", "DR=0", "Go?"]);
  });

  test("1102 input", () => {
    expect(alert(dm.input("PIN", { type: "numeric", hidden: true, maxLength: 4 }))).toEqual([
      "1102",
      "MAXLEN=4&IT=N&ET=P",
      "PIN",
    ]);
    expect(alert(dm.input("Name", { default: "a b&c=d+é", hidden: false }))).toEqual([
      "1102",
      "DR=a+b%26c%3Dd%2B%C3%A9&ET=T",
      "Name",
    ]);
    const letters = (["alphanumeric", "numeric", "date", "time", "phone", "ip"] as const).map(
      (type) => alert(dm.input("?", { type }))[1],
    );
    expect(letters).toEqual(["IT=A", "IT=N", "IT=D", "IT=T", "IT=P", "IT=I"]);
  });

  test("1103 and 1104 choose", () => {
    expect(alert(dm.choose("Size", ["S", "M", "L"], { default: 2 }))).toEqual(["1103", "DR=2", "Size", "S", "M", "L"]);
    expect(alert(dm.choose("Days", ["Mo", "Tu"], { multiple: true, default: [1, 2] }))).toEqual([
      "1104",
      "DR=1-2",
      "Days",
      "Mo",
      "Tu",
    ]);
    expect(alert(dm.choose("Days", ["Mo"], { multiple: true }))).toEqual(["1104", "", "Days", "Mo"]);
  });

  test("what makes no sense is refused", () => {
    expect(() => dm.choose("Size", [])).toThrow(TypeError);
    expect(() => dm.choose("Size", ["S"], { default: 2 })).toThrow(RangeError);
    expect(() => dm.choose("Size", ["S", "M"], { default: [1, 2] })).toThrow(RangeError);
    expect(() => dm.display("x", { minSeconds: -1 })).toThrow(RangeError);
    expect(() => dm.display("x", { maxSeconds: 1.5 })).toThrow(RangeError);
    expect(() => dm.input("x", { maxLength: Number.NaN })).toThrow(RangeError);
    expect(() => dm.input("x", { type: "roman" as "date" })).toThrow(/alphanumeric, numeric/);
  });
});

test("what a plan may also use: any command of the message types", () => {
  expect(sent({ kind: "Get", items: [create("Item", { target: create("Target", { locURI: "./A" }) })] }).kind).toBe(
    "Get",
  );
});
