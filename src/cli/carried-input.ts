import { decodeText } from "../capture/text/decode-text.ts";
import { beginsMarkup } from "../capture/text/document-start.ts";
import { SyncmlError } from "../core/errors.ts";
import { type Unwrapped, type UnwrappedSegments, unwrapCarriers, unwrapSegments } from "../push/unwrap.ts";
import { isText, octetsInText } from "./carried-octets.ts";
import { describeContainer } from "./container.ts";
import type { Environment } from "./environment.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";
import { openBytes } from "./io.ts";
import { StartedInput } from "./started-input.ts";
import type { Talk } from "./talk.ts";

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
  const isOctets = !isText(text) || (beginsMarkup(text) && isWanted(given));
  const octets = isOctets ? [given] : octetsInText(name, text, isWanted, talk);
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

/** A fault of a body, placed in the input. */
export function faultInInput(error: SyncmlError, { bodyStart }: Unwrapped): SyncmlError {
  const offset = bodyStart + (error.offset ?? 0);
  return new SyncmlError(
    error.code,
    error.reason,
    { offset, opaqueOffset: offset, path: () => error.path ?? "" },
    error,
  );
}
