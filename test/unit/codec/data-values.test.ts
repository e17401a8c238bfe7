import { expect, test } from "vitest";
import {
  allCommands,
  bytesOf,
  codeOf,
  convert,
  create,
  type Data,
  decode,
  encode,
  isSuccess,
  isSyncmlError,
  mediaTypeOf,
  newItem,
  newMessage,
  reply,
  type SyncML,
  statusCodes,
  textOf,
} from "../../../src/index.ts";
import { cases, corpusBytes, dmBodies, wbxmlBodies } from "../../support/corpus.ts";
import { errorOf } from "../../support/error-of.ts";
import { bytes } from "../../support/hex.ts";
import { header } from "../../support/message.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The octets of all items of a message. */
function octetsOf(message: SyncML): (Uint8Array | undefined)[] {
  return [...allCommands(message)].flatMap((command) =>
    "items" in command ? command.items.map((item) => bytesOf(item, command)) : [],
  );
}

function received(body: Uint8Array): SyncML | undefined {
  try {
    return decode(body);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return undefined;
  }
}

test("the octets of the recorded messages are the same in WBXML and XML", () => {
  const bodies = [...dmBodies.map(({ file }) => file), ...wbxmlBodies.map(({ file }) => file)].map(corpusBytes);
  let octets = 0;
  for (const body of [
    ...bodies,
    ...cases.filter(({ name }) => name.startsWith("commands")).map(({ input }) => input),
  ]) {
    const message = received(body);
    if (message === undefined) continue;
    const to = message.wire?.format === "xml" ? "wbxml" : "xml";
    const other = decode(convert(body, { to, output: "bytes", embeddedTypes: "keep" } as never) as Uint8Array);
    const found = octetsOf(message);
    expect(octetsOf(other)).toEqual(found);
    octets += found.filter((one) => one !== undefined).length;
  }
  expect(octets).toBeGreaterThan(300);
});

test("octets come out unchanged, whatever the format", () => {
  const octets = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const ofItem = create("Replace", {
    cmdID: "1",
    items: [newItem("./a", octets, { format: "bin" }), newItem("./b", octets)],
  });
  const ofCommand = create("Add", {
    cmdID: "2",
    meta: create("Meta", { format: "bin" }),
    items: [newItem("./c", octets)],
  });
  for (const format of ["wbxml", "xml"] as const) {
    const message = decode(encode(newMessage(header, [ofItem, ofCommand]), { format }));
    expect(octetsOf(message)).toEqual([octets, octets, octets]);
  }
});

test("base64 is announced by the Meta of the item, or else of the command", () => {
  const b64 = create("Add", { cmdID: "1", meta: create("Meta", { format: " B64 " }), items: [] });
  const digits = newItem("./a", "QU\r\n JD");
  expect(bytesOf(digits, b64)).toEqual(utf8("ABC"));
  expect(bytesOf(digits)).toEqual(utf8("QU\r\n JD"));
  expect(bytesOf(newItem("./a", "QUJD", { format: "chr" }), b64)).toEqual(utf8("QUJD"));
  expect(bytesOf(newItem("./a", utf8("QUJD"), { format: "b64" }))).toEqual(utf8("ABC"));
  expect(bytesOf(newItem("./a", "", { format: "b64" }))).toEqual(new Uint8Array(0));
  expect(bytesOf(newItem("./a"), b64)).toBeUndefined();
});

test("data announced as base64 that is not base64 is an error that names the item", () => {
  const error = errorOf(() => bytesOf(newItem("./a", "no base64!", { format: "b64" })));
  expect(error).toMatchObject({
    code: "invalid-message",
    reason: 'the data of the item "./a" is not base64, although its Format says so',
  });
});

test("text is as it is, octets are UTF-8, and no Data is undefined", () => {
  expect([textOf("a<b"), textOf(""), textOf(utf8("é")), textOf(undefined)]).toEqual(["a<b", "", "é", undefined]);
  expect(textOf(bytes("41 FF 42"))).toBe("A\u{FFFD}B");
});

