import { isSuccess } from "../ast/codes/code-of.ts";
import { statusCodes } from "../ast/codes/status-codes.ts";
import { decodeBase64 } from "../core/base64.ts";
import type { HistoryEntry, ReceivedItem } from "./session-types.ts";

/** Data by its format: `int` and `float` a number, `bool` a boolean, `bin` and `b64` octets, `node` the names of its children. */
export type AnswerValue = string | number | boolean | Uint8Array | readonly string[];

/** One item of an answer. */
export interface AnsweredItem extends ReceivedItem {
  /** Its data by its format; the text, if that is not what the format says. `undefined` for format `null`. */
  readonly value: AnswerValue | undefined;
}

/** What became of one command. */
export interface Answer {
  /** The code means success, 200 to 299. The user's "no" (304) does not. */
  readonly ok: boolean;
  /** The status; `undefined` if the device closed its package without one. */
  readonly code: number | undefined;
  /** Whether there was a status. */
  readonly answered: boolean;
  /** What the code means, as `statusCodes` says it. */
  readonly meaning: string;
  /** Address that the command was for; of several, the first. */
  readonly uri: string | undefined;
  /** Text of the first item: what a Get found, what the user entered or the number of their choice. */
  readonly text: string | undefined;
  /** The first item's data by its format. */
  readonly value: AnswerValue | undefined;
  /** What a Get found, one for each node; or what came with the status. */
  readonly items: readonly AnsweredItem[];
  /** Numbers that the user chose, counted from 1. */
  readonly choices: readonly number[];
  /** Codes by address, where the items of a command have different ones. */
  readonly itemCodes: Readonly<Record<string, number>>;
  /** What became of the commands in a group. */
  readonly members: readonly Answer[];
}

/**
 * What became of the commands that were asked for at once: one answer for each, and what is true of all: it is `ok` if all
 * are, `code` and `meaning` are of the first that is not, or else of the first. Everything else is of the first.
 */
export interface Answers extends Answer, Array<Answer> {
  // TypeScript takes `const [a, b] = yield …` to want a tuple of two, so answers have what makes them one of any length.
  /** Number of answers. */
  // biome-ignore lint/suspicious/noExplicitAny: it has to be 1, 2, 3 … at once
  length: any;
  /** The first answer. */
  0: Answer;
  /** The second answer. */
  1: Answer;
  /** The third answer. */
  2: Answer;
  /** The fourth answer. */
  3: Answer;
  /** The fifth answer. */
  4: Answer;
  /** The sixth answer. */
  5: Answer;
  /** The seventh answer. */
  6: Answer;
  /** The eighth answer. */
  7: Answer;
  /** The ninth answer. */
  8: Answer;
  /** The tenth answer. */
  9: Answer;
}

/** An entry of a session's history in the form that a plan reads most easily. */
export function answerOf(entry: HistoryEntry): Answer {
  const { code, uri, itemCodes = {}, members = [] } = entry;
  const items = entry.items.map((item): AnsweredItem => ({ ...item, value: valueIn(item) }));
  const [first] = items;
  return {
    ok: code !== undefined && isSuccess(code),
    code,
    answered: code !== undefined,
    meaning: meaningOf(code),
    uri,
    text: first?.text,
    value: first?.value,
    items,
    choices: entry.command === "Alert" ? items.map(({ text }) => Number(text)).filter(Number.isInteger) : [],
    itemCodes,
    members: members.map(answerOf),
  };
}

/** Entries of commands that were asked for at once. */
export function answersOf(entries: readonly HistoryEntry[]): Answers {
  const each = entries.map(answerOf);
  const all = each.find(({ ok }) => !ok) ?? each[0] ?? nothingAsked;
  const { ok, code, answered, meaning } = all;
  return Object.assign(each, each[0] ?? nothingAsked, { ok, code, answered, meaning }) as Answer[] & Answer as Answers;
}

const nothingAsked: Answer = Object.freeze({
  ok: true,
  code: undefined,
  answered: false,
  meaning: "nothing was asked",
  uri: undefined,
  text: undefined,
  value: undefined,
  items: [],
  choices: [],
  itemCodes: {},
  members: [],
});

function meaningOf(code: number | undefined): string {
  if (code === undefined) return "The device gave no status";
  return statusCodes[code]?.meaning ?? `Status ${code}, which no standard has`;
}

function valueIn({ format, text }: ReceivedItem): AnswerValue | undefined {
  const bare = text.trim();
  switch (format.trim().toLowerCase()) {
    case "int":
      return /^[+-]?\d+$/.test(bare) ? Number(bare) : text;
    case "float":
      return bare !== "" && Number.isFinite(Number(bare)) ? Number(bare) : text;
    case "bool":
      return bare.toLowerCase() === "true" ? true : bare.toLowerCase() === "false" ? false : text;
    case "b64":
    case "bin":
      return decodeBase64(bare) ?? text;
    case "node":
      return bare === "" ? [] : bare.split("/");
    case "null":
      return undefined;
    default:
      return text;
  }
}
