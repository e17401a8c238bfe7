import { describe } from "../core/describe.ts";
import { anyObject, checkOptions, flag, given, integer, type OptionChecks, optionChecks } from "../core/options.ts";

/** When a fault happens: with a probability in 0–1 each time, or exactly at these occasions, counted from 1. */
export type FaultRate = number | readonly number[];

/** Faults that whoever drives a device asks for, each time there is an occasion. */
export type FaultKind = "loseRequest" | "loseReply" | "answerLate" | "duplicate" | "wrongNonce" | "restart";

/** What goes wrong with a device on purpose, as plain JSON. Without any, nothing does. */
export interface DeviceFaults {
  /** A request is lost on its way: the server never sees it. One occasion for each request, resends included. */
  readonly loseRequest: FaultRate;
  /** A reply is lost on its way: the server has done everything. One occasion for each reply. */
  readonly loseReply: FaultRate;
  /** A reply arrives after the client has stopped waiting, by `lateBy`. One occasion for each reply. */
  readonly answerLate: FaultRate;
  /** A request arrives twice. One occasion for each request, resends included. */
  readonly duplicate: FaultRate;
  /** The client proves itself with a nonce that is not the one it was given. One occasion for each message with credentials. */
  readonly wrongNonce: FaultRate;
  /** The device restarts after a message, from its stored state. One occasion for each reply. */
  readonly restart: FaultRate;
  /** Commands are refused, by the status code with which; the device has not executed them. One occasion for each item. */
  readonly refuse: Readonly<Record<number, FaultRate>>;
  /** The device takes no large objects in chunks, and says so in `./DevDetail/LrgObj`. Default false. */
  readonly noLargeObjects: boolean;
  /** By how many milliseconds a late reply is late. Default 90,000. */
  readonly lateBy: number;
}

/** The faults for which there are occasions. */
export const faultKinds: readonly FaultKind[] = [
  "loseRequest",
  "loseReply",
  "answerLate",
  "duplicate",
  "wrongNonce",
  "restart",
];

function isRate(value: unknown): boolean {
  if (typeof value === "number") return value >= 0 && value <= 1;
  return Array.isArray(value) && value.every((one) => Number.isInteger(one) && one >= 1);
}

const wanted = "a probability in 0–1, or an array of occasions counted from 1";
const otherChecks: OptionChecks = optionChecks({ noLargeObjects: flag, lateBy: integer(0), refuse: anyObject });

const noFaults: DeviceFaults = {
  loseRequest: 0,
  loseReply: 0,
  answerLate: 0,
  duplicate: 0,
  wrongNonce: 0,
  restart: 0,
  refuse: {},
  noLargeObjects: false,
  lateBy: 90_000,
};

/**
 * The faults with their defaults.
 *
 * @throws {TypeError} if one is of the wrong type.
 * @throws {RangeError} if a probability is outside 0–1.
 */
export function resolveFaults(faults: Partial<DeviceFaults> = {}): DeviceFaults {
  checkOptions(faults, otherChecks);
  for (const kind of faultKinds) checkRate(kind, faults[kind]);
  for (const [code, rate] of Object.entries(faults.refuse ?? {})) {
    if (!/^[3-5]\d\d$/.test(code))
      throw new RangeError(`option refuse must be by status codes of 300–599, not ${code}`);
    checkRate(`refuse ${code}`, rate);
  }
  return { ...noFaults, ...given(faults) };
}

function checkRate(name: string, rate: unknown): void {
  if (rate === undefined || isRate(rate)) return;
  const reason = `option ${name} must be ${wanted}, not ${describe(rate)}`;
  throw typeof rate === "number" ? new RangeError(reason) : new TypeError(reason);
}

/** Whether a fault happens at an occasion, counted from 1, given a number in 0–1 that was drawn for it. */
export function happens(rate: FaultRate, occasion: number, drawn: number): boolean {
  return typeof rate === "number" ? drawn < rate : rate.includes(occasion);
}

/**
 * Faults from their short form, as on a command line: `loseReply=0.1` for a probability, `duplicate=2` for the second occasion,
 * `duplicate=2,5` for the second and fifth, `refuse=405:0.1`, `noLargeObjects`, `lateBy=60000`. `restart=1` is always, as a
 * probability; `restart=1,` is the first occasion.
 *
 * @throws {RangeError} if a text is none of these.
 */
export function parseFaults(texts: readonly string[]): Partial<DeviceFaults> {
  const faults: { -readonly [Name in keyof DeviceFaults]?: DeviceFaults[Name] } = {};
  for (const text of texts) {
    const [, name = "", value = ""] = /^(\w+)(?:=(.*))?$/s.exec(text) ?? [];
    const kind = faultKinds.find((one) => one === name);
    const [, code, codeRate] = /^([3-5]\d\d):(.+)$/.exec(value) ?? [];
    const number = Number(value);
    if (kind !== undefined) faults[kind] = rateOf(text, value);
    else if (name === "refuse" && code !== undefined)
      faults.refuse = { ...faults.refuse, [code]: rateOf(text, codeRate ?? "") };
    else if (name === "noLargeObjects" && value === "") faults.noLargeObjects = true;
    else if (name === "lateBy" && value !== "" && Number.isInteger(number) && number >= 0) faults.lateBy = number;
    else throw new RangeError(`${JSON.stringify(text)} is not a fault`);
  }
  return faults;
}

function rateOf(text: string, value: string): FaultRate {
  // A number above 1 is no probability.
  const isList = value.includes(",") || Number(value) > 1;
  const numbers = value
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const rate = isList ? numbers : numbers[0];
  if (rate === undefined || !isRate(rate))
    throw new RangeError(`${JSON.stringify(text)} does not say how often: ${wanted}`);
  return rate;
}
