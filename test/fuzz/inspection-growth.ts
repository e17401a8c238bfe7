import { readCapture } from "../../src/capture/index.ts";
import type { Capture } from "../../src/capture/model.ts";
import { encodeUtf8 } from "../../src/core/utf8.ts";
import { compare, conversation, conversationText, redact, reportHtml } from "../../src/inspect/index.ts";
import { httpSession } from "../support/http-session.ts";
import type { HostileCarrier } from "./carrier-growth.ts";

const list = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join("");
const uri = (name: "Target" | "Source", text: string) => `<${name}><LocURI>${text}</LocURI></${name}>`;
const digits = (index: number) => `${index}`.padStart(5, "0");
const base64 = (text: string) => Buffer.from(text).toString("base64");

interface Place {
  readonly session?: string;
  readonly number?: number;
  readonly header?: string;
}

function message(body: string, { session = "1", number = 1, header = "" }: Place = {}): Uint8Array {
  return encodeUtf8(
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>${session}</SessionID><MsgID>${number}</MsgID>` +
      `${uri("Target", "http://a/")}${uri("Source", "IMEI:490154203237518")}${header}</SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`,
  );
}

const status = (id: number, ref: string, command: string, code: string, more = "", messageRef = "1") =>
  `<Status><CmdID>${id}</CmdID><MsgRef>${messageRef}</MsgRef><CmdRef>${ref}</CmdRef><Cmd>${command}</Cmd>${more}<Data>${code}</Data></Status>`;
const get = (id: number, path: string) => `<Get><CmdID>${id}</CmdID><Item>${uri("Target", path)}</Item></Get>`;
const replace = (id: number, path: string, data: string) =>
  `<Replace><CmdID>${id}</CmdID><Item>${uri("Target", path)}<Data>${data}</Data></Item></Replace>`;
const results = (id: number, ref: number, path: string, data: string) =>
  `<Results><CmdID>${id}</CmdID><MsgRef>1</MsgRef><CmdRef>${ref}</CmdRef><Item>${uri("Source", path)}<Data>${data}</Data></Item></Results>`;
const meta = (type: string, more = "") =>
  `<Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">${type}</Type>${more}</Meta>`;
const challenge = (nonce: string) =>
  `<Chal>${meta("syncml:auth-md5", `<NextNonce xmlns="syncml:metinf">${base64(nonce)}</NextNonce>`)}</Chal>`;
const cred = (type: string, data: string) => `<Cred>${meta(type)}<Data>${data}</Data></Cred>`;

/** A request with these commands, and its answer. */
const commands = (asked: (count: number) => string, answered: (count: number) => string) => (count: number) =>
  httpSession([message(asked(count)), message(answered(count))]);
/** Requests with their answers, each of a small message. */
const exchanges = (one: (index: number) => readonly [asked: Uint8Array, answered: Uint8Array]) => (count: number) =>
  httpSession(Array.from({ length: count >> 3 }, (_, index) => one(index)).flat());

const shapes: readonly { readonly name: string; readonly make: (count: number) => Uint8Array }[] = [
  {
    name: "commands without an answer",
    make: commands(
      (count) => list(count, (i) => get(i + 1, `./a${i}`)),
      () => "",
    ),
  },
  {
    name: "commands of one id",
    make: commands(
      (count) => list(count, () => get(1, "./a")),
      (count) => list(count, (i) => status(i, "1", "Get", "404")),
    ),
  },
  {
    name: "statuses of no command",
    make: commands(
      () => "",
      (count) => list(count, (i) => status(i, `${i}`, "Get", "200")),
    ),
  },
  {
    name: "statuses of one command",
    make: commands(
      () => get(1, "./a"),
      (count) => list(count, (i) => status(i, "1", "Get", `${400 + (i % 100)}`)),
    ),
  },
  {
    name: "statuses of the header",
    make: commands(
      () => "",
      (count) => list(count, (i) => status(i, "0", "SyncHdr", "401", challenge(`nonce-${digits(i)}`))),
    ),
  },
  {
    name: "statuses that refuse for many reasons",
    make: commands(
      (count) => list(count, (i) => get(i + 1, `./a${i}`)),
      (count) => list(count, (i) => status(i, `${i + 1}`, "Get", `${i}`)),
    ),
  },
  {
    name: "results of one command",
    make: commands(
      () => get(1, "./a"),
      (count) => list(count, (i) => results(i, 1, `./a/${i}`, `${i}`)),
    ),
  },
  {
    name: "results of no command",
    make: commands(
      () => "",
      (count) => list(count, (i) => results(i, 7, "./a", "x")),
    ),
  },
  {
    name: "items of one command",
    make: commands(
      (count) => `<Get><CmdID>1</CmdID>${list(count, (i) => `<Item>${uri("Target", `./a/${i}`)}</Item>`)}</Get>`,
      () => "",
    ),
  },
  {
    name: "nodes one below the other",
    make: commands(
      (count) => list(count >> 5, (i) => get(i + 1, `.${"/a".repeat(32)}/${"b/".repeat(i % 32)}${i}`)),
      () => "",
    ),
  },
  {
    name: "a path of many names",
    make: commands(
      (count) => get(1, `.${list(count, (i) => `/${i}`)}`),
      () => "",
    ),
  },
  {
    name: "chunks of one object",
    make: commands(
      (count) =>
        list(
          count,
          (i) => `<Add><CmdID>${i + 1}</CmdID><Item>${uri("Target", "./a")}<Data>x</Data><MoreData/></Item></Add>`,
        ),
      (count) => list(count, (i) => status(i, `${i + 1}`, "Add", "213")),
    ),
  },
  {
    name: "objects of which one chunk came",
    make: commands(
      (count) =>
        list(
          count,
          (i) => `<Add><CmdID>${i + 1}</CmdID><Item>${uri("Target", `./a${i}`)}<Data>x</Data><MoreData/></Item></Add>`,
        ),
      () => "",
    ),
  },
  {
    name: "secrets that begin alike",
    make: commands(
      (count) => list(count, (i) => replace(i, "./DMAcc/a/AAuthSecret", `secret${digits(i)}`)),
      () => "",
    ),
  },
  {
    name: "one secret in all places",
    make: commands(
      (count) => replace(1, "./DMAcc/a/AAuthSecret", "hush-hush") + list(count, (i) => replace(i, "./a", "hush-hush")),
      () => "",
    ),
  },
  {
    name: "one secret in one value",
    make: commands(
      (count) => replace(1, "./DMAcc/a/AAuthSecret", "aaaaaaaa") + replace(2, "./a", "a".repeat(4 * count)),
      () => "",
    ),
  },
  {
    name: "a long secret",
    make: commands(
      (count) => replace(1, "./DMAcc/a/AAuthSecret", `${"a".repeat(count)}b`) + replace(2, "./a", "a".repeat(count)),
      () => "",
    ),
  },
  {
    name: "runs of base64",
    make: commands(
      (count) =>
        replace(
          1,
          "./a",
          list(count, () => `${base64("abcdef")}=`),
        ),
      () => "",
    ),
  },
  {
    name: "one run of base64",
    make: commands(
      (count) => replace(1, "./DMAcc/a/AAuthSecret", "hush-hush") + replace(2, "./a", "A".repeat(4 * count)),
      () => "",
    ),
  },
  {
    name: "base64 of base64 of base64",
    make: commands(
      (count) =>
        replace(1, "./DMAcc/a/AAuthSecret", "hush-hush") + replace(2, "./a", base64(base64(base64("x".repeat(count))))),
      () => "",
    ),
  },
  {
    name: "references",
    make: commands(
      (count) => replace(1, "./DMAcc/a/AAuthSecret", "hush-hush") + replace(2, "./a", "&amp;amp;".repeat(count)),
      () => "",
    ),
  },
  {
    name: "percent escapes",
    make: commands(
      (count) => replace(1, "./DMAcc/a/AAuthSecret", "hush-hush") + replace(2, "./a", "%2541".repeat(count)),
      () => "",
    ),
  },
  {
    name: "a value of markup",
    make: commands(
      (count) => replace(1, "./a", "&lt;a&gt;".repeat(count)),
      () => "",
    ),
  },
  {
    name: "a value of characters that are not seen",
    make: commands(
      (count) => replace(1, "./a", "\u202e".repeat(4 * count)),
      () => "",
    ),
  },
  {
    name: "a value of blanks",
    make: commands(
      (count) => replace(1, "./a", " ".repeat(4 * count)),
      () => "",
    ),
  },
  { name: "a long SessionID", make: (count) => httpSession([message("", { session: "1".repeat(4 * count) })]) },
  {
    name: "exchanges of one message",
    make: exchanges(() => [message(get(1, "./a")), message(status(1, "1", "Get", "200"))]),
  },
  {
    name: "exchanges of one session",
    make: exchanges((i) => [
      message(get(1, "./a"), { number: i }),
      message(status(1, "1", "Get", "404", "", `${i}`), { number: i }),
    ]),
  },
  {
    name: "exchanges of many sessions",
    make: exchanges((i) => [
      message(get(1, "./a"), { session: `${i}` }),
      message(status(1, "1", "Get", `${i}`), { session: `${i}` }),
    ]),
  },
  {
    name: "sign-ins that are refused",
    make: exchanges((i) => [
      message("", { session: `${i}`, header: cred("syncml:auth-md5", base64(`digest-${digits(i)}-abc`)) }),
      message(status(1, "0", "SyncHdr", "401", challenge(`nonce-${digits(i)}`)), { session: `${i}` }),
    ]),
  },
  {
    name: "users that sign in openly",
    make: exchanges((i) => [
      message("", { number: i, header: cred("syncml:auth-basic", base64(`user${digits(i)}:pass${digits(i)}`)) }),
      message(status(1, "0", "SyncHdr", "212", "", `${i}`), { number: i }),
    ]),
  },
  {
    name: "requests without an answer",
    make: (count) =>
      httpSession(Array.from({ length: count >> 3 }, () => [message(get(1, "./a")), new Uint8Array()]).flat()),
  },
  {
    name: "messages that cannot be read",
    make: exchanges(() => [encodeUtf8("<SyncML><SyncHdr>"), encodeUtf8("<SyncML")]),
  },
];

const withoutFirst = (capture: Capture): Capture => ({ ...capture, exchanges: capture.exchanges.slice(1) });
const operations: Readonly<Record<string, (capture: Capture) => unknown>> = {
  conversation: (capture) => {
    const heard = conversation(capture, { accounts: [{ user: "alice", secret: "secret" }] });
    return conversationText(heard, { name: "a", rules: true });
  },
  report: (capture) => reportHtml(capture),
  redact: (capture) => redact(capture),
  compare: (capture) => [compare(capture, capture), compare(capture, withoutFirst(capture))],
};

/** Sessions that repeat something, and what hears, shows, changes and compares them. */
export const hostileSessions: readonly HostileCarrier[] = Object.entries(operations).flatMap(([operation, run]) =>
  shapes.map(({ name, make }) => ({
    name: `${operation}: ${name}`,
    make,
    run: (input: Uint8Array) => run(readCapture(input)),
  })),
);
