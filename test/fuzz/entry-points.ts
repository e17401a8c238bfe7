import { isDeepStrictEqual } from "node:util";
import { create, newItem } from "../../src/ast/create.ts";
import { fromJson, toJson } from "../../src/ast/json.ts";
import type { Command, SyncML, SyncmlDocument } from "../../src/ast/nodes.ts";
import { stringify } from "../../src/ast/stringify.ts";
import { wrapFragment } from "../../src/ast/wrap-fragment.ts";
import { decodeText } from "../../src/capture/text/decode-text.ts";
import * as ExitCode from "../../src/cli/exit-codes.ts";
import { recognizeStart, recognizeText, recognizeWritten } from "../../src/cli/input-format.ts";
import { convert } from "../../src/codec/convert.ts";
import { decode, decodeDocument, decodePartial } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { equalMessages } from "../../src/codec/equal-messages.ts";
import { openDocument } from "../../src/codec/open-document.ts";
import type { DecodeOptions } from "../../src/codec/options.ts";
import { parseFragment } from "../../src/codec/parse-fragment.ts";
import { peek } from "../../src/codec/peek.ts";
import { openValidation, type ValidateDocumentOptions, validate } from "../../src/codec/validate.ts";
import { isSyncmlError, type SyncmlError } from "../../src/core/errors.ts";
import { octetString } from "../../src/core/latin1.ts";
import {
  createTree,
  type ManagementTree,
  type SimulatedDevice,
  type StepResult,
  simulatedDevice,
  treeFromDdf,
  type UserAnswer,
} from "../../src/device/index.ts";
import { clientInput, dmServer, memoryStore, openSession, planCommands, startClient } from "../../src/dm/index.ts";
import {
  correlate,
  initialPacking,
  initialReassembly,
  measure,
  pack,
  packMessage,
  type ReassemblyState,
  reassembleMessage,
} from "../../src/large-object/index.ts";
import {
  checkCredentials,
  checkHmacHeader,
  claimedUser,
  decodeNotification,
  decodePush,
  decodeSmsPdu,
  decodeUserData,
  encodeNotification,
  encodeProvisioning,
  encodePush,
  encodeSmsPdu,
  encodeUserData,
  parseHmacHeader,
  parseProvisioning,
  unwrapCarriers,
  verifyNotification,
} from "../../src/push/index.ts";
import { convertStream, readCommands } from "../../src/streams/index.ts";
import { cutAt } from "../../src/testing/chunkings.ts";
import { assembleTokens } from "../../src/wbxml/listing/token-assembler.ts";
import { WbxmlReader } from "../../src/wbxml/reader.ts";
import { XmlReader } from "../../src/xml/reader.ts";
import { runForBytes } from "../cli/run-cli.ts";
import { convertByEvents, decodeByEvents, encodeByEvents, outcome } from "../support/event-path.ts";
import { listChunks } from "../support/listing.ts";
import { PlainDevice } from "../support/plain-device.ts";
import { archiveEntryPoints } from "./archive-entry-points.ts";
import { captureEntryPoints } from "./capture-entry-points.ts";
import { carrierEntryPoints } from "./carrier-entry-points.ts";
import { contradiction } from "./contradiction.ts";
import { explainEntryPoints } from "./explain-entry-points.ts";
import {
  carriedInputs,
  carrierInputs,
  ddfInputs,
  deviceInputs,
  documentInputs,
  fragmentInputs,
  headerInputs,
  type Inputs,
  jsonInputs,
  listingInputs,
  nestedInputs,
  notificationInputs,
  pastedInputs,
  provisioningInputs,
  textInputs,
  wapInputs,
  wapVocabularies,
  wbxmlInputs,
  xmlBodyInputs,
  xmlInputs,
} from "./inputs.ts";
import { inspectionEntryPoints } from "./inspection-entry-points.ts";
import { contradictionIn, eventsOf, type Reading, readsAlike } from "./reading.ts";
import { wbxmlTokens, xmlTokens } from "./token-trails.ts";

/** An entry point of the library and its invariants. */
export interface EntryPoint {
  readonly name: string;
  readonly inputs: Inputs;
  /**
   * Takes one input. A SyncmlError is a refusal; any other error is a finding. `cut` is a place in the input, for what is
   * read in pieces.
   */
  readonly run: (input: Uint8Array, cut: number) => unknown;
}

