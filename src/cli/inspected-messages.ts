import { isGzip } from "../capture/gzip-layer.ts";
import type { Gap } from "../capture/model.ts";
import { recognise } from "../capture/recognise.ts";
import { decodeBase64Text } from "../capture/text/base64-text.ts";
import { beginsDocument } from "../capture/text/document-start.ts";
import { decodeHex } from "../capture/text/hex-text.ts";
import { readTextForm } from "../capture/text/read-text-form.ts";
import { explanationOf } from "../inspect/explain/explain.ts";
import { isText } from "./carried-octets.ts";
import { describeContainer } from "./container.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";
import { isFolder } from "./folder-input.ts";
import { openBytes } from "./io.ts";
import {
  type PayloadSelector,
  payloadSelector,
  readSelected,
  readSelectedFolder,
  type SelectedPayload,
} from "./payload-selector.ts";
import { StartedInput } from "./started-input.ts";
import type { Talk } from "./talk.ts";

/** What `inspect` is told of its input. */
export interface InspectRequest {
  /** A file, a folder or a selector of messages; absent or `-` means standard input. */
  readonly file: string | undefined;
  /** The input itself, as hex or another text form. */
  readonly hex: string | undefined;
  readonly from: string | undefined;
}

/** One message, and what is known of it. */
export interface InspectedMessage {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** One of {@link explainFormats}, or `auto`. */
  readonly format: string;
  readonly mediaType?: string | undefined;
  readonly gaps?: readonly Gap[];
}

/** Names of what is explained, for `--from`. */
export const explainFormats: readonly string[] = ["wbxml", "xml", "notification", "push", "sms", "user-data", "http"];

/** Octets after which a file is known to be a capture or not. */
const HEAD_BYTES = 65_536;
/** Formats of one message: its own octets are explained, with what carries it. */
const messages: ReadonlySet<string> = new Set(["wbxml", "xml", "notification", "push", "http"]);
/** Messages that are named if one of them must be selected. */
const MOST_NAMES = 8;

/**
 * The messages that are to be explained: one, or both of a selected exchange.
 *
 * @throws {CommandFailure} if the input cannot be read, is not recognised, or has several messages of which none is selected.
 */
export async function messagesToInspect(
  environment: Environment,
  request: InspectRequest,
  talk: Talk,
): Promise<readonly InspectedMessage[]> {
  const { hex, from } = request;
  if (hex !== undefined) return [octetsIn("-x", hex, undefined, ExitCode.USAGE, talk)];
  const selector = payloadSelector(request.file ?? "-");
  const { file } = selector;
  if (isFolder(file)) return chosen(selector, (await readSelectedFolder(selector, from)).payloads);
  const started = new StartedInput(file, openBytes(environment, file, talk));
  try {
    while (!started.isWhole && started.head.length < HEAD_BYTES) await started.readOn();
    if (started.head.length === 0) throw new CommandFailure(ExitCode.UNREADABLE, `${file}: is empty`);
    if (selector.exchange !== undefined) return await selected(started, selector, from);
    if (from !== undefined) return await forced(started, selector, from, talk);
    if (isGzip(started.head)) return await selected(started, selector, undefined);
    const found = recognise(started.head, started.isWhole)?.format;
    if (found === undefined || messages.has(found)) return [await alone(started, selector, found)];
    if (found === "text" || found === "sms") {
      return [octetsIn(file, await started.text(), undefined, ExitCode.UNREADABLE, talk)];
    }
    return await selected(started, selector, undefined);
  } finally {
    await started.close();
  }
}

async function forced(
  started: StartedInput,
  selector: PayloadSelector,
  from: string,
  talk: Talk,
): Promise<readonly InspectedMessage[]> {
  const { file } = selector;
  if (from === "hex" || from === "base64") {
    return [octetsIn(file, await started.text(), from, ExitCode.UNREADABLE, talk)];
  }
  if (!explainFormats.includes(from)) return await selected(started, selector, from);
  await readWhole(started);
  return [{ name: file, bytes: started.head, format: from === "user-data" ? "userData" : from }];
}

/** A file that is a message, or nothing that is known. */
async function alone(
  started: StartedInput,
  selector: PayloadSelector,
  found: string | undefined,
): Promise<InspectedMessage> {
  await readWhole(started);
  const { head: bytes } = started;
  const { file: name } = selector;
  if (found === "http" || found === "xml") {
    const { payloads } = await readSelected(oneChunk(bytes), selector);
    if (payloads.length > 1) throw refuseSeveral(name, payloads);
  }
  if (found !== undefined || explanationOf(bytes).format !== "unknown") return { name, bytes, format: "auto" };
  const what = describeContainer(bytes) ?? "holds no message; --from says what it is";
  throw new CommandFailure(ExitCode.UNREADABLE, `${name}: ${what}`);
}

async function readWhole(started: StartedInput): Promise<void> {
  while (!started.isWhole) await started.readOn();
}

/** Messages of a capture. */
async function selected(
  started: StartedInput,
  selector: PayloadSelector,
  from: string | undefined,
): Promise<readonly InspectedMessage[]> {
  return chosen(selector, (await readSelected(started.chunks(), selector, from)).payloads);
}

function chosen(
  { file, exchange }: PayloadSelector,
  payloads: readonly SelectedPayload[],
): readonly InspectedMessage[] {
  if (payloads.length === 0) throw new CommandFailure(ExitCode.FINDINGS, `${file}: there is no message in it`);
  if (payloads.length > 1 && exchange === undefined) throw refuseSeveral(file, payloads);
  return payloads.map(({ name, payload: { bytes, contentType, gaps } }) => {
    return { name, bytes, format: "auto", mediaType: contentType, gaps };
  });
}

function refuseSeveral(file: string, payloads: readonly SelectedPayload[]): CommandFailure {
  const names = payloads.slice(0, MOST_NAMES).map(({ name }) => name.slice(name.lastIndexOf("#")));
  const more = payloads.length > names.length ? `, … ${payloads.at(-1)?.name.replace(/^.*(?=#)/s, "")}` : "";
  const what = `has ${payloads.length} messages; inspect one: ${file} with ${names.join(", ")}${more}`;
  return new CommandFailure(ExitCode.USAGE, `${file}: ${what}`);
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The octets that a text stands for: in the form that is named, or else in any. */
function octetsIn(
  name: string,
  text: string,
  form: "hex" | "base64" | undefined,
  exitCode: number,
  talk: Talk,
): InspectedMessage {
  const hex = form === "base64" ? undefined : decodeHex(text);
  const base64 = form === "hex" ? undefined : decodeBase64Text(text);
  for (const digits of [hex, base64]) {
    if (digits === undefined || !("bytes" in digits) || digits.bytes.length === 0) continue;
    if (form !== undefined || isMessage(digits.bytes)) return { name, bytes: digits.bytes, format: "auto" };
  }
  const named = form === "hex" ? hex : base64;
  if (form !== undefined && named !== undefined && "fault" in named) {
    throw new CommandFailure(exitCode, `${name}: not ${form}: ${named.fault}`);
  }
  const found = readTextForm(text) ?? readTextForm(text, isMessage);
  if (found !== undefined) {
    talk.note(name, `read as ${found.form}`);
    return { name, bytes: found.bytes, format: "auto" };
  }
  const what = isText(text) ? "no hex, base64 or other form of a message is in the text" : "is not recognised";
  throw new CommandFailure(exitCode, `${name}: ${what}`);
}

function isMessage(bytes: Uint8Array): boolean {
  return beginsDocument(bytes) || explanationOf(bytes).format !== "unknown";
}
