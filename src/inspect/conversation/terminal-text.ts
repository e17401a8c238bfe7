import { beginningOf, endOf } from "../cut-text.ts";
import { counted, grouped, numbered } from "../quantities.ts";
import type { Conversation, ConversationExchange, Outcome, Problem, TouchedNode } from "./model.ts";
import { escaped, shortened, wrapped } from "./peer-text.ts";
import { type Row, RowWriter } from "./terminal-rows.ts";
import { asciiSigns, type Signs, unicodeSigns } from "./terminal-signs.ts";

/** Paints text; each function may return it unchanged. */
export interface ConversationPaint {
  /** In red. */
  readonly red: (text: string) => string;
  /** In green. */
  readonly green: (text: string) => string;
  /** In yellow. */
  readonly yellow: (text: string) => string;
  /** In bold type. */
  readonly bold: (text: string) => string;
  /** Dimmed. */
  readonly dim: (text: string) => string;
}

/** How a conversation is written for a terminal. */
export interface ConversationTextOptions {
  /** What was read, for the first line. */
  readonly name: string;
  /** Width of the terminal; taken as 80 at least and 120 at most. Default: 100. */
  readonly columns?: number;
  /** Only exchanges with something that must be seen, or only those of these numbers. Default: all. */
  readonly only?: "failed" | readonly number[];
  /** Signs in ASCII, and other characters beyond it as escapes. Default: `false`. */
  readonly ascii?: boolean;
  /** Say what validation finds, too. Default: `false`. */
  readonly rules?: boolean;
  /** How the password was given, for what was checked with it. Default: `"the password given"`. */
  readonly account?: string;
  /** Default: no colours. */
  readonly paint?: ConversationPaint;
}

const plain = (text: string) => text;
const noPaint: ConversationPaint = { red: plain, green: plain, yellow: plain, bold: plain, dim: plain };
const WIDTH = 100;
const [NARROWEST, WIDEST] = [80, 120];
/** The column of statuses at most, in 100 columns; wider terminals have it further right by half of what they have more. */
const LAST_STATUS_COLUMN = 67;
/** A command that is a little longer moves its status instead of being cut. */
const OVERHANG = 4;
const SHORTEST_STATUS = 16;
const URI = 20;
const VALUE = 64;
/** Exchanges that a problem names. */
const MOST_NAMED = 4;
const MOST_UNANSWERED = 8;

/**
 * A conversation as text for a terminal: what it is, problems, the course of things, and a line that says what was looked for and not
 * found. What came from a peer is on one line and has no control characters.
 */
export function conversationText(heard: Conversation, options: ConversationTextOptions): string {
  return new ConversationPrinter(heard, options).text();
}

class ConversationPrinter {
  private readonly heard: Conversation;
  private readonly options: ConversationTextOptions;
  private readonly paint: ConversationPaint;
  private readonly columns: number;
  private readonly isAscii: boolean;
  private readonly signs: Signs;
  private readonly writer: RowWriter;

  constructor(heard: Conversation, options: ConversationTextOptions) {
    this.heard = heard;
    this.options = options;
    this.paint = options.paint ?? noPaint;
    this.columns = Math.min(WIDEST, Math.max(NARROWEST, options.columns || WIDTH));
    this.isAscii = options.ascii === true;
    this.signs = this.isAscii ? asciiSigns : unicodeSigns;
    this.writer = new RowWriter(this.signs, this.isAscii);
  }

  text(): string {
    const { tree } = this.heard;
    const sections = [
      this.head(),
      this.problems(),
      ...this.conversation(),
      ...(tree.length > 0 && this.options.only === undefined ? [this.tree()] : []),
      ...(this.options.rules === true ? [this.rules()] : []),
      [this.lookedFor()],
    ];
    return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
  }

  private peer(text: string): string {
    return escaped(text, this.isAscii);
  }

  private head(): string[] {
    const { counts, form, device, server } = this.heard;
    const what = [
      this.paint.bold(this.peer(this.options.name)),
      counted(counts.exchanges, "exchange"),
      counted(counts.sessions, "session"),
      ...(counts.connections > 0 ? [counted(counts.connections, "connection")] : []),
      ...(counts.duration === undefined ? [] : [durationText(counts.duration)]),
      this.peer(form),
    ].join(` ${this.signs.between} `);
    const user = device.user === undefined ? "" : `, user ${this.peer(device.user)}`;
    const [left, right] = [device.address ?? "unknown", server.address ?? "unknown"].map((text) => this.peer(text));
    return [what, `device ${left}${user} ${this.signs.both} server ${right}`];
  }

