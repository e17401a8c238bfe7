import { counted } from "./command-text.ts";
import type {
  CommandStatus,
  Conversation,
  ConversationCommand,
  ConversationExchange,
  ConversationMessage,
  Outcome,
} from "./model.ts";

/** Paints text; each function may return it unchanged. */
interface ConversationPaint {
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

export interface ConversationTextOptions {
  /** What was read, for the first line. */
  readonly name: string;
  /** Width of the terminal; taken as 80 at least and 120 at most. Default: 100. */
  readonly columns?: number;
  /** Only exchanges with something that a reader must see. */
  readonly onlyFailed?: boolean;
  readonly paint?: ConversationPaint;
}

const plain = (text: string) => text;
const noPaint: ConversationPaint = { red: plain, green: plain, yellow: plain, bold: plain, dim: plain };
const signs: Readonly<Record<Outcome, string>> = {
  ok: "✓",
  look: "!",
  refused: "✗",
  consequence: "✗",
  unanswered: "○",
  none: " ",
};
/** Columns before a command. */
const LEFT = 17;
const LAST_STATUS_COLUMN = 68;

/** A conversation as text for a terminal: what it is, problems, the course of things, and what was looked for and not found. */
export function conversationText(heard: Conversation, options: ConversationTextOptions): string {
  return new ConversationPrinter(heard, options).text();
}

interface Row {
  readonly left: string;
  readonly what: string;
  readonly outcome: Outcome;
  readonly status: string;
}

class ConversationPrinter {
  private readonly heard: Conversation;
  private readonly options: ConversationTextOptions;
  private readonly paint: ConversationPaint;
  private readonly columns: number;

  constructor(heard: Conversation, options: ConversationTextOptions) {
    this.heard = heard;
    this.options = options;
    this.paint = options.paint ?? noPaint;
    this.columns = Math.min(120, Math.max(80, options.columns ?? 100));
  }

  text(): string {
    const { counts, form, device, server, sessions, unanswered, strayStatuses, largeObjects, bytesNotCaptured, tree } =
      this.heard;
    const lines = [
      [
        this.paint.bold(escaped(this.options.name)),
        counted(counts.exchanges, "exchange"),
        counted(counts.sessions, "session"),
        ...(counts.connections > 0 ? [counted(counts.connections, "connection")] : []),
        ...(counts.duration === undefined ? [] : [durationText(counts.duration)]),
        form,
      ].join(" · "),
      `device ${escaped(device.address ?? "unknown")}${device.user === undefined ? "" : `, user ${escaped(device.user)}`} ⇄ server ${escaped(server.address ?? "unknown")}`,
      "",
      ...this.problems(),
    ];
    const shown = this.heard.exchanges.filter(
      (exchange) => this.options.onlyFailed !== true || /refused|look|unanswered/.test(exchange.outcome),
    );
    const rows = new Map(shown.map((exchange) => [exchange.index, this.exchange(exchange)]));
    let longest = 0;
    for (const { what, status } of [...rows.values()].flat()) {
      if (status !== "") longest = Math.max(longest, what.length);
    }
    const column = Math.min(LAST_STATUS_COLUMN - LEFT, longest + 2);
    for (const { number, id, gist } of sessions) {
      const inside = shown.filter(({ session }) => session === number);
      if (inside.length === 0) continue;
      lines.push(`${this.paint.bold(`session ${escaped(id)}`)}  ${gist}`);
      this.print(inside, rows, column, lines);
      lines.push("");
    }
    const outside = shown.filter(({ session }) => session === undefined);
    if (outside.length > 0) {
      this.print(outside, rows, column, lines);
      lines.push("");
    }
    if (tree.length > 0) lines.push(...this.tree(), "");
    lines.push(
      [
        `never answered: ${
          unanswered.length === 0
            ? "none"
            : unanswered
                .map(({ name, id }) => `${name} ${escaped(id)}`)
                .slice(0, 8)
                .join(", ")
        }`,
        `statuses without a command: ${strayStatuses.length === 0 ? "none" : strayStatuses.length}`,
        `large objects: ${largeObjects.length === 0 ? "none" : largeObjects.length}`,
        `not captured: ${bytesNotCaptured.toLocaleString("en-US")} B`,
      ].join(" · "),
    );
    return `${lines.join("\n")}\n`;
  }

  private problems(): string[] {
    const { problems } = this.heard;
    if (problems.length === 0) return [];
    const { red, yellow, bold } = this.paint;
    const named = problems.map(
      ({ exchanges }) =>
        exchanges
          .slice(0, 4)
          .map((index) => `#${index}`)
          .join(" ") + (exchanges.length > 4 ? " …" : ""),
    );
    const width = Math.min(16, Math.max(...named.map(({ length }) => length)));
    const lines = problems.flatMap(({ severity, text, detail, checked }, index) => {
      const sign = severity === "error" ? red("✗") : severity === "warning" ? yellow("!") : "·";
      const told = severity === "note" ? [] : wrapped(`${escaped(detail)} (${checked})`, this.columns - width - 5);
      return [
        ` ${sign} ${(named[index] ?? "").padEnd(width)}  ${bold(escaped(text))}`,
        ...told.map((line) => `${" ".repeat(width + 5)}${line}`),
      ];
    });
    return ["problems", ...lines, ""];
  }

