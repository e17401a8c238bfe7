import { isDeepStrictEqual } from "node:util";
import { readCapture } from "../../src/capture/index.ts";
import type { Capture, Payload } from "../../src/capture/model.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import {
  compare,
  conversation,
  conversationText,
  type Difference,
  redact,
  reportHtml,
} from "../../src/inspect/index.ts";
import { countsHeard, countsSent } from "../support/heard-counts.ts";
import { faultsOfPage } from "../support/page-markup.ts";
import type { EntryPoint } from "./entry-points.ts";
import { documentInputs } from "./inputs.ts";
import { sessionInputs } from "./session-inputs.ts";

const accounts = [{ user: "alice", secret: "secret" }] as const;

const payloadsOf = ({ exchanges }: Capture): Payload[] =>
  exchanges.flatMap(({ request, response }) => [request ?? [], response ?? []].flat());

/** What is captured of the first message, with octets missing at `cut` of it. */
function withGap(capture: Capture, cut: number): Capture {
  const [first, ...others] = capture.exchanges;
  if (first?.request === undefined) return capture;
  const { request } = first;
  const gap = { offset: Math.min(cut, request.bytes.length), length: 3, reason: "not-captured" } as const;
  return { ...capture, exchanges: [{ ...first, request: { ...request, gaps: [gap] } }, ...others] };
}

/** Everything is heard once, goes through JSON, and is lines that command no terminal. */
function runConversation(input: Uint8Array, cut: number): unknown {
  const read = readCapture(input);
  for (const capture of [read, withGap(read, cut)]) {
    const heard = conversation(capture, { accounts });
    if (!isDeepStrictEqual(countsHeard(heard), countsSent(capture.exchanges)))
      throw new Error(
        `heard ${JSON.stringify(countsHeard(heard))}, and sent ${JSON.stringify(countsSent(capture.exchanges))}`,
      );
    const json = JSON.stringify(heard);
    if (JSON.stringify(JSON.parse(json)) !== json) throw new Error("it changes on its way through JSON");
    for (const only of [undefined, "failed", [1]] as const) {
      const options = { name: "a", rules: true, ...(only === undefined ? {} : { only }) };
      const text = conversationText(heard, options);
      if (/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) throw new Error("a character in the text is not seen");
      const ascii = conversationText(heard, { ...options, ascii: true });
      if (/[^\n\x20-\x7e]/.test(ascii)) throw new Error("a character in the text is not of ASCII");
    }
  }
  return conversation(read, { validate: false }).verdict;
}

/** What peers sent is text in a page, with secrets and without. */
function runReport(input: Uint8Array, cut: number): unknown {
  const read = readCapture(input);
  for (const secrets of ["hide", "show"] as const) {
    const [fault] = faultsOfPage(reportHtml(withGap(read, cut), { secrets, accounts }));
    if (fault !== undefined) throw new Error(`with secrets to ${secrets}, the page has markup of a peer: ${fault}`);
  }
  return read.exchanges.length;
}

const PASSWORD = "hush+hush?";
const octets = Buffer.from(PASSWORD);
/** How a password may be written. */
const spellings: readonly string[] = [
  PASSWORD,
  octets.toString("base64"),
  Buffer.from(`x${PASSWORD}`).toString("base64url"),
  octets.toString("hex"),
  [...octets].map((octet) => `%${octet.toString(16)}`).join(""),
  Buffer.from(PASSWORD, "utf16le").toString("latin1"),
  Buffer.from(octets.toString("hex")).toString("base64"),
];
/** The password as others could read it, and its encodings that do not depend on what is around. */
const readable = [PASSWORD, octets.toString("hex"), Buffer.from(PASSWORD, "utf16le").toString("latin1")];

