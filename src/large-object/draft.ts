import { allCommands, placedCommands } from "../ast/all-commands.ts";
import { copyTree } from "../ast/copy-tree.ts";
import { create } from "../ast/create.ts";
import type { Command, Sync, SyncHdr, SyncML } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";
import type { Addition, Ruler } from "./measure.ts";

/** A command to be sent, and the Sync it is in. */
export interface Part {
  readonly command: Command;
  /** The caller's command that `command` is the whole, an item or a chunk of. */
  readonly given: Command;
  readonly sync: Sync | undefined;
}

/** How a message ends: with Final, or without and, if the package has one, with the next-message alert. */
export type Ending = "final" | "unfinished";

/** What all messages of a package share. */
export interface Frame {
  readonly start: SyncML;
  readonly ruler: Ruler;
  readonly maxMsgSize: number;
  /** Code of the alert in messages without Final; `undefined` for none. */
  readonly alertCode: string | undefined;
  /** Cache: bytes of that alert by the number of digits in its CmdID. */
  readonly alertSizes: Map<number, number>;
  /** Filled with the caller's command for each command placed. */
  readonly origins: Map<Command, Command> | undefined;
}

/** A part prepared for this message: copied and numbered, not yet added. */
interface Proposal {
  readonly part: Part;
  readonly command: Command;
  /** `command` and all commands in it, in document order. */
  readonly all: readonly Command[];
  /** The Sync to open for it, if the current one is not its own. */
  readonly opened: Sync | undefined;
  readonly lastCmdID: number;
}

// Names that no vocabulary has go into the string table and are referred to by index: in a fuller message a reference
// may take up to twice the bytes measured alone, and the table's length three more.
const literalBound = (bytes: number) => 2 * bytes + 3;

/** A message being filled. Commands are copied and numbered as they are placed; the caller's are not changed. */
export class Draft {
  private readonly frame: Frame;
  private readonly syncHdr: SyncHdr;
  private readonly commands: Command[] = [];
  private lastCmdID = 0;
  /** Bytes of the message with Final; an upper bound if `isExact` is false. */
  private bytes: number;
  private isExact = true;
  /** The open Sync: as given, as copied into this message, and its bytes without commands. */
  private sync: { readonly given: Sync; readonly here: Sync; readonly bytes: number } | undefined;

  constructor(frame: Frame, syncHdr: SyncHdr) {
    this.frame = frame;
    this.syncHdr = syncHdr;
    this.bytes = frame.ruler.whole(this.syncHdr, [], true);
    if (this.bytes <= frame.maxMsgSize) return;
    const reason = `the header needs a message of ${this.bytes} bytes, but the peer accepts ${frame.maxMsgSize} (MaxMsgSize)`;
    throw new SyncmlError("limit-exceeded", reason);
  }

  get isEmpty(): boolean {
    return this.commands.length === 0;
  }

  /** An empty draft of the next message: the same header with the next MsgID and without credentials. */
  withoutCommands(): Draft {
    const msgID = String(Number(this.syncHdr.msgID) + 1);
    return new Draft(this.frame, { ...this.syncHdr, msgID, cred: undefined });
  }

  /** Bytes of the message if `part` were added and it ended with `ending`. */
  bytesWith(part: Part, ending: Ending): number {
    const proposal = this.propose(part);
    const { bytes, hasLiterals } = this.added(proposal);
    const total = this.isExact && !hasLiterals ? this.bytes + bytes : this.wholeWith(proposal);
    return total + this.endingBytes(ending, proposal.lastCmdID);
  }

  /** Adds a part if it fits with this ending; returns whether it did. */
  place(part: Part, ending: Ending): boolean {
    const proposal = this.propose(part);
    const { bytes, hasLiterals } = this.added(proposal);
    const room = this.frame.maxMsgSize - this.endingBytes(ending, proposal.lastCmdID);
    let total = this.bytes + (hasLiterals ? literalBound(bytes) : bytes);
    let isExact = this.isExact && !hasLiterals;
    // Measured exactly only when the bound overflows. Each time that at least halves the room left, so it is rare.
    if (total > room && !isExact) {
      total = this.wholeWith(proposal);
      isExact = true;
    }
    if (total > room) return false;
    this.bytes = total;
    this.isExact = isExact;
    this.accept(proposal);
    return true;
  }

