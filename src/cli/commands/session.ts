import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import manifest from "syncml/package.json" with { type: "json" };
import type { Capture } from "../../capture/model.ts";
import { mergeCaptures } from "../../capture/read-capture.ts";
import { conversation } from "../../inspect/conversation/conversation.ts";
import type { Conversation, Problem } from "../../inspect/conversation/model.ts";
import { conversationText } from "../../inspect/conversation/terminal-text.ts";
import { counted } from "../../inspect/quantities.ts";
import { defaultReportExchanges, type ReportOptions, reportOfConversation } from "../../inspect/report/report-html.ts";
import { captureFormatOption, isCutByLimit, LIMIT_HINT } from "../capture-input.ts";
import { colorsFor } from "../colors.ts";
import { describeNotification } from "../dm-notification.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { showsUnicode } from "../locale.ts";
import { addOutputOptions, exchangeLimitOption, type OutputOptions } from "../options.ts";
import { type Output, openOutput, writing } from "../output.ts";
import { perform } from "../perform.ts";
import { printableLine } from "../printable.ts";
import { addSecretFileOption, readSecret, type SecretOptions } from "../secret.ts";
import type { Talk } from "../talk.ts";
import { readWholeCapture, type WholeCapture } from "../whole-capture.ts";

const WIDTH = 100;
const MOST_WARNINGS = 10;
const severities = ["error", "warning", "note"] as const;

interface SessionOptions extends OutputOptions, SecretOptions {
  readonly auth?: string;
  readonly only?: "failed" | readonly number[];
  readonly rules?: true;
  readonly html?: string;
  readonly to: "text" | "json" | "ndjson";
  readonly secrets: "hide" | "show";
  readonly failOn: Problem["severity"] | "never";
  readonly from?: string;
  readonly maxExchanges: number;
}

/** Adds `session`: a capture as a conversation of device and server. */
export function addSessionCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program
    .command("session")
    .description("show what device and server said in a capture, and what went wrong")
    .argument("<FILE...>", "captures, merged by time; - means standard input")
    .option("--auth <USER>", "check digests with the password of this user");
  addSecretFileOption(command)
    .addOption(new Option("--only <WHICH>", "failed, or exchanges as in #3 or 3,7-9").argParser(parseOnly))
    .option("--rules", "say what validation finds, too")
    .addOption(new Option("--html <FILE>", "write a report for browsers to this file, and no text"))
    .addOption(new Option("--to <FORM>", "form of the output").choices(["text", "json", "ndjson"]).default("text"))
    .addOption(
      new Option("--secrets <HOW>", "credentials, nonces and passwords").choices(["hide", "show"]).default("hide"),
    )
    .addOption(
      new Option("--fail-on <SEVERITY>", "exit with 1 if there is a problem of this severity or a worse one")
        .choices([...severities, "never"])
        .default("never"),
    )
    .addOption(captureFormatOption())
    .addOption(exchangeLimitOption());
  addOutputOptions(command).action(async (files: string[], options: SessionOptions) => {
    exit(await perform(environment, options.color, (talk) => session(environment, files, options, talk)));
  });
}

/** `failed`, or numbers of exchanges: `#3`, `3,7-9`. */
function parseOnly(text: string): "failed" | readonly number[] {
  if (text === "failed") return text;
  const numbers: number[] = [];
  for (const part of text.split(",")) {
    const [, from = "", to = from] = /^#?(\d{1,6})(?:-#?(\d{1,6}))?$/.exec(part.trim()) ?? [];
    if (from === "" || Number(to) < Number(from)) throw new InvalidArgumentError("Expected failed, #N, or N-M.");
    for (let number = Number(from); number <= Number(to); number++) numbers.push(number);
  }
  return numbers;
}

