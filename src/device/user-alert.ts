import { codeOf } from "../ast/codes/code-of.ts";
import { create } from "../ast/create.ts";
import type { Alert, Item } from "../ast/nodes.ts";
import { textOf } from "../codec/text-of.ts";

/** What a user alert is: text to display, a question, an input, or a choice. */
export type UserAlertKind = "display" | "confirm" | "input" | "choose" | "choose-several";

/** Characters of an input. */
export type UserInputType = "alphanumeric" | "numeric" | "date" | "time" | "phone" | "ipv4";

/** What a server wants to show to the user, or to ask (alerts 1100–1104). */
export interface UserAlert {
  /** What it is. */
  readonly kind: UserAlertKind;
  /** The text to show. */
  readonly text: string;
  /** What may be chosen; answers are numbers from 1. */
  readonly choices: readonly string[];
  /** Least time to show it, in seconds (MINDT). */
  readonly minSeconds: number | undefined;
  /** Most time to wait for the answer, in seconds (MAXDT). */
  readonly maxSeconds: number | undefined;
  /** The answer when the time is over, in the words of {@link UserAnswer} (DR). */
  readonly defaultAnswer: UserAnswer | undefined;
  /** Most characters of an input (MAXLEN). */
  readonly maxLength: number | undefined;
  /** What an input is made of (IT). */
  readonly inputType: UserInputType;
  /** An input that is not shown (ET). */
  readonly isHidden: boolean;
}

/**
 * What the user did: agreed or had seen it, said no, cancelled, let the time pass, or entered something; or that the device
 * could not show it.
 */
export type UserAnswer =
  | { readonly kind: "ok" | "no" | "cancelled" | "timeout" | "cannot-show" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "choices"; readonly numbers: number[] };

const kinds: Readonly<Record<number, UserAlertKind>> = {
  1100: "display",
  1101: "confirm",
  1102: "input",
  1103: "choose",
  1104: "choose-several",
};
const inputTypes: Readonly<Record<string, UserInputType>> = {
  A: "alphanumeric",
  N: "numeric",
  D: "date",
  T: "time",
  P: "phone",
  I: "ipv4",
};

/** What an alert asks of the user, or the code that refuses it: 406 if it is not for the user, 412 if its items are wrong. */
export function userAlertOf(alert: Alert): UserAlert | number {
  const kind = kinds[codeOf(alert) ?? 0];
  if (kind === undefined) return 406;
  const [optionItem, textItem, ...rest] = alert.items;
  if (textItem === undefined) return 412;
  const choices = rest.map(({ data }) => textOf(data) ?? "");
  if (kind.startsWith("choose") !== choices.length > 0) return 412;
  const options = optionsOf(textOf(optionItem?.data) ?? "");
  return {
    kind,
    text: textOf(textItem.data) ?? "",
    choices,
    minSeconds: numberOf(options.get("MINDT")),
    maxSeconds: numberOf(options.get("MAXDT")),
    defaultAnswer: defaultAnswerOf(kind, options.get("DR"), choices.length),
    maxLength: numberOf(options.get("MAXLEN")),
    inputType: inputTypes[options.get("IT") ?? "A"] ?? "alphanumeric",
    isHidden: options.get("ET") === "P",
  };
}

/** `name=value` joined by `&`, URL-encoded; names that are not known are for others. */
function optionsOf(text: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const part of text.split("&")) {
    const equals = part.indexOf("=");
    if (equals > 0) options.set(part.slice(0, equals).trim().toUpperCase(), unescaped(part.slice(equals + 1)));
  }
  return options;
}

function unescaped(text: string): string {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Not escaped at all, as some servers send it.
    return spaced;
  }
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined;
}

function defaultAnswerOf(kind: UserAlertKind, text: string | undefined, choices: number): UserAnswer | undefined {
  if (text === undefined || kind === "display") return undefined;
  if (kind === "confirm") return text === "1" ? { kind: "ok" } : text === "0" ? { kind: "no" } : undefined;
  if (kind === "input") return { kind: "text", text };
  const answer: UserAnswer = { kind: "choices", numbers: text.split("-").map((part) => numberOf(part) ?? 0) };
  return isChoice(kind, answer, choices) ? answer : undefined;
}

function isChoice(kind: UserAlertKind, answer: Extract<UserAnswer, { kind: "choices" }>, choices: number): boolean {
  const { numbers } = answer;
  const areKnown = numbers.every((number) => Number.isInteger(number) && number >= 1 && number <= choices);
  return areKnown && (kind === "choose-several" || (kind === "choose" && numbers.length === 1));
}

/** The status code of an answer, and what the Status carries. When the time is over, the default is the answer, if there is one. */
export function statusOfAnswer(
  alert: UserAlert,
  given: UserAnswer,
): { readonly code: number; readonly items: readonly Item[] } {
  const answer = given.kind === "timeout" ? (alert.defaultAnswer ?? given) : given;
  const code = codeOfAnswer(alert, answer);
  if (code !== 200) return { code, items: [] };
  if (answer.kind === "text") return { code, items: [create("Item", { data: answer.text })] };
  if (answer.kind !== "choices") return { code, items: [] };
  return { code, items: answer.numbers.map((number) => create("Item", { data: String(number) })) };
}

function codeOfAnswer({ kind, choices, maxLength }: UserAlert, answer: UserAnswer): number {
  switch (answer.kind) {
    case "ok":
      return kind === "display" || kind === "confirm" ? 200 : 416;
    case "no":
      return kind === "confirm" ? 304 : 214;
    case "cancelled":
      return 214;
    case "timeout":
      // Text that was shown for its time has been shown.
      return kind === "display" ? 200 : 408;
    case "cannot-show":
      return 416;
    case "text":
      return kind === "input" && (maxLength === undefined || [...answer.text].length <= maxLength) ? 200 : 416;
    case "choices":
      return isChoice(kind, answer, choices.length) ? 200 : 416;
  }
}
