import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { fromJson, toJson } from "../../src/ast/json.ts";
import type { SyncML } from "../../src/ast/nodes.ts";
import { stringify } from "../../src/ast/stringify.ts";
import { convert } from "../../src/codec/convert.ts";
import { decode, decodeDocument, decodePartial } from "../../src/codec/decode.ts";
import { encode } from "../../src/codec/encode.ts";
import { equalMessages } from "../../src/codec/equal-messages.ts";
import { validate } from "../../src/codec/validate.ts";
import { isSyncmlError } from "../../src/core/errors.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { createTree, simulatedDevice } from "../../src/device/index.ts";
import { correlate, initialReassembly, pack, reassembleMessage } from "../../src/large-object/index.ts";
import { convertStream, readCommands } from "../../src/streams/index.ts";
import { hostileArchives } from "./archive-growth.ts";
import { hostileCaptures } from "./capture-growth.ts";
import { type HostileCarrier, hostileCarriers } from "./carrier-growth.ts";
import type { Finding } from "./fuzzer.ts";
import { hostileSessions } from "./inspection-growth.ts";

// Documents that repeat one thing, at once, twice and four times as often, and what each way in makes of them: neither time
// nor the heap that is alive may grow faster than they do. Mutations of small documents do not come to such lengths.

const FACTORS = [1, 2, 4] as const;
const FREE_MILLISECONDS = 40;
const FREE_BYTES = 8 * 1024 * 1024;
/** Four times the length may take so many times as much; where it grows with the square, it is sixteen times. */
const GROWTH = 8;
/** Runs of a pair that seemed to grow too fast, the least of which counts. */
const RETRIES = 3;
const MIN_TIMES = 500;
const MAX_TIMES = 4000;

/** A document that repeats something `times` times. */
export interface HostileShape {
  readonly name: string;
  readonly make: (times: number) => Uint8Array;
}

const repeat = (times: number, part: (index: number) => string) =>
  Array.from({ length: times }, (_, i) => part(i)).join("");
