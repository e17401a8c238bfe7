import { type Command, InvalidArgumentError, Option } from "commander";
import { decodeHex } from "../../capture/text/hex-text.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { decodeNotification, notificationKindOf } from "../../push/notification/decode.ts";
import { encodeNotification } from "../../push/notification/encode.ts";
import { looksLikeNotification } from "../../push/notification/looks-like-notification.ts";
import {
  type Initiator,
  initiators,
  type Notification,
  type NotificationInput,
  type SyncRecord,
  type UiMode,
  uiModes,
} from "../../push/notification/notification.ts";
import { verifyNotification } from "../../push/notification/verify.ts";
import type { Unwrapped } from "../../push/unwrap.ts";
import { reportLosses } from "../carried-document.ts";
import { type CarriedInput, faultInInput, readCarried } from "../carried-input.ts";
import { addCarrierOptions, type CarrierOptions, inCarrier } from "../carrier-options.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { notificationLines, notificationReport, octetsInHex } from "../notification-report.ts";
import { addCarriedOptions, type CarriedOptions, type ColorOptions, colorOption } from "../options.ts";
import { openOutput } from "../output.ts";
import { perform } from "../perform.ts";
import { printableLine } from "../printable.ts";
import { addSecretOptions, readNonce, readSecret, type SecretOptions } from "../secret.ts";
import type { Talk } from "../talk.ts";

interface EncodeOptions extends CarrierOptions, ColorOptions, SecretOptions {
  readonly serverId: string;
  readonly session: string;
  readonly kind: "dm" | "ds";
  readonly uiMode: UiMode;
  readonly initiator: Initiator;
  readonly notificationVersion?: string;
  readonly sync: readonly SyncRecord[];
  readonly vendor?: string;
  readonly json?: true;
}

interface ReadOptions extends CarriedOptions {
  readonly kind: "auto" | Notification["kind"];
}

interface VerifyOptions extends ReadOptions, SecretOptions {
  readonly resync: boolean;
  readonly textNonce?: true;
}

/** Adds `notification`: writes, reads and checks what wakes a device. */
export function addNotificationCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const group = program
    .command("notification")
    .description("write, read or check what wakes a device")
    .helpCommand(false);
  addEncode(group, environment, exit);
  addReading(group.command("decode").description("show what a notification says, and what carried it")).action(
    async (file: string | undefined, options: ReadOptions) => {
      exit(await perform(environment, options.color, (talk) => show(environment, file, options, talk)));
    },
  );
  const verify = addReading(
    group.command("verify").description("say whether a notification is from the server it names"),
  )
    .option("--no-resync", "refuse the nonce of four zero octets, for a server that lost its own")
    .option("--text-nonce", "also try the nonce as its base64 text");
  addSecretOptions(verify).action(async (file: string | undefined, options: VerifyOptions) => {
    exit(await perform(environment, options.color, (talk) => check(environment, file, options, talk)));
  });
}

function addReading(command: Command): Command {
  return addCarriedOptions(command, (one) =>
    one.addOption(
      new Option("--kind <KIND>", "layout of the notification").choices(["auto", "dm", "ds", "dm-1.3"]).default("auto"),
    ),
  );
}

function addEncode(group: Command, environment: Environment, exit: (code: number) => void): void {
  const command = group
    .command("encode")
    .description("write a notification in hex, with what carries it")
    .requiredOption("--server-id <ID>", "identifier of the server")
    .requiredOption("--session <HEX>", "session, as SyncHdr/SessionID has it")
    .addOption(
      new Option("--kind <KIND>", "device management or data synchronisation").choices(["dm", "ds"]).default("dm"),
    )
    .addOption(new Option("--ui-mode <MODE>", "how to treat the user").choices(uiModes).default("unspecified"))
    .addOption(new Option("--initiator <WHO>", "who asked for the session").choices(initiators).default("server"))
    .addOption(
      new Option("--notification-version <VERSION>", "default: 1.1, or 1.2 for ds").choices([
        "1.0",
        "1.1",
        "1.2",
        "1.3",
      ]),
    )
    .addOption(
      new Option("--sync <CODE:MEDIA:URI>", "datastore of ds, such as 206:text/x-vCard:./contacts; may be repeated")
        .default([], "all")
        .argParser(addSync),
    )
    .option("--vendor <HEX>", "octets after the defined fields");
  addCarrierOptions(command).option("--json", "print JSON").addOption(colorOption());
  addSecretOptions(command).action(async (options: EncodeOptions) => {
    exit(await perform(environment, options.color, async () => write(environment, options)));
  });
}

function addSync(text: string, syncs: readonly SyncRecord[]): readonly SyncRecord[] {
  const [, code, media, serverURI] = /^(\d{3}):([^:]*):(.*)$/s.exec(text) ?? [];
  if (code === undefined) throw new InvalidArgumentError("Expected CODE:MEDIA:URI; MEDIA may be empty.");
  return [...syncs, { syncType: Number(code), contentType: media || undefined, serverURI: serverURI as string }];
}