async function session(
  environment: Environment,
  files: readonly string[],
  options: SessionOptions,
  talk: Talk,
): Promise<number> {
  const accounts = accountsOf(environment, options);
  const captures: WholeCapture[] = [];
  let left = options.maxExchanges;
  for (const file of files) {
    const whole = await readWholeCapture(environment, file, options.from, left, talk);
    if (whole.fault?.code === "unknown-document-type" && whole.capture.exchanges.length === 0)
      return whole.unopened === undefined ? unread(file, whole.looks, talk) : unopened(file, whole.unopened, talk);
    captures.push(whole);
    left -= whole.capture.exchanges.length;
  }
  const capture =
    captures.length === 1 ? (captures[0] as WholeCapture).capture : mergeCaptures(captures.map((one) => one.capture));
  const validate = options.rules === true || options.to !== "text";
  const heard = conversation(capture, { accounts, secrets: options.secrets, validate });
  const name = files.map(nameOf).join(" ");
  const isLimited = captures.some(
    ({ capture: { diagnostics }, fault }) => fault?.code === "limit-exceeded" || isCutByLimit(diagnostics),
  );
  if (heard.protocol === "unknown") {
    // What was left out may have some.
    if (isLimited) warn(files, captures, heard, talk);
    const exitCode = unread(name, described(capture), talk, announced(capture));
    return isLimited ? ExitCode.LIMIT : exitCode;
  }
  if (accounts.length > 0) talk.hint(`digests are checked with the password of ${printableLine(options.auth ?? "")}`);
  const isWhole = warn(files, captures, heard, talk);
  const { html } = options;
  const output = openOutput(environment, html ?? options.output, files);
  await writing(
    output,
    async () => {
      if (html === undefined) write(environment, output, heard, name, options);
      else {
        const [{ file } = {}] = captures.length === 1 ? captures : [];
        output.write(report(capture, heard, accounts, { name, ...file }, options));
      }
    },
    () => true,
  );
  const missing = html === undefined ? 0 : capture.exchanges.length - defaultReportExchanges;
  if (missing > 0)
    talk.problem("warning", `the report shows the first ${counted(defaultReportExchanges, "exchange")} only`, []);
  if (isLimited || missing > 0) return ExitCode.LIMIT;
  if (!isWhole) return ExitCode.UNDECODABLE;
  return hasFailed(heard, options) ? ExitCode.FINDINGS : ExitCode.CLEAN;
}

/** The page of `--html`. */
function report(
  capture: Capture,
  heard: Conversation,
  accounts: NonNullable<ReportOptions["accounts"]>,
  file: Pick<ReportOptions, "name" | "size" | "sha256">,
  { secrets }: SessionOptions,
): string {
  const date = new Date().toISOString().slice(0, "2000-01-01".length);
  const madeBy = `syncml ${manifest.version}`;
  return reportOfConversation(capture, heard, { accounts, ...file, secrets, date, madeBy });
}

/** What of a capture is no message, and announces a session: completes "#1". */
function announced({ exchanges }: Capture): readonly string[] {
  return exchanges.flatMap(({ index, request, response }) =>
    [request, response].flatMap((payload) => {
      const what = payload && describeNotification(payload.bytes);
      return what === undefined ? [] : [`#${index} ${what}`];
    }),
  );
}

/** It is known what it is, and how to get something that can be read. */
function unopened(name: string, why: string, talk: Talk): number {
  talk.problem("error", `${name} is not read`, [why]);
  return ExitCode.UNREADABLE;
}

/** Nothing in it is a message. */
function unread(name: string, looks: string, talk: Talk, announcements: readonly string[] = []): number {
  if (announcements.length > 0) {
    const shown = announcements.slice(0, MOST_WARNINGS);
    talk.problem("error", `${name} holds no session, but what announces one`, [
      ...shown,
      ...(announcements.length > shown.length ? [`and ${announcements.length - shown.length} more`] : []),
      "syncml inspect explains each octet of it",
    ]);
    return ExitCode.UNREADABLE;
  }
  talk.problem("error", `${name} holds no SyncML`, [
    `read as: ${looks}; no SyncML message in it`,
    "if you know what it is, say so: --from har|text|wbxml|… (syncml session --help)",
  ]);
  return ExitCode.UNREADABLE;
}

function described({ format, exchanges, counts }: Capture): string {
  const frames = counts["frames"] === undefined ? "" : `${counted(counts["frames"], "frame")}, `;
  return `${format}, ${frames}${counted(exchanges.length, "exchange")}`;
}