  private problems(): string[] {
    const { red, yellow, green, bold } = this.paint;
    const { problems, verdict } = this.heard;
    if (problems.length === 0) return [green(`${this.signs.of.ok} ${this.peer(verdict)}`)];
    const named = problems.map(
      ({ exchanges }) =>
        numbered(exchanges.slice(0, MOST_NAMED)) + (exchanges.length > MOST_NAMED ? ` ${this.signs.shortened}` : ""),
    );
    const width = Math.max(...named.map(({ length }) => length));
    const signs = { error: red(this.signs.of.refused), warning: yellow(this.signs.of.look), note: this.signs.note };
    const signWidth = this.signs.of.refused.length + 2;
    const lines = problems.flatMap((problem, index) => {
      const indent = " ".repeat(signWidth + width + 2);
      const title = this.peer(problem.text);
      const shown = problem.severity === "note" ? title : bold(title);
      return [
        ` ${signs[problem.severity]} ${(named[index] ?? "").padEnd(width)}  ${shown}`,
        ...this.detail(problem, this.columns - indent.length).map((line) => `${indent}${line}`),
      ].map((line) => line.replace(/^( \S+) {2}(?=\S)/, "$1 "));
    });
    return [bold("problems"), ...lines];
  }

  private detail({ severity, detail, usesAccount }: Problem, width: number): string[] {
    if (severity === "note") return [];
    const account = usesAccount === true ? ` (checked with ${this.options.account ?? "the password given"})` : "";
    return wrapped(`${this.peer(detail)}${account}`, width);
  }

  /** A block of lines for each session, and one for what belongs to none. */
  private conversation(): string[][] {
    const { only } = this.options;
    const isShown = ({ outcome, index }: ConversationExchange) =>
      only === undefined || (only === "failed" ? /refused|look|unanswered/.test(outcome) : only.includes(index));
    const shown = this.heard.exchanges.filter(isShown);
    const folds = only === undefined ? this.heard.runs : [];
    const folded = new Set<number>();
    for (const { first, last } of folds) for (let index = first; index <= last; index++) folded.add(index);
    const rows = new Map(
      shown.filter(({ index }) => !folded.has(index)).map((exchange) => [exchange.index, this.writer.rows(exchange)]),
    );
    const column = this.statusColumn([...rows.values()].flat());
    const runs = new Map(folds.map((run) => [run.first, run]));
    const blocks = new Map<number | undefined, string[]>();
    for (const { index, session } of shown) {
      const block = blocks.get(session) ?? [];
      blocks.set(session, block);
      const run = runs.get(index);
      if (run !== undefined) {
        const count = run.count ?? run.last - run.first + 1;
        const text = `     ${this.signs.leftOut} #${run.first} to #${run.last}, the same ${count} times${run.text === "" ? "" : `: ${run.text}`}`;
        block.push(this.paint.dim(text));
      }
      for (const row of rows.get(index) ?? []) block.push(this.line(row, column));
    }
    const idWidth = Math.max(2, ...this.heard.sessions.map(({ id }) => this.peer(id).length));
    const named = this.heard.sessions.flatMap(({ number, id, gist }) => {
      const block = blocks.get(number);
      const title = `${this.paint.bold(`session ${this.peer(id)}`)}${" ".repeat(idWidth - this.peer(id).length)} ${this.paint.dim(this.peer(gist))}`;
      return block === undefined ? [] : [[title, ...block]];
    });
    const rest = blocks.get(undefined);
    return rest === undefined ? named : [...named, [this.paint.bold("without a session"), ...rest]];
  }

  /** Two blanks after the longest command, as far as that leaves room for statuses. */
  private statusColumn(rows: readonly Row[]): number {
    let longest = 0;
    for (const { what, status } of rows) if (status.length > 0) longest = Math.max(longest, what.length);
    const last = LAST_STATUS_COLUMN + Math.round((this.columns - WIDTH) / 2) - this.writer.left;
    return Math.min(last, longest + 2);
  }

  private line({ left, what, outcome, status, isQuiet }: Row, column: number): string {
    const { dim } = this.paint;
    if (status.length === 0) {
      const shown = this.cut(what, this.columns - left.length);
      return `${dim(left)}${isQuiet ? dim(shown) : shown}`.trimEnd();
    }
    const isOver = what.length > column - 2 && what.length <= column - 2 + OVERHANG;
    const shown = isOver ? what : this.cut(what, column - 2);
    const at = Math.max(column, shown.length + 2);
    const room = this.columns - left.length - at - this.signs.of[outcome].length - 1;
    const fitting =
      status.find((text) => text.length <= room) ?? this.end(status.at(-1) ?? "", Math.max(room, SHORTEST_STATUS));
    return `${dim(left)}${shown.padEnd(at)}${this.status(outcome, fitting)}`.trimEnd();
  }