/** Checks that two ways have the same outcome, and returns or throws it. */
function agree<Result>(what: string, one: () => Result, other: () => unknown): Result {
  const second = outcome(other);
  let first: unknown;
  let refusal: unknown;
  try {
    first = one();
  } catch (error) {
    refusal = error;
    first = outcome(() => {
      throw error;
    });
  }
  if (!isDeepStrictEqual(first, second)) throw new Error(`${what}: ${shown(first)} and ${shown(second)}`);
  if (refusal !== undefined) throw refusal;
  return first as Result;
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 500) ?? String(value);
}

function decodesAlike(options: Partial<DecodeOptions>) {
  return (input: Uint8Array) =>
    agree(
      "decoded directly and by events",
      () => decodeDocument(input, options),
      () => decodeByEvents(input, options),
    );
}

function encodesAlike(document: SyncmlDocument, format: "wbxml" | "xml"): void {
  const bytes = agree(
    `encoded as ${format} directly and by events`,
    () => encode(document, { format }),
    () => encodeByEvents(document, { format }),
  );
  const again = decodeDocument(bytes, { from: format, ...(document.kind === "Fragment" ? fragments : {}) });
  if (!equalMessages(again, document)) throw new Error(`encoded as ${format}, it is another message`);
}

/** How to read commands without a surrounding message. */
const fragments = { roots: "several" } as const;

function validatesAlike(options: Partial<ValidateDocumentOptions>) {
  return (input: Uint8Array, cut: number) =>
    agree(
      "validated whole and in pieces",
      () => validate(input, options),
      () => {
        const { source, findings } = openValidation(options);
        for (const chunk of cutAt(input, [cut])) source.write(chunk);
        source.end();
        return findings();
      },
    );
}

function checkPartial(input: Uint8Array, cut: number, options: Partial<DecodeOptions>): void {
  const whole = decodePartial(input, options);
  const partial = decodePartial(input.subarray(0, cut), options);
  const found = contradiction(partial.document, whole.document);
  if (found !== undefined) throw new Error(`cut at ${cut}, it contradicts the whole at ${found}`);
}

/** The entries of a message up to its fault, as text that only grows with the input. */
async function entriesOf(chunks: readonly Uint8Array[]): Promise<Reading> {
  let log = "";
  try {
    for await (const entry of readCommands(chunks, { largeDataBytes: LARGE_DATA_BYTES })) {
      const { bytes, ...rest } = { bytes: undefined, ...entry };
      log += `\n${entry.kind} ${JSON.stringify(rest, bytesAsHex)} `;
      for await (const piece of bytes ?? []) log += Buffer.from(piece).toString("hex");
    }
    return { log, error: undefined };
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return { log, error };
  }
}

function bytesAsHex(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const given = this[key];
  return given instanceof Uint8Array ? { bytes: Buffer.from(given).toString("hex") } : value;
}

/** Item data larger than this becomes its own entry; small enough for the messages here. */
const LARGE_DATA_BYTES = 32;

/** Output of a stream up to its fault. */
async function streamed(chunks: readonly Uint8Array[], to: "wbxml" | "xml"): Promise<Reading & { bytes: Uint8Array }> {
  const { readable, writable } = convertStream({ to });
  const writer = (writable as WritableStream<Uint8Array>).getWriter();
  const write = async () => {
    for (const chunk of chunks) await writer.write(chunk);
    await writer.close();
  };
  // Both sides fail alike; the reader tells.
  const writing = write().catch(() => {});
  const pieces: Uint8Array[] = [];
  let error: SyncmlError | undefined;
  try {
    for await (const piece of readable as ReadableStream<Uint8Array>) pieces.push(piece);
  } catch (caught) {
    if (!isSyncmlError(caught)) throw caught;
    error = caught;
  }
  await writing;
  const bytes = Buffer.concat(pieces);
  const written = bytes.toString("latin1");
  // What is open at a fault may still change: a cut character, an empty element, an opaque that is not text.
  const closed = written.replace(/<\?wbxml \w+ base64\?>[\w+/=]*<\?wbxml end\?>$/, "").replace(/<[^<]*$/, "");
  const log = error === undefined ? written : closed;
  return { bytes, log, error };
}

/** What reading a part of a document reports and reading the whole does not. */
function check(partial: Reading, whole: Reading, cut: number): void {
  const fault = contradictionIn(partial, whole, cut);
  if (fault !== undefined) throw new Error(`cut at ${cut}, it contradicts the whole: ${fault}`);
}

