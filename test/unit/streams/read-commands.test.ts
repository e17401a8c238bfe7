import { describe, expect, test } from "vitest";
import type { Add, SyncML } from "../../../src/ast/nodes.ts";
import { decode } from "../../../src/codec/decode.ts";
import { encode } from "../../../src/codec/encode.ts";
import {
  type DataEntry,
  type MessageEntry,
  type ReadCommandsOptions,
  readCommands,
} from "../../../src/streams/index.ts";
import { cutAt } from "../../../src/testing/chunkings.ts";
import { syncml12 } from "../../../src/vocabulary/syncml-1.2.ts";
import { byteByByte } from "../../support/chunks.ts";
import { facts, readAll } from "../../support/entries.ts";
import { errorOf } from "../../support/error-of.ts";
import { devInfDocument12, message, plain, wbxml } from "../../support/message.ts";

const text = (xml: string) => new TextEncoder().encode(xml);
const namespace = 'xmlns="SYNCML:SYNCML1.2"';

/** One line for each entry. */
async function linesOf(document: Uint8Array, options: Partial<ReadCommandsOptions> = {}): Promise<string[]> {
  const lines: string[] = [];
  for await (const entry of readCommands([document], options)) lines.push(await lineOf(entry));
  return lines;
}

async function lineOf(entry: MessageEntry): Promise<string> {
  const around = "within" in entry ? entry.within.map(({ kind, cmdID }) => ` in ${kind} ${cmdID}`).join("") : "";
  switch (entry.kind) {
    case "header":
      return `header ${entry.header.verDTD} ${entry.wire.format}`;
    case "command":
      return `${entry.command.kind} ${entry.command.cmdID}${around}`;
    case "content":
      return `${entry.content.kind === "Element" ? entry.content.local : entry.content.kind} of ${entry.parent}${around}`;
    case "data":
      return `data of ${entry.command.kind} ${entry.command.cmdID}: ${await bytesOf(entry)}${around}`;
    case "end":
      return `end${entry.message.syncBody.final ? " final" : ""}`;
  }
}

async function bytesOf({ bytes }: DataEntry): Promise<string> {
  let read = "";
  for await (const piece of bytes) read += Buffer.from(piece).toString("latin1");
  return read;
}

const add = (cmdID: string, data: string | Uint8Array = "x") =>
  ["Add", ["CmdID", cmdID], ["Item", ["Source", ["LocURI", `i${cmdID}`]], ["Data", data]]] as const;

describe("order", () => {
  const nested = message(
    ["Alert", ["CmdID", "1"]],
    ["Sync", ["CmdID", "2"], ["Target", ["LocURI", "t"]], add("3"), ["Atomic", ["CmdID", "4"], add("5")], add("6")],
    ["Sync", ["CmdID", "7"]],
    ["Final"],
  );

  test("containers come before the commands in them", async () => {
    expect(await linesOf(nested)).toEqual([
      "header 1.2 wbxml",
      "Alert 1",
      "Sync 2",
      "Add 3 in Sync 2",
      "Atomic 4 in Sync 2",
      "Add 5 in Sync 2 in Atomic 4",
      "Add 6 in Sync 2",
      "Sync 7",
      "end final",
    ]);
  });

  test("or whole", async () => {
    expect(await linesOf(nested, { containers: "whole" })).toEqual([
      "header 1.2 wbxml",
      "Alert 1",
      "Sync 2",
      "Sync 7",
      "end final",
    ]);
  });

  test("a command put back where it was gives the message that decode gives", async () => {
    let whole: SyncML | undefined;
    const commands: SyncML["syncBody"]["commands"] = [];
    for await (const entry of readCommands([nested])) {
      if (entry.kind === "command") (entry.within.at(-1)?.commands ?? commands).push(entry.command);
      if (entry.kind === "end") whole = entry.message;
    }
    whole?.syncBody.commands.push(...commands);
    expect(whole).toEqual(decode(nested));
  });

  test("what follows the commands of a container is added to it", async () => {
    const late = message(["Sync", ["CmdID", "1"], add("2"), ["NumberOfChanges", "9"]]);
    const seen: unknown[] = [];
    let sync: unknown;
    // In one chunk the container has closed before it is handed out, and must not show.
    for await (const entry of readCommands([late])) {
      if (entry.kind === "command" && entry.command.kind === "Sync") {
        sync = entry.command;
        expect(entry.command.numberOfChanges).toBeUndefined();
      } else if (entry.kind === "command") seen.push(entry.within[0]);
    }
    expect(seen).toEqual([sync]);
    expect(seen[0]).toBe(sync);
    expect(plain(sync)).toMatchObject({ cmdID: "1", numberOfChanges: "9" });
  });
});

