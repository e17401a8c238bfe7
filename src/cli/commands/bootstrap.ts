import { type Command, Option } from "commander";
import { beginsDocument } from "../../capture/text/document-start.ts";
import { isSyncmlError, type SyncmlError } from "../../core/errors.ts";
import type { NewDmAccount } from "../../push/provisioning/accounts.ts";
import {
  type DmBootstrapKeys,
  type DmBootstrapMethod,
  dmBootstrapMethods,
  encodeDmBootstrap,
  keysOfDmMethod,
  signDmBootstrap,
} from "../../push/provisioning/dm-bootstrap.ts";
import { MEDIA_TYPE } from "../../push/provisioning/media-types.ts";
import {
  keysOfMethod,
  type ProvisioningKeys,
  type ProvisioningMethod,
  provisioningMethods,
} from "../../push/provisioning/methods.ts";
import {
  encodeProvisioning,
  type NewProvisioning,
  parseProvisioningPartial,
} from "../../push/provisioning/provisioning.ts";
import { parseDmBootstrapPartial } from "../../push/provisioning/read-dm-bootstrap.ts";
import { type ReadSecurity, receivedBootstrap } from "../../push/provisioning/security.ts";
import { signProvisioning } from "../../push/provisioning/sign.ts";
import type { Unwrapped } from "../../push/unwrap.ts";
import { ContentFault, contentOfJson } from "../bootstrap-content.ts";
import { type BootstrapKind, bootstrapKindOf } from "../bootstrap-kind.ts";
import {
  bootstrapLines,
  bootstrapReport,
  issuesOf,
  kindName,
  methodIn,
  type ReadBootstrap,
  type SecretsMode,
} from "../bootstrap-report.ts";
import { reportLosses } from "../carried-document.ts";
import { type CarriedInput, faultInInput, readCarried } from "../carried-input.ts";
import { addCarrierOptions, type CarrierOptions, inCarrier } from "../carrier-options.ts";
import type { Environment } from "../environment.ts";
import * as ExitCode from "../exit-codes.ts";
import { CommandFailure } from "../failures.ts";
import { openBytes } from "../io.ts";
import { octetsInHex } from "../notification-report.ts";
import { addCarriedOptions, type CarriedOptions, type ColorOptions, colorOption } from "../options.ts";
import { openOutput } from "../output.ts";
import { perform } from "../perform.ts";
import { printableLine } from "../printable.ts";
import {
  addImsiFileOption,
  addSecretFileOption,
  type ImsiOptions,
  readImsi,
  readSecret,
  type SecretOptions,
} from "../secret.ts";
import { StartedInput } from "../started-input.ts";
import type { Talk } from "../talk.ts";

const DM_MEDIA_TYPE = "application/vnd.syncml.dm+wbxml";
const kindNames: Readonly<Record<BootstrapKind, string>> = {
  provisioning: "client provisioning",
  dm: "a message of the DM profile",
};

interface EncodeOptions extends CarrierOptions, ColorOptions {
  readonly kind: BootstrapKind;
  readonly form: "items" | "tree";
  readonly json?: true;
}

interface ReadOptions extends CarriedOptions {
  readonly kind: "auto" | BootstrapKind;
  readonly contentType?: string;
}

interface DecodeOptions extends ReadOptions {
  readonly secrets: SecretsMode;
}

interface KeyOptions extends ReadOptions, SecretOptions, ImsiOptions {}

interface SignOptions extends KeyOptions, CarrierOptions {
  readonly method: ProvisioningMethod | DmBootstrapMethod;
}

