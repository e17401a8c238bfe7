import { expect, test } from "vitest";
import {
  allCommands,
  type Command,
  create,
  isContainer,
  newItem,
  newMessage,
  parseFragment,
} from "../../../src/index.ts";
import { errorOf } from "../../support/error-of.ts";
import { header } from "../../support/message.ts";

const get = create("Get", { cmdID: "4", items: [newItem("./a")] });
const atomic = create("Atomic", { cmdID: "3", commands: [get] });
const sync = create("Sync", { cmdID: "2", commands: [atomic, create("Sequence", { cmdID: "5", commands: [] })] });
const message = newMessage(header, [
  create("Alert", { cmdID: "1", data: "1201" }),
  sync,
  create("Get", { cmdID: "6", items: [] }),
]);

test("all commands of a message come in document order, each after the one around it", () => {
  const ids = ["1", "2", "3", "4", "5", "6"];
  expect([...allCommands(message)].map(({ cmdID }) => cmdID)).toEqual(ids);
  expect([...allCommands(message.syncBody)].map(({ cmdID }) => cmdID)).toEqual(ids);
  expect([...allCommands(message)][3]).toBe(get);
  expect([...allCommands(newMessage(header, []))]).toEqual([]);
});

test("those of a fragment as well", () => {
  const fragment = parseFragment(
    "<Atomic><CmdID>1</CmdID><Get><CmdID>2</CmdID></Get></Atomic><Get><CmdID>3</CmdID></Get>",
  );
  expect([...allCommands(fragment)].map(({ kind }) => kind)).toEqual(["Atomic", "Get", "Get"]);
});

test("nesting may be deep, but no command is inside itself", () => {
  let deep: Command = get;
  for (let depth = 0; depth < 20_000; depth++) deep = create("Sequence", { cmdID: "1", commands: [deep] });
  expect([...allCommands(newMessage(header, [deep]))].length).toBe(20_001);
  const circle = create("Atomic", { cmdID: "1", commands: [] });
  circle.commands.push(circle);
  expect(errorOf(() => [...allCommands(newMessage(header, [circle]))])?.code).toBe("limit-exceeded");
});

test("Atomic, Sequence and Sync hold commands, and no other does", () => {
  expect([...allCommands(message)].filter(isContainer).map(({ kind }) => kind)).toEqual(["Sync", "Atomic", "Sequence"]);
});

test("anything but a message or command is refused at once", () => {
  for (const wrong of [undefined, null, "<SyncML/>", 5, get, []]) {
    expect(() => allCommands(wrong as never)).toThrow(TypeError);
  }
  expect(() => allCommands("<SyncML/>" as never)).toThrow(
    'expected a message, a fragment or a body, as decode returns it, not "<SyncML/>"',
  );
  for (const wrong of [undefined, null, "Atomic"]) expect(() => isContainer(wrong as never)).toThrow(TypeError);
});