describe("content outside the standard", () => {
  test("comes in place, and nothing of it is kept", async () => {
    const document = text(
      `<SyncML ${namespace} a="1"><SyncHdr b="2"><VerDTD>1.2</VerDTD></SyncHdr><x xmlns="urn:x"/>` +
        `<SyncBody c="3"><Alert><CmdID>1</CmdID></Alert> stray <y xmlns="urn:x">1</y>` +
        `<Sync><CmdID>2</CmdID><z xmlns="urn:x"/><Add><CmdID>3</CmdID></Add>more</Sync>` +
        `<Final>no</Final><Alert><CmdID>4</CmdID></Alert><Final/></SyncBody></SyncML>`,
    );
    expect(await linesOf(document)).toEqual([
      "header 1.2 xml",
      "x of SyncML",
      "Alert 1",
      "Text of SyncBody",
      "y of SyncBody",
      "Sync 2",
      "z of Sync in Sync 2",
      "Add 3 in Sync 2",
      "Text of Sync in Sync 2",
      "Final of SyncBody",
      "Alert 4",
      "end final",
    ]);
    const { seen } = await readAll([document]);
    expect(plain(seen.at(-1))).toMatchObject({
      message: {
        extra: { attributes: [{ name: "a", value: "1" }] },
        syncHdr: { extra: { attributes: [{ name: "b" }] } },
        syncBody: { commands: [], final: true, extra: { attributes: [{ name: "c" }] } },
      },
    });
    expect(JSON.stringify(seen.at(-1))).not.toMatch(/"Element"|"Text"|"sequence":\[[^\]]*commands/);
  });

  test("a Final before a command is no loss, and a second header or body is unknown content", async () => {
    const document = wbxml(syncml12, [
      "SyncML",
      ["SyncHdr", ["VerDTD", "1.2"]],
      ["SyncHdr", ["VerDTD", "1.1"]],
      ["SyncBody", ["Final"], ["Alert", ["CmdID", "1"]]],
      ["SyncBody", ["Alert", ["CmdID", "2"]]],
    ]);
    expect(await linesOf(document)).toEqual([
      "header 1.2 wbxml",
      "SyncHdr of SyncML",
      "Alert 1",
      "SyncBody of SyncML",
      "end final",
    ]);
  });

  test("a message without header has none to give", async () => {
    const document = wbxml(syncml12, ["SyncML", ["SyncBody", ["Final"]]]);
    expect(await linesOf(document)).toEqual(["end final"]);
  });
});

