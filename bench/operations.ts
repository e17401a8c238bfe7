import {
  type Command,
  convert,
  type DecodeOptions,
  decode,
  decodePartial,
  type EventSink,
  encode,
  equalMessages,
  fromJson,
  isSyncmlError,
  peek,
  type SyncML,
  type SyncmlErrorCode,
} from "../src/index.ts";
import { explain } from "../src/inspect/index.ts";
import { type MessageEntry, readCommands } from "../src/streams/index.ts";
import { WbxmlReader, WbxmlTokenizer } from "../src/wbxml/index.ts";
import { XmlReader } from "../src/xml/index.ts";
import { EventCounter } from "./event-counter.ts";
import { TokenCounter } from "./token-counter.ts";
import { expectEqual, forEach, type LoadedFixture, totalLength, type Work } from "./work.ts";

// Comparing two messages takes several times their memory.
const MAX_COMPARED_BYTES = 5_000_000;

/** Measurable operations of this library, by `operation/format`. */
export const operations: Readonly<Record<string, (fixture: LoadedFixture) => Work>> = {
  "tokenize/wbxml": ({ wbxml, facts }) => {
    const counter = new TokenCounter();
    return {
      bytes: totalLength(wbxml),
      tokens: facts.tokens,
      run: forEach(wbxml, (document) => {
        const tokenizer = new WbxmlTokenizer(counter);
        tokenizer.write(document);
        tokenizer.end();
        return counter;
      }),
      check() {
        const before = counter.tokens;
        this.run();
        expectEqual("tokens", counter.tokens - before, facts.tokens);
      },
    };
  },
  "events/wbxml": ({ wbxml, facts }) => readInto(wbxml, facts.elements.wbxml, (sink) => new WbxmlReader(sink)),
  "events/xml": ({ xml, facts }) => readInto(xml, facts.elements.xml, (sink) => new XmlReader(sink)),
  "ast/wbxml": (fixture) => decoding(fixture, fixture.wbxml, {}),
  "ast/xml": (fixture) => decoding(fixture, fixture.xml, {}),
  "view/wbxml": (fixture) => decoding(fixture, fixture.wbxml, { data: "view" }),
  "heard/wbxml": (fixture) => hearing(fixture, fixture.wbxml),
  "heard/xml": (fixture) => hearing(fixture, fixture.xml),
  "partial/wbxml": (fixture) => decodingPartially(fixture, fixture.wbxml),
  "partial/xml": (fixture) => decodingPartially(fixture, fixture.xml),
  "commands/wbxml": ({ wbxml }) => takingCommands(wbxml, readCommandsOf),
  "commands/xml": ({ xml }) => takingCommands(xml, readCommandsOf),
  "iterate/wbxml": ({ wbxml }) => takingCommands(wbxml, decodedCommandsOf),
  "iterate/xml": ({ xml }) => takingCommands(xml, decodedCommandsOf),
  "convert/wbxml": (fixture) => converting(fixture, fixture.wbxml, (document) => toXml(document)),
  "convert/xml": (fixture) => converting(fixture, fixture.xml, (document) => convert(document, { to: "wbxml" })),
  "string-table/xml": (fixture) =>
    converting(fixture, fixture.xml, (document) => convert(document, { to: "wbxml", stringTable: "auto" })),
  "encode/wbxml": (fixture) => encoding(fixture, (message) => encode(message, { format: "wbxml" })),
  "encode/xml": (fixture) => encoding(fixture, (message) => encode(message, { format: "xml" })),
  "explain/wbxml": (fixture) => explaining(fixture.wbxml),
  "peek/wbxml": (fixture) => peeking(fixture.wbxml),
  "peek/xml": (fixture) => peeking(fixture.xml),
  "refuse/wbxml": (fixture) => refusing(fixture.wbxml),
  "refuse/xml": (fixture) => refusing(fixture.xml),
};

const toXml = (document: Uint8Array) => convert(document, { to: "xml", output: "bytes" });

function readInto(
  documents: readonly Uint8Array[],
  elements: number,
  open: (sink: EventSink) => WbxmlReader | XmlReader,
): Work {
  const counter = new EventCounter();
  return {
    bytes: totalLength(documents),
    run: forEach(documents, (document) => {
      const reader = open(counter);
      reader.write(document);
      reader.end();
      return counter;
    }),
    check() {
      const before = counter.elements;
      this.run();
      expectEqual("elements", counter.elements - before, elements);
    },
  };
}

/** @throws {Error} if `actual` differs from the messages of the fixture. */
function expectMessages({ json }: LoadedFixture, actual: readonly SyncML[]): void {
  expectEqual("messages", actual.length, json.length);
  if (totalLength(json) > MAX_COMPARED_BYTES) return;
  actual.forEach((message, index) => {
    expectEqual(`message ${index} is equal`, equalMessages(message, fromJson(json[index] ?? "")), true);
  });
}

