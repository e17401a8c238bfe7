import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { decodeDocument } from "../../codec/decode.ts";
import { isSyncmlError } from "../../core/errors.ts";
import { type DeviceFaults, parseFaults } from "../../device/faults.ts";
import { type DeviceProfileName, deviceProfiles } from "../../device/simulation/profiles.ts";
import { type SimulatedDevice, simulatedDevice } from "../../device/simulation/simulated-device.ts";
import { createTree, type ManagementTree, type TreeState, treeFromDdf } from "../../device/tree.ts";
import type { DmAccount } from "../../dm/account.ts";
import { type ClientReason, type ClientRun, dmClient } from "../../dm/client-driver.ts";
import type { SessionPolicy } from "../../dm/policy.ts";
import { verifyNotification } from "../../push/notification/verify.ts";
import { readCarried } from "../carried-input.ts";
import { colorsFor } from "../colors.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure, InputFailure } from "../failures.ts";
import { type ColorOptions, colorOption, parseCount } from "../options.ts";
import { perform } from "../perform.ts";
import { secretIfAny } from "../secret.ts";
import { type AccountOptions, accountOf, addAccountOptions } from "../sessions/account-options.ts";
import { bootstrappedAccount } from "../sessions/bootstrapped-account.ts";
import { policyOption } from "../sessions/policy-option.ts";
import { SessionOutput } from "../sessions/session-output.ts";
import type { Talk } from "../talk.ts";

interface DeviceOptions extends ColorOptions, AccountOptions {
  readonly server?: string;
  readonly bootstrap?: string;
  readonly tree?: string;
  readonly notify?: string;
  readonly fault?: readonly string[];
  readonly seed: number;
  readonly identity?: string;
  readonly firmware?: string;
  readonly profile?: DeviceProfileName;
  readonly format: "wbxml" | "xml";
  readonly dm: "1.1" | "1.2";
  readonly sessions: number;
  readonly policy: Partial<SessionPolicy>;
  readonly json?: true;
}

/** Adds `device`: a simulated device for testing servers. */
export function addDeviceCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const command = program
    .command("device")
    .description("run a simulated device for testing servers, and show its sessions")
    .option("--server <URL>", "address of the server; needed unless the bootstrap message has one")
    .option(
      "--bootstrap <FILE>",
      "take account and address from this bootstrap message; the secret is then the PIN that it is signed with",
    )
    .option("--tree <FILE>", "management tree: a device description (DDF), or nodes as JSON; default: standard objects")
    .option("--notify <FILE>", "answer this notification, if it is the server's; - is standard input")
    .option(
      "--fault <FAULT...>",
      "what goes wrong: loseReply=0.1 by chance, duplicate=2 the second time, noLargeObjects, and others",
    )
    .option("--seed <N>", "what all chances come from", parseCount, 1)
    .option("--identity <ID>", "identity of the device")
    .option("--firmware <VERSION>", "version of its firmware")
    .addOption(
      new Option("--profile <NAME>", "a device that differs from the standard").choices(Object.keys(deviceProfiles)),
    )
    .addOption(new Option("--format <FORMAT>", "form of its messages").choices(["wbxml", "xml"]).default("wbxml"))
    .addOption(new Option("--dm <VERSION>", "version of the protocol").choices(["1.1", "1.2"]).default("1.2"))
    .option("--sessions <N>", "sessions at most: the outcome of an operation is reported in a later one", parseCount, 5)
    .addOption(policyOption());
  addAccountOptions(command)
    .option("--json", "print one JSON object a line")
    .addOption(colorOption())
    .action(async (options: DeviceOptions) => {
      exit(await perform(environment, options.color, (talk) => runDevice(environment, options, talk)));
    });
}

async function runDevice(environment: Environment, options: DeviceOptions, talk: Talk): Promise<number> {
  const colors = colorsFor(environment.stdout, options.color, environment);
  const output = new SessionOutput(environment, colors, options.json === true);
  const device = deviceFrom(options, output);
  const account = await accountFor(environment, options, device, talk);
  const reason = options.notify === undefined ? {} : await reasonFrom(options.notify, account, environment, talk);
  const client = dmClient({
    account,
    serverURI: checkedUri(options.server ?? account.address),
    device,
    send: (request) => fetch(request),
    clock: {
      now: () => Date.now(),
      after: (ms, wake) => {
        const timer = setTimeout(wake, ms);
        return () => clearTimeout(timer);
      },
    },
    random: (length) => randomBytes(length),
    format: options.format,
    version: options.dm,
    // Who asks for basic on the command line of a test tool, gets it.
    policy: { allowBasicPlain: true, ...options.policy },
    on: { log: (event) => output.log(event) },
  });
  const runs: ClientRun[] = [await client.run(reason)];
  while (runs.length < options.sessions && runs.at(-1)?.outcome === "complete" && goesOn(device)) {
    runs.push(await client.run());
  }
  for (const run of runs) if (options.json) output.json({ event: "run", ...run });
  const executed = runs.reduce((sum, run) => sum + run.executed, 0);
  output.line(
    `${runs.length} ${runs.length === 1 ? "session" : "sessions"}, ${executed} ${executed === 1 ? "command" : "commands"} executed`,
  );
  return runs.every(({ outcome }) => outcome === "complete") ? ExitCode.CLEAN : ExitCode.FINDINGS;
}