  private print(
    exchanges: readonly ConversationExchange[],
    rows: ReadonlyMap<number, readonly Row[]>,
    column: number,
    lines: string[],
  ): void {
    for (const { index } of exchanges) {
      const run = this.heard.runs.find(({ first, last }) => index >= first && index <= last);
      if (run !== undefined && this.options.onlyFailed !== true) {
        if (index === run.first)
          lines.push(
            this.paint.dim(
              `     ⋮ #${run.first} to #${run.last}, the same ${run.last - run.first + 1} times: ${run.text}`,
            ),
          );
        continue;
      }
      for (const row of rows.get(index) ?? []) lines.push(this.line(row, column));
    }
  }

  private line({ left, what, outcome, status }: Row, column: number): string {
    if (status === "") return `${this.paint.dim(left)}${what}`.trimEnd();
    const { red, green, yellow, dim } = this.paint;
    const shown = what.length > column - 2 ? `${what.slice(0, column - 3)}…` : what;
    const sign = signs[outcome];
    const answer =
      outcome === "ok"
        ? `${green(sign)} ${status}`
        : outcome === "refused"
          ? red(`${sign} ${status}`)
          : outcome === "consequence"
            ? `${red(sign)} ${dim(status)}`
            : yellow(`${sign} ${status}`);
    return `${dim(left)}${shown.padEnd(column)}${answer}`.trimEnd();
  }

  private exchange({ index, start, wait, request, response }: ConversationExchange): Row[] {
    const number = ` #${index}`.padEnd(7);
    const times = [start, wait].map((time) => (time === undefined ? "" : `${(time / 1000).toFixed(3)} s`));
    return [
      ...this.message(request, `${number}${(times[0] ?? "").padEnd(7)} → `),
      ...this.message(response, `     + ${(times[1] ?? "").padEnd(7)} ← `),
    ];
  }

  private message(message: ConversationMessage | undefined, left: string): Row[] {
    if (message === undefined) return [];
    const { signIn, commands, bytes, fault, statuses } = message;
    const rows: Omit<Row, "left">[] = [];
    if (signIn !== undefined && (signIn.scheme !== "none" || !/^2/.test(signIn.status?.code ?? "2"))) {
      const { status } = signIn;
      const isRefused = /^4/.test(status?.code ?? "");
      const outcome = !isRefused ? "ok" : /^(wrong|refused)/.test(status?.text ?? "") ? "refused" : "look";
      rows.push({
        what: `${"sign-in".padEnd(12)}${escaped(signIn.text)}`,
        outcome,
        status: status === undefined ? "" : statusText(status),
      });
    }
    for (const command of commands) commandRows(command, 0, rows);
    if (fault !== undefined)
      rows.push({
        what: `${counted(bytes, "byte")}, ${fault.text} at byte ${fault.offset}`,
        outcome: "refused",
        status: "not readable",
      });
    if (rows.length === 0)
      rows.push({
        what: `${statuses > 0 ? "statuses only, " : ""}${bytes.toLocaleString("en-US")} B`,
        outcome: "none",
        status: "",
      });
    return rows.map((row, index) => ({ left: index === 0 ? left : " ".repeat(LEFT), ...row }));
  }

  private tree(): string[] {
    const lines = ["DM tree touched"];
    for (const { uri, lastValue, commands } of this.heard.tree) {
      const said = commands
        .map(
          ({ name, outcome, code }) =>
            `${name} ${signs[outcome]}${outcome === "ok" || code === undefined ? "" : ` ${code}`}`,
        )
        .join("  ");
      const value = lastValue === undefined ? "" : `  = "${shortened(escaped(lastValue))}"`;
      lines.push(`  ${escaped(uri).padEnd(20)} ${said}${value}`);
    }
    return lines;
  }
}

function commandRows(
  { name, id, text, status, outcome, results, commands }: ConversationCommand,
  depth: number,
  rows: Omit<Row, "left">[],
): void {
  const head = `${"  ".repeat(depth)}${`${name} ${escaped(id)}`.padEnd(Math.max(10, 12 - 2 * depth))}`;
  const joined = results.map((result) => ` Results ${escaped(result.id)}: ${shortened(escaped(result.text))}`).join("");
  const answer = status === undefined ? (outcome === "unanswered" ? "no answer" : "") : statusText(status, joined);
  rows.push({ what: `${head}${escaped(text)}`, outcome, status: answer });
  for (const command of commands) commandRows(command, depth + 1, rows);
}

function statusText({ code, text, isLater, exchange }: CommandStatus, joined = ""): string {
  return `${escaped(code)}${text === "" ? "" : ` ${text}`}${joined}${isLater ? ` in #${exchange}` : ""}`;
}

function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Control and bidi characters as escapes, so that a peer's text does nothing to the terminal. */
function escaped(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

function shortened(text: string): string {
  return text.length <= 64 ? text : `${text.slice(0, 31)} … ${text.slice(-30)}`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