/** Adds `bootstrap`: writes, reads, signs and checks what gives a device its first settings. */
export function addBootstrapCommand(program: Command, environment: Environment, exit: (code: number) => void): void {
  const group = program
    .command("bootstrap")
    .description("write, read, sign or check the first settings of a device")
    .helpCommand(false);
  const encode = group
    .command("encode")
    .description("write a document of accounts in JSON, in hex, with what carries it")
    .argument("[FILE]", "JSON to read; - or none means standard input")
    .addOption(
      new Option("--kind <KIND>", "client provisioning, or a message of the DM profile")
        .choices(["provisioning", "dm"])
        .default("provisioning"),
    )
    .addOption(
      new Option("--form <FORM>", "with dm: an item for each node, or one serialised tree")
        .choices(["items", "tree"])
        .default("items"),
    );
  addCarrierOptions(encode)
    .option("--json", "print JSON")
    .addOption(colorOption())
    .action(async (file: string | undefined, options: EncodeOptions) => {
      exit(await perform(environment, options.color, (talk) => write(environment, file, options, talk)));
    });
  addReading(group.command("decode").description("show what a bootstrap message says, and what carried it"))
    .addOption(
      new Option("--secrets <WHETHER>", "whether to show passwords and nonces")
        .choices(["hide", "show"])
        .default("hide"),
    )
    .action(async (file: string | undefined, options: DecodeOptions) => {
      exit(await perform(environment, options.color, (talk) => show(environment, file, options, talk)));
    });
  addKeys(
    addReading(group.command("verify").description("say whether a message is from who knows the PIN or IMSI")),
  ).action(async (file: string | undefined, options: KeyOptions) => {
    exit(await perform(environment, options.color, (talk) => check(environment, file, options, talk)));
  });
  const sign = addReading(
    group.command("sign").description("sign a message; print its content type, or what carries it"),
  );
  addCarrierOptions(addKeys(sign))
    .addOption(
      new Option("--method <METHOD>", "the last two are of the DM profile, as USERPIN is too")
        .choices([...new Set([...provisioningMethods, "NETWORKID", "USERPIN_NETWORKID"])])
        .makeOptionMandatory(),
    )
    .action(async (file: string | undefined, options: SignOptions) => {
      exit(await perform(environment, options.color, (talk) => signed(environment, file, options, talk)));
    });
}

function addReading(command: Command): Command {
  return addCarriedOptions(command, (one) =>
    one
      .addOption(
        new Option("--kind <KIND>", "client provisioning, or a message of the DM profile")
          .choices(["auto", "provisioning", "dm"])
          .default("auto"),
      )
      .option("--content-type <TEXT>", "content type with SEC and MAC, for a message without a push"),
  );
}

function addKeys(command: Command): Command {
  return addImsiFileOption(addSecretFileOption(command));
}

function usage(message: string): CommandFailure {
  return new CommandFailure(ExitCode.USAGE, message);
}

/** Runs what computes with the options; what they make impossible is a wrong command line. */
function computed<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw usage(error.message);
    throw error;
  }
}

// encode

async function write(environment: Environment, file = "-", options: EncodeOptions, talk: Talk): Promise<number> {
  const started = new StartedInput(file, openBytes(environment, file, talk));
  const text = await started.text().finally(() => started.close());
  try {
    const body = encoded(contentOfJson(text), options);
    const contentType = options.kind === "dm" ? DM_MEDIA_TYPE : MEDIA_TYPE.wbxml;
    const messages = computed(() => inCarrier({ contentType, body }, options));
    print(environment, options, { contentType }, messages);
    return ExitCode.CLEAN;
  } catch (error) {
    if (!(error instanceof ContentFault) && !isSyncmlError(error)) throw error;
    talk.failure(`${file}: ${isSyncmlError(error) ? error.reason : error.message}`);
    return ExitCode.UNDECODABLE;
  }
}

function encoded(content: NewProvisioning, { kind, form }: EncodeOptions): Uint8Array {
  if (kind === "provisioning") {
    if (form !== "items") throw usage("--form needs --kind dm");
    return fitting(() => encodeProvisioning(content));
  }
  const [account, ...others] = content.accounts ?? [];
  if (account?.appID !== "w7" || others.length > 0) {
    throw new ContentFault("a message of the DM profile has one account, of appID w7");
  }
  return fitting(() => encodeDmBootstrap(account as NewDmAccount, { form }));
}

/** Runs what writes the content; what it cannot write is a fault of the content. */
function fitting(encode: () => Uint8Array): Uint8Array {
  try {
    return encode();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new ContentFault(error.message);
    throw error;
  }
}

function print(
  environment: Environment,
  { json }: { readonly json?: true },
  fields: object,
  messages: readonly Uint8Array[],
): void {
  const lines = messages.map(octetsInHex);
  const output = openOutput(environment, undefined, []);
  const text = json ? JSON.stringify({ ...fields, messages: lines }) : lines.join("\n");
  output.write(`${text}\n`);
  output.close();
}

// decode, verify, sign

/** One message of an input. */
interface Message {
  readonly kind: BootstrapKind;
  readonly carrier: Unwrapped;
  readonly security: ReadSecurity;
}

