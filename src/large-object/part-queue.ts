import type { Command } from "../ast/nodes.ts";
import type { Part } from "./draft.ts";
import { Queue } from "./queue.ts";

/** The position of a command in the package. Plain data. */
export interface Place {
  /** Index among the commands of the body. */
  readonly command: number;
  /** Index among the commands of that one if it is a Sync; else 0. */
  readonly inner: number;
}

/**
 * Commands waiting to be sent: those of the package from a place on, then answers. The first stays until it was sent.
 *
 * ```
 *  SyncBody      Status  Add  Sync(Add Replace Delete)  Get
 *  accepts: not answers   ▲        ▲   ▲                  here
 *                        sent      ahead: two at most     command, inner: what is looked at next
 * ```
 */
export class PartQueue {
  private readonly commands: readonly Command[];
  private readonly accepts: (command: Command) => boolean;
  /** The next parts of the package, two at most. */
  private readonly ahead: { readonly part: Part; readonly place: Place }[] = [];
  private readonly answers = new Queue<Part>();
  private command: number;
  private inner: number;

  constructor(commands: readonly Command[], accepts: (command: Command) => boolean, from: Place) {
    this.commands = commands;
    this.accepts = accepts;
    this.command = from.command;
    this.inner = from.inner;
  }

  /** The next part to send. */
  get first(): Part | undefined {
    this.look();
    return this.ahead[0]?.part ?? this.answers.first;
  }

  /** The number of parts left, at most two. */
  get upToTwo(): number {
    this.look();
    return Math.min(2, this.ahead.length + this.answers.length);
  }

  /** The place of the next command of the package. */
  get place(): Place {
    return this.ahead[0]?.place ?? { command: this.command, inner: this.inner };
  }

  /** Adds an answer, to be sent after everything else. */
  add(command: Command): void {
    for (const part of partsOf(command)) this.answers.push(part);
  }

  /** Removes the first part, which was sent. */
  shift(): void {
    this.look();
    if (this.ahead.shift() === undefined) this.answers.shift();
  }

  /** The answers not sent yet; those of one Sync are in one Sync again. */
  remainingAnswers(): Command[] {
    const commands: Command[] = [];
    let open: Part["sync"];
    for (const { command, sync } of this.answers) {
      const last = commands.at(-1);
      if (sync !== undefined && sync === open && last?.kind === "Sync") last.commands.push(command);
      else commands.push(sync === undefined ? command : { ...sync, commands: [command] });
      open = sync;
    }
    return commands;
  }

  private look(): void {
    while (this.ahead.length < 2) {
      const command = this.commands[this.command];
      if (command === undefined) return;
      const isSync = command.kind === "Sync" && command.commands.length > 0;
      const inside = isSync ? command.commands[this.inner] : undefined;
      const place = { command: this.command, inner: this.inner };
      if (inside !== undefined && this.accepts(command)) {
        this.ahead.push({ part: { command: inside, given: inside, sync: command as Part["sync"] }, place });
        this.inner++;
        continue;
      }
      if (!isSync && this.accepts(command)) {
        this.ahead.push({ part: { command, given: command, sync: undefined }, place });
      }
      this.command++;
      this.inner = 0;
    }
  }
}

/** The command itself, or the commands in it if it is a Sync. */
function partsOf(command: Command): Part[] {
  if (command.kind !== "Sync" || command.commands.length === 0) return [{ command, given: command, sync: undefined }];
  return command.commands.map((inner) => ({ command: inner, given: inner, sync: command }));
}
