import * as Code from "../../ast/codes/code.ts";
import { codeText } from "../../ast/codes/code-of.ts";
import type { Command, Results, Status } from "../../ast/nodes.ts";
import { isSecretUri } from "../../dm/secret-uri.ts";
import { dataText, sizeOf, uriOf } from "./command-text.ts";
import type { Answerable, CommandDraft, MessageDraft, ResultDraft } from "./drafts.ts";
import type { CommandStatus, Outcome, Sender, StrayResult, StrayStatus } from "./model.ts";
import type { ReadMessage } from "./read-messages.ts";
import type { SecretValues } from "./secret-values.ts";
import { sentenceOf } from "./sentences.ts";
import type { Session } from "./sessions.ts";
import type { SignIns } from "./sign-ins.ts";

/** Values up to this length are shown where they came. */
const SHORT_VALUE = 64;

/** Takes statuses and results to the commands that they answer. */
export class Answers {
  readonly strayStatuses: StrayStatus[] = [];
  readonly strayResults: StrayResult[] = [];
  private readonly signIns: SignIns;
  private readonly secrets: SecretValues;

  constructor(signIns: SignIns, secrets: SecretValues) {
    this.signIns = signIns;
    this.secrets = secrets;
  }

  /** Takes what a message answers. `onResult` is told of each Results, with what it answers. */
  take(
    session: Session | undefined,
    message: ReadMessage,
    onResult: (command: Results, result: ResultDraft, of: CommandDraft | undefined) => void,
  ): void {
    const answered: Sender = message.sender === "device" ? "server" : "device";
    // Results before statuses: a Status may answer a Results of the same exchange.
    for (const command of answersIn(message.commands)) {
      if (command.kind === "Status") this.status(session, command, message, answered);
      else this.result(session, command, message, answered, onResult);
    }
  }

  private result(
    session: Session | undefined,
    command: Results,
    { exchange, sender, header }: ReadMessage,
    answered: Sender,
    onResult: (command: Results, result: ResultDraft, of: CommandDraft | undefined) => void,
  ): void {
    const { msgRef = "", cmdRef = "", items, meta } = command;
    const of = session?.message(answered, msgRef)?.commands.get(cmdRef.trim());
    const [item] = items;
    const uri = (item && uriOf(item)) ?? command.targetRef ?? of?.uri;
    const { value, isHidden } = this.secrets.value(uri, item?.data);
    const size = sizeOf(item?.data);
    const isShort =
      value !== undefined &&
      value.length <= SHORT_VALUE &&
      !(item?.data instanceof Uint8Array && meta?.type !== undefined);
    const text = isHidden
      ? "(hidden)"
      : items.length > 1
        ? `${items.length} items`
        : isShort
          ? `"${value}"`
          : dataText(item?.data, item?.meta?.type ?? meta?.type);
    const result: ResultDraft = {
      id: command.cmdID ?? "",
      exchange,
      text,
      ...(uri === undefined ? {} : { uri }),
      ...(value === undefined ? {} : { value }),
      ...(isHidden === undefined ? {} : { isHidden }),
      ...(size === 0 ? {} : { size }),
    };
    if (of === undefined) this.strayResults.push(Object.assign(result, { sender, msgRef, cmdRef }));
    else of.results.push(result);
    session?.message(sender, header?.msgID)?.results.set(result.id.trim(), result);
    onResult(command, result, of);
  }

  private status(
    session: Session | undefined,
    status: Status,
    { exchange, sender }: ReadMessage,
    answered: Sender,
  ): void {
    const { cmdID: id, msgRef, cmdRef, cmd } = status;
    const code = codeText(status);
    const challenge = status.chal === undefined ? undefined : this.signIns.challenge(sender, status.chal, exchange);
    const made = (context: string, asked: number, isHidden: boolean): CommandStatus => ({
      ...(id === undefined ? {} : { id }),
      ...(msgRef === undefined ? {} : { msgRef }),
      ...(cmdRef === undefined ? {} : { cmdRef }),
      code: this.secrets.text(code),
      text: sentenceOf(code, context).text,
      exchange,
      sender,
      isLater: exchange !== asked,
      ...(challenge === undefined ? {} : { challenge }),
      data: isHidden ? [] : this.dataOf(status),
    });
    const message = session?.message(answered, msgRef);
    const number = cmdRef?.trim() ?? "";
    if (message !== undefined && number === "0") {
      this.header(message.draft, made("SyncHdr", message.exchange, false));
      return;
    }
    const command = message?.commands.get(number);
    if (command !== undefined) {
      const context = command.name === "Alert" ? (/^\d+/.exec(command.text)?.[0] ?? "Alert") : command.name;
      const answer = made(context, command.exchange, command.isHidden === true || context === Code.TEXT_INPUT);
      giveAnswer(command, answer, (one) => sentenceOf(one.code, context).outcome);
      command.outcome = sentenceOf(command.status?.code ?? code, context).outcome;
      return;
    }
    const result = message?.results.get(number);
    if (result !== undefined) {
      giveAnswer(
        result,
        made("Results", result.exchange, result.isHidden === true),
        (one) => sentenceOf(one.code, "").outcome,
      );
      return;
    }
    this.strayStatuses.push({
      exchange,
      msgRef: msgRef ?? "",
      cmdRef: cmdRef ?? "",
      command: cmd ?? "",
      code: this.secrets.text(code),
      ...(id === undefined ? {} : { id }),
      sender,
    });
  }

  private header(draft: MessageDraft, status: CommandStatus): void {
    draft.signIn ??= { scheme: "none", proof: "unchecked", text: "no credentials", outcome: "none" };
    giveAnswer(draft.signIn, status, ({ code }) => sentenceOf(code, "SyncHdr").outcome);
  }

  private dataOf({ items, targetRefs, sourceRefs }: Status): string[] {
    if (this.secrets.hides && [...targetRefs, ...sourceRefs].some(isSecretUri)) return [];
    return items.map((item) => this.secrets.value(uriOf(item), item.data).value).filter((text) => text !== undefined);
  }
}

function answersIn(commands: readonly Command[]): (Status | Results)[] {
  const results = commands.filter((command) => command.kind === "Results");
  return [...results, ...commands.filter((command) => command.kind === "Status")];
}

/** The Status that counts is the last one after 101, and the worst of several for the items of a command. */
function giveAnswer(answered: Answerable, status: CommandStatus, outcomeOf: (status: CommandStatus) => Outcome): void {
  const before = answered.status;
  const counts = before === undefined || before.code === Code.IN_PROGRESS || outcomeOf(before) === "ok";
  const isRepeat = before !== undefined && outcomeOf(status) === "ok" && before.code !== Code.IN_PROGRESS;
  if (before === undefined) answered.status = status;
  else if (counts && !isRepeat) {
    answered.otherStatuses = [...(answered.otherStatuses ?? []), before];
    answered.status = status;
  } else answered.otherStatuses = [...(answered.otherStatuses ?? []), status];
}