  /** Adds a part that is known to fit, as the last one. */
  placeLast(part: Part): void {
    this.accept(this.propose(part));
  }

  /** Finishes the message. The next-message alert goes after the answers and before new commands. */
  close(ending: Ending): SyncML {
    const { start, alertCode } = this.frame;
    const { commands } = this;
    const isAsked = commands.some((command) => command.kind === "Alert" && command.data === alertCode);
    if (ending === "unfinished" && alertCode !== undefined && !isAsked) {
      const news = commands.findIndex((command) => !isAnswer(command));
      commands.splice(news < 0 ? commands.length : news, 0, alert(alertCode, 0));
    }
    const final = ending === "final" ? true : undefined;
    const message: SyncML = { ...start, syncHdr: this.syncHdr, syncBody: { ...start.syncBody, commands, final } };
    // As many digits as were measured, now in document order.
    let cmdID = 0;
    for (const command of allCommands(message)) command.cmdID = String(++cmdID);
    return message;
  }

  private propose(part: Part): Proposal {
    let { lastCmdID } = this;
    const opens = part.sync !== undefined && part.sync !== this.sync?.given;
    const opened = opens ? { ...part.sync, cmdID: String(++lastCmdID), commands: [] } : undefined;
    const { roots, all } = copyTree([part.command]);
    for (const command of all) command.cmdID = String(++lastCmdID);
    return { part, command: roots[0] as Command, all, opened, lastCmdID };
  }

  private added({ part, command, opened }: Proposal): Addition {
    const { ruler } = this.frame;
    if (opened !== undefined) return ruler.added([{ ...opened, commands: [command] }]);
    const { sync } = this;
    if (part.sync === undefined || sync === undefined) return ruler.added([command]);
    const { bytes, hasLiterals } = ruler.added([{ ...sync.here, commands: [command] }]);
    return { bytes: bytes - sync.bytes, hasLiterals };
  }

  private accept({ part, command, all, opened, lastCmdID }: Proposal): void {
    const { origins } = this.frame;
    if (origins !== undefined) {
      let index = 0;
      for (const { command: given } of placedCommands([part.given])) origins.set(all[index++] as Command, given);
      if (opened !== undefined) origins.set(opened, part.sync as Sync);
    }
    if (opened !== undefined) {
      const bytes = this.frame.ruler.added([{ ...opened, commands: [] }]).bytes;
      this.sync = { given: part.sync as Sync, here: opened, bytes };
      this.commands.push(opened);
    } else if (part.sync === undefined) this.sync = undefined;
    (this.sync?.here.commands ?? this.commands).push(command);
    this.lastCmdID = lastCmdID;
  }

  private wholeWith({ part, command, opened }: Proposal): number {
    const commands = [...this.commands];
    const sync = opened ?? (part.sync === undefined ? undefined : this.sync?.here);
    if (sync === undefined) commands.push(command);
    else
      commands.splice(opened === undefined ? -1 : commands.length, 1, {
        ...sync,
        commands: [...sync.commands, command],
      });
    return this.frame.ruler.whole(this.syncHdr, commands, true);
  }

  private endingBytes(ending: Ending, lastCmdID: number): number {
    if (ending === "final") return 0;
    const { ruler, alertCode, alertSizes } = this.frame;
    if (alertCode === undefined) return -ruler.finalBytes;
    const digits = String(lastCmdID + 1).length;
    let bytes = alertSizes.get(digits);
    if (bytes === undefined) {
      bytes = ruler.added([alert(alertCode, lastCmdID + 1)]).bytes;
      alertSizes.set(digits, bytes);
    }
    return bytes - ruler.finalBytes;
  }
}

/** A chunk does not count as an answer: nothing may follow it. */
function isAnswer(command: Command): boolean {
  if (command.kind === "Results") return !command.items.some(({ moreData }) => moreData);
  return command.kind === "Status";
}

function alert(code: string, cmdID: number): Command {
  return create("Alert", { cmdID: String(cmdID), data: code });
}