/** Runs `read` on each message of an input, and reports those that cannot be read. A fault that it returns is reported. */
async function eachOf(
  environment: Environment,
  file: string | undefined,
  { hex, kind, contentType }: ReadOptions,
  talk: Talk,
  read: (message: Message, input: CarriedInput) => SyncmlError | undefined,
): Promise<number> {
  const kindOf = (body: Uint8Array, type?: string) => (kind === "auto" ? bootstrapKindOf(body, type) : kind);
  const isWanted = (body: Uint8Array) => (kind === "auto" ? kindOf(body) !== undefined : beginsDocument(body));
  const input = await readCarried(environment, { file, hex, isWanted }, talk);
  const { name, messages } = input;
  let exitCode: number = ExitCode.CLEAN;
  for (const carrier of messages) {
    const known = kindOf(carrier.body, contentType ?? carrier.contentType);
    if (known === undefined) {
      const what = carrier.contentType === undefined ? "" : `a push of ${carrier.contentType}, `;
      talk.failure(`${name}: is ${what}not a bootstrap message`);
      exitCode = Math.max(exitCode, ExitCode.UNREADABLE);
      continue;
    }
    const { security } = receivedBootstrap(carrier, { contentType });
    const fault = faultOf(() => read({ kind: known, carrier, security }, input));
    if (fault === undefined) continue;
    talk.error(name, faultInInput(fault, carrier), input.isWhole);
    exitCode = Math.max(exitCode, fault.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNDECODABLE);
  }
  return Math.max(exitCode, reportLosses(name, input, talk));
}

function faultOf(read: () => SyncmlError | undefined): SyncmlError | undefined {
  try {
    return read();
  } catch (error) {
    if (isSyncmlError(error)) return error;
    throw error;
  }
}

function readBootstrap({ kind, carrier, security }: Message, keys: ProvisioningKeys & DmBootstrapKeys): ReadBootstrap {
  const { body } = carrier;
  const known = { ...security, ...keys };
  return computed(() =>
    kind === "provisioning"
      ? { kind, parsed: parseProvisioningPartial(body, known) }
      : { kind, parsed: parseDmBootstrapPartial(body, { ...known, connectionOf: (id) => ({ kind: "TO-NAPID", id }) }) },
  );
}

function reportIssues(
  read: ReadBootstrap,
  { bodyStart }: Unwrapped,
  { name, isWhole }: CarriedInput,
  talk: Talk,
): void {
  for (const { code, message, path, offset } of issuesOf(read)) {
    if (offset === undefined || !isWhole) talk.note(name, `warning ${code}: ${message}, ${path}`);
    else talk.diagnostic(name, { code, message, offset: bodyStart + offset, path } as never);
  }
}

async function show(
  environment: Environment,
  file: string | undefined,
  options: DecodeOptions,
  talk: Talk,
): Promise<number> {
  const { secrets, json } = options;
  const reports: object[] = [];
  const output = openOutput(environment, undefined, []);
  const exitCode = await eachOf(environment, file, options, talk, (message, input) => {
    const read = readBootstrap(message, {});
    const { security, carrier } = message;
    if (!json) {
      const blank = reports.length > 0 ? "\n" : "";
      output.writeAsIs(`${blank}${bootstrapLines(read, security, carrier, secrets).join("\n")}\n`);
    }
    reports.push(bootstrapReport(read, security, carrier, secrets));
    reportIssues(read, carrier, input, talk);
    return read.parsed.error;
  });
  if (json) output.write(`${JSON.stringify(reports)}\n`);
  output.close();
  return exitCode;
}

/** The keys that a method needs, from where the options say. */
function keysFor(environment: Environment, kind: BootstrapKind, method: string, options: KeyOptions) {
  const needed: readonly string[] =
    kind === "provisioning" ? keysOfMethod(method as ProvisioningMethod) : keysOfDmMethod(method as DmBootstrapMethod);
  const hasNetwork = needed.includes("imsi") || needed.includes("networkID");
  const network = hasNetwork ? readImsi(environment, options) : undefined;
  return {
    pin: needed.includes("pin") ? readSecret(environment, options, "PIN") : undefined,
    [kind === "provisioning" ? "imsi" : "networkID"]: network,
  };
}

