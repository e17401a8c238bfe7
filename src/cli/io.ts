import { createReadStream, statSync } from "node:fs";
import { documentFormats } from "../capture/document-formats.ts";
import { isGzip } from "../capture/gzip-layer.ts";
import { readCapture } from "../capture/read-capture.ts";
import { formatNamed, recognise } from "../capture/recognise.ts";
import { decodeBase64Text } from "../capture/text/base64-text.ts";
import { decodeText } from "../capture/text/decode-text.ts";
import { beginsSyncmlWbxml, beginsWbxml } from "../capture/text/document-start.ts";
import { decodeHex } from "../capture/text/hex-text.ts";
import { readBytesForm, readTextForm } from "../capture/text/read-text-form.ts";
import { readTextForms } from "../capture/text/read-text-forms.ts";
import type { DecodedText } from "../capture/text/text-fault.ts";
import type { TextForm } from "../capture/text/text-form.ts";
import { readSmsTranscript } from "../push/sms/transcript.ts";
import { unwrapSegments } from "../push/unwrap.ts";
import { noteDiagnostics } from "./capture-input.ts";
import { carriedDocument, documentInSms, isDocument } from "./carried-document.ts";
import { smsInText } from "./carried-octets.ts";
import { describeContainer } from "./container.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure, InputFailure } from "./failures.ts";
import { isFolder } from "./folder-input.ts";
import {
  type DocumentFormat,
  type InputFormat,
  recognizeStart,
  recognizeText,
  recognizeWritten,
} from "./input-format.ts";
import {
  type PayloadSelector,
  payloadSelector,
  payloadsOf,
  readSelected,
  readSelectedFolder,
  type SelectedPayload,
  type SelectedPayloads,
} from "./payload-selector.ts";
import { Progress } from "./progress.ts";
import { StartedInput } from "./started-input.ts";
import type { Talk } from "./talk.ts";
import { isWirelessPush } from "./wireless-push.ts";

const CHUNK_BYTES = 524_288;
/** Octets at the start of a body that show what it is. */
const LOOK_BYTES = 256;

/** The input that a command line asks for. */
export interface InputRequest {
  /** Absent or `-` means standard input; `FILE#3` is what the capture has in exchange 3; the file may be a folder. */
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
  /** Which message of a capture it is, if it is one. */
  readonly selected?: SelectedPayload;
  /** Must be called at the end, also after an error. */
  close(): Promise<void>;
}

/** What a request opened: one document, or the messages of a capture in order. */
export interface OpenedInputs {
  /** At least one. */
  readonly inputs: readonly Input[];
  /** The capture is cut off, so that there may be more. */
  readonly isCut: boolean;
}

function nameOf({ file, hex }: InputRequest): string {
  return hex === undefined ? (file ?? "-") : "-x";
}

/** The files that a request reads, which no output may replace. */
export function inputFilesOf({ file, hex }: InputRequest): readonly string[] {
  if (file === undefined || hex !== undefined) return [];
  const selector = payloadSelector(file);
  return selector.file === "-" ? [] : [selector.file];
}

/**
 * Opens the input and detects its format; of a capture, each message that was asked for and is a document.
 *
 * @throws {CommandFailure} if it cannot be read, is not recognised, or is text of more than 64 MiB.
 */
export async function openInputs(environment: Environment, request: InputRequest, talk: Talk): Promise<OpenedInputs> {
  const name = nameOf(request);
  if (request.hex !== undefined) return only(openHex(name, request.hex, talk));
  const selector = payloadSelector(name);
  if (isFolder(selector.file)) {
    const from = request.from === "auto" ? undefined : request.from;
    return messagesIn(selector, await readSelectedFolder(selector, from), talk);
  }
  const started = new StartedInput(selector.file, openBytes(environment, selector.file, talk));
  try {
    return await startedInputs(selector, request, started, talk);
  } catch (error) {
    await started.close();
    throw error;
  }
}

/**
 * Opens an input that must be one document.
 *
 * @throws {CommandFailure} also if it is a capture with several.
 */
export async function openInput(environment: Environment, request: InputRequest, talk: Talk): Promise<Input> {
  const { inputs } = await openInputs(environment, request, talk);
  const [input] = inputs as [Input];
  if (inputs.length === 1) return input;
  const reason = `has ${inputs.length} messages; choose one, such as ${input.name}`;
  throw new CommandFailure(ExitCode.USAGE, `${nameOf(request)}: ${reason}`);
}

function openHex(name: string, hex: string, talk: Talk): Input {
  const carried = carriedText(name, hex, talk);
  if (carried !== undefined) return carried;
  const digits = decodeHex(hex);
  const form = "fault" in digits ? readTextForm(hex) : undefined;
  return form === undefined ? decoded(name, "hex", digits, ExitCode.USAGE, talk) : formed(name, form, talk);
}

function only(input: Input): OpenedInputs {
  return { inputs: [input], isCut: false };
}

/**
 * Reads a capture, a file or a folder, and finds in it what a selector asks for.
 *
 * @throws {CommandFailure} as {@link readSelected} and {@link readSelectedFolder} do.
 */
