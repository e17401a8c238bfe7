import type { Command } from "../ast/nodes.ts";
import type { Part } from "./draft.ts";
import { Queue } from "./queue.ts";

/** Where a command is: its index in the body of the package, and inside that if it is a Sync. Plain data. */
export interface Place {
  readonly command: number;
  readonly inner: number;
}

/** Commands that wait to be sent: those of a package from a place on, then answers. The first stays until it was sent. */
export class PartQueue {
  private readonly commands: readonly Command[];
  private readonly accepts: (command: Command) => boolean;
  /** Parts of the package that were looked at, two at most. */
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

  get first(): Part | undefined {
    this.look();
    return this.ahead[0]?.part ?? this.answers.first;
  }

  /** How many there are; more than two are two. */
  get upToTwo(): number {
    this.look();
    return Math.min(2, this.ahead.length + this.answers.length);
  }

  /** Where the next command of the package is. */
  get place(): Place {
    return this.ahead[0]?.place ?? { command: this.command, inner: this.inner };
  }

  /** Takes a command that is to be sent after all others. */
  add(command: Command): void {
    for (const part of partsOf(command)) this.answers.push(part);
  }

  shift(): void {
    this.look();
    if (this.ahead.shift() === undefined) this.answers.shift();
  }

  /** The answers, those of one Sync in one again. */
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

/** A command, or of a Sync what is in it. */
function partsOf(command: Command): Part[] {
  if (command.kind !== "Sync" || command.commands.length === 0) return [{ command, given: command, sync: undefined }];
  return command.commands.map((inner) => ({ command: inner, given: inner, sync: command }));
}
