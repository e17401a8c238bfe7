import { existsSync } from "node:fs";
import { captureOfFolder } from "../capture/capture-of-folder.ts";
import type { Capture, Exchange, Payload } from "../capture/model.ts";
import { readCapture } from "../capture/read-capture.ts";
import type { CaptureLimits } from "../capture/reader.ts";
import { isSyncmlError } from "../core/errors.ts";
import * as ExitCode from "./exit-codes.ts";
import { CommandFailure } from "./failures.ts";
import { folderFiles, refuseFormatOfFolder } from "./folder-input.ts";

/** Which of the two messages of an exchange. */
type Side = "request" | "response";

/**
 * What a command line asks for: `day.pcapng` all messages in it, `day.pcapng#3` those of exchange 3, `day.pcapng#3.req` and
 * `day.pcapng#3.resp` one of them; without a name before it, `#3` is of standard input. The numbers are those that `session` and
 * `extract` print.
 */
export interface PayloadSelector {
  /** `-` means standard input. */
  readonly file: string;
  /** From 1. */
  readonly exchange?: number;
  readonly side?: Side;
}

/** One message of a capture. */
export interface SelectedPayload {
  /** What selects it, and nothing else: `day.pcapng#3.req`; `day.pcapng#3` if the exchange has one message only. */
  readonly name: string;
  readonly exchange: Exchange;
  readonly side: Side;
  readonly payload: Payload;
}

/** A capture, and the messages of it that were asked for, in order. */
export interface SelectedPayloads {
  readonly capture: Capture;
  readonly payloads: readonly SelectedPayload[];
}

const selection = /^(.*)#([1-9]\d{0,8})(?:\.(req|resp))?$/s;
const sides: readonly Side[] = ["request", "response"];
const suffixes: Readonly<Record<Side, string>> = { request: "req", response: "resp" };

/** Takes an argument apart. A file that has the whole argument for its name is that file. */
export function payloadSelector(argument: string): PayloadSelector {
  const [, file, exchange, suffix] = selection.exec(argument) ?? [];
  if (file === undefined || existsSync(argument)) return { file: argument };
  const side = sides.find((one) => suffixes[one] === suffix);
  return { file: file === "" ? "-" : file, exchange: Number(exchange), ...(side === undefined ? {} : { side }) };
}

/**
 * Reads a capture, or any input that has one or several messages in it.
 *
 * @param from - the name of a format; by content if absent.
 * @param maxExchanges - exchanges that are read at most, if none is selected; default: all.
 * @throws {CommandFailure} if it is not recognised, a limit is reached, or it has not what is selected.
 */
export async function readSelected(
  chunks: AsyncIterable<Uint8Array>,
  selector: PayloadSelector,
  from?: string,
  maxExchanges?: number,
): Promise<SelectedPayloads> {
  const { file } = selector;
  const limits = limitsFor(selector, maxExchanges);
  const capture = await openedBy(() => readCapture(chunks, from === undefined ? { limits } : { from, limits }), file);
  return selectedOf(capture, selector);
}

/**
 * Reads the folder that a selector names.
 *
 * @throws {CommandFailure} also if a format was asked for.
 */
export async function readSelectedFolder(
  selector: PayloadSelector,
  from?: string,
  maxExchanges?: number,
): Promise<SelectedPayloads> {
  const { file } = selector;
  refuseFormatOfFolder(file, from);
  const limits = limitsFor(selector, maxExchanges);
  return selectedOf(await openedBy(() => captureOfFolder(folderFiles(file), { limits }), file), selector);
}

/** An exchange is selected by its place among all. */
function limitsFor(
  { exchange }: PayloadSelector,
  maxExchanges = Number.POSITIVE_INFINITY,
): Pick<CaptureLimits, "exchanges"> {
  return { exchanges: exchange === undefined ? maxExchanges : Number.POSITIVE_INFINITY };
}

function selectedOf(capture: Capture, selector: PayloadSelector): SelectedPayloads {
  const all = payloadsOf(capture, selector.file === "-" ? "" : selector.file);
  const payloads = all.filter(({ exchange, side }) => isSelected(selector, exchange, side));
  if (payloads.length > 0 || selector.exchange === undefined) return { capture, payloads };
  throw new CommandFailure(ExitCode.USAGE, `${selector.file}: ${lacking(selector, all)}`);
}

/** The messages of a capture, named after `file`. A request without a body is none. */
export function payloadsOf({ exchanges }: Capture, file: string): SelectedPayload[] {
  return exchanges.flatMap((exchange) => {
    const present = sides.filter((side) => hasBody(exchange[side]));
    return present.map((side) => {
      const name = `${file}#${exchange.index}${present.length === 1 ? "" : `.${suffixes[side]}`}`;
      return { name, exchange, side, payload: exchange[side] as Payload };
    });
  });
}

function hasBody(payload: Payload | undefined): boolean {
  return payload !== undefined && (payload.bytes.length > 0 || payload.gaps.length > 0);
}

function isSelected(selector: PayloadSelector, { index }: Exchange, side: Side): boolean {
  return (
    (selector.exchange === undefined || selector.exchange === index) &&
    (selector.side === undefined || selector.side === side)
  );
}

async function openedBy(read: () => Capture | Promise<Capture>, file: string): Promise<Capture> {
  try {
    return await read();
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    const exitCode = error.code === "limit-exceeded" ? ExitCode.LIMIT : ExitCode.UNREADABLE;
    throw new CommandFailure(exitCode, `${file}: ${error.reason}`, error);
  }
}

/** Why nothing is selected, and what could be. */
function lacking({ exchange, side }: PayloadSelector, all: readonly SelectedPayload[]): string {
  const others = all.filter((one) => one.exchange.index === exchange);
  if (side !== undefined && others.length > 0) return `#${exchange} has no ${side}`;
  const last = all.at(-1)?.exchange.index;
  return last === undefined ? "there is no message in it" : `there is no #${exchange}; the last message is in #${last}`;
}