function decoding(
  fixture: LoadedFixture,
  documents: readonly Uint8Array[],
  options: Pick<Partial<DecodeOptions>, "data">,
): Work {
  return {
    bytes: totalLength(documents),
    run: forEach(documents, (document) => decode(document, options)),
    check: () => {
      expectMessages(
        fixture,
        // Views describe bytes, not meaning: compare what re-encoding them gives.
        documents.map((document) => {
          const message = decode(document, options);
          return options.data === "view" ? decode(encode(message)) : message;
        }),
      );
    },
  };
}

/** `decode` with a counting listener. */
function hearing(fixture: LoadedFixture, documents: readonly Uint8Array[]): Work {
  let heard = 0;
  const onDiagnostic = () => {
    heard++;
  };
  const read = (document: Uint8Array) => decode(document, { onDiagnostic });
  return {
    bytes: totalLength(documents),
    run: forEach(documents, read),
    check: () => {
      const before = heard;
      expectMessages(fixture, documents.map(read));
      const diagnostics = documents.map((document) => decodePartial(document).diagnostics.length);
      expectEqual("diagnostics", heard - before, diagnostics.reduce(sum, 0));
    },
  };
}

const sum = (one: number, other: number) => one + other;

function decodingPartially(fixture: LoadedFixture, documents: readonly Uint8Array[]): Work {
  return {
    bytes: totalLength(documents),
    run: forEach(documents, (document) => decodePartial(document)),
    check: () =>
      expectMessages(
        fixture,
        documents.flatMap((document) => {
          const { document: read, error } = decodePartial(document);
          return read?.kind === "SyncML" && error === undefined ? [read] : [];
        }),
      ),
  };
}

/** A document in one chunk, command by command. */
const readCommandsOf = (document: Uint8Array) => readCommands([document]);

/** Lower bound for {@link readCommandsOf}: `decode`, then as many entries, one at a time. */
async function* decodedCommandsOf(document: Uint8Array): AsyncGenerator<Pick<MessageEntry, "kind">> {
  const message = decode(document);
  yield { kind: "header" };
  for (const _command of withContained(message.syncBody?.commands ?? [])) yield { kind: "command" };
  yield { kind: "end" };
}

/** The commands, each container followed by its own. */
function withContained(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) =>
    "commands" in command ? [command, ...withContained(command.commands)] : [command],
  );
}

/** Consumes every entry of `open`. */
function takingCommands(
  documents: readonly Uint8Array[],
  open: (document: Uint8Array) => AsyncIterable<Pick<MessageEntry, "kind">>,
): Work {
  let commands = 0;
  const take = async (document: Uint8Array) => {
    for await (const { kind } of open(document)) if (kind === "command") commands++;
    return commands;
  };
  const run = async () => {
    for (const document of documents) await take(document);
    return commands;
  };
  return {
    bytes: totalLength(documents),
    isAsync: true,
    run,
    async check() {
      const before = commands;
      await run();
      const expected = documents.flatMap((document) => withContained(decode(document).syncBody?.commands ?? []));
      expectEqual("commands", commands - before, expected.length);
    },
  };
}

function converting(
  fixture: LoadedFixture,
  documents: readonly Uint8Array[],
  change: (document: Uint8Array) => Uint8Array,
): Work {
  return {
    bytes: totalLength(documents),
    run: forEach(documents, change),
    check: () =>
      expectMessages(
        fixture,
        documents.map((document) => decode(change(document))),
      ),
  };
}

function encoding(fixture: LoadedFixture, write: (message: SyncML) => Uint8Array): Work {
  const messages = fixture.wbxml.map((document) => decode(document));
  return {
    bytes: totalLength(messages.map(write)),
    run: forEach(messages, write),
    check: () =>
      expectMessages(
        fixture,
        messages.map((message) => decode(write(message))),
      ),
  };
}

function peeking(documents: readonly Uint8Array[]): Work {
  return {
    bytes: totalLength(documents),
    run: forEach(documents, (document) => peek(document)),
    check: () => {
      for (const document of documents) {
        expectEqual("header", JSON.stringify(peek(document)), JSON.stringify(decode(document).syncHdr));
      }
    },
  };
}

function explaining(documents: readonly Uint8Array[]): Work {
  return {
    bytes: totalLength(documents),
    run: forEach(documents, (document) => explain(document)),
    check: () => {
      for (const document of documents) expectEqual("octets", explain(document).at(-1)?.end, document.length);
    },
  };
}

const refusals: readonly SyncmlErrorCode[] = ["truncated-input", "limit-exceeded"];

function refusing(documents: readonly Uint8Array[]): Work {
  // Limited to what a 64 KB message can hold, as a server would do.
  const limits = { maxTextBytes: 65_536, maxOpaqueBytes: 65_536 };
  const refuse = (document: Uint8Array) => {
    try {
      return decode(document, { limits });
    } catch (error) {
      return error;
    }
  };
  return {
    bytes: totalLength(documents),
    run: forEach(documents, refuse),
    check: () => {
      for (const error of documents.map(refuse)) {
        expectEqual("is refused", isSyncmlError(error) && refusals.includes(error.code), true);
      }
    },
  };
}