  private end(text: string, most: number): string {
    return text.length <= most
      ? text
      : `${beginningOf(text, most - this.signs.shortened.length)}${this.signs.shortened}`;
  }

  private status(outcome: Outcome, text: string): string {
    const { red, green, yellow, dim } = this.paint;
    const sign = this.signs.of[outcome];
    if (outcome === "ok") return `${green(sign)} ${text}`;
    if (outcome === "refused") return red(`${sign} ${text}`);
    if (outcome === "consequence") return `${red(sign)} ${dim(text)}`;
    return outcome === "none" ? `${sign} ${dim(text)}` : yellow(`${sign} ${text}`);
  }

  /** A list is cut after a name, a path or a text in its middle. */
  private cut(what: string, most: number): string {
    if (what.length <= most) return what;
    const sign = this.signs.shortened;
    const list = /^(.*? {2}\S*: )(.*)$/.exec(what);
    const comma = list === null ? -1 : what.lastIndexOf(", ", most - sign.length - 2);
    if (list !== null && comma > (list[1] as string).length) return `${what.slice(0, comma)}, ${sign}`;
    const tail = /\s{2,}/.test(what.slice(-12)) ? 0 : Math.floor(most / 4);
    return `${beginningOf(what, most - tail - sign.length)}${sign}${endOf(what, tail)}`;
  }

  private tree(): string[] {
    const { tree } = this.heard;
    const width = Math.max(URI, ...tree.map((node) => Math.min(40, this.nodeName(node).length)));
    return [
      this.paint.bold("DM tree touched"),
      ...tree.map((node) => `${this.nodeName(node).padEnd(width + 2)} ${this.touches(node)}`),
    ];
  }

  private nodeName({ name, uri, depth = 0 }: TouchedNode): string {
    return `  ${"  ".repeat(depth)}${this.peer(name ?? uri)}`;
  }

  private touches({ commands, lastValue }: TouchedNode): string {
    const said: { text: string; count: number }[] = [];
    for (const { name, outcome, code, query } of commands) {
      const what = `${name} ${query === undefined ? "" : `${this.peer(query)} `}${this.signs.of[outcome]}`.trimEnd();
      const text = `${what}${outcome === "ok" || code === undefined ? "" : ` ${this.peer(code)}`}`;
      const before = said.at(-1);
      if (before?.text === text) before.count++;
      else said.push({ text, count: 1 });
    }
    const list = said.map(({ text, count }) => (count === 1 ? text : `${text} (${count} times)`)).join("  ");
    const value =
      lastValue === undefined ? "" : `  = "${shortened(this.peer(lastValue), VALUE, this.signs.shortened)}"`;
    return `${list}${value}`;
  }

  private rules(): string[] {
    const { findings = [] } = this.heard;
    const { bold, yellow } = this.paint;
    const lines = findings.map(({ rule, severity, text, exchanges }) => {
      const sign = severity === "error" ? yellow(this.signs.of.look) : this.signs.note;
      const where =
        numbered(exchanges.slice(0, MOST_NAMED)) + (exchanges.length > MOST_NAMED ? ` ${this.signs.shortened}` : "");
      const lead = ` ${sign} ${where}  `;
      return `${lead}${wrapped(`${rule}: ${this.peer(text)}`, this.columns - lead.length).join(`\n${" ".repeat(lead.length)}`)}`;
    });
    return [bold("rules"), ...(lines.length === 0 ? [` ${this.signs.of.ok} all messages keep the rules`] : lines)];
  }

  private lookedFor(): string {
    const { unanswered, strayStatuses, largeObjects, bytesNotCaptured, protocol } = this.heard;
    const waiting = unanswered.slice(0, MOST_UNANSWERED).map(({ name, id }) => `${name} ${this.peer(id)}`.trimEnd());
    const more = unanswered.length - waiting.length;
    const list = waiting.length === 0 ? "none" : `${waiting.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
    return [
      `never answered: ${list}`,
      `statuses without a command: ${strayStatuses.length === 0 ? "none" : grouped(strayStatuses.length)}`,
      // In device management they are rare.
      ...(protocol === "OMA DM" && largeObjects.length === 0
        ? []
        : [`large objects: ${largeObjects.length === 0 ? "none" : grouped(largeObjects.length)}`]),
      `not captured: ${grouped(bytesNotCaptured)} B`,
    ].join(` ${this.signs.between} `);
  }
}

function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