/**
 * The reply of a server to a message, the first of its session or a later one. A copy gets the same; what the reply says can
 * be read; nothing that a client sends makes the server fail.
 */
async function answeredByServer(input: Uint8Array): Promise<unknown> {
  const failures: unknown[] = [];
  const server = dmServer({
    serverID: "com.example.dm",
    store: memoryStore(),
    account: () => ({ auth: "none", user: "tester" }),
    plan: ({ history }) => (history.length < 3 ? [planCommands.get("./DevInfo/Man")] : undefined),
    clock: { now: () => 0 },
    random: (length) => new Uint8Array(length),
    on: { log: (_, cause) => cause !== undefined && failures.push(cause) },
  });
  const answerTo = async (body: Uint8Array) => {
    const response = await server.answer({
      method: "POST",
      header: () => undefined,
      read: async () => body,
      raw: undefined,
    });
    if (failures.length > 0) throw new Error(`the server failed: ${shown(failures[0])}`, { cause: failures[0] });
    if (![200, 400, 413].includes(response.status)) throw new Error(`it is answered with ${response.status}`);
    return response;
  };
  const key = outcome(() => openSession(input));
  if ("source" in key && key.msgID !== "1") {
    await answerTo(new PlainDevice({ address: key.source, sessionID: key.sessionID }).next());
  }
  const reply = await answerTo(input);
  // What is out of order ends the session, so its copy meets another one.
  const isInOrder = "source" in key && (key.msgID === "1" || key.msgID === "2");
  const copy = await answerTo(input);
  if (isInOrder && !isDeepStrictEqual(copy, reply)) throw new Error("a copy of it is answered in another way");
  if (reply.status !== 200) return reply.status;
  const message = outcome(() => decode(reply.body));
  if (!("kind" in message)) throw new Error(`the reply cannot be read: ${shown(message)}`);
  return message;
}

/**
 * What a client makes of a message, whatever session it says it is of. It never fails; what it sends can be read; it goes on from its
 * stored state; and nothing is executed for a server that has not proved itself.
 */
function takenByClient(input: Uint8Array): unknown {
  const key = outcome(() => openSession(input));
  const { sessionID: said = "" } = key as { readonly sessionID?: string };
  const sessionID = said.length > 4 || said === "" ? "1" : said;
  const lines = [false, true].map((mustProve) => {
    const server = { serverAuth: "basic", serverID: "com.example.dm", serverSecret: "srv-secret" } as const;
    const account = { auth: "none", user: "tester", ...(mustProve ? server : {}) } as const;
    const context = { account, nonce: () => new Uint8Array(16), now: 0 };
    const begin = { sessionID, serverURI: "https://dm.example/", device: "IMEI:1", devInfo: [] };
    const first = startClient(begin, context);
    let step = clientInput(first.state, { kind: "message", body: input }, context);
    const work = step.effects.find((effect) => effect.kind === "execute");
    if (work !== undefined) {
      const { state } = step.state.serverAuth;
      if (mustProve && state === "none") throw new Error("it executes commands of a server that has not proved itself");
      const results = work.commands.map(resultOf);
      step = clientInput(
        JSON.parse(JSON.stringify(step.state)),
        { kind: "done", outcome: { state: "done", results } },
        context,
      );
    }
    return step.effects.map((effect) => (effect.kind === "send" ? decode(effect.body) : effect.kind));
  });
  return lines;
}

function resultOf(command: Command): StepResult {
  const members = "commands" in command ? command.commands.map(resultOf) : [];
  return { cmd: command.kind, cmdID: command.cmdID, statuses: [{ code: 200, items: [] }], results: [], members };
}

/** What is read is written to the same octets, and cut off it is the same as far as it goes. */
function checkNotification(input: Uint8Array, cut: number, kind: "dm" | "ds"): void {
  const read = outcome(() => decodeNotification(input, { kind }));
  if (!("digest" in read)) return;
  if (Buffer.compare(encodeNotification(read, read), input) !== 0) throw new Error("it is written to other octets");
  const error = outcome(() => decodeNotification(input.subarray(0, cut), { kind }));
  const isRefused = "code" in error;
  if (isRefused !== cut < input.length - read.vendor.length) throw new Error(`cut at ${cut}: ${shown(error)}`);
}

