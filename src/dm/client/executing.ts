import { commandList } from "../../ast/all-commands.ts";
import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import { isBase64, isBinary } from "../../ast/format.ts";
import type { JsonValue } from "../../ast/json-value.ts";
import type { Command, Status, SyncML } from "../../ast/nodes.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import { commandsFrom } from "../../large-object/pack-state.ts";
import type { ReassemblyOutcome } from "../../large-object/reassemble.ts";
import { statusOf, toPlain } from "../compose.ts";
import { isIdle } from "../idle-message.ts";
import type { DeviceOutcome, StepResult } from "../managed-device.ts";
import { receiveObjects } from "../received-objects.ts";
import type { ExecutingCommands } from "../session-types.ts";
import { answersOf } from "../step-answers.ts";
import { ownCommandsFrom, ownCommandsToPlain } from "../stored-commands.ts";
import { userAlerts } from "../user-alert.ts";
import { sendAbort } from "./ending.ts";
import { sendAgain } from "./failures.ts";
import { goOn } from "./next-message.ts";
import type { ClientTurn } from "./turn.ts";

// The server's commands: handed to the device, and answered.

export function executeCommands(turn: ClientTurn, message: SyncML, headerStatus: Status): void {
  const { s, policy } = turn;
  const { state, outcomes, alerts } = receiveObjects(s.incoming, message, policy);
  s.incoming = state;
  const answers: (readonly Command[] | null)[] = [];
  const commands: Command[] = [];
  let questions = 0;
  for (const command of message.syncBody.commands) {
    if (command.kind === "Status" || command.kind === "Results") continue;
    const isQuestion = command.kind === "Alert" && userAlerts.includes(codeText(command));
    if (isQuestion) questions++;
    const code = refusalOf(turn, command, outcomes.get(command) ?? [], isQuestion ? questions : 0);
    if (code !== undefined) {
      answers.push(commandList([command]).map((one) => statusOf(message, one, code)));
    } else {
      answers.push(null);
      commands.push(wholeCommand(command, outcomes.get(command) ?? []));
    }
  }
  if (alerts.length > 0) answers.push(alerts);
  s.counters = { ...s.counters, loop: isIdle(message) ? s.counters.loop + 1 : 0 };
  if (s.counters.loop > policy.nextMessageLoop) {
    sendAbort(turn, message.syncHdr, [headerStatus], "limit", "both sides only ask for the next message");
    return;
  }
  const msgID = message.syncHdr.msgID?.trim() ?? "1";
  if (commands.length === 0) {
    answerAll(turn, { msgID, headerStatus, answers }, []);
    return;
  }
  s.state = "busy";
  s.executing = {
    msgID,
    headerStatus: ownCommandsToPlain([headerStatus]),
    answers: answers.map((one) => one && ownCommandsToPlain(one)),
    commands: toPlain(commands),
    cursor: null,
    ask: null,
  };
  turn.effect({ kind: "execute", commands });
}

/** The code that a command is refused with, or a chunk answered; `undefined` if it is for the device. */
function refusalOf(
  turn: ClientTurn,
  command: Command,
  parts: readonly ReassemblyOutcome[],
  question: number,
): string | undefined {
  const held = parts.find(({ effect }) => effect !== "pass" && effect !== "commit");
  if (held !== undefined) return held.status ?? Code.OK;
  if (command.kind !== "Alert") return undefined;
  const code = codeText(command);
  if (code === Code.NEXT_MESSAGE || code === Code.NO_END_OF_DATA) return Code.OK;
  if (code === Code.SERVER_INITIATED || code === Code.CLIENT_INITIATED) return Code.OK;
  if (!userAlerts.includes(code)) return Code.NOT_SUPPORTED;
  if (question > turn.policy.maxUiAlertsPerMessage) return Code.TOO_LARGE;
  const isLong = command.items.some(({ data }) => typeof data === "string" && data.length > turn.policy.maxUiText);
  return isLong ? Code.TOO_LARGE : undefined;
}

/** What is answered to a message. */
interface OwedAnswers {
  readonly msgID: string;
  readonly headerStatus: Status;
  /** Its commands' answers, in order; `null` for those that the device has. */
  readonly answers: readonly (readonly Command[] | null)[];
}

function owedIn({ msgID, headerStatus, answers }: ExecutingCommands): OwedAnswers {
  const [status] = ownCommandsFrom(headerStatus) as [Status];
  return { msgID, headerStatus: status, answers: answers.map((one) => one && ownCommandsFrom(one)) };
}

function answerAll(turn: ClientTurn, owed: OwedAnswers, results: readonly StepResult[]): void {
  const statuses: Command[] = [];
  const found: Command[] = [];
  let next = 0;
  for (const answer of owed.answers) {
    if (answer !== null) {
      statuses.push(...answer);
      continue;
    }
    const result = results[next++];
    if (result === undefined) throw new TypeError("the device must give a result for each command");
    const made = answersOf(owed.msgID, [result]);
    statuses.push(...made.statuses);
    found.push(...made.results);
  }
  goOn(turn, owed.headerStatus, statuses, found);
}

export function takeOutcome(turn: ClientTurn, outcome: DeviceOutcome): void {
  const { s } = turn;
  const { executing } = s;
  if (s.state !== "busy" || executing === null || executing.cursor !== null) {
    throw new TypeError("no commands are in the hands of the device");
  }
  if (outcome.state === "suspended") {
    s.executing = { ...executing, cursor: plainOf(outcome.cursor), ask: plainOf(outcome.ask) };
    turn.effect({ kind: "ask", alert: plainOf(outcome.ask) });
    return;
  }
  s.executed += executing.commands.length;
  s.executing = null;
  answerAll(turn, owedIn(executing), outcome.results);
}

export function takeUserAnswer(turn: ClientTurn, answer: JsonValue): void {
  const { s } = turn;
  const { executing } = s;
  if (executing?.cursor == null) throw new TypeError("no question is open");
  const { cursor } = executing;
  s.executing = { ...executing, cursor: null, ask: null };
  turn.effect({ kind: "execute", commands: commandsFrom(executing.commands), resume: { cursor, answer } });
}

export function goOnAfterRestart(turn: ClientTurn): void {
  const { executing, state } = turn.s;
  if (state !== "busy" || executing === null) {
    sendAgain(turn);
    return;
  }
  if (executing.ask !== null) {
    turn.effect({ kind: "ask", alert: executing.ask });
    return;
  }
  turn.effect({ kind: "execute", commands: commandsFrom(executing.commands) });
}

/** A command whose objects have come in chunks, with them whole. */
function wholeCommand(command: Command, parts: readonly ReassemblyOutcome[]): Command {
  if (!("items" in command) || parts.every(({ effect }) => effect !== "commit")) return command;
  const items = command.items.map((item) => {
    const part = parts.find((one) => one.item === item);
    if (part?.effect !== "commit" || part.data === undefined) return item;
    const format = part.object?.format ?? undefined;
    const isText = !isBinary(format) && !isBase64(format);
    const data = isText ? (decodeUtf8(part.data, 0, part.data.length) ?? part.data) : part.data;
    return { ...item, data, moreData: undefined };
  });
  return { ...command, items } as Command;
}

function plainOf(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
