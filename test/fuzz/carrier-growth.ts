import { encodeUtf8 } from "../../src/core/utf8.ts";
import { explanationOf } from "../../src/inspect/explain/explain.ts";
import { explanationText } from "../../src/inspect/explain/explanation-text.ts";
import {
  checkHmacHeader,
  decodeNotification,
  decodePush,
  decodeUserData,
  encodeDmBootstrap,
  encodeNotification,
  encodeProvisioning,
  encodePush,
  encodeUserData,
  parseDmBootstrapPartial,
  parseProvisioningPartial,
  readSmsTranscript,
  SmsReassembler,
  unwrapCarriers,
  unwrapSegments,
  verifyNotification,
} from "../../src/push/index.ts";
import type { HostileShape } from "./growth.ts";

/** Input of a carrier that repeats something, and what reads it. */
export interface HostileCarrier extends HostileShape {
  readonly run: (input: Uint8Array) => unknown;
}

const mbUint32 = (value: number): number[] =>
  value < 128 ? [value] : [...mbUint32(value >> 7).map((octet) => octet | 0x80), value & 0x7f];
const repeated = (count: number, part: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: count * part.length }, (_, index) => part[index % part.length] as number);
const textOf = (octets: Uint8Array) => Buffer.from(octets).toString("latin1");

/** A push with these headers after its content type. */
const pushWith = (headers: Uint8Array) =>
  new Uint8Array(Buffer.concat([Uint8Array.of(1, 6, ...mbUint32(headers.length + 1), 0xc4), headers]));
/** A push whose content type has these parameters. */
const pushWithParameters = (parameters: Uint8Array) => {
  const value = Uint8Array.of(0x1f, ...mbUint32(parameters.length + 1), 0xc4);
  const length = value.length + parameters.length;
  return new Uint8Array(Buffer.concat([Uint8Array.of(1, 6, ...mbUint32(length)), value, parameters]));
};
const readPush = (input: Uint8Array) => [encodePush(decodePush(input)), unwrapCarriers(input)];

/** Segments in a row, each of ten octets. */
const SEGMENT_OCTETS = 10;
const segments = (count: number, one: (index: number) => readonly [number, number, number, number]) => {
  const elements = (index: number) => {
    const [reference, total, sequence] = one(index);
    return [{ identifier: 0x08, data: Uint8Array.of(reference >> 8, reference, total, sequence) }];
  };
  const all = Array.from({ length: count }, (_, index) =>
    encodeUserData({ elements: elements(index), body: Uint8Array.of(one(index)[3] >> 8, one(index)[3], 0) }),
  );
  return new Uint8Array(Buffer.concat(all));
};
function gather(input: Uint8Array): unknown {
  const reassembler = new SmsReassembler({ maxMessages: 1_000_000, maxOctets: 2 ** 30 });
  for (let at = 0; at < input.length; at += SEGMENT_OCTETS) {
    reassembler.add({ sender: "", userData: input.subarray(at, at + SEGMENT_OCTETS) });
  }
  return reassembler.pending();
}

const readLog = (input: Uint8Array) => readSmsTranscript(textOf(input));
const log = (line: string) => (count: number) => encodeUtf8(line.repeat(count));
const identity = { user: "dm-client", secret: "s3cr3t!" };
const readHeader = (input: Uint8Array) => checkHmacHeader(textOf(input), input, identity);
const key = { secret: "" };
const limits = { maxDocumentBytes: 16 * 1024 * 1024, maxDepth: 64, maxParms: 1_000_000 };
const readDocument = (input: Uint8Array) => parseProvisioningPartial(input, { limits });
const readBootstrap = (input: Uint8Array) => parseDmBootstrapPartial(input, { limits });
const xml = (content: string) => encodeUtf8(`<wap-provisioningdoc>${content}</wap-provisioningdoc>`);

const ascii = (text: string) => encodeUtf8(text);
const wbxmlHead = [3, 0xa4, 1, 0x6a];
/** What it says, and its tables for a terminal and for a pipe. */
function explained(input: Uint8Array): unknown {
  const found = explanationOf(input);
  return [80, undefined].map((columns) => explanationText(input, found, { name: "a", columns }).length);
}