const xmlMessage = (body: string) =>
  encodeUtf8(
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID></SyncHdr><SyncBody>${body}</SyncBody></SyncML>`,
  );
const mbUint32 = (value: number): number[] =>
  value < 128 ? [value] : [...mbUint32(value >> 7).map((byte) => byte | 0x80), value & 0x7f];
/** A message with a table of strings and hand-made tokens in its body. */
const wbxmlMessage = (table: string, body: readonly (readonly number[])[]) =>
  new Uint8Array([
    0x02,
    0xa4,
    0x01,
    0x6a,
    ...mbUint32(table.length),
    ...encodeUtf8(table),
    0x6d,
    0x6c,
    0x01,
    0x6b,
    ...body.flat(),
    0x01,
    0x01,
  ]);
const times = <Part>(count: number, part: Part): Part[] => new Array<Part>(count).fill(part);

/** Spellings of one text in WBXML: STR_I, STR_T, OPAQUE, a mixture with ENTITY, a mixture with OPAQUE. */
const textSpellings: Readonly<Record<string, readonly number[]>> = {
  STR_I: [0x03, 0x61, 0x00],
  STR_T: [0x83, 0x00],
  OPAQUE: [0xc3, 0x01, 0x61],
  "STR_I and ENTITY": [0x03, 0x61, 0x00, 0x02, 0x41],
  "OPAQUE and STR_I": [0xc3, 0x01, 0x61, 0x03, 0x61, 0x00],
};
/** Lists of text and of Data: SourceRef in Status, Data in Results as items, TargetRef. */
const textLists: Readonly<Record<string, (text: readonly number[]) => readonly number[]>> = {
  "Status/SourceRef": (text) => [0x68, ...text, 0x01],
  "Status/TargetRef": (text) => [0x72 | 0x40, ...text, 0x01],
  "Item/Data": (text) => [0x54, 0x4f, ...text, 0x01, 0x01],
  "unexpected Data": (text) => [0x4f, ...text, 0x01],
};

/** A message whose Data holds a tree with many faults, written as `spell` does it. */
const treeIn = (count: number, spell: (tree: string) => string) =>
  `<Add><CmdID>1</CmdID><Item><Data>${spell(`<MgmtTree xmlns="syncml:dmddf1.2">${'<Oops é="x"/>é\r\n'.repeat(count)}</MgmtTree>`)}</Data></Item></Add>`;
const utf16 = (document: Uint8Array) =>
  Uint8Array.from(Buffer.from(`\ufeff${Buffer.from(document).toString("utf8")}`, "utf16le"));

const treeCommand = (kind: string, address: string, data = "x") =>
  `<${kind}><CmdID>1</CmdID><Item><Target><LocURI>${address}</LocURI></Target><Data>${data}</Data></Item></${kind}>`;

export const hostileShapes: readonly HostileShape[] = [
  {
    name: "many names in a long namespace that is inherited",
    make: (count) => xmlMessage(`<x xmlns="${"u".repeat(count)}">${repeat(count, (i) => `<y${i}/>`)}</x>`),
  },
  {
    name: "many names with a prefix for a long namespace",
    make: (count) =>
      xmlMessage(`<p:x xmlns:p="${"u".repeat(count)}">${repeat(count, (i) => `<p:y${i} p:z${i}=""/>`)}</p:x>`),
  },
  { name: "many namespaces", make: (count) => xmlMessage(repeat(count, (i) => `<x xmlns="u${i}"><y/></x>`)) },
  {
    name: "many prefixes",
    make: (count) => xmlMessage(repeat(count, (i) => `<p${i}:x xmlns:p${i}="u"/>`)),
  },
  {
    name: "prefixes in force around many names",
    make: (count) => {
      const levels = Math.min(200, count >> 2);
      const each = repeat(Math.ceil(count / levels), (i) => ` xmlns:q${i}="u"`);
      return xmlMessage(
        `${repeat(levels, () => `<x${each}>`)}${repeat(count, () => "<q0:y/>")}${"</x>".repeat(levels)}`,
      );
    },
  },
  {
    name: "a namespace of literals that is inherited",
    make: (count) =>
      wbxmlMessage("xmlns\0x\0", [[0xc4, 6, 4, 0, 3, ...times(count * 4, 0x61), 0, 1], ...times(count, [4, 6]), [1]]),
  },
  {
    name: "prefixes of literals",
    make: (count) =>
      wbxmlMessage("xmlns:p\0xmlns:q\0p:x\0", [
        ...times(100, [0xc4, 16, 4, 0, 3, 0x61, 0, 4, 8, 3, 0x61, 0, 1]),
        ...times(count, [4, 16]),
        times(100, 1),
      ]),
  },
  ...Object.entries(textLists).flatMap(([list, field]) =>
    Object.entries(textSpellings).map(([spelling, text]) => ({
      name: `${list} as ${spelling}`,
      make: (count: number) =>
        wbxmlMessage("a\0", [[list.startsWith("Item") ? 0x60 : 0x69], ...times(count, field(text)), [1]]),
    })),
  ),
  {
    name: "long digit strings",
    make: (count) =>
      xmlMessage(
        `<Status><CmdID>${"0".repeat(count)}x</CmdID><MsgRef>${"0".repeat(count)}x</MsgRef><CmdRef>${"9".repeat(count)}</CmdRef><Cmd>Add</Cmd><Data>${"2".repeat(count)}</Data></Status>` +
          `<Replace><CmdID>1</CmdID><Meta><Size xmlns="syncml:metinf">${"0".repeat(count)}x</Size></Meta></Replace>`,
      ),
  },
  {
    name: "many items in a command",
    make: (count) =>
      xmlMessage(
        `<Replace><CmdID>1</CmdID>${repeat(count, (i) => `<Item><Target><LocURI>./a${i}</LocURI></Target><Data>x</Data></Item>`)}</Replace>`,
      ),
  },
  {
    name: "many commands and their status",
    make: (count) =>
      xmlMessage(
        repeat(count, (i) => `<Get><CmdID>${i}</CmdID><Item><Target><LocURI>./a</LocURI></Target></Item></Get>`) +
          repeat(
            count,
            (i) =>
              `<Status><CmdID>${i}</CmdID><MsgRef>1</MsgRef><CmdRef>${i}</CmdRef><Cmd>Get</Cmd><Data>200</Data></Status>`,
          ),
      ),
  },
  ...(["Sequence", "Atomic"] as const).map((kind) => ({
    name: `many nodes added, renamed and removed in ${kind === "Atomic" ? "an Atomic that fails" : "a Sequence"}`,
    make: (count: number) =>
      xmlMessage(
        `<${kind}><CmdID>1</CmdID>${repeat(count >> 2, (i) => treeCommand("Add", `./DMAcc/a${i}/ServerID`))}${repeat(count >> 2, (i) => treeCommand("Replace", `./DMAcc/a${i}?prop=Name`, `b${i}`))}${repeat(count >> 2, (i) => treeCommand("Delete", `./DMAcc/b${i}`))}${treeCommand("Delete", "./None")}</${kind}>`,
      ),
  })),
  {
    name: "a wide serialised tree",
    make: (count) =>
      xmlMessage(
        `<Add><CmdID>1</CmdID><Meta><Type xmlns="syncml:metinf">application/vnd.syncml.dmtnds+xml</Type></Meta><Item><Target><LocURI>./Any</LocURI></Target><Data><MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Any</NodeName>${repeat(count, (i) => `<Node><NodeName>n${i}</NodeName><Value>${i}</Value></Node>`)}</Node></MgmtTree></Data></Item></Add>`,
      ),
  },
  {
    name: "operations on many objects",
    make: (count) =>
      xmlMessage(
        repeat(count >> 2, (i) =>
          [
            treeCommand("Add", `./SCOMO/Download/p${i}/PkgURL`, "https://dm.example/p"),
            treeCommand("Exec", `./SCOMO/Download/p${i}/Operations/Download`),
          ].join(""),
        ),
      ),
  },
  {
    name: "fields out of order",
    make: (count) => xmlMessage(`<Add><CmdID>1</CmdID>${"<Item/><x/>".repeat(count)}</Add>`),
  },
  {
    name: "wide generic content",
    make: (count) =>
      xmlMessage(`<Add><CmdID>1</CmdID><Item><Data>${"<a b='c'>d</a>e".repeat(count)}</Data></Item></Add>`),
  },
  {
    name: "deep generic content",
    make: (count) =>
      xmlMessage(
        `<Add><CmdID>1</CmdID><Item><Data>${`${"<a>".repeat(200)}${"</a>".repeat(200)}`.repeat(count >> 5)}</Data></Item></Add>`,
      ),
  },
  {
    name: "a tree in CDATA of UTF-16",
    make: (count) => utf16(xmlMessage(treeIn(count, (tree) => `<![CDATA[${tree}]]>`))),
  },
  {
    name: "a tree with references in UTF-16",
    make: (count) => utf16(xmlMessage(treeIn(count, (tree) => tree.replaceAll("<", "&lt;")))),
  },
  {
    name: "a tree with references",
    make: (count) => xmlMessage(treeIn(count, (tree) => tree.replaceAll("<", "&lt;"))),
  },
  {
    name: "references",
    make: (count) =>
      xmlMessage(`<Alert><CmdID>1</CmdID><Data>${"&#65;&lt;<![CDATA[x]]>".repeat(count)}</Data></Alert>`),
  },
];

async function streamed(input: Uint8Array): Promise<unknown> {
  const { readable, writable } = convertStream({ to: "xml" });
  const writer = (writable as WritableStream<Uint8Array>).getWriter();
  const writing = writer.write(input).then(() => writer.close());
  writing.catch(() => {});
  let byteLength = 0;
  for await (const piece of readable as ReadableStream<Uint8Array>) byteLength += piece.length;
  return byteLength;
}

async function commands(input: Uint8Array): Promise<unknown> {
  let last: unknown;
  for await (const entry of readCommands([input])) last = entry;
  return last;
}

/** Operations on a document, each with the result to retain while the heap is measured. */
const operations: Readonly<Record<string, (input: Uint8Array) => unknown>> = {
  decode: (input) => decodeDocument(input),
  "decode/partial": (input) => decodePartial(input.subarray(0, input.length - 3)),
  validate: (input) => validate(input),
  "convert/xml": (input) => convert(input, { to: "xml", output: "bytes" }),
  "convert/wbxml": (input) => convert(input, { to: "wbxml" }),
  "encode/xml": (input) => encode(decodeDocument(input), { format: "xml" }),
  "encode/wbxml": (input) => encode(decodeDocument(input), { format: "wbxml" }),
  json: (input) => stringify(fromJson(stringify(decodeDocument(input)))),
  "json/value": (input) => fromJson(toJson(decodeDocument(input))),
  equal: (input) => equalMessages(decodeDocument(input), decodeDocument(input)),
  correlate: (input) => {
    const message = decode(input);
    return correlate([message], [message]);
  },
  pack: (input) => [...pack(decode(input) as SyncML, { maxMsgSize: 20_000 })].length,
  reassemble: (input) => reassembleMessage(initialReassembly, decode(input)),
  device: (input) => {
    const device = simulatedDevice();
    const outcome = device.apply("srv", decode(input).syncBody.commands);
    return [outcome, device.work("done"), device.state()];
  },
  tree: (input) => {
    const tree = createTree([], { rootAcl: "Add=*&Delete=*&Get=*&Replace=*" });
    const outcome = tree.apply("srv", decode(input).syncBody.commands);
    return [outcome, tree.toTnds(".")];
  },
  readCommands: commands,
  convertStream: streamed,
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

interface Cost {
  readonly milliseconds: number;
  readonly bytes: number;
}

const liveBytes = () => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

async function costOf(run: (input: Uint8Array) => unknown, input: Uint8Array): Promise<Cost> {
  const before = liveBytes();
  const { user, system } = process.cpuUsage();
  let kept: unknown;
  try {
    kept = await run(input);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    kept = error;
  }
  const spent = process.cpuUsage({ user, system });
  const bytes = liveBytes() - before;
  return { milliseconds: (spent.user + spent.system) / 1000, bytes: kept === undefined ? 0 : bytes };
}

/** What grows faster than the document in an operation, if anything. */
export async function growthOf(
  run: (input: Uint8Array) => unknown,
  make: (count: number) => Uint8Array,
  count: number,
): Promise<string | undefined> {
  const [small, middle, large] = FACTORS.map((factor) => make(count * factor)) as [Uint8Array, Uint8Array, Uint8Array];
  const growth = Math.max(GROWTH, (GROWTH * large.length) / (4 * small.length));
  let least: Cost[] = [];
  // Memory freed in between makes a measured heap too small, so each of the three runs is judged alone.
  for (let retry = 0; retry < RETRIES; retry++) {
    const costs = [await costOf(run, small), await costOf(run, middle), await costOf(run, large)];
    least = costs.map((cost, index) => ({
      milliseconds: Math.min(cost.milliseconds, least[index]?.milliseconds ?? Number.POSITIVE_INFINITY),
      bytes: Math.min(cost.bytes, least[index]?.bytes ?? Number.POSITIVE_INFINITY),
    }));
    const [first, , last] = least as [Cost, Cost, Cost];
    const [before, , after] = costs as [Cost, Cost, Cost];
    const isSlow = last.milliseconds > FREE_MILLISECONDS + first.milliseconds * growth;
    const isLarge = after.bytes > FREE_BYTES + Math.max(0, before.bytes) * growth;
    if (!isSlow && !isLarge) return undefined;
  }
  const told = least.map(({ milliseconds, bytes }) => `${milliseconds.toFixed(0)} ms ${(bytes / 1e6).toFixed(1)} MB`);
  return `growth: at once, twice and four times ${small.length} bytes ${told.join(", ")}`;
}

/** Tries hostile documents with operations, the same for the same seed. */
export class GrowthFuzzer {
  inputs = 0;
  readonly findings: Finding[] = [];
  private readonly seed: number;
  private readonly reasons = new Set<string>();

  constructor(seed: number) {
    this.seed = seed;
  }

  /** Runs one operation on one shape of document. */
  async runOne(): Promise<void> {
    const documents = fc.record({
      shape: fc.constantFrom(...hostileShapes),
      operation: fc.constantFrom(...Object.keys(operations)),
    });
    const carriers = fc
      .constantFrom(...hostileCarriers, ...hostileArchives, ...hostileCaptures, ...hostileSessions)
      .map((shape) => ({ shape, operation: "carrier" }));
    const [[{ shape, operation }, count]] = fc.sample(
      fc.tuple(
        fc.oneof({ weight: 3, arbitrary: documents }, { weight: 1, arbitrary: carriers }),
        fc.integer({ min: MIN_TIMES, max: MAX_TIMES }),
      ),
      { seed: this.seed + this.inputs++, numRuns: 1 },
    ) as [[{ shape: HostileShape | HostileCarrier; operation: string }, number]];
    const name = `${operation}: ${shape.name}`;
    if (this.reasons.has(name)) return;
    const run = "run" in shape ? shape.run : (operations[operation] as (input: Uint8Array) => unknown);
    let reason: string | undefined;
    try {
      reason = await growthOf(run, shape.make, count);
    } catch (error) {
      reason = String(error);
    }
    if (reason === undefined) return;
    this.reasons.add(name);
    this.findings.push({
      entryPoint: `growth/${operation.replace("/", "-")}`,
      input: shape.make(count),
      reason: `${shape.name}: ${reason}`,
    });
  }
}
