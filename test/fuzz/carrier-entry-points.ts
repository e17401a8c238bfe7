import { isDeepStrictEqual } from "node:util";
import { isSyncmlError } from "../../src/core/errors.ts";
import { octetString } from "../../src/core/latin1.ts";
import {
  decodeSmsPdu,
  decodeUserData,
  encodeDmBootstrap,
  encodeUserData,
  type PartialDmBootstrap,
  parseDmBootstrap,
  parseDmBootstrapPartial,
  readSmsTranscript,
  SmsReassembler,
  segmentSms,
} from "../../src/push/index.ts";
import { outcome } from "../support/event-path.ts";
import { contradiction } from "./contradiction.ts";
import type { EntryPoint } from "./entry-points.ts";
import { dmBootstrapInputs, modemLog, segmentInputs, transcriptInputs, userDataInputs } from "./inputs.ts";

const equal = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;

/** What is read is written to the same octets; cut inside the header it is refused there, and after that only the body is shorter. */
function runUserData(input: Uint8Array, cut: number): unknown {
  const read = decodeUserData(input);
  if (!equal(encodeUserData(read), input)) throw new Error("it is written to other octets");
  let at = 0;
  for (const { start, end } of read.ranges) {
    if (start !== at) throw new Error(`octet ${at} is in no range, or in two`);
    at = end;
  }
  const end = input.length - read.body.length;
  const part = outcome(() => decodeUserData(input.subarray(0, cut)));
  if (cut < end) {
    const isRefused = "code" in part && part.code === "truncated-input" && part.offset === cut;
    if (!isRefused) throw new Error(`cut at ${cut}, in the header, it is not refused there`);
  } else if ("code" in part || !equal(part.body, read.body.subarray(0, cut - end))) {
    throw new Error(`cut at ${cut}, in the body, it is not the same with a shorter body`);
  }
  return read;
}

/** A message in segments, in an order that `cut` chooses and twice, is that message once. */
function checkSegments(body: Uint8Array, cut: number): void {
  const segments = segmentSms(body, { reference: cut & 0xff, wide: cut % 2 === 1 });
  const shifted = [...segments, ...segments].map((userData, index) => ({ userData, at: (index * 7919 + cut) % 509 }));
  const order = shifted.sort((one, other) => one.at - other.at);
  const reassembler = new SmsReassembler();
  const results = order.map(({ userData }) => reassembler.add({ sender: "+1", userData }));
  const whole = results.filter(({ kind }) => kind === "complete");
  const wanted = segments.length === 1 ? 2 : 1;
  if (whole.length !== wanted) throw new Error(`${whole.length} messages are made of one`);
  for (const one of whole) {
    if (one.kind !== "complete" || !equal(one.body, body)) throw new Error("it is put together to other octets");
    if (one.alternatives.length > 0) throw new Error("it contradicts itself");
  }
  if (reassembler.pending().length > 0) throw new Error("something of it is left open");
}

/** Pieces of an octet for their length and so many octets. */
function piecesOf(input: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < input.length; at += 1 + (input[at] as number)) {
    pieces.push(input.subarray(at + 1, at + 1 + (input[at] as number)));
  }
  return pieces;
}

interface Gathered {
  readonly bodies: readonly string[];
  readonly open: readonly unknown[];
}

function gather(segments: readonly Uint8Array[]): Gathered {
  const reassembler = new SmsReassembler();
  const bodies: string[] = [];
  for (const userData of segments) {
    const result = reassembler.add({ sender: "+1", userData });
    if (result.kind === "complete") bodies.push(octetString(result.body, 0, result.body.length));
  }
  return {
    bodies: bodies.sort(),
    open: reassembler
      .pending()
      .map((one) => JSON.stringify(one))
      .sort(),
  };
}