async function check(
  environment: Environment,
  file: string | undefined,
  options: KeyOptions,
  talk: Talk,
): Promise<number> {
  const results: object[] = [];
  let isRefused = false;
  let isKeyMissing = false;
  const output = openOutput(environment, undefined, []);
  const exitCode = await eachOf(environment, file, options, talk, (message, { messages }) => {
    const { kind, security, carrier } = message;
    const named = methodIn(kind, security);
    const keys = named === undefined ? {} : keysOrFailure(environment, kind, named, options);
    if (keys instanceof CommandFailure) {
      if (messages.length === 1) throw keys;
      // The others in the input may be signed by another method.
      isKeyMissing = true;
      talk.failure(keys.message);
      results.push({ ok: false, method: named, reason: "key-missing", kind });
      if (!options.json) output.writeAsIs(`${kindNames[kind]}, ${named}: not checked, since a key is missing\n`);
      return undefined;
    }
    const read = readBootstrap(message, keys);
    const { verified, issues } = read.parsed;
    const ok = verified === true;
    const reason = issues.find(({ path, code }) => path === "" && /^(?:not-signed|mac-|key-)/.test(code));
    isRefused ||= !ok;
    const { issues: _issues, ...report } = bootstrapReport(read, security, carrier, "hide") as { issues: unknown };
    results.push({ ok, verified, method: named, reason: ok ? undefined : reason?.code, ...report });
    if (!options.json) {
      const by = named === undefined ? "" : `, ${named}`;
      const outcome = ok ? "verified" : `refused: ${reason?.message ?? "it cannot be checked"}`;
      output.writeAsIs(`${printableLine(`${kindName(read)}${by}: ${outcome}`)}\n`);
    }
    return read.parsed.error;
  });
  if (options.json) output.write(`${JSON.stringify(results)}\n`);
  output.close();
  return Math.max(
    exitCode,
    isRefused ? ExitCode.FINDINGS : ExitCode.CLEAN,
    isKeyMissing ? ExitCode.USAGE : ExitCode.CLEAN,
  );
}

/** The keys, or why one of them is not there; a file that cannot be read ends the command. */
function keysOrFailure(environment: Environment, kind: BootstrapKind, method: string, options: KeyOptions) {
  try {
    return keysFor(environment, kind, method, options);
  } catch (error) {
    if (error instanceof CommandFailure && error.exitCode === ExitCode.USAGE) return error;
    throw error;
  }
}

async function signed(
  environment: Environment,
  file: string | undefined,
  options: SignOptions,
  talk: Talk,
): Promise<number> {
  const { method, json, carrier: carriedBy } = options;
  let count = 0;
  return await eachOf(environment, file, options, talk, ({ kind, carrier }, { name, messages }) => {
    const { body } = carrier;
    if (messages.length > 1 || count++ > 0)
      throw new CommandFailure(ExitCode.UNREADABLE, `${name}: has several messages`);
    if ((body[0] ?? 0) > 3) {
      const reason = "is XML, but what is signed is WBXML: syncml encode writes it";
      throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${reason}`);
    }
    const methods: readonly string[] = kind === "provisioning" ? provisioningMethods : dmBootstrapMethods;
    if (!methods.includes(method)) throw usage(`${kindNames[kind]} is signed by ${methods.join(", ")}`);
    const keys = keysFor(environment, kind, method, options);
    const result = computed(() => signedBody(kind, body, method, keys));
    const { digits, ...fields } = result;
    if (digits !== undefined) talk.note(name, `the user enters the PIN followed by ${digits}`);
    const push = { contentType: result.contentType, body };
    const octets = computed(() => inCarrier(push, options));
    if (carriedBy === "none" && !json) printText(environment, result.contentType);
    else print(environment, options, { method, ...fields, digits }, octets);
    return undefined;
  });
}

function printText(environment: Environment, text: string): void {
  const output = openOutput(environment, undefined, []);
  output.write(`${text}\n`);
  output.close();
}

/** A signed message: its content type, and for USERPINMAC the digits that follow the PIN. */
function signedBody(kind: BootstrapKind, body: Uint8Array, method: string, keys: ProvisioningKeys & DmBootstrapKeys) {
  if (kind === "dm") {
    const { contentType, mac } = signDmBootstrap(body, { method: method as DmBootstrapMethod, ...keys });
    return { contentType, mac, digits: undefined };
  }
  const { contentType, mac, entry } = signProvisioning(body, { method: method as ProvisioningMethod, ...keys });
  // The entry begins with the PIN, which is not printed.
  return { contentType, mac, digits: entry?.slice(entry.length / 2) };
}