function write(environment: Environment, options: EncodeOptions): number {
  const key = { secret: readSecret(environment, options), nonce: readNonce(options) };
  const messages = ((): readonly Uint8Array[] => {
    try {
      return carriedBy(options, encodeNotification(fieldsOf(options), key));
    } catch (error) {
      // What the options say does not fit the layout.
      if (error instanceof RangeError || error instanceof TypeError) throw usage(error.message);
      throw error;
    }
  })();
  const lines = messages.map(octetsInHex);
  const output = openOutput(environment, undefined, []);
  output.write(options.json ? `${JSON.stringify({ messages: lines })}\n` : lines.map((line) => `${line}\n`).join(""));
  output.close();
  return ExitCode.CLEAN;
}

function usage(message: string): CommandFailure {
  return new CommandFailure(ExitCode.USAGE, message);
}

function fieldsOf(options: EncodeOptions): NotificationInput {
  const { kind, uiMode, initiator, session, serverId, notificationVersion, sync, vendor = "" } = options;
  if (kind === "dm" && sync.length > 0) throw usage("--sync needs --kind ds");
  const octets = decodeHex(vendor);
  if ("fault" in octets) throw usage(`--vendor: not hex: ${octets.fault}`);
  return {
    kind,
    uiMode,
    initiator,
    sessionID: session,
    serverID: serverId,
    version: notificationVersion === undefined ? undefined : Math.round(Number(notificationVersion) * 10),
    vendor: octets.bytes,
    ...(kind === "ds" ? { syncs: sync } : {}),
  };
}

function carriedBy({ kind, ...options }: EncodeOptions, notification: Uint8Array): readonly Uint8Array[] {
  const [contentType, applicationID] =
    kind === "dm"
      ? ["application/vnd.syncml.notification", "syncml.dm"]
      : ["application/vnd.syncml.ds.notification", "push.syncml"];
  return inCarrier({ contentType, applicationID, body: notification }, options);
}

/** Reads each notification of an input with `read`, and reports those that cannot be read. */
async function eachOf(
  environment: Environment,
  file: string | undefined,
  { hex, kind }: ReadOptions,
  talk: Talk,
  read: (
    message: Unwrapped,
    options: { kind?: Notification["kind"]; contentType?: string },
    input: CarriedInput,
  ) => void,
): Promise<number> {
  const isWanted = kind === "auto" ? looksLikeNotification : () => true;
  const input = await readCarried(environment, { file, hex, isWanted }, talk);
  const { name, messages } = input;
  let exitCode: number = ExitCode.CLEAN;
  for (const message of messages) {
    const { contentType, body } = message;
    const isOther = contentType !== undefined && notificationKindOf(contentType) === undefined;
    if (kind === "auto" && isOther && !looksLikeNotification(body)) {
      talk.failure(`${name}: is a push of ${contentType}, not a notification`);
      exitCode = Math.max(exitCode, ExitCode.UNREADABLE);
      continue;
    }
    try {
      read(message, kind === "auto" ? (contentType === undefined ? {} : { contentType }) : { kind }, input);
    } catch (error) {
      if (!isSyncmlError(error)) throw error;
      talk.error(name, faultInInput(error, message), input.isWhole);
      exitCode = Math.max(exitCode, ExitCode.UNDECODABLE);
    }
  }
  return Math.max(exitCode, reportLosses(name, input, talk));
}

async function show(
  environment: Environment,
  file: string | undefined,
  options: ReadOptions,
  talk: Talk,
): Promise<number> {
  const reports: object[] = [];
  const output = openOutput(environment, undefined, []);
  const exitCode = await eachOf(environment, file, options, talk, (message, known) => {
    const notification = decodeNotification(message.body, known);
    if (!options.json) {
      const blank = reports.length > 0 ? "\n" : "";
      output.writeAsIs(`${blank}${notificationLines(notification, message).join("\n")}\n`);
    }
    reports.push(notificationReport(notification, message));
  });
  if (options.json) output.write(`${JSON.stringify(reports)}\n`);
  output.close();
  return exitCode;
}

async function check(
  environment: Environment,
  file: string | undefined,
  options: VerifyOptions,
  talk: Talk,
): Promise<number> {
  const key = { secret: readSecret(environment, options), nonce: readNonce(options) };
  const results: object[] = [];
  let isRefused = false;
  const output = openOutput(environment, undefined, []);
  const exitCode = await eachOf(environment, file, options, talk, (message, known) => {
    const { ok, resync, reason, notification } = verifyNotification(
      message.body,
      (serverID) => ({ serverID, ...key }),
      {
        ...known,
        resynchronization: options.resync ? "allow" : "refuse",
        nonceForm: options.textNonce ? "octets-or-text" : "octets",
      },
    );
    isRefused ||= !ok;
    results.push({ ok, resync, reason, ...notificationReport(notification, message) });
    if (options.json) return;
    const who = notification.kind === "dm-1.3" ? "" : `${notification.serverID}, session ${notification.sessionID}: `;
    const fits = resync ? "verified, with the resynchronisation nonce" : "verified";
    const misfits =
      reason === "unknown-layout" ? "refused: the layout of DM 1.3 is not known" : "refused: the digest does not fit";
    output.writeAsIs(`${printableLine(`${who}${ok ? fits : misfits}`)}\n`);
  });
  if (options.json) output.write(`${JSON.stringify(results)}\n`);
  output.close();
  return isRefused ? Math.max(exitCode, ExitCode.FINDINGS) : exitCode;
}
