import { counted, grouped, seconds } from "../quantities.ts";
import type {
  CommandResult,
  CommandStatus,
  ConversationCommand,
  ConversationExchange,
  ConversationMessage,
  Outcome,
} from "./model.ts";
import { escaped, shortened } from "./peer-text.ts";
import type { Signs } from "./terminal-signs.ts";

/** A line of the conversation. */
export interface Row {
  /** Number and times, and the arrow. */
  readonly left: string;
  readonly what: string;
  readonly outcome: Outcome;
  /** The status in words: as long as it gets, then shorter. */
  readonly status: readonly string[];
  /** Nothing but a size or `statuses only`. */
  readonly isQuiet: boolean;
}

type Cell = Omit<Row, "left">;

/** Columns before the arrow. */
const TIMES = 14;
const NAME = 12;
const VALUE = 64;

/** Writes exchanges as rows. */
export class RowWriter {
  readonly left: number;
  private readonly signs: Signs;
  private readonly isAscii: boolean;

  constructor(signs: Signs, isAscii: boolean) {
    this.signs = signs;
    this.isAscii = isAscii;
    this.left = TIMES + signs.toServer.length + 2;
  }

  rows(exchange: ConversationExchange): Row[] {
    const { index, start, wait, request, response, sameAs } = exchange;
    const number = ` #${index}`;
    const began = start === undefined ? "" : ` ${seconds(start)}`;
    const asked = this.request(request, sameAs);
    const isShown = asked.some(({ isQuiet }) => !isQuiet);
    const answered = response === undefined ? [] : this.message(response, isShown);
    const first = `${number}${began.padStart(TIMES - number.length)}`;
    const after = (wait === undefined ? "" : `+ ${seconds(wait)}`).padStart(TIMES);
    const lead = request === undefined ? first : after;
    return [
      ...this.placed(asked, ` ${this.signs.toServer} `, first),
      ...this.placed(answered, ` ${this.signs.toDevice} `, lead),
    ];
  }

  private placed(cells: readonly Cell[], arrow: string, times: string): Row[] {
    return cells.map((cell, index) => ({
      left: index === 0 ? `${times.padEnd(TIMES)}${arrow}` : " ".repeat(this.left),
      ...cell,
    }));
  }

  private request(message: ConversationMessage | undefined, sameAs: number | undefined): Cell[] {
    if (message === undefined) return [];
    if (sameAs === undefined) return this.message(message, false);
    const { signIn, repeats } = message;
    const name = `as #${sameAs}`.padEnd(NAME);
    if (repeats !== undefined) return [quiet(`${name}sent again with the same MsgID`)];
    const cell = signIn === undefined ? undefined : this.signIn(signIn, message);
    return [cell === undefined ? quiet(name) : { ...cell, what: `${name}${this.text(signIn?.text ?? "")}` }];
  }

  private message(message: ConversationMessage, isAnswer: boolean): Cell[] {
    const { signIn, commands, bytes, fault, gaps, statuses, results, encoding } = message;
    const cells: Cell[] = [];
    if (signIn !== undefined && (signIn.scheme !== "none" || signIn.outcome !== "none"))
      cells.push(this.signIn(signIn, message));
    for (const command of commands) this.command(command, 0, cells);
    const [gap] = gaps;
    if (gap !== undefined) {
      const length = gap.length === undefined ? "octets" : counted(gap.length, "byte");
      const what = `${this.signs.leftOut} ${length} were not captured (offset ${gap.offset})`;
      cells.push({ what, outcome: "refused", status: ["not captured"], isQuiet: false });
    } else if (fault !== undefined) {
      const what = `${counted(bytes, "byte")}, ${this.text(fault.text)} at byte ${fault.offset}`;
      const isSyncml = encoding !== "unknown";
      cells.push({
        what: isSyncml ? what : `${counted(bytes, "byte")}, no SyncML`,
        outcome: isSyncml ? "refused" : "none",
        status: isSyncml ? ["not readable"] : [],
        isQuiet: false,
      });
    }
    if (cells.length > 0) return cells;
    const size = `${grouped(bytes)} B`;
    const says = statuses > 0 || (results ?? 0) > 0;
    if (message.sender === "device") return [quiet(says ? "statuses only" : `nothing, ${size}`)];
    return [quiet(isAnswer ? size : says ? `statuses only, ${size}` : `nothing, ${size}`)];
  }

  private signIn(signIn: NonNullable<ConversationMessage["signIn"]>, { sender }: ConversationMessage): Cell {
    const { status, outcome = "none", text, scheme } = signIn;
    const name =
      scheme === "none" && outcome !== "look" && sender === "server"
        ? "header"
        : scheme === "none"
          ? "header"
          : "sign-in";
    return {
      what: `${name.padEnd(NAME)}${this.text(text)}`,
      outcome: outcome === "none" ? "ok" : outcome,
      status: status === undefined ? (outcome === "unanswered" ? ["no answer"] : []) : [this.answer(status)],
      isQuiet: false,
    };
  }

  private command(command: ConversationCommand, depth: number, cells: Cell[]): void {
    const { name, id, text, status, outcome, results, commands } = command;
    const label = `${name} ${this.text(id)}`.padEnd(Math.max(10, NAME - 2 * depth));
    const head = `${"  ".repeat(depth)}${label}`;
    const gap = label.length > Math.max(10, NAME - 2 * depth) ? " " : "";
    cells.push({
      what: `${head}${gap}${this.text(text)}`,
      outcome,
      status: this.answers(status, outcome, results, command.exchange),
      isQuiet: false,
    });
    for (const inner of commands) this.command(inner, depth + 1, cells);
  }

  private answers(
    status: CommandStatus | undefined,
    outcome: Outcome,
    results: readonly CommandResult[],
    asked: number,
  ): string[] {
    if (results.length === 0)
      return status === undefined ? (outcome === "unanswered" ? ["no answer"] : []) : [this.answer(status)];
    const [first, ...more] = results as readonly [CommandResult, ...CommandResult[]];
    const rest = more.length === 0 ? "" : ` and ${more.length} more`;
    const code = status === undefined ? "" : `${this.codeAndText(status)} `;
    const place = first.exchange === asked ? "" : `in #${first.exchange}`;
    const label = `Results ${this.text(first.id)}`;
    const text = this.shown(first.text);
    // Without the size, which is the last of what is said.
    const brief = text.replace(/, [\d,]+ B$/, "");
    return place === ""
      ? [`${code}${label}: ${text}${rest}`, `${code}${label}: ${brief}${rest}`]
      : [
          `${code}${label}: ${text}${rest}  ${place}`,
          `${code}${label} ${place}: ${text}${rest}`,
          `${code}${label} ${place}: ${brief}${rest}`,
        ];
  }

  private answer(status: CommandStatus): string {
    const { isLater, exchange, text } = status;
    return `${this.codeAndText(status)}${isLater ? `${text === "" ? " " : "  "}in #${exchange}` : ""}`;
  }

  private codeAndText({ code, text }: CommandStatus): string {
    return `${code === "" ? "no code" : this.text(code)}${text === "" ? "" : ` ${text}`}`;
  }

  private text(text: string): string {
    return escaped(text, this.isAscii);
  }

  private shown(text: string): string {
    return shortened(this.text(text), VALUE, this.signs.shortened);
  }
}

function quiet(what: string): Cell {
  return { what, outcome: "none", status: [], isQuiet: true };
}