describe("large data", () => {
  const long = "0123456789".repeat(10);
  const largeDataBytes = 99;

  test.each(["inline", "opaque"])("%s data over the limit comes by itself, before its command", async (form) => {
    const data = form === "inline" ? long : new TextEncoder().encode(long);
    const document = message([
      "Sync",
      ["CmdID", "1"],
      ["Add", ["CmdID", "2"], ...add("2").slice(2), ["Item", ["Meta"], ["Data", data], ["MoreData"]]],
    ]);
    for (const chunks of [[document], cutAt(document, [40, 70, 80, 110])]) {
      const { seen } = await readAll(chunks, { largeDataBytes });
      expect(seen.map(({ kind }) => kind)).toEqual(["header", "command", "data", "command", "end"]);
      expect(plain(seen[2])).toMatchObject({
        command: { kind: "Add", cmdID: "2", items: [{ data: "x" }] },
        item: { kind: "Item", meta: { kind: "Meta" } },
        within: [{ kind: "Sync", cmdID: "1" }],
        opaque: form === "opaque",
        bytes: Buffer.from(long).toString("hex"),
      });
      const { items } = (seen[3] as { command: Add }).command;
      expect(plain(items)).toMatchObject([{ data: "x" }, { meta: {}, moreData: true }]);
      expect(items[1]?.data).toBeUndefined();
    }
  });

  test.each([
    [100, 0],
    [99, 1],
    [0, 1],
  ])("with a limit of %i, data of 100 bytes", async (limit, streamed) => {
    const { seen } = await readAll([message(add("1", long))], { largeDataBytes: limit });
    expect(seen.filter(({ kind }) => kind === "data")).toHaveLength(streamed);
  });

  test("a source may use its buffer again while the pieces are kept", async () => {
    const document = message(add("1", long));
    const buffer = new Uint8Array(16);
    function* source() {
      for (let pos = 0; pos < document.length; pos += buffer.length) {
        const piece = document.subarray(pos, pos + buffer.length);
        buffer.set(piece);
        yield buffer.subarray(0, piece.length);
      }
    }
    const { seen } = await readAll(source(), { largeDataBytes: 10 });
    expect(seen[1]).toMatchObject({ kind: "data", bytes: Buffer.from(long).toString("hex") });
  });

  test("data outside of items, devices and markup stay where they are", async () => {
    const document = message(
      ["Alert", ["CmdID", "1"], ["Data", long]],
      ["Results", ["CmdID", "2"], ["Item", ["Data", devInfDocument12(["Man", long])]]],
    );
    const { seen } = await readAll([document], { largeDataBytes: 10 });
    expect(seen.map(({ kind }) => kind)).toEqual(["header", "command", "command", "end"]);
    expect(plain(seen[1])).toMatchObject({ command: { data: long } });
    expect(plain(seen[2])).toMatchObject({ command: { items: [{ data: { kind: "DevInf", man: long } }] } });
  });

  test("markup after text already delivered stays in the item, as does what follows", async () => {
    const document = text(
      `<SyncML ${namespace}><SyncHdr/><SyncBody><Add><Item><Data a="1">${long}<b xmlns="urn:x"/>${long}</Data></Item></Add></SyncBody></SyncML>`,
    );
    const { seen } = await readAll([document], { largeDataBytes });
    expect(seen[1]).toMatchObject({ kind: "data", bytes: Buffer.from(long).toString("hex") });
    expect(plain(seen[2])).toMatchObject({
      command: {
        items: [
          {
            data: [
              { kind: "Element", local: "b" },
              { kind: "Text", value: long },
            ],
            extra: { fieldAttributes: { data: [{ name: "a" }] } },
          },
        ],
      },
    });
  });

  test("an unread rest is discarded and cannot be read later", async () => {
    const document = message(add("1", long), add("2", long));
    const kinds: string[] = [];
    let abandoned: DataEntry | undefined;
    for await (const entry of readCommands(cutAt(document, [60, 90, 120, 200]), { largeDataBytes: 10 })) {
      kinds.push(entry.kind);
      if (entry.kind !== "data") continue;
      abandoned ??= entry;
      for await (const piece of entry.bytes) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
    }
    expect(kinds).toEqual(["header", "data", "command", "data", "command", "end"]);
    await expect(bytesOf(abandoned as DataEntry)).rejects.toMatchObject({ name: "SyncmlError", code: "misuse" });
  });

  test("reading it while the next entry is asked for fails, and loses no entry", async () => {
    const document = message(add("1", long), add("2"));
    const entries = readCommands(cutAt(document, [80]), { largeDataBytes: 10 });
    await entries.next();
    const { value } = await entries.next();
    const pieces = (value as DataEntry).bytes[Symbol.asyncIterator]();
    await pieces.next();
    const [piece, next] = await Promise.allSettled([pieces.next(), entries.next()]);
    expect(piece).toMatchObject({ status: "rejected", reason: { code: "misuse" } });
    expect(next).toMatchObject({ status: "fulfilled", value: { value: { kind: "command" } } });
    expect((await entries.next()).value).toMatchObject({ command: { cmdID: "2" } });
  });

  test("input that ends inside it fails the data and then the message, with the same error", async () => {
    const document = message(add("1", long)).subarray(0, 120);
    const fault = errorOf(() => decode(document));
    const entries = readCommands([document], { largeDataBytes: 10 });
    await entries.next();
    const { value } = await entries.next();
    const failed = await bytesOf(value as DataEntry).catch((error) => error);
    expect(facts(failed)).toEqual(facts(fault));
    await expect(entries.next()).rejects.toBe(failed);
    expect(await entries.next()).toEqual({ done: true, value: undefined });
  });
});

