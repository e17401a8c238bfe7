import * as Code from "../../ast/codes/code.ts";
import type { Command } from "../../ast/nodes.ts";
import type { NewCommand } from "../../ast/reply.ts";
import { commandsFrom, initialPacking } from "../../large-object/pack-state.ts";
import type { Composed, Content } from "../compose.ts";
import { alertOf, endsInChunk, isTooLarge, toPlain } from "../compose.ts";
import { sentCommands } from "../history.ts";
import type { OpenPackage } from "../session-types.ts";
import { ownCommandsFrom, ownCommandsToPlain } from "../stored-commands.ts";
import { endSession } from "./ending.ts";
import { LARGE_OBJECTS } from "./large-objects.ts";
import { closePackage, fromStart, leaveOut, leaveOutMissing, numbered, packageOf, planView } from "./package.ts";
import { composeMessage, sendMessage, sendReply } from "./sending.ts";
import type { ServerTurn } from "./turn.ts";

// The next message: asks the plan for commands, and sends as many of them as fit.

export function goOn(turn: ServerTurn, statuses: readonly Command[]): void {
  const s = turn.session("message");
  const isOpen = s.package !== null && s.packing !== null && !s.packing.isDone;
  // A chunk is followed at once; after a message that closed its package, the client must close its own first.
  if (isOpen && (!s.ownFinal || s.peerFinal)) {
    askPlan(turn, statuses);
    return;
  }
  if (!s.peerFinal) {
    s.state = s.state === "init" ? "init" : "wait";
    sendReply(turn, statuses, [alertOf(Code.NEXT_MESSAGE)], "more");
    return;
  }
  closePackage(turn);
  askPlan(turn, statuses);
}

/** Asks the plan for the commands of the next package, or for those of the open one again. */
function askPlan(turn: ServerTurn, statuses: readonly Command[]): void {
  const s = turn.session("message");
  const open = s.package;
  if (open?.kind === "queue") {
    sendPart(turn, commandsFrom(open.queued ?? []), statuses);
    return;
  }
  if (open?.kind === "probe") {
    sendPart(turn, numbered(turn, [{ kind: "Get", items: [LARGE_OBJECTS] }]), statuses);
    return;
  }
  if (open === null && s.queue.length > 0) {
    const commands = commandsFrom(s.queue);
    s.package = packageOf("queue", s, commands);
    s.queue = [];
    s.packing = initialPacking;
    leaveOutMissing(turn, commands);
    sendPart(turn, commands, statuses);
    return;
  }
  const { plan } = turn.context;
  s.state = "deciding";
  if (plan === "later") {
    s.owed = ownCommandsToPlain(statuses);
    turn.effect({ kind: "decide", view: planView(turn) });
    return;
  }
  proceed(turn, plan?.(planView(turn)) ?? [], statuses);
}

export function takeDecision(turn: ServerTurn, commands: readonly (NewCommand | Command)[]): void {
  const s = turn.session("processed");
  if (s.state !== "deciding") throw new TypeError("no commands were asked for");
  proceed(turn, commands, ownCommandsFrom(s.owed));
}

export function queueCommands(turn: ServerTurn, commands: readonly (NewCommand | Command)[]): void {
  const s = turn.session("queue");
  s.queue = [...s.queue, ...toPlain(numbered(turn, commands))];
}

function proceed(turn: ServerTurn, given: readonly (NewCommand | Command)[], statuses: readonly Command[]): void {
  const s = turn.session("processed");
  s.owed = [];
  const commands = numbered(turn, given);
  if (s.package === null) {
    if (commands.length === 0) {
      // A client that has not had all its answers asks for the rest, since nothing has closed this package.
      if (sendReply(turn, statuses, [], "complete")) endSession(turn, "complete", "nothing is left to do");
      else s.state = "wait";
      return;
    }
    s.package = packageOf("plan", s, commands);
    s.packing = initialPacking;
    leaveOutMissing(turn, commands);
  }
  sendPart(turn, commands, statuses);
}

/** Sends the next message of the open package. */
function sendPart(turn: ServerTurn, commands: readonly Command[], statuses: readonly Command[]): void {
  const s = turn.session("processed");
  for (;;) {
    const open = s.package as OpenPackage;
    const left = commands.filter((_, index) => !open.dropped.includes(index));
    if (left.length === 0) {
      const unsent = commandsFrom(s.packing?.answers ?? []);
      closePackage(turn);
      askPlan(turn, [...statuses, ...unsent]);
      return;
    }
    const content: Content = {
      answers: statuses,
      commands: left,
      packing: s.packing ?? initialPacking,
      msgID: s.ownMsgID + 1,
      final: "each",
    };
    const made = fitting(turn, content, commands);
    if (made === undefined) continue;
    const { message } = made;
    if (endsInChunk(message) && !mayChunk(turn)) {
      withoutChunks(turn, commands, statuses, made);
      if (s.package?.kind === "probe" || s.state === "end") return;
      continue;
    }
    s.packing = made.packing;
    s.package = { ...open, sent: [...open.sent, ...sentCommands(message, made.origins, commands)] };
    s.state = "wait";
    sendMessage(turn, made, message.syncBody.final === true);
    return;
  }
}

/** The message; `undefined` if commands had to be left out first, since they can never fit. */
function fitting(turn: ServerTurn, content: Content, commands: readonly Command[]): Composed | undefined {
  try {
    return composeMessage(turn, content, true);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    const tooLarge = content.commands.filter((command) => !fitsAlone(turn, command));
    if (tooLarge.length === 0) throw error;
    turn.log({ event: "ignored", detail: `${tooLarge.length} commands are larger than the client takes` });
    leaveOut(
      turn,
      tooLarge.map((command) => commands.indexOf(command)),
      Code.TOO_LARGE,
    );
    return undefined;
  }
}

function fitsAlone(turn: ServerTurn, command: Command): boolean {
  try {
    const { ownMsgID } = turn.session("processed");
    composeMessage(
      turn,
      { answers: [], commands: [command], packing: initialPacking, msgID: ownMsgID + 1, final: "each" },
      true,
    );
    return true;
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    return false;
  }
}

function mayChunk(turn: ServerTurn): boolean {
  const { largeObjects, peer } = turn.session("processed");
  if (largeObjects !== null) return largeObjects;
  return turn.policy.assumeLargeObjects || peer.maxObjSize !== null;
}

/** An object needs chunks, which the client has not said that it takes: asks it, or leaves the command out. */
function withoutChunks(
  turn: ServerTurn,
  commands: readonly Command[],
  statuses: readonly Command[],
  made: Composed,
): void {
  const s = turn.session("processed");
  const chunk = made.message.syncBody.commands.at(-1) as Command;
  const index = commands.indexOf(made.origins.get(chunk) ?? chunk);
  if (s.largeObjects === null && s.package?.sent.length === 0) {
    const probe = numbered(turn, [{ kind: "Get", items: [LARGE_OBJECTS] }]);
    // What was planned is planned again once the answer is here.
    if (s.package.kind === "queue") s.queue = [...(s.package.queued ?? []), ...s.queue];
    s.package = { ...packageOf("probe", s, probe), at: s.package.at, alerts: s.package.alerts };
    s.packing = fromStart(s.packing);
    sendPart(turn, probe, statuses);
    return;
  }
  turn.log({ event: "ignored", detail: "the client does not take large objects" });
  leaveOut(turn, [index], Code.TOO_LARGE);
}
