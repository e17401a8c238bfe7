import { createReadStream, statSync } from "node:fs";
import { decodeBase64Text } from "./base64-text.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, InputFailure } from "./failures.ts";
import { decodeHex } from "./hex-text.ts";
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
import type { DecodedText } from "./text-fault.ts";
import { describeContainer } from "./text-forms/container.ts";
import { readBytesForm, readTextForm } from "./text-forms/read-text-form.ts";
import type { TextForm } from "./text-forms/text-form.ts";

const CHUNK_BYTES = 65_536;

/** Which input is asked for. */
export interface InputRequest {
  /** Absent and `-` are standard input. */
  readonly file: string | undefined;
  /** The input itself as hex; `file` and `from` do not count then. */
  readonly hex: string | undefined;
  readonly from: InputFormat;
  /** What is not one of these is not recognised. */
  readonly accepts: readonly DocumentFormat[];
}

/** One document on its way in. */
export interface Input {
  /** What messages call it. */
  readonly name: string;
  readonly format: DocumentFormat;
  /** Its bytes, decoded if they came as text. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** To be called at the end, whatever happened. */
  close(): Promise<void>;
}

function nameOf({ file, hex }: InputRequest): string {
  return hex === undefined ? (file ?? "-") : "-x";
}

/** The files that a request reads, which no output may take the place of. */
export function inputFilesOf({ file, hex }: InputRequest): readonly string[] {
  return file === undefined || file === "-" || hex !== undefined ? [] : [file];
}

/**
 * Opens the input and recognises what it is.
 *
 * @throws {CommandFailure} if it cannot be read, is nothing known, or is text without bounds.
 */
export async function openInput(environment: Environment, request: InputRequest, talk: Talk): Promise<Input> {
  const name = nameOf(request);
  if (request.hex !== undefined) {
    const digits = decodeHex(request.hex);
    const form = "fault" in digits ? readTextForm(request.hex) : undefined;
    return form === undefined ? decoded(name, "hex", digits, ExitCode.USAGE) : formed(name, form, talk);
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
 * The bytes of a file as they are, or of standard input for `-`.
 *
 * @throws {CommandFailure} if the file is not there; the iterable throws if it cannot be read.
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
      return decoded(name, from, decodeHex(await started.text()), ExitCode.UNREADABLE);
    case "base64":
      return decoded(name, from, decodeBase64Text(await started.text()), ExitCode.UNREADABLE);
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

/** Bytes that tell WBXML from other things that begin with a small number. */
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
    while (!started.isWhole && started.head.length < HEADER_BYTES) await started.readOn();
    refuseContainer(name, started.head);
  }
  if (start === "wbxml" || start === "xml") {
    return { name, format: start, chunks: started.chunks(), close: () => started.close() };
  }
  if (started.head.length === 0) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: is empty`);
  const whole = start === "text" ? await started.text() : "";
  // How much of it had come when it was looked at first must not matter.
  const text = whole !== "" && recognizeStart(started.head, true) === "text" ? whole : "";
  const numbers = readBytesForm(text);
  if (numbers !== undefined) return formed(name, numbers, talk);
  const format = recognizeWritten(text);
  if (format !== undefined && accepts.includes(format)) return written(name, format, text);
  const bytes = recognizeText(text);
  if (bytes !== undefined) return document(name, bytes);
  const form = readTextForm(text);
  if (form !== undefined) return formed(name, form, talk);
  while (!started.isWhole && started.head.length < HEADER_BYTES) await started.readOn();
  refuseContainer(name, started.head);
  const digits = decodeHex(text);
  if ("bytes" in digits) refuseContainer(name, digits.bytes);
  const forms = accepts.map((format) => formNames[format]).join(", ");
  const reason = `not recognised; tried ${forms}, hex and base64 of WBXML or XML`;
  throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${reason}`);
}

/** SyncML's own public ids but for those of one byte: what begins so is no other thing. */
function hasKnownPublicId([, first, second]: Uint8Array): boolean {
  return (first === 0x9f && second === 0x53) || (first === 0xa4 && second !== undefined && second < 0x10);
}

function refuseContainer(name: string, bytes: Uint8Array): void {
  const what = describeContainer(bytes);
  if (what !== undefined) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${what}`);
}

/** A document in a form that may have been taken for the wrong one, so that it is told. */
function formed(name: string, { bytes, form }: TextForm, talk: Talk): Input {
  talk.note(name, `read as ${form}`);
  return document(name, bytes);
}

/** A document that is text, as a string. */
export async function textOf({ chunks }: Input): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** A document that is text, in UTF-8 whatever it came in. */
function written(name: string, format: DocumentFormat, text: string): Input {
  return { name, format, chunks: oneChunk(Buffer.from(text)), close: async () => {} };
}

/** Input in the text form that was asked for. */
function decoded(name: string, form: string, text: DecodedText, exitCode: number): Input {
  if ("fault" in text) throw new CommandFailure(exitCode, `${name}: not ${form}: ${text.fault}`);
  return document(name, text.bytes);
}

function document(name: string, bytes: Uint8Array): Input {
  refuseContainer(name, bytes);
  const format = recognizeStart(bytes, true) === "xml" ? "xml" : "wbxml";
  return { name, format, chunks: oneChunk(bytes), close: async () => {} };
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
    // Said here, since reading a directory says so on some systems only.
    if (about.isDirectory()) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: cannot read: is a directory`);
    // Opened by the first read, so that what is never read need not be closed.
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