/** Messages of which each part is explained. */
const explainedShapes: readonly HostileCarrier[] = [
  {
    name: "elements of WBXML",
    make: (count: number) => [...wbxmlHead, 0, 0x6d, ...repeated(count, [0x4f, 3, 0x61, 0, 1])],
  },
  { name: "unknown tags of WBXML", make: (count: number) => [...wbxmlHead, 0, 0x6d, ...repeated(count, [0x3f])] },
  { name: "code pages of WBXML", make: (count: number) => [...wbxmlHead, 0, 0x6d, ...repeated(count, [0, 1, 0, 0])] },
  {
    name: "references of WBXML",
    make: (count: number) => [...wbxmlHead, 2, 0x61, 0, 0x6d, 0x4f, ...repeated(count, [0x83, 0])],
  },
  { name: "tags of XML", make: (count: number) => ascii(`<SyncML>${"<a b='c'>d</a> ".repeat(count)}`) },
  { name: "tags of XML that are not closed", make: (count: number) => ascii("<a>".repeat(count)) },
  { name: "starts of tags of XML", make: (count: number) => ascii(`<a>${"<b ".repeat(count)}`) },
  { name: "headers of HTTP", make: (count: number) => ascii(`POST / HTTP/1.1\r\n${"a:  b\r\n".repeat(count)}\r\n`) },
  {
    name: "blanks in a header of HTTP",
    make: (count: number) => ascii(`POST / HTTP/1.1\r\na:${" ".repeat(count)}b\r\n\r\n`),
  },
  {
    name: "chunks of HTTP",
    make: (count: number) =>
      ascii(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${"1\r\na\r\n".repeat(count)}`),
  },
].map(({ name, make }) => ({
  name: `explain: ${name}`,
  make: (count) => Uint8Array.from(make(count)),
  run: explained,
}));

/** What carriers and bodies over the air may hold many of, and who reads it. */
export const hostileCarriers: readonly HostileCarrier[] = [
  ...explainedShapes,
  { name: "push: known headers", make: (count) => pushWith(repeated(count, [0xaf, 0x87])), run: readPush },
  { name: "push: headers as text", make: (count) => pushWith(repeated(count, [0x61, 0, 0x62, 0])), run: readPush },
  {
    name: "push: unknown headers of octets",
    make: (count) => pushWith(repeated(count, [0xfb, 2, 1, 2])),
    run: readPush,
  },
  { name: "push: shifts of the code page", make: (count) => pushWith(repeated(count, [0x7f, 2])), run: readPush },
  {
    name: "push: headers on other pages",
    make: (count) => pushWith(repeated(count, [0x7f, 2, 0x85, 0x81])),
    run: readPush,
  },
  { name: "push: a long text", make: (count) => pushWith(repeated(count, [0x61])), run: readPush },
  {
    name: "push: a long value",
    make: (count) => pushWith(Uint8Array.of(0xfb, 0x1f, ...mbUint32(count), ...repeated(count, [0]))),
    run: readPush,
  },
  { name: "push: parameters", make: (count) => pushWithParameters(repeated(count, [0x91, 0x81])), run: readPush },
  {
    name: "push: parameters as text",
    make: (count) => pushWithParameters(repeated(count, [0x61, 0, 0x62, 0])),
    run: readPush,
  },
  {
    name: "user data: a long body",
    make: (count) => encodeUserData({ elements: [], body: repeated(count, [6, 5, 4]) }),
    run: (input) => [decodeUserData(input), unwrapCarriers(input)],
  },
  { name: "segments of many messages", make: (count) => segments(count, (index) => [index, 2, 1, 0]), run: gather },
  {
    name: "segments of messages of 255",
    make: (count) => segments(count, (index) => [index >> 8, 255, 1 + (index % 255), 0]),
    run: gather,
  },
  { name: "one segment again and again", make: (count) => segments(count, () => [1, 255, 1, 0]), run: gather },
  { name: "segments that all differ", make: (count) => segments(count, (index) => [1, 255, 1, index]), run: gather },
  {
    name: "messages that are whole, and their segments again",
    make: (count) => segments(count, (index) => [(index >> 1) % 300, 2, 1 + (index & 1), 0]),
    run: gather,
  },
  {
    name: "one reference used by message after message",
    make: (count) => segments(count, (index) => [1, 2, 1 + (index & 1), index >> 1]),
    run: gather,
  },
  {
    name: "segments to be unwrapped",
    make: (count) => segments(count, (index) => [index % 512, 2, 1, 0]),
    run: (input) =>
      unwrapSegments(
        Array.from({ length: input.length / SEGMENT_OCTETS }, (_, index) =>
          input.subarray(index * SEGMENT_OCTETS, (index + 1) * SEGMENT_OCTETS),
        ),
      ),
  },
  { name: "log: announcements", make: log("+CMGR: 1,,20\n"), run: readLog },
  { name: "log: announcements before short lines", make: log("+CMT: ,170\n00\n00\n00\n"), run: readLog },
  {
    name: "log: an announcement before many lines",
    make: (count) => encodeUtf8(`+CMT: ,170\n${"0\n".repeat(count)}`),
    run: readLog,
  },
  { name: "log: status reports", make: log("+CDS: 3\n06 00 00\n"), run: readLog },
  { name: "log: empty lines", make: (count) => encodeUtf8(`+CMT: ,170\n${"\n".repeat(count)}`), run: readLog },
  { name: "log: a long line", make: (count) => encodeUtf8(`+CMT: ,${"1 ".repeat(count)}x`), run: readLog },
  { name: "log: a long number", make: (count) => encodeUtf8(`+CMT: ,${"1".repeat(count)}x`), run: readLog },
  { name: "log: a long name", make: (count) => encodeUtf8(`+${"a".repeat(count)}`), run: readLog },
  { name: "log: blanks", make: (count) => encodeUtf8(`AT${" ".repeat(count)}x`), run: readLog },
  {
    name: "notification: octets of a vendor",
    make: (count) => encodeNotification({ sessionID: 1, serverID: "s", vendor: repeated(count, [1, 2]) }, key),
    run: (input) => [decodeNotification(input), verifyNotification(input, [{ serverID: "s", ...key }])],
  },
  { name: "header: parameters", make: log("a=b,"), run: readHeader },
  {
    name: "header: parameters of many names",
    make: (count) => encodeUtf8(Array.from({ length: count }, (_, i) => `a${i}=b`).join(", ")),
    run: readHeader,
  },
  { name: "header: commas", make: log(","), run: readHeader },
  { name: "header: blanks", make: log(" "), run: readHeader },
  { name: "header: an open quotation", make: (count) => encodeUtf8(`mac="${"\\a".repeat(count)}`), run: readHeader },
  { name: "header: escapes", make: (count) => encodeUtf8(`username="${'\\"'.repeat(count)}", mac=a`), run: readHeader },
  {
    name: "provisioning: parms",
    make: (count) => xml(`<characteristic type="A">${'<parm name="pin"/>'.repeat(count)}</characteristic>`),
    run: readDocument,
  },
  {
    name: "provisioning: characteristics in one of a long type",
    make: (count) =>
      xml(`<characteristic type="${"T".repeat(count)}">${'<characteristic type="A"/>'.repeat(count)}</characteristic>`),
    run: (input) => JSON.stringify(readDocument(input)),
  },
  {
    name: "provisioning: accounts",
    make: (count) =>
      encodeProvisioning({
        accounts: Array.from({ length: count >> 3 }, (_, i) => ({
          appID: "w7",
          serverID: `s${i}`,
          address: "https://a/",
        })),
      }),
    run: readDocument,
  },
  {
    name: "provisioning: elements that are skipped",
    make: (count) => xml("<x><y/></x>".repeat(count)),
    run: readDocument,
  },
  {
    name: "bootstrap: ports of an account",
    make: (count) =>
      encodeDmBootstrap({
        appID: "w7",
        serverID: "s",
        addresses: [{ address: "https://a/", ports: Array.from({ length: count }, (_, i) => `${i}`) }],
      }),
    run: readBootstrap,
  },
  {
    name: "bootstrap: a tree below a long name",
    make: (count) =>
      encodeDmBootstrap(
        {
          appID: "w7",
          serverID: "s",
          addresses: Array.from({ length: count >> 2 }, () => ({ address: "https://a/" })),
        },
        { form: "tree", accountURI: `./DMAcc/${"n".repeat(count)}` },
      ),
    run: readBootstrap,
  },
];