/** Lets operations that run go on to their end. Whether the device has something to report then. */
function goesOn(device: SimulatedDevice): boolean {
  for (let next = device.nextWorkAt(); next !== undefined && device.alerts().length === 0; next = device.nextWorkAt()) {
    device.work({ until: next });
  }
  return device.alerts().length > 0;
}

function deviceFrom(
  { identity, firmware, profile, seed, fault = [], tree }: DeviceOptions,
  output: SessionOutput,
): SimulatedDevice {
  let faults: Partial<DeviceFaults>;
  try {
    faults = parseFaults(fault);
  } catch (error) {
    throw new CommandFailure(ExitCode.USAGE, (error as Error).message, error);
  }
  return simulatedDevice({
    identity,
    firmware,
    profile,
    seed,
    faults,
    ...(tree === undefined ? appearance : { tree: treeFrom(tree) }),
    log: (event) => output.device(event),
  });
}

/** What a device without a tree of its own says of itself. */
const appearance = {
  manufacturer: "Example",
  model: "Simulated",
  softwareVersion: "1.0",
  hardwareVersion: "1",
} as const;

/** A description says what is possible, and nothing of servers: the one that is tested may do all of it. */
const EVERYTHING = "Add=*&Delete=*&Exec=*&Get=*&Replace=*";

function treeFrom(file: string): ManagementTree {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new InputFailure(file, error);
  }
  try {
    if (/^\s*\{/.test(bytes.toString("utf8", 0, 64))) {
      return createTree([], { state: JSON.parse(bytes.toString("utf8")) as TreeState });
    }
    const document = decodeDocument(bytes);
    if (document.kind === "MgmtTree") return treeFromDdf(document, { rootAcl: EVERYTHING });
  } catch (error) {
    if (!isSyncmlError(error) && !(error instanceof RangeError) && !(error instanceof SyntaxError)) throw error;
    throw new CommandFailure(ExitCode.UNDECODABLE, `${file}: ${error.message}`, error);
  }
  throw new CommandFailure(ExitCode.UNREADABLE, `${file}: is no device description`);
}

/** The account of the options, or the one that a bootstrap message sets up in the tree of the device. */
async function accountFor(
  environment: Environment,
  options: DeviceOptions,
  device: SimulatedDevice,
  talk: Talk,
): Promise<DmAccount> {
  const { bootstrap } = options;
  if (bootstrap === undefined) return accountOf(environment, options);
  const pin = secretIfAny(environment, options);
  const provisioned = await bootstrappedAccount(environment, bootstrap, pin, talk);
  device.addAccount(provisioned);
  const account = device.account(provisioned.serverID);
  if (account !== undefined) return account;
  throw new CommandFailure(ExitCode.FINDINGS, `${bootstrap}: the device cannot use its account`);
}

function checkedUri(text: string | undefined): string {
  if (text === undefined) throw new CommandFailure(ExitCode.USAGE, "--server is needed: the address of the server");
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new CommandFailure(ExitCode.USAGE, `--server must be an address with http: or https:, not ${text}`);
}

async function reasonFrom(
  file: string,
  { serverID = "", serverSecret }: DmAccount,
  environment: Environment,
  talk: Talk,
): Promise<ClientReason> {
  if (serverSecret === undefined) throw new CommandFailure(ExitCode.USAGE, "--notify needs --server-secret-file");
  const isWanted = (body: Uint8Array) => body.length > 0;
  const { messages } = await readCarried(environment, { file, hex: undefined, isWanted }, talk);
  const [message] = messages;
  if (message === undefined) throw new CommandFailure(ExitCode.UNDECODABLE, `${file}: has no whole message`);
  const checked = verifyNotification(message.body, [{ serverID, secret: serverSecret }]);
  if (!checked.ok)
    throw new CommandFailure(ExitCode.FINDINGS, `${file}: the notification is dropped: ${checked.reason}`);
  const { notification, resync } = checked;
  return { reason: "notification", notification, resync };
}