/** What is replaced has its length and its place, wherever it is; a second time nothing of it is found. */
function runRedact(input: Uint8Array, cut: number): unknown {
  const headers = [["Authorization", `Basic ${Buffer.from(`somebody:${PASSWORD}`).toString("base64")}`]] as const;
  const read = readCapture(input);
  const planted = encodeUtf8(` ${spellings[cut % spellings.length]} `);
  const exchanges = read.exchanges.map((one) => {
    if (one.request === undefined) return one;
    const { bytes } = one.request;
    const at = cut % (bytes.length + 1);
    const body = new Uint8Array(Buffer.concat([bytes.subarray(0, at), planted, bytes.subarray(at)]));
    return { ...one, request: { ...one.request, bytes: body, head: { headers } } };
  });
  const before = { ...read, exchanges };
  const { capture, replaced } = redact(before);
  const sent = payloadsOf(before);
  for (const [index, { bytes, head }] of payloadsOf(capture).entries()) {
    if (bytes.length !== sent[index]?.bytes.length) throw new Error(`message ${index} has another length`);
    const text = Buffer.from(bytes).toString("latin1");
    const inside = [...text.matchAll(/[\w+/-]{8,}/g)].map(([run]) => Buffer.from(run, "base64").toString("latin1"));
    for (const one of [text, decodeURIComponentLossy(text), ...inside]) {
      if (readable.some((form) => one.includes(form))) throw new Error(`a secret is left in message ${index}`);
    }
    if (JSON.stringify(head ?? {}).includes(PASSWORD))
      throw new Error(`a secret is left in the head of message ${index}`);
  }
  const numbers = new Set(capture.exchanges.map(({ index }) => index));
  for (const { exchange, length } of replaced) {
    if (!numbers.has(exchange) || length < 1) throw new Error(`${length} octets of exchange ${exchange} are replaced`);
  }
  return replaced;
}

function decodeURIComponentLossy(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** What is the same does not differ from itself, and two differ alike from both sides. */
function comparesAlike<Compared>(compared: (one: Compared, other: Compared) => readonly Difference[]) {
  return (one: Compared, other: Compared): unknown => {
    if (compared(one, one).length > 0) throw new Error("it differs from itself");
    const [there, back] = [compared(one, other), compared(other, one)];
    const sorted = (differences: readonly Difference[]) =>
      differences.map(({ path: _path, ...difference }) => JSON.stringify(difference)).sort();
    if (!isDeepStrictEqual(sorted(there), sorted(back.map(mirrored))))
      throw new Error("from the other side it differs otherwise");
    return there;
  };
}

function mirrored({ before, after, kind, place, ...rest }: Difference): Difference {
  return {
    ...rest,
    kind: kind === "added" ? "removed" : kind === "removed" ? "added" : kind,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
    ...(place === undefined ? {} : { place: mirroredPlace(place) }),
  };
}

function mirroredPlace({ a, b, side }: NonNullable<Difference["place"]>): NonNullable<Difference["place"]> {
  return { ...(b === undefined ? {} : { a: b }), ...(a === undefined ? {} : { b: a }), side };
}

const compareMessages = comparesAlike((one: Uint8Array, other: Uint8Array) => compare(one, other));
const compareCaptures = comparesAlike((one: Capture, other: Capture) => compare(one, other));

/** Entry points of what hears, shows, changes and compares captures. */
export const inspectionEntryPoints: readonly EntryPoint[] = [
  { name: "inspect/conversation", inputs: sessionInputs, run: runConversation },
  { name: "inspect/report", inputs: sessionInputs, run: runReport },
  { name: "inspect/redact", inputs: sessionInputs, run: runRedact },
  {
    name: "inspect/compare",
    inputs: documentInputs,
    run: (input, cut) => compareMessages(input, input.subarray(0, cut)),
  },
  {
    name: "inspect/compare-captures",
    inputs: sessionInputs,
    run: (input, cut) => {
      const capture = readCapture(input);
      const exchanges = capture.exchanges.filter(({ index }) => index !== 1 + (cut % capture.exchanges.length));
      return compareCaptures(capture, withGap({ ...capture, exchanges }, cut));
    },
  },
];
