import { create } from "../ast/create.ts";
import type { Command, Sync, SyncHdr, SyncML } from "../ast/nodes.ts";
import { SyncmlError } from "../core/errors.ts";
import { allCommands, copyTree, within } from "./commands.ts";
import type { Addition, Ruler } from "./measure.ts";

/** A command to be sent, and the Sync it appears in. */
export interface Part {
  readonly command: Command;
  /** The caller's own, of which `command` is all, an item or a chunk. */
  readonly given: Command;
  readonly sync: Sync | undefined;
}

/** How a message ends: with Final; or without, and with the alert that asks for the next message. */
export type Ending = "final" | "unfinished";

/** What all messages of one package have in common. */
export interface Frame {
  readonly start: SyncML;
  readonly ruler: Ruler;
  readonly maxMsgSize: number;
  /** Code of the alert in messages without Final; `undefined` for none. */
  readonly alertCode: string | undefined;
  /** Bytes of that alert, by the digits of its CmdID. */
  readonly alertSizes: Map<number, number>;
  /** Gets for each command that is placed the caller's own. */
  readonly origins: Map<Command, Command> | undefined;
}

interface Proposal {
  readonly part: Part;
  readonly command: Command;
  /** That and all commands in it, in document order. */
  readonly all: readonly Command[];
  /** The Sync that is opened for it. */
  readonly opened: Sync | undefined;
  readonly lastCmdID: number;
}

// Names that no vocabulary knows are numbered in a string table: in a message with others each may take twice the bytes
// it takes alone, and the length of the table three more.
const literalBound = (bytes: number) => 2 * bytes + 3;

/** A message that is being filled. */
export class Draft {
  private readonly frame: Frame;
  private readonly syncHdr: SyncHdr;
  private readonly commands: Command[] = [];
  private lastCmdID = 0;
  /** Bytes of the message with Final: as many as there are, or if `isExact` is false, at least as many. */
  private bytes: number;
  private isExact = true;
  /** The Sync that is open, as it was given and as it stands here, and its bytes without commands. */
  private sync: { readonly given: Sync; readonly here: Sync; readonly bytes: number } | undefined;

  constructor(frame: Frame, syncHdr: SyncHdr) {
    this.frame = frame;
    this.syncHdr = syncHdr;
    this.bytes = frame.ruler.whole(this.syncHdr, [], true);
    if (this.bytes <= frame.maxMsgSize) return;
    const reason = `the header takes a message of ${this.bytes} bytes, the peer takes ${frame.maxMsgSize} (MaxMsgSize)`;
    throw new SyncmlError("limit-exceeded", reason);
  }

  get isEmpty(): boolean {
    return this.commands.length === 0;
  }

  /**
   * The message after this one, as far as it is known: with the same header, but for its number and for credentials, which
   * are not repeated.
   */
  withoutCommands(): Draft {
    const msgID = String(Number(this.syncHdr.msgID) + 1);
    return new Draft(this.frame, { ...this.syncHdr, msgID, cred: undefined });
  }

  /** Bytes of the message if `part` were in it and it ended so. */
  bytesWith(part: Part, ending: Ending): number {
    const proposal = this.propose(part);
    const { bytes, hasLiterals } = this.added(proposal);
    const total = this.isExact && !hasLiterals ? this.bytes + bytes : this.wholeWith(proposal);
    return total + this.endingBytes(ending, proposal.lastCmdID);
  }

  /** Puts a part in if it fits with this ending. */
  place(part: Part, ending: Ending): boolean {
    const proposal = this.propose(part);
    const { bytes, hasLiterals } = this.added(proposal);
    const room = this.frame.maxMsgSize - this.endingBytes(ending, proposal.lastCmdID);
    let total = this.bytes + (hasLiterals ? literalBound(bytes) : bytes);
    let isExact = this.isExact && !hasLiterals;
    // Measured as a whole when the bound says too much, which halves what is left each time, not for every command.
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

  /** Puts a part in that is known to fit, and is the last one. */
  placeLast(part: Part): void {
    this.accept(this.propose(part));
  }

  /** The message. An alert stands behind what answers the peer, in front of what is new. */
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
    // The same numbers as were measured, now in document order.
    let cmdID = 0;
    for (const { command } of allCommands(message)) command.cmdID = String(++cmdID);
    return message;
  }

  private propose(part: Part): Proposal {
    let { lastCmdID } = this;
    const opens = part.sync !== undefined && part.sync !== this.sync?.given;
    const opened = opens ? { ...part.sync, cmdID: String(++lastCmdID), commands: [] } : undefined;
    const { root, all } = copyTree(part.command);
    for (const command of all) command.cmdID = String(++lastCmdID);
    return { part, command: root, all, opened, lastCmdID };
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
      for (const { command: given } of within([part.given])) origins.set(all[index++] as Command, given);
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

/** A chunk is no answer here: nothing may stand behind it. */
function isAnswer(command: Command): boolean {
  if (command.kind === "Results") return !command.items.some(({ moreData }) => moreData);
  return command.kind === "Status";
}

function alert(code: string, cmdID: number): Command {
  return create("Alert", { cmdID: String(cmdID), data: code });
}
