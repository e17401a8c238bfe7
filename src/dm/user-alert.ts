import * as Code from "../ast/codes/code.ts";
import { codeText } from "../ast/codes/code-of.ts";
import { create } from "../ast/create.ts";
import type { Command, Item } from "../ast/nodes.ts";
import type { NewCommandOf } from "../ast/reply.ts";
import { textOf } from "../codec/text-of.ts";
import { describe } from "../core/describe.ts";

// Alerts to the user (DM Protocol, user interaction): the first item has the options, the second the text, any others a
// choice each.

/** What all alerts to the user take. */
export interface DisplayOptions {
  /** Seconds for which it is shown at least (MINDT). */
  readonly minSeconds?: number | undefined;
  /** Seconds to wait for the user, after which the answer is 408, or the default if there is one (MAXDT). */
  readonly maxSeconds?: number | undefined;
}

/** What a question takes. */
export interface ConfirmOptions extends DisplayOptions {
  /** The answer that is marked (DR). */
  readonly default?: boolean | undefined;
}

/** What a user may enter (IT). */
export type InputType = "alphanumeric" | "numeric" | "date" | "time" | "phone" | "ip";

/** What a request for text takes. */
export interface InputOptions extends DisplayOptions {
  /** Text to begin with (DR). */
  readonly default?: string | undefined;
  /** Characters at most (MAXLEN). */
  readonly maxLength?: number | undefined;
  /** What may be entered. Dates come as `DDMMYYYY`, times as `hhmmss`. */
  readonly type?: InputType | undefined;
  /** Whether the text is hidden while it is entered (ET). */
  readonly hidden?: boolean | undefined;
}

/** What a list of choices takes. */
export interface ChooseOptions extends DisplayOptions {
  /** Whether any number of choices may be made, not only one. */
  readonly multiple?: boolean | undefined;
  /** Number of the choice that is marked, counted from 1, or several (DR). */
  readonly default?: number | readonly number[] | undefined;
}

const inputTypes: Readonly<Record<InputType, string>> = {
  alphanumeric: "A",
  numeric: "N",
  date: "D",
  time: "T",
  phone: "P",
  ip: "I",
};

/** Alert 1100: shows a text. */
export function displayAlert(text: string, options: DisplayOptions = {}): NewCommandOf<"Alert"> {
  return userAlert(Code.DISPLAY, timesOf(options), [text]);
}

/** Alert 1101: asks for yes (200) or no (304). */
export function confirmAlert(text: string, options: ConfirmOptions = {}): NewCommandOf<"Alert"> {
  const marked = options.default === undefined ? undefined : options.default ? "1" : "0";
  return userAlert(Code.CONFIRM, [...timesOf(options), ["DR", marked]], [text]);
}

/** Alert 1102: asks for a text. */
export function inputAlert(text: string, options: InputOptions = {}): NewCommandOf<"Alert"> {
  const { type, hidden } = options;
  if (type !== undefined && inputTypes[type] === undefined) {
    throw new RangeError(`type must be one of ${Object.keys(inputTypes).join(", ")}, not ${describe(type)}`);
  }
  return userAlert(
    Code.TEXT_INPUT,
    [
      ...timesOf(options),
      ["DR", options.default],
      ["MAXLEN", wholeNumber("maxLength", options.maxLength)],
      ["IT", type && inputTypes[type]],
      ["ET", hidden === undefined ? undefined : hidden ? "P" : "T"],
    ],
    [text],
  );
}

/** Alerts 1103 and 1104: asks for a choice, or for several. */
export function chooseAlert(
  title: string,
  choices: readonly string[],
  options: ChooseOptions = {},
): NewCommandOf<"Alert"> {
  if (!Array.isArray(choices) || choices.length === 0)
    throw new TypeError("choices must be an array with something in it");
  const { multiple = false, default: marked } = options;
  const numbers = marked === undefined ? [] : typeof marked === "number" ? [marked] : marked;
  if (!multiple && numbers.length > 1) throw new RangeError("only a list with multiple choices has several defaults");
  for (const number of numbers) {
    if (!Number.isInteger(number) || number < 1 || number > choices.length) {
      throw new RangeError(`default must be a choice from 1 to ${choices.length}, not ${describe(number)}`);
    }
  }
  const preset = numbers.length === 0 ? undefined : numbers.join("-");
  return userAlert(
    multiple ? Code.MULTIPLE_CHOICE : Code.SINGLE_CHOICE,
    [...timesOf(options), ["DR", preset]],
    [title, ...choices],
  );
}

/** Codes of the alerts to the user. */
export const userAlerts: readonly string[] = [
  Code.DISPLAY,
  Code.CONFIRM,
  Code.TEXT_INPUT,
  Code.SINGLE_CHOICE,
  Code.MULTIPLE_CHOICE,
];

/** Milliseconds that a user may take for all alerts among the commands (MAXDT of each). */
export function millisecondsForUser(commands: readonly Command[]): number {
  let seconds = 0;
  for (const command of commands) {
    if ("commands" in command) seconds += millisecondsForUser(command.commands) / 1000;
    if (command.kind !== "Alert" || !userAlerts.includes(codeText(command))) continue;
    const [, most] = /(?:^|&)MAXDT=(\d{1,9})(?:&|$)/.exec(textOf(command.items[0]?.data) ?? "") ?? [];
    seconds += Number(most ?? 0);
  }
  return seconds * 1000;
}

type Option = readonly [name: string, value: string | undefined];

function timesOf({ minSeconds, maxSeconds }: DisplayOptions): Option[] {
  return [
    ["MINDT", wholeNumber("minSeconds", minSeconds)],
    ["MAXDT", wholeNumber("maxSeconds", maxSeconds)],
  ];
}

function wholeNumber(name: string, value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (Number.isSafeInteger(value) && value >= 0) return String(value);
  throw new RangeError(`${name} must be a whole number of at least 0, not ${describe(value)}`);
}

function userAlert(code: string, options: readonly Option[], texts: readonly string[]): NewCommandOf<"Alert"> {
  const given = options.filter((option): option is [string, string] => option[1] !== undefined);
  const line = given.map(([name, value]) => `${name}=${formEncoded(value)}`).join("&");
  return { kind: "Alert", data: code, items: [line, ...texts].map((data): Item => create("Item", { data })) };
}

/** As a form of a web page has it: a space is `+`. */
function formEncoded(value: string): string {
  return encodeURIComponent(value).replace(/%20/g, "+");
}
