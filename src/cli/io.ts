import { createReadStream, statSync } from "node:fs";
import { decodeBase64Text } from "../capture/text/base64-text.ts";
import { beginsWbxml } from "../capture/text/document-start.ts";
import { decodeHex } from "../capture/text/hex-text.ts";
import { readBytesForm, readTextForm } from "../capture/text/read-text-form.ts";
import type { DecodedText } from "../capture/text/text-fault.ts";
import type { TextForm } from "../capture/text/text-form.ts";
import { readSmsTranscript } from "../push/sms/transcript.ts";
import { carriedDocument, documentInSms } from "./carried-document.ts";
import { smsInText } from "./carried-octets.ts";
import { describeContainer } from "./container.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, InputFailure } from "./failures.ts";
import {
  type DocumentFormat,
  type InputFormat,
  recognizeStart,
  recognizeText,
  recognizeWritten,
} from "./input-format.ts";
import { Progress } from "./progress.ts";
import { StartedInput } from "./started-input.ts";
import type { Talk } from "./talk.ts";
import { isWirelessPush } from "./wireless-push.ts";

const CHUNK_BYTES = 65_536;

/** The input that a command line asks for. */
export interface InputRequest {
  /** Absent or `-` means standard input. */
  readonly file: string | undefined;
  /** The input itself, as hex; `file` and `from` are then ignored. */
  readonly hex: string | undefined;
  readonly from: InputFormat;
  /** Formats to recognise. */
  readonly accepts: readonly DocumentFormat[];
}

/** An opened input: one document. */
export interface Input {
  /** Its name in messages to the user. */
  readonly name: string;
  readonly format: DocumentFormat;
  /** Its bytes, after hex or base64 has been decoded and carriers have been taken off. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Media type that its carrier gives, where the document itself names none. */
  readonly mediaType?: string | undefined;
  /** Must be called at the end, also after an error. */
  close(): Promise<void>;
}

function nameOf({ file, hex }: InputRequest): string {
  return hex === undefined ? (file ?? "-") : "-x";
}

/** The files that a request reads, which no output may replace. */
export function inputFilesOf({ file, hex }: InputRequest): readonly string[] {
  return file === undefined || file === "-" || hex !== undefined ? [] : [file];
}

/**
 * Opens the input and detects its format.
 *
 * @throws {CommandFailure} if it cannot be read, is not recognised, or is text of more than 64 MiB.
 */
export async function openInput(environment: Environment, request: InputRequest, talk: Talk): Promise<Input> {
  const name = nameOf(request);
  if (request.hex !== undefined) {
    const carried = carriedText(name, request.hex, talk);
    if (carried !== undefined) return carried;
    const digits = decodeHex(request.hex);
    const form = "fault" in digits ? readTextForm(request.hex) : undefined;
    return form === undefined ? decoded(name, "hex", digits, ExitCode.USAGE, talk) : formed(name, form, talk);
  }
  const started = new StartedInput(name, openBytes(environment, name, talk));
  try {
    return await startedInput(name, request, started, talk);
  } catch (error) {
    await started.close();
    throw error;
  }
}

/**
 * The unchanged bytes of a file, or of standard input for `-`.
 *
 * @throws {CommandFailure} if the file does not exist; the iterable throws if reading fails.
 */
export function openBytes(environment: Environment, name: string, talk: Talk): AsyncIterable<Uint8Array> {
  return name === "-" ? standardInput(environment, talk) : file(name, talk);
}

async function startedInput(
  name: string,
  { from, accepts }: InputRequest,
  started: StartedInput,
  talk: Talk,
): Promise<Input> {
  switch (from) {
    case "hex":
      return decoded(name, from, decodeHex(await started.text()), ExitCode.UNREADABLE, talk);
    case "base64":
      return decoded(name, from, decodeBase64Text(await started.text()), ExitCode.UNREADABLE, talk);
    case "json":
    case "tokens":
      return written(name, from, await started.text());
    case "auto":
      return await recognized(name, accepts, started, talk);
    default:
      return { name, format: from, chunks: started.chunks(), close: () => started.close() };
  }
}

const formNames: Readonly<Record<DocumentFormat, string>> = {
  wbxml: "WBXML (first byte 0x00 to 0x03)",
  xml: "XML",
  json: "JSON",
  tokens: "a token listing",
};

const UNKNOWN_PUBLIC_ID = 1;

/** Bytes needed to distinguish WBXML from other data that begins with a byte of 0 to 3. */
const HEADER_BYTES = 512;