export function openSelected(
  environment: Environment,
  selector: PayloadSelector,
  from: string | undefined,
  maxExchanges: number,
  talk: Talk,
): Promise<SelectedPayloads> {
  const { file } = selector;
  if (isFolder(file)) return readSelectedFolder(selector, from, maxExchanges);
  return readSelected(openBytes(environment, file, talk), selector, from, maxExchanges);
}

/**
 * The unchanged bytes of a file, or of standard input for `-`.
 *
 * @throws {CommandFailure} if the file does not exist; the iterable throws if reading fails.
 */
export function openBytes(environment: Environment, name: string, talk: Talk): AsyncIterable<Uint8Array> {
  return name === "-" ? standardInput(environment, talk) : file(environment, name, talk);
}

async function startedInputs(
  selector: PayloadSelector,
  { from, accepts }: InputRequest,
  started: StartedInput,
  talk: Talk,
): Promise<OpenedInputs> {
  const { file: name } = selector;
  if (selector.exchange !== undefined) return captured(selector, started, captureFormat(name, from), talk);
  if (from === "auto") return recognized(selector, accepts, started, talk);
  if (from === "hex") return only(decoded(name, from, decodeHex(await started.text()), ExitCode.UNREADABLE, talk));
  if (from === "base64") {
    return only(decoded(name, from, decodeBase64Text(await started.text()), ExitCode.UNREADABLE, talk));
  }
  if (!isDocumentFormat(from)) return captured(selector, started, from, talk);
  if (from === "json" || from === "tokens") return only(written(name, from, await started.text()));
  return only({ name, format: from, chunks: started.chunks(), close: () => started.close() });
}

function isDocumentFormat(from: InputFormat): from is DocumentFormat {
  return Object.hasOwn(formNames, from);
}

/** The format as a reader of captures names it. */
function captureFormat(name: string, from: InputFormat): string | undefined {
  if (from === "auto") return undefined;
  if (from === "hex" || from === "base64") return "text";
  if (!isDocumentFormat(from) || from === "wbxml" || from === "xml") return from;
  throw new CommandFailure(ExitCode.USAGE, `${name}: ${formNames[from]} has no numbered messages`);
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

/** Octets by which a capture is told from a document: all formats show in so many, and nobody waits for more of what is neither. */
const CAPTURE_HEAD_BYTES = 4096;

/** Formats of one message, and of text; what has another format is a capture. */
const messageFormats: ReadonlySet<string> = new Set([...documentFormats.map(({ name }) => name), "sms", "text"]);

async function recognized(
  selector: PayloadSelector,
  accepts: readonly DocumentFormat[],
  started: StartedInput,
  talk: Talk,
): Promise<OpenedInputs> {
  const { file: name } = selector;
  let start = recognizeStart(started.head, started.isWhole);
  while (start === undefined) {
    await started.readOn();
    start = recognizeStart(started.head, started.isWhole);
  }
  if (start === "wbxml" && !hasKnownPublicId(started.head)) {
    const carried = await carriedOctets(name, started, talk);
    if (carried !== undefined) return only(carried);
  }
  const isSure = start === "wbxml" ? beginsWbxml(started.head) : start === "xml" && (await beginsKnownXml(started));
  if (!isSure && (await isCapture(started))) return captured(selector, started, undefined, talk);
  if (start === "wbxml" && !hasKnownPublicId(started.head)) refuseContainer(name, started.head);
  if (start === "wbxml" || start === "xml") {
    return only({ name, format: start, chunks: started.chunks(), close: () => started.close() });
  }
  if (started.head.length === 0) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: is empty`);
  const whole = start === "text" ? await started.text() : "";
  // The result must not depend on how much had arrived at the first look.
  const text = whole !== "" && recognizeStart(started.head, true) === "text" ? whole : "";
  const numbers = readBytesForm(text);
  if (numbers !== undefined) return only(formed(name, numbers, talk));
  const format = recognizeWritten(text);
  if (format !== undefined && accepts.includes(format)) return only(written(name, format, text));
  if (hasSeveralMessages(text)) return captured(selector, started, undefined, talk);
  const carried = carriedText(name, text, talk) ?? (await carriedOctets(name, started, talk));
  if (carried !== undefined) return only(carried);
  const bytes = recognizeText(text);
  if (bytes !== undefined) return only(document(name, bytes, talk));
  const form = readTextForm(text) ?? looseForm(text);
  if (form !== undefined) return only(formed(name, form, talk));
  refuseContainer(name, started.head);
  for (const octets of [decodeHex(text), decodeBase64Text(text)]) {
    if ("bytes" in octets && isWirelessPush(octets.bytes)) return only(document(name, octets.bytes, talk));
  }
  const pushed = readTextForm(text, isWirelessPush);
  if (pushed !== undefined) return only(formed(name, pushed, talk));
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

/** Whether XML begins with an element that SyncML has; reads on until that shows. */
async function beginsKnownXml(started: StartedInput): Promise<boolean> {
  const isKnown = () => (xmlDocument.recognise(started.head, started.isWhole)?.score ?? 0) > 0.5;
  while (!isKnown() && !started.isWhole && started.head.length < CAPTURE_HEAD_BYTES) await started.readOn();
  return isKnown();
}

const xmlDocument = formatNamed("xml");

/** Whether the input is of a format that has messages in it; reads on as far as that needs. */
async function isCapture(started: StartedInput): Promise<boolean> {
  while (!started.isWhole && started.head.length < CAPTURE_HEAD_BYTES) await started.readOn();
  if (isGzip(started.head)) return true;
  const found = recognise(started.head.subarray(0, CAPTURE_HEAD_BYTES), started.isWhole);
  if (found === undefined || messageFormats.has(found.format)) return false;
  // A body whose length nothing declares belongs to no message of HTTP, but a person who pasted it means it.
  return found.format !== "http" || !started.isWhole || payloadsOf(readCapture(started.head), "").length > 0;
}

/** A message in a text that takes more repair. Not in a dump whose offsets do not fit: octets of it are missing. */
function looseForm(text: string): TextForm | undefined {
  if (/^\s*[\da-f]{4,8}:/i.test(text)) return undefined;
  return readTextForms(text).find(({ bytes }) => beginsSyncmlWbxml(bytes) || !beginsWbxml(bytes));
}

/** Whether text has several documents, in SMS or otherwise. */
function hasSeveralMessages(text: string): boolean {
  if (text === "") return false;
  const sms = readSmsTranscript(text)?.pdus ?? [];
  if (sms.length === 0) return readTextForms(text).length > 1;
  const { messages } = unwrapSegments(sms.map(({ octets }) => octets));
  return messages.filter(({ push, body }) => push !== undefined && isDocument(body)).length > 1;
}

/** The messages of a capture that are documents. Others are named, as is what the capture lacks. */
async function captured(
  selector: PayloadSelector,
  started: StartedInput,
  from: string | undefined,
  talk: Talk,
): Promise<OpenedInputs> {
  return messagesIn(selector, await readSelected(started.chunks(), selector, from), talk);
}

function messagesIn(selector: PayloadSelector, { capture, payloads }: SelectedPayloads, talk: Talk): OpenedInputs {
  const { file: name } = selector;
  noteDiagnostics(talk, name, capture.diagnostics);
  const inputs = payloads.flatMap((selected) => payloadInput(selected, talk) ?? []);
  if (inputs.length === 0) {
    const what = selector.exchange === undefined ? "no message in it" : `no message in #${selector.exchange}`;
    throw new CommandFailure(ExitCode.UNREADABLE, `${name}: there is ${what}, read as ${capture.format}`);
  }
  const isCut = selector.exchange === undefined && capture.diagnostics.some(({ code }) => code === "file-cut");
  return { inputs, isCut };
}