const everything = { rootAcl: "Add=*&Delete=*&Exec=*&Get=*&Replace=*" };
const openTree = () => createTree([], everything);

function codeFor(tree: ManagementTree, command: Command): number | undefined {
  const outcome = tree.apply("srv", [command]);
  return outcome.state === "done" ? outcome.results[0]?.statuses[0]?.code : undefined;
}

/** Checks that a tree's state makes the same tree of another one. */
function checkTree(tree: ManagementTree, other: ManagementTree): void {
  const state = JSON.stringify(tree);
  other.restore(JSON.parse(state));
  if (JSON.stringify(other) !== state) throw new Error("its state makes another tree");
  if (tree.size !== tree.uris().length)
    throw new Error(`${tree.size} nodes are counted, there are ${tree.uris().length}`);
}

/** The outcome of commands of which the user agrees to everything, stored at each question or not. */
function outcomeOf(device: SimulatedDevice, commands: readonly Command[], isStored: boolean): readonly StepResult[] {
  let result = device.apply("srv", commands);
  while (result.state === "suspended") {
    const { ask, cursor } = isStored ? (JSON.parse(JSON.stringify(result)) as typeof result) : result;
    if (isStored) device.restore(JSON.parse(JSON.stringify(device.state())));
    result = device.resume("srv", commands, cursor, device.ask(ask) as UserAnswer);
  }
  return result.results;
}