/** Any segments in any order, and some twice, give the same messages, unless two contradict each other. */
function runSegments(input: Uint8Array, cut: number): unknown {
  if (input.length <= 255 * 127) checkSegments(input, cut);
  const contents = new Map<string, string>();
  const segments: Uint8Array[] = [];
  let isContradictory = false;
  let refusal: unknown;
  for (const piece of piecesOf(input)) {
    try {
      const { concatenation, body } = decodeUserData(piece);
      if (concatenation === undefined) continue;
      const key = JSON.stringify(concatenation);
      const content = octetString(body, 0, body.length);
      isContradictory ||= (contents.get(key) ?? content) !== content;
      contents.set(key, content);
      segments.push(piece);
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      refusal = error;
    }
  }
  const once = gather(segments);
  const turned = cut % (segments.length + 1);
  const other = gather([...segments.slice(turned), ...segments, ...segments.slice(0, turned).reverse()]);
  if (!isContradictory && !isDeepStrictEqual(once, other)) {
    throw new Error(
      `in another order: ${JSON.stringify(other).slice(0, 300)}, not ${JSON.stringify(once).slice(0, 300)}`,
    );
  }
  if (segments.length === 0 && refusal !== undefined) throw refusal;
  return once;
}

/** A log that is written of what was found is read as the same; cut, it has a part of that. */
function runTranscript(input: Uint8Array, cut: number): unknown {
  const read = readSmsTranscript(octetString(input, 0, input.length));
  const part = readSmsTranscript(octetString(input, 0, cut));
  if (read === undefined) return undefined;
  const lines = octetString(input, 0, input.length).split(/\r\n|\r|\n/).length;
  for (const { line } of [...read.pdus, ...read.statusReports, ...read.faults]) {
    if (line < 1 || line > lines + 1) throw new Error(`there is no line ${line}`);
  }
  const logs = read.pdus.map(({ octets }) => modemLog(octets, decodeSmsPdu(octets).tpduLength));
  const again = readSmsTranscript(Buffer.concat(logs).toString());
  const octetsOf = (pdus: typeof read.pdus = []) => pdus.map(({ octets }) => Buffer.from(octets).toString("hex"));
  if (!isDeepStrictEqual(octetsOf(again?.pdus), octetsOf(read.pdus)) || (again?.faults.length ?? 0) > 0) {
    throw new Error(`written as a log, it is another: ${JSON.stringify(again?.faults)}`);
  }
  // The last one may be cut.
  const before = octetsOf(part?.pdus).slice(0, -1);
  if (!isDeepStrictEqual(before, octetsOf(read.pdus).slice(0, before.length))) {
    throw new Error(`cut at ${cut}, it has other PDUs`);
  }
  return read;
}

/** Cut, it is the same as far as it goes; its accounts are written to messages that have them. */
function runDmBootstrap(input: Uint8Array, cut: number): unknown {
  const limits = { maxDocumentBytes: 16 * 1024 * 1024, maxDepth: 64 };
  const whole = parseDmBootstrapPartial(input, { limits });
  const part: PartialDmBootstrap = parseDmBootstrapPartial(input.subarray(0, cut), { limits });
  const found = contradiction(part.message, whole.message);
  if (found !== undefined) throw new Error(`cut at ${cut}, it contradicts the whole at ${found}`);
  const read = parseDmBootstrap(input, { limits });
  if (!isDeepStrictEqual(read.accounts, whole.accounts)) throw new Error("read in part, it has other accounts");
  for (const { account } of read.accounts) {
    for (const form of ["items", "tree"] as const) {
      const written = encodeDmBootstrap(account, { form, accountURI: "./DMAcc/1" });
      const [again, ...others] = parseDmBootstrap(written, { limits }).accounts;
      if (!isDeepStrictEqual(again?.account, account) || others.length > 0) {
        throw new Error(`as ${form}, it is another account: ${JSON.stringify(again)} of ${JSON.stringify(account)}`);
      }
    }
  }
  return read;
}

/** Entry points for what is received over the air. */
export const carrierEntryPoints: readonly EntryPoint[] = [
  { name: "sms/user-data", inputs: userDataInputs, run: runUserData },
  { name: "sms/segments", inputs: segmentInputs, run: runSegments },
  { name: "sms/transcript", inputs: transcriptInputs, run: runTranscript },
  { name: "bootstrap/dm", inputs: dmBootstrapInputs, run: runDmBootstrap },
];