/** Says what is missing; returns whether nothing is. */
function warn(files: readonly string[], captures: readonly WholeCapture[], heard: Conversation, talk: Talk): boolean {
  const warnings: string[] = [];
  for (const [index, { capture, fault }] of captures.entries()) {
    const name = nameOf(files[index] ?? "-");
    if (fault !== undefined) warnings.push(`${name}: ${fault.reason}`);
    for (const { code, message, frame } of capture.diagnostics) {
      if (code === "file-cut" || code === "limit-reached")
        warnings.push(`${name}: ${message}${frame === undefined ? "" : `, at ${frame}`}`);
    }
  }
  for (const { index, request, response } of heard.exchanges) {
    for (const [arrow, message] of [
      ["→", request],
      ["←", response],
    ] as const) {
      for (const { offset, length } of message?.gaps ?? []) {
        const what = length === undefined ? "octets" : `${length} of ${(message?.bytes ?? 0) + length} bytes`;
        warnings.push(`#${index} ${arrow} ${what} were not captured (offset ${offset})`);
      }
    }
  }
  for (const text of warnings.slice(0, MOST_WARNINGS)) talk.problem("warning", text, []);
  const more = warnings.length - MOST_WARNINGS;
  if (more > 0) talk.problem("warning", `and ${more} more`, []);
  if (captures.some(({ capture: { diagnostics } }) => isCutByLimit(diagnostics))) talk.hint(LIMIT_HINT);
  if (warnings.length > 0) talk.hint("  the rest of the report goes to standard output");
  const hasFault = heard.exchanges.some(({ request, response }) =>
    [request, response].some((message) => message?.fault !== undefined && message.encoding !== "unknown"),
  );
  return warnings.length === 0 && !hasFault;
}

function hasFailed({ problems }: Conversation, { failOn }: SessionOptions): boolean {
  if (failOn === "never") return false;
  const worst = severities.indexOf(failOn);
  return problems.some(({ severity }) => severities.indexOf(severity) <= worst);
}

/** A file by its name alone. */
function nameOf(file: string): string {
  return file === "-" ? "standard input" : basename(file);
}

/** A conversation as one object a line: the head, then problems, sessions, exchanges, and the rest. */
function* linesOf(heard: Conversation): Generator<object> {
  const { problems, sessions, exchanges, findings = [], largeObjects, tree, runs, ...head } = heard;
  yield { kind: "conversation", schema: 1, ...head };
  for (const one of problems) yield { kind: "problem", ...one };
  for (const one of sessions) yield { kind: "session", ...one };
  for (const one of exchanges) yield { kind: "exchange", ...one };
  for (const one of runs) yield { kind: "run", ...one };
  for (const one of largeObjects) yield { kind: "largeObject", ...one };
  for (const one of tree) yield { kind: "node", ...one };
  for (const one of findings) yield { kind: "finding", ...one };
}

function accountsOf(environment: Environment, options: SessionOptions): { user: string; secret: string }[] {
  const { auth } = options;
  if (auth === undefined) {
    if (options.secretFile === undefined) return [];
    throw new CommandFailure(ExitCode.USAGE, "--secret-file needs --auth with the name of the user");
  }
  if (auth.includes(":")) {
    throw new CommandFailure(ExitCode.USAGE, "--auth takes the name alone: set SYNCML_SECRET, or give --secret-file");
  }
  return [{ user: auth, secret: readSecret(environment, options, `password of ${auth}`) }];
}

function write(
  environment: Environment,
  output: Output,
  heard: Conversation,
  name: string,
  { to, only, rules, color }: SessionOptions,
): void {
  if (to === "json") output.write(`${JSON.stringify({ schema: 1, ...heard }, undefined, 2)}\n`);
  else if (to === "ndjson") for (const line of linesOf(heard)) output.write(`${JSON.stringify(line)}\n`);
  else {
    const { stdout } = environment;
    const columns = output.isTTY ? stdout.columns : WIDTH;
    const text = conversationText(heard, {
      name,
      ...(columns === undefined ? {} : { columns }),
      ...(only === undefined ? {} : { only }),
      ...(rules === undefined ? {} : { rules }),
      ascii: output.isTTY && !showsUnicode(environment),
      account: "--auth",
      ...(output.isFile ? {} : { paint: colorsFor(stdout, color, environment) }),
    });
    output.writeAsIs(text);
  }
}