describe("limits", () => {
  const body = (data: string) => message(add("1", data));
  // Header, message and body count 3 elements; VerDTD one and 3 bytes; the command 6, "1" and "i1".
  const held = 64 * (4 + 6) + 3 + 3;

  test.each([
    [held + 9, undefined],
    [held + 10, undefined],
    [held + 11, "limit-exceeded"],
  ])("a command that holds %i of them", async (bytes, code) => {
    const document = body("d".repeat(bytes - held));
    for (const chunks of [[document], cutAt(document, [30, 60, document.length - 9])]) {
      const { error, seen } = await readAll(chunks, { maxCommandBytes: held + 10 });
      expect(error?.code).toBe(code);
      if (error === undefined) continue;
      expect(seen.map(({ kind }) => kind)).toEqual(["header"]);
      expect(error).toMatchObject({ path: "/SyncML/SyncBody/Add/Item/Data", offset: document.indexOf(0x64) - 1 });
    }
  });

  test("a declared length is refused before a byte of it has come", async () => {
    const document = message(add("1", new Uint8Array(5000)));
    const start = document.lastIndexOf(0xc3);
    const { error } = await readAll([document.subarray(0, start + 4)], { maxCommandBytes: 4000 });
    expect(error).toMatchObject({ code: "limit-exceeded", offset: start });
  });

  test("the number of commands does not count, in the body or in a container", async () => {
    const adds = Array.from({ length: 200 }, (_, index) => add(String(index)));
    const inContainer = message(["Sync", ["CmdID", "s"], ...adds]);
    for (const document of [message(...adds), inContainer]) {
      const spaced = text(
        Buffer.from(encode(decode(document), { format: "xml" }))
          .toString()
          .replaceAll("<Add>", "\n    <Add>"),
      );
      for (const input of [document, spaced]) {
        const { seen, error } = await readAll([input], { maxCommandBytes: 1200 });
        expect(error).toBeUndefined();
        expect(seen.length).toBeGreaterThan(200);
      }
      const { error } = await readAll([document], { maxCommandBytes: 1200, containers: "whole" });
      expect(error?.code).toBe(document === inContainer ? "limit-exceeded" : undefined);
    }
  });

  test.each([
    [
      "unknown elements",
      `<SyncML ${namespace}><SyncHdr/><SyncBody>${'<x xmlns="urn:x"/>'.repeat(500)}</SyncBody></SyncML>`,
    ],
    [
      "marks that are none",
      `<SyncML ${namespace}><SyncHdr/><SyncBody>${"<Final>x</Final>".repeat(500)}</SyncBody></SyncML>`,
    ],
  ])("nor does that of %s", async (_what, xml) => {
    const { seen, error } = await readAll([text(xml)], { maxCommandBytes: 1200 });
    expect(error).toBeUndefined();
    expect(seen).toHaveLength(502);
  });

  test.each([
    [
      "attributes of the body",
      `<SyncBody ${Array.from({ length: 30 }, (_, i) => `a${i}="x"`).join(" ")}><Final/></SyncBody>`,
    ],
    ["what is open around", `<SyncBody>${"<Atomic><CmdID>1</CmdID><Alert><CmdID>2</CmdID></Alert>".repeat(20)}`],
    [
      "a header",
      `</SyncHdr>`.replace("</SyncHdr>", `<SyncBody><Alert><Data>${"x".repeat(1200)}</Data></Alert></SyncBody>`),
    ],
  ])("%s counts", async (_what, xml) => {
    const { error } = await readAll([text(`<SyncML ${namespace}><SyncHdr/>${xml}</SyncML>`)], {
      maxCommandBytes: 1200,
    });
    expect(error?.code).toBe("limit-exceeded");
  });

  test("nor do containers that have closed, nor white space that is gone", async () => {
    const syncs = Array.from({ length: 100 }, (_, index) => ["Sync", ["CmdID", String(index)], add("1")] as const);
    expect((await readAll([message(...syncs)], { maxCommandBytes: 1200 })).error).toBeUndefined();
    const spaced = `${" ".repeat(900)}<Alert><Data>${"x".repeat(500)}</Data></Alert>`;
    const document = text(`<SyncML ${namespace}><SyncHdr/><SyncBody>${spaced}${spaced}</SyncBody></SyncML>`);
    expect((await readAll([document], { maxCommandBytes: 1200 })).error).toBeUndefined();
  });

  test("streamed data does not count", async () => {
    const long = "x".repeat(500);
    const items = Array.from({ length: 50 }, () => ["Item", ["Data", long]] as const);
    const document = message(["Add", ["CmdID", "1"], ...items]);
    const options = { maxCommandBytes: 64 * 120 + 200 };
    expect((await readAll([document], options)).error?.code).toBe("limit-exceeded");
    const { error, seen } = await readAll(byteByByte(document), { ...options, largeDataBytes: 100 });
    expect(error).toBeUndefined();
    expect(seen.filter(({ kind }) => kind === "data")).toHaveLength(50);
  });

  test("the default refuses a command of 5 MiB", async () => {
    const document = message(add("1", new Uint8Array(5 * 1024 * 1024)));
    expect((await readAll([document])).error).toMatchObject({
      code: "limit-exceeded",
      reason: expect.stringContaining("maxCommandBytes (4194304)"),
    });
  });

  test.each([{ maxCommandBytes: 0 }, { maxCommandBytes: 1.5 }, { largeDataBytes: -1 }, { largeDataBytes: Number.NaN }])(
    "%o is out of range, and the source is left alone",
    (options) => {
      const source = new ReadableStream<Uint8Array>();
      expect(() => readCommands(source, options)).toThrow(RangeError);
      expect(source.locked).toBe(false);
    },
  );
});

describe("faults", () => {
  test("a document that is no message is refused when its root opens", async () => {
    const document = devInfDocument12(["Man", "x"]);
    const fault = errorOf(() => decode(document));
    const { error } = await readAll([document.subarray(0, document.length - 2)]);
    expect(facts(error)).toEqual(facts(fault));
  });

  test("an error of the source comes through as it is, after what came before it", async () => {
    const broken = new Error("line is dead");
    const document = message(["Alert", ["CmdID", "1"]], ["Final"]);
    const kinds: string[] = [];
    const source = async function* () {
      yield document.subarray(0, document.length - 2);
      throw broken;
    };
    const read = async () => {
      for await (const { kind } of readCommands(source())) kinds.push(kind);
    };
    await expect(read()).rejects.toBe(broken);
    expect(kinds).toEqual(["header", "command"]);
  });

  test.each([[["text"]], [[1]], [[undefined]]])("chunks %o are no bytes", async (chunks) => {
    await expect(readAll(chunks as never)).resolves.toMatchObject({ error: { code: "misuse" } });
  });

  test.each([[{}], [5]])("%o is no source", (source) => {
    expect(() => readCommands(source as never)).toThrow();
  });
});