/** The page of a server that has no message to send. */
function isHtml(bytes: Uint8Array): boolean {
  return /^\s*<(?:!doctype\s+html|html)\b/i.test(decodeText(bytes.subarray(0, LOOK_BYTES)));
}

function payloadInput(selected: SelectedPayload, talk: Talk): Input | undefined {
  const { name, payload } = selected;
  noteDiagnostics(talk, name, payload.diagnostics);
  const [gap] = payload.gaps;
  // Octets after a gap do not continue what was before.
  const bytes = gap === undefined ? payload.bytes : payload.bytes.subarray(0, gap.offset);
  const isPlain = beginsWbxml(bytes) || (isDocument(bytes) && !isHtml(bytes));
  const carried = isPlain || gap !== undefined ? undefined : carriedDocument(name, [bytes], talk);
  if (!isPlain && carried === undefined) {
    const type = payload.contentType ?? "an unknown type";
    talk.note(name, `${payload.bytes.length} bytes of ${type}, ${describeContainer(bytes) ?? "which is no document"}`);
    return undefined;
  }
  if (gap !== undefined) {
    const length = gap.length === undefined ? "bytes" : `${gap.length} bytes`;
    talk.note(name, `${length} are missing after byte ${gap.offset}, where reading ends`);
  }
  return { ...inMemory(name, carried?.bytes ?? bytes, carried?.contentType ?? payload.contentType), selected };
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

function standardInput(environment: Environment, talk: Talk): AsyncIterable<Uint8Array> {
  return watched("-", () => environment.stdin, new Progress(environment, talk, "-", undefined));
}

function file(environment: Environment, name: string, talk: Talk): AsyncIterable<Uint8Array> {
  try {
    const about = statSync(name);
    // Checked here, since reading a directory fails on some systems only.
    if (about.isDirectory()) throw new CommandFailure(ExitCode.UNREADABLE, `${name}: cannot read: is a directory`);
    // Opened by the first read, so that a file that is never read need not be closed.
    const open = () => createReadStream(name, { highWaterMark: CHUNK_BYTES });
    return watched(name, open, new Progress(environment, talk, name, about.isFile() ? about.size : undefined));
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