/** Every entry point, one per row. */
export const entryPoints: readonly EntryPoint[] = [
  { name: "tokenize/wbxml", inputs: wbxmlInputs, run: readsAlike(wbxmlTokens) },
  { name: "tokenize/xml", inputs: xmlBodyInputs, run: readsAlike(xmlTokens) },
  { name: "read/wbxml", inputs: wbxmlInputs, run: readsAlike(eventsOf((sink) => new WbxmlReader(sink))) },
  { name: "read/xml", inputs: xmlInputs, run: readsAlike(eventsOf((sink) => new XmlReader(sink))) },
  { name: "open", inputs: documentInputs, run: readsAlike(eventsOf((sink) => openDocument(sink))) },
  {
    name: "wbxml/wap",
    inputs: wapInputs,
    run: (input, cut) => {
      const vocabularies = wapVocabularies;
      readsAlike(eventsOf((sink) => openDocument(sink, { vocabularies })))(input, cut);
      for (const to of ["xml", "wbxml"] as const) {
        const converted = agree(
          `converted to ${to} directly and by events`,
          () =>
            to === "xml" ? convert(input, { to, vocabularies, output: "bytes" }) : convert(input, { to, vocabularies }),
          () => convertByEvents(input, { to, vocabularies }),
        );
        const written = convert(converted, { to: "wbxml", vocabularies });
        const again = convert(written, { to: "wbxml", vocabularies });
        if (Buffer.compare(written, again) !== 0) throw new Error(`as ${to} it is written differently the second time`);
      }
    },
  },
  {
    name: "list",
    inputs: wbxmlInputs,
    run: (input) => {
      const { text, error } = listChunks([input]);
      const kept = input.subarray(0, error === undefined ? input.length : (error.offset ?? 0));
      if (Buffer.compare(assembleTokens(text), kept) !== 0) throw new Error("the listing makes other bytes");
    },
  },
  { name: "assemble", inputs: listingInputs, run: (input) => assembleTokens(decodeText(input)) },
  { name: "decode", inputs: documentInputs, run: decodesAlike({}) },
  { name: "decode/view", inputs: wbxmlInputs, run: decodesAlike({ data: "view" }) },
  {
    name: "decode/partial",
    inputs: documentInputs,
    run: (input, cut) => checkPartial(input, cut, {}),
  },
  {
    name: "decode/fragment",
    inputs: fragmentInputs,
    run: (input, cut) => {
      checkPartial(input, cut, fragments);
      const document = decodesAlike(fragments)(input);
      const parsed = outcome(() => parseFragment(input));
      const isFragment = document.kind === "Fragment";
      const isSame = isFragment ? isDeepStrictEqual(parsed, document) : "code" in parsed;
      if (!isSame) throw new Error(`parsed as a fragment: ${shown(parsed)}, and decoded: ${shown(document)}`);
      return document;
    },
  },
  {
    name: "peek",
    inputs: documentInputs,
    run: (input) => {
      const header = peek(input);
      const { document: message } = decodePartial(input);
      if (!isDeepStrictEqual(header, (message as SyncML | undefined)?.syncHdr)) {
        throw new Error(`the header alone contradicts the whole: ${shown(header)} and ${shown(message)}`);
      }
      return header;
    },
  },
  {
    name: "convert",
    inputs: documentInputs,
    run: (input) => {
      for (const to of ["xml", "wbxml"] as const) {
        const converted = agree(
          `converted to ${to} directly and by events`,
          () => (to === "xml" ? convert(input, { to, output: "bytes" }) : convert(input, { to })),
          () => convertByEvents(input, { to }),
        );
        // What was written can be read.
        const { error } = eventsOf((sink) => openDocument(sink, { from: to }))([converted]);
        if (error !== undefined) throw new Error(`what it is converted to is refused: ${error.message}`);
      }
    },
  },
  {
    name: "convert/stream",
    inputs: documentInputs,
    run: async (input, cut) => {
      const whole = await streamed(cutAt(input, [cut]), "xml");
      check(await streamed([input.subarray(0, cut)], "xml"), whole, cut);
      return agree(
        "converted in a stream and whole",
        () => {
          if (whole.error !== undefined) throw whole.error;
          return new Uint8Array(whole.bytes);
        },
        () => convert(input, { to: "xml", output: "bytes" }),
      );
    },
  },
  {
    name: "encode",
    inputs: documentInputs,
    run: (input) => {
      const document = decodeDocument(input);
      for (const format of ["wbxml", "xml"] as const) encodesAlike(document, format);
    },
  },
  {
    name: "encode/fragment",
    inputs: fragmentInputs,
    run: (input) => {
      const document = decodeDocument(input, fragments);
      encodesAlike(document, "xml");
      if (document.kind === "Fragment") encodesAlike(wrapFragment(document), "xml");
      encodesAlike(document, "wbxml");
    },
  },
  {
    name: "json",
    inputs: jsonInputs,
    run: (input) => {
      const document = fromJson(decodeText(input));
      for (const format of ["wbxml", "xml"] as const) encode(document, { format });
      const again = fromJson(toJson(document));
      // Not field by field: whether an absent field is present as undefined does not matter.
      const text = stringify(document);
      if (stringify(again) !== text || stringify(fromJson(text)) !== text)
        throw new Error("as JSON, it is another document");
    },
  },
  {
    name: "push",
    inputs: carrierInputs,
    run: (input) => {
      const written = encodePush(decodePush(input));
      if (!isDeepStrictEqual(encodePush(decodePush(written)), written))
        throw new Error("it is written as another push");
    },
  },
  {
    name: "sms",
    inputs: carrierInputs,
    run: (input) => {
      const { body, bodyStart } = unwrapCarriers(input);
      if (Buffer.compare(body, input.subarray(bodyStart)) !== 0) throw new Error("the body is not in the input");
      const userData = outcome(() => encodeUserData(decodeUserData(input)));
      if (userData instanceof Uint8Array && Buffer.compare(userData, input) !== 0) throw new Error("other user data");
      if (Buffer.compare(encodeSmsPdu(decodeSmsPdu(input)), input) !== 0)
        throw new Error("it is written as another PDU");
    },
  },
  {
    name: "notification",
    inputs: notificationInputs,
    run: (input, cut) => {
      const kinds = (["dm", "ds"] as const).map((kind) => outcome(() => decodeNotification(input, { kind })));
      const guessed = decodeNotification(input);
      if (!kinds.some((read) => isDeepStrictEqual(read, guessed))) throw new Error("guessed, it is of neither layout");
      for (const kind of ["dm", "ds"] as const) checkNotification(input, cut, kind);
    },
  },
  {
    name: "notification/verify",
    inputs: notificationInputs,
    run: (input) => {
      const account = (serverID: string) => ({ serverID, secret: "secret", nonce: input.subarray(0, 8) });
      const { ok, reason, notification } = verifyNotification(input, account, { nonceForm: "octets-or-text" });
      if (ok || notification.kind === "dm-1.3") throw new Error("an unknown server is verified");
      if (reason !== "wrong-digest") throw new Error(`refused as ${reason}`);
      const { digest, ...fields } = notification;
      const proof = account(notification.serverID);
      if (!verifyNotification(encodeNotification(fields, proof), account).ok)
        throw new Error("its own digest is wrong");
    },
  },
  {
    name: "provisioning",
    inputs: provisioningInputs,
    run: (input) => {
      const limits = { maxDocumentBytes: 16 * 1024 * 1024, maxDepth: 64, maxParms: 1_000_000 };
      const { document } = parseProvisioning(input, { limits });
      const again = parseProvisioning(encodeProvisioning(document), { limits });
      if (!isDeepStrictEqual(again.document, document)) throw new Error("written and read, it is another document");
    },
  },
  {
    name: "device/ddf",
    inputs: ddfInputs,
    run: (input) => {
      const document = decodeDocument(input);
      if (document.kind !== "MgmtTree") return;
      let tree: ManagementTree;
      try {
        tree = treeFromDdf(document);
      } catch (error) {
        // A description that contradicts itself is no fault of the document's form.
        if (error instanceof RangeError) return;
        throw error;
      }
      checkTree(tree, treeFromDdf(document));
    },
  },
  {
    name: "device/tnds",
    inputs: ddfInputs,
    run: (input) => {
      const [tree, other] = [openTree(), openTree()];
      const meta = { format: "xml", type: "application/vnd.syncml.dmtnds+xml", emi: [] };
      const before = JSON.stringify(tree);
      const code = codeFor(tree, create("Add", { cmdID: "1", items: [newItem("./A", input, meta)] }));
      if (code !== 200 && JSON.stringify(tree) !== before)
        throw new Error(`refused with ${code}, it has changed the tree`);
      checkTree(tree, openTree());
      const subtree = tree.toTnds("./A");
      if (subtree === undefined) return;
      // What was written out is the same subtree when it is read again.
      const again = codeFor(
        other,
        create("Add", { cmdID: "1", items: [newItem("./A", encode(subtree, { format: "xml" }), meta)] }),
      );
      if (again !== 200) throw new Error(`written out and read again, it is refused with ${again}`);
      const values = (one: ManagementTree) => one.uris("./A").map((uri) => [uri, one.node(uri)?.format, one.get(uri)]);
      if (!isDeepStrictEqual(values(other), values(tree)))
        throw new Error("written out and read again, it is another subtree");
    },
  },
  {
    name: "device/commands",
    inputs: deviceInputs,
    run: (input, cut) => {
      const { commands } = decode(input).syncBody;
      const [atOnce, stored] = [simulatedDevice({ seed: cut }), simulatedDevice({ seed: cut })];
      const [one, other] = [outcomeOf(atOnce, commands, false), outcomeOf(stored, commands, true)];
      if (!isDeepStrictEqual(one, other)) throw new Error(`stored in between: ${shown(other)}, and not: ${shown(one)}`);
      if (one.length !== commands.length) throw new Error(`${one.length} results for ${commands.length} commands`);
      for (const { statuses } of one) if (statuses.length === 0) throw new Error("a command has no status");
      for (const device of [atOnce, stored]) device.work("done");
      checkTree(atOnce.tree, stored.tree);
      if (!isDeepStrictEqual(atOnce.alerts(), stored.alerts()))
        throw new Error("stored in between, it reports something else");
    },
  },
  ...captureEntryPoints,
  ...carrierEntryPoints,
  ...archiveEntryPoints,
  ...explainEntryPoints,
  ...inspectionEntryPoints,
  { name: "validate", inputs: nestedInputs, run: validatesAlike({}) },
  { name: "validate/fragment", inputs: fragmentInputs, run: validatesAlike(fragments) },
  {
    name: "measure",
    inputs: documentInputs,
    run: (input) => {
      const document = decodeDocument(input);
      for (const format of ["wbxml", "xml"] as const) {
        const [measured, written] = [measure(document, { format }), encode(document, { format }).length];
        if (measured !== written) throw new Error(`${measured} bytes of ${format} are measured, ${written} written`);
      }
    },
  },
  {
    name: "reassemble",
    inputs: documentInputs,
    run: (input) => {
      const message = decode(input);
      const { state } = reassembleMessage(initialReassembly, message);
      const stored = JSON.parse(JSON.stringify(state)) as ReassemblyState;
      return agree(
        "continued from a state and from its JSON",
        () => reassembleMessage(state, message),
        () => reassembleMessage(stored, message),
      );
    },
  },
  {
    name: "pack",
    inputs: documentInputs,
    run: (input, cut) => {
      const message = decode(input);
      const options = { maxMsgSize: 400 + (cut % 400) };
      const sent: SyncML[] = [];
      const fault = outcome(() => {
        for (const one of pack(message, options)) {
          const { length } = encode(one);
          if (length > options.maxMsgSize) throw new Error(`${length} bytes for a limit of ${options.maxMsgSize}`);
          sent.push(one);
        }
      });
      let state = initialPacking;
      for (const expected of sent) {
        const packed = packMessage(JSON.parse(JSON.stringify(state)), message, options);
        if (!isDeepStrictEqual(packed.message, expected)) throw new Error("packed from a state, it is another message");
        state = packed.state;
      }
      correlate(sent, [message]);
      return fault;
    },
  },
  {
    name: "stream",
    inputs: documentInputs,
    run: async (input, cut) => {
      const whole = await entriesOf(cutAt(input, [cut]));
      const { log, error } = await entriesOf([input.subarray(0, cut)]);
      // An end does not count if more follows the root.
      check({ log: log.replace(/\nend .*$/, ""), error }, whole, cut);
      if (whole.error !== undefined) throw whole.error;
      return whole.log;
    },
  },
  {
    name: "hmac-header",
    inputs: headerInputs,
    run: (input) => {
      // A character for each octet, as HTTP libraries hand headers over.
      const header = octetString(input, 0, input.length);
      const parsed = parseHmacHeader(header);
      const check = checkHmacHeader(header, input, { user: "dm-client", secret: "s3cr3t!" });
      if (!parsed.ok && (check.ok || check.reason !== parsed.reason)) {
        throw new Error(`read as ${shown(parsed)}, and checked as ${shown(check)}`);
      }
      return [parsed, check];
    },
  },
  {
    name: "credentials",
    inputs: jsonInputs,
    run: (input) => {
      const document = fromJson(decodeText(input));
      const { cred } = document.kind === "SyncML" ? document.syncHdr : {};
      const account = { user: "dm-client", secret: "s3cr3t!", scheme: ["basic", "md5"] } as const;
      const check = checkCredentials(cred, account);
      if (shown(check).includes(account.secret)) throw new Error(`a secret in ${shown(check)}`);
      return [check, cred && claimedUser(cred)];
    },
  },
  {
    name: "dm/server",
    inputs: documentInputs,
    run: (input) => answeredByServer(input),
  },
  {
    name: "dm/client",
    inputs: documentInputs,
    run: (input) => takenByClient(input),
  },
  {
    name: "cli/input",
    inputs: textInputs,
    run: (input, cut) => {
      const begun = recognizeStart(input.subarray(0, cut), false);
      const start = recognizeStart(input, true);
      if ((begun === "wbxml" || begun === "xml") && start !== begun) {
        throw new Error(`cut at ${cut}, it is taken for ${begun}, and whole for ${start}`);
      }
      const text = decodeText(input);
      return [start, recognizeWritten(text), recognizeText(text)?.length];
    },
  },
  {
    name: "cli/notification",
    inputs: carriedInputs,
    run: async (input, cut) => {
      const args = ["notification", "decode", "-"];
      const [whole, pieces] = [
        await runForBytes(args, { stdin: [input] }),
        await runForBytes(args, { stdin: cutAt(input, [cut]) }),
      ];
      if (!isDeepStrictEqual(whole, pieces)) throw new Error(`given in pieces: ${shown(whole)} and ${shown(pieces)}`);
      const { exitCode, stderr } = whole;
      if (exitCode === ExitCode.USAGE || exitCode === ExitCode.FINDINGS)
        throw new Error(`exit code ${exitCode}: ${stderr}`);
      return whole;
    },
  },
  {
    name: "cli/decode",
    inputs: pastedInputs,
    run: async (input, cut) => {
      const [whole, pieces] = [
        await runForBytes(["decode", "-"], { stdin: [input] }),
        await runForBytes(["decode", "-"], { stdin: cutAt(input, [cut, cut >> 1]) }),
      ];
      if (!isDeepStrictEqual(whole, pieces)) throw new Error(`given in pieces: ${shown(whole)} and ${shown(pieces)}`);
      const { exitCode, stderr } = whole;
      if (exitCode === ExitCode.USAGE || exitCode === ExitCode.FINDINGS)
        throw new Error(`exit code ${exitCode}: ${stderr}`);
      return whole;
    },
  },
];
