import { readSmsTranscript } from "../push/sms/transcript.ts";
import { type UnwrappedSegments, unwrapCarriers, unwrapSegments } from "../push/unwrap.ts";
import { decodeBase64Text } from "./base64-text.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";
import { decodeHex } from "./hex-text.ts";
import { decodeText } from "./input-format.ts";
import { openBytes } from "./io.ts";
import { StartedInput } from "./started-input.ts";
import type { Talk } from "./talk.ts";
import { describeContainer } from "./text-forms/container.ts";
import { readTextForm } from "./text-forms/read-text-form.ts";

/** Input that may be carried in pushes and short messages. */
export interface CarriedRequest {
  /** Absent or `-` means standard input. */
  readonly file: string | undefined;
  /** The input itself, as hex or another text form. */
  readonly hex: string | undefined;
  /** Whether a body is what the command reads. */
  readonly isWanted: (body: Uint8Array) => boolean;
}

/** The messages of an input, out of their carriers. */
export interface CarriedInput extends UnwrappedSegments {
  readonly name: string;
  /** Offsets count from the start of the input, or of what its text encodes. */
  readonly isWhole: boolean;
}

/**
 * Reads octets, any text form of them, the log of a modem, or lines of hex that are an SMS each, and takes the messages out of their
 * carriers.
 *
 * @throws {CommandFailure} if the input cannot be read, is empty, or has no octets in a known form.
 */
export async function readCarried(
  environment: Environment,
  { file = "-", hex, isWanted }: CarriedRequest,
  talk: Talk,
): Promise<CarriedInput> {
  const name = hex === undefined ? file : "-x";
  const given = hex === undefined ? await allBytes(environment, name, talk) : Buffer.from(hex);
  if (given.length === 0) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: is empty`);
  const text = decodeText(given);
  const octets = isText(text) ? octetsOf(name, text, isWanted, talk) : [given];
  if (octets === undefined) {
    const reason = "not recognised; tried octets, hex, base64 and the log of a modem";
    throw new CommandFailure(hex === undefined ? ExitCode.UNREADABLE : ExitCode.USAGE, `${name}: ${reason}`);
  }
  refuseContainer(name, octets, isWanted);
  return { name, isWhole: octets.length === 1, ...unwrapSegments(octets) };
}

async function allBytes(environment: Environment, name: string, talk: Talk): Promise<Uint8Array> {
  const input = new StartedInput(name, openBytes(environment, name, talk));
  try {
    while (!input.isWhole) await input.readOn();
    return input.head;
  } finally {
    await input.close();
  }
}

function isText(text: string): boolean {
  return /^[\t-\r -~\u00a0-\ufffc\ufeff]*$/.test(text);
}

function octetsOf(
  name: string,
  text: string,
  isWanted: (body: Uint8Array) => boolean,
  talk: Talk,
): readonly Uint8Array[] | undefined {
  const transcript = readSmsTranscript(text);
  if (transcript !== undefined) {
    for (const { line, reason } of transcript.faults) talk.note(name, `line ${line}: ${reason}`);
    if (transcript.pdus.length > 0) return transcript.pdus.map(({ octets }) => octets);
  }
  const segments = segmentLines(text);
  if (segments !== undefined) return segments;
  const isCarried = (bytes: Uint8Array) => isWanted(unwrapCarriers(bytes).body);
  const [digits, base64] = [decodeHex(text), decodeBase64Text(text)];
  if ("bytes" in digits) return [digits.bytes];
  if ("bytes" in base64 && isCarried(base64.bytes)) return [base64.bytes];
  const form = readTextForm(text, isCarried);
  if (form === undefined) return undefined;
  talk.note(name, `read as ${form.form}`);
  return [form.bytes];
}

/** The segments of a longer message, one a line in hex. */
function segmentLines(text: string): Uint8Array[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length < 2) return undefined;
  const segments: Uint8Array[] = [];
  for (const line of lines) {
    const digits = decodeHex(line);
    if (!("bytes" in digits) || !unwrapCarriers(digits.bytes).isSegment) return undefined;
    segments.push(digits.bytes);
  }
  return segments;
}

/** Names files that hold something else altogether. */
function refuseContainer(
  name: string,
  [bytes, ...others]: readonly Uint8Array[],
  isWanted: (body: Uint8Array) => boolean,
): void {
  if (bytes === undefined || others.length > 0) return;
  const { layers, body } = unwrapCarriers(bytes);
  const what = layers.length > 0 || isWanted(body) ? undefined : describeContainer(bytes);
  if (what !== undefined) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${what}`);
}