test("markup is its XML, as if it had come escaped", () => {
  const text = '<p:a xmlns:p="urn:x" q="1&amp;2">x &lt; y<p:b/></p:a>';
  const dataOf = (data: string): Data | undefined => {
    const message = decode(
      `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody><Alert><Item><Data>${data}</Data></Item></Alert></SyncBody></SyncML>`,
    );
    const [alert] = message.syncBody.commands;
    return alert?.kind === "Alert" ? alert.items[0]?.data : undefined;
  };
  const markup = dataOf(`before &amp; ${text} after`);
  expect(typeof markup).toBe("object");
  const written = textOf(markup) as string;
  expect(written).toMatch(/^before &amp; <[^?].* after$/);
  // Read again, it is the same markup.
  expect(textOf(dataOf(written))).toBe(written);
  expect(bytesOf(create("Item", { data: markup }))).toEqual(utf8(written));
  expect(
    textOf([
      { kind: "Text", value: "a<", opaque: false },
      { kind: "Text", value: utf8("b"), opaque: true },
    ]),
  ).toBe("a<b");
});

test("a document is its XML, the same from WBXML and XML", () => {
  const treeOf = (name: string) => {
    const [command] = decode(corpusBytes(`commands/${name}/input.wbxml`)).syncBody.commands.filter(
      (one) => "items" in one,
    );
    return (command as { items: { data?: Data }[] }).items.map(({ data }) => textOf(data));
  };
  expect(treeOf("tnds-opaque").join()).toMatch(
    /^<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2<\/VerDTD>.*<\/MgmtTree>$/,
  );
  expect(treeOf("tnds-inline")).toEqual(treeOf("tnds-opaque"));
});

test("anything but data, an item or a command is refused", () => {
  for (const wrong of [null, 5, true]) expect(() => textOf(wrong as never)).toThrow(TypeError);
  for (const wrong of [undefined, null, "./a"]) expect(() => bytesOf(wrong as never)).toThrow(TypeError);
  for (const wrong of [null, "Add"]) expect(() => bytesOf(newItem("./a"), wrong as never)).toThrow(TypeError);
});

test("a server's turn in eight lines", () => {
  const said: unknown[] = [];
  const body = encode(
    newMessage({ ...header, msgID: "2" }, [
      create("Status", { cmdID: "1", msgRef: "1", cmdRef: "0", cmd: "SyncHdr", data: "212" }),
      create("Status", { cmdID: "2", msgRef: "1", cmdRef: "1", cmd: "Replace", data: "404" }),
      create("Status", { cmdID: "3", msgRef: "1", cmdRef: "2", cmd: "Exec", data: "599" }),
      create("Results", {
        cmdID: "4",
        cmdRef: "3",
        items: [create("Item", { source: create("Source", { locURI: "./DevDetail/SwV" }), data: "1.0" })],
      }),
    ]),
    { format: "xml" },
  );
  const message = decode(body);
  for (const command of allCommands(message)) {
    if (command.kind === "Status" && !isSuccess(codeOf(command)))
      said.push(command.cmd, statusCodes[codeOf(command)]?.meaning);
    if (command.kind === "Results") {
      for (const item of command.items) said.push(item.source?.locURI, textOf(item.data), bytesOf(item, command));
    }
  }
  const answer = reply(message, [{ kind: "Get", items: ["./DevDetail/SwV"] }], { msgID: 2 });
  const response = new Response(new Uint8Array(encode(answer)), { headers: { "content-type": mediaTypeOf(answer) } });
  expect(said).toEqual([
    "Replace",
    "The target does not exist",
    "Exec",
    undefined,
    "./DevDetail/SwV",
    "1.0",
    utf8("1.0"),
  ]);
  expect(response.headers.get("content-type")).toBe("application/vnd.syncml.dm+xml");
});