async function recognized(
  name: string,
  accepts: readonly DocumentFormat[],
  started: StartedInput,
  talk: Talk,
): Promise<Input> {
  let start = recognizeStart(started.head, started.isWhole);
  while (start === undefined) {
    await started.readOn();
    start = recognizeStart(started.head, started.isWhole);
  }
  if (start === "wbxml" && !hasKnownPublicId(started.head)) {
    const carried = await carriedOctets(name, started, talk);
    if (carried !== undefined) return carried;
    refuseContainer(name, started.head);
  }
  if (start === "wbxml" || start === "xml") {
    return { name, format: start, chunks: started.chunks(), close: () => started.close() };
  }
  if (started.head.length === 0) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: is empty`);
  const whole = start === "text" ? await started.text() : "";
  // The result must not depend on how much had arrived at the first look.
  const text = whole !== "" && recognizeStart(started.head, true) === "text" ? whole : "";
  const numbers = readBytesForm(text);
  if (numbers !== undefined) return formed(name, numbers, talk);
  const format = recognizeWritten(text);
  if (format !== undefined && accepts.includes(format)) return written(name, format, text);
  const carried = carriedText(name, text, talk) ?? (await carriedOctets(name, started, talk));
  if (carried !== undefined) return carried;
  const bytes = recognizeText(text);
  if (bytes !== undefined) return document(name, bytes, talk);
  const form = readTextForm(text);
  if (form !== undefined) return formed(name, form, talk);
  refuseContainer(name, started.head);
  for (const octets of [decodeHex(text), decodeBase64Text(text)]) {
    if ("bytes" in octets && isWirelessPush(octets.bytes)) return document(name, octets.bytes, talk);
  }
  const pushed = readTextForm(text, isWirelessPush);
  if (pushed !== undefined) return formed(name, pushed, talk);
  const digits = decodeHex(text);
  if ("bytes" in digits) refuseContainer(name, digits.bytes);
  if ((readSmsTranscript(text)?.pdus.length ?? 0) > 0) {
    const what = "has SMS as a modem prints them; syncml notification decode reads notifications in it";
    throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${what}`);
  }
  const forms = accepts.map((format) => formNames[format]).join(", ");
  const reason = `not recognised; tried ${forms}, hex and base64 of WBXML or XML`;
  throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${reason}`);
}

/** Whether the header has one of SyncML's own public ids, those of one byte aside: then it can only be WBXML. */
function hasKnownPublicId([, first, second]: Uint8Array): boolean {
  return (first === 0x9f && second === 0x53) || (first === 0xa4 && second !== undefined && second < 0x10);
}

function refuseContainer(name: string, bytes: Uint8Array): void {
  const what = describeContainer(bytes);
  if (what !== undefined) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${what}`);
}

/** A document found in a text form. The guess may be wrong, so it is reported. */
function formed(name: string, { bytes, form }: TextForm, talk: Talk): Input {
  talk.note(name, `read as ${form}`);
  return document(name, bytes, talk);
}

/** A text document as a string. */
export async function textOf({ chunks }: Input): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** The bytes of an input, in one piece. */
export async function bytesOfInput({ chunks }: Input): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return Buffer.concat(pieces);
}

/** A text document, as UTF-8 whatever its encoding was. */
function written(name: string, format: DocumentFormat, text: string): Input {
  return { name, format, chunks: oneChunk(Buffer.from(text)), close: async () => {} };
}

/** Input in the text form named by `--from` or `-x`. */
function decoded(name: string, form: string, text: DecodedText, exitCode: number, talk: Talk): Input {
  if ("fault" in text) throw new CommandFailure(exitCode, `${name}: not ${form}: ${text.fault}`);
  return document(name, text.bytes, talk);
}

function document(name: string, bytes: Uint8Array, talk: Talk): Input {
  const carried = beginsWbxml(bytes) ? undefined : carriedDocument(name, [bytes], talk);
  if (carried === undefined) refuseContainer(name, bytes);
  return inMemory(name, carried?.bytes ?? bytes, carried?.contentType);
}

function inMemory(name: string, bytes: Uint8Array, contentType: string | undefined): Input {
  const format = recognizeStart(bytes, true) === "xml" ? "xml" : "wbxml";
  const mediaType = bytes[1] === UNKNOWN_PUBLIC_ID ? contentType : undefined;
  return { name, format, chunks: oneChunk(bytes), mediaType, close: async () => {} };
}

/** The document in a push or SMS of octets; these are read whole only if they are one. */
async function carriedOctets(name: string, started: StartedInput, talk: Talk): Promise<Input | undefined> {
  while (!started.isWhole && started.head.length < HEADER_BYTES) await started.readOn();
  if (!isWirelessPush(started.head)) return undefined;
  while (!started.isWhole) await started.readOn();
  const carried = carriedDocument(name, [started.head], talk);
  if (carried === undefined) return undefined;
  await started.close();
  return inMemory(name, carried.bytes.slice(), carried.contentType);
}

/** The document in SMS that a modem or a gateway printed. */
function carriedText(name: string, text: string, talk: Talk): Input | undefined {
  const octets = smsInText(name, text, talk);
  const carried = octets === undefined ? undefined : documentInSms(name, octets, talk);
  return carried === undefined ? undefined : inMemory(name, carried.bytes, carried.contentType);
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function standardInput({ stdin }: Environment, talk: Talk): AsyncIterable<Uint8Array> {
  return watched("-", () => stdin, new Progress(talk, undefined));
}

function file(name: string, talk: Talk): AsyncIterable<Uint8Array> {
  try {
    const about = statSync(name);
    // Checked here, since reading a directory fails on some systems only.
    if (about.isDirectory()) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: cannot read: is a directory`);
    // Opened by the first read, so that a file that is never read need not be closed.
    const open = () => createReadStream(name, { highWaterMark: CHUNK_BYTES });
    return watched(name, open, new Progress(talk, about.isFile() ? about.size : undefined));
  } catch (error) {
    throw error instanceof CommandFailure ? error : new InputFailure(name, error);
  }
}

async function* watched(
  name: string,
  open: () => AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of open()) {
      progress.advance(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw new InputFailure(name, error);
  }
}
