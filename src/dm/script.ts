import { commandElements } from "../ast/message-shapes.ts";
import type { Command } from "../ast/nodes.ts";
import type { NewCommand } from "../ast/reply.ts";
import { describe } from "../core/describe.ts";
import { type Answers, answersOf } from "./answer.ts";
import { type PlanCommands, planCommands } from "./plan-commands.ts";
import type { DeviceView, HistoryEntry, PlanView, ReceivedAlert } from "./session-types.ts";

/** What a script asks for at once: a command, or several that go out together. */
export type Asked = NewCommand | readonly NewCommand[];

/**
 * A plan as straight code. Each `yield` of a command, or of an array of them, gives their {@link Answers}. It is run from its
 * start at every message, with the answers there are, so it may depend on nothing but its arguments and what `yield` gives:
 * no clock, no chance, and no effect outside. `alerts` are those that the device has reported so far in the session: more may
 * be there when the script runs again, at the end.
 */
export type Script = (
  dm: PlanCommands,
  device: DeviceView,
  alerts: readonly ReceivedAlert[],
) => Generator<Asked, void, Answers>;

const commandKinds: ReadonlySet<unknown> = new Set(commandElements);

/**
 * A plan from a generator: `script(function* (dm) { const { text } = yield dm.get("./DevDetail/SwV"); … })`. The plan throws
 * what the script throws, which ends the session.
 *
 * @throws {TypeError} if `generator` is not a function. The plan: if the script yields anything but commands.
 * @throws {Error} The plan: if the script asks for something else than it did before.
 */
export function script(generator: Script): (view: PlanView) => readonly NewCommand[] | undefined {
  if (typeof generator !== "function") {
    throw new TypeError(`expected a generator function, not ${describe(generator)}`);
  }
  return ({ device, history: all, alerts }) => {
    const history = all.filter(({ isQueued }) => isQueued !== true);
    const run = generator(planCommands, device, alerts);
    let answered = 0;
    let step = run.next();
    while (step.done !== true) {
      const commands = commandsOf(step.value);
      const entries = history.slice(answered, answered + commands.length);
      if (entries.length < commands.length) {
        if (entries.length > 0) throw changed(answered + entries.length, undefined, commands[entries.length]);
        return commands;
      }
      for (const [index, command] of commands.entries()) {
        const entry = entries[index] as HistoryEntry;
        if (!isOf(entry, command)) throw changed(answered + index, entry, command);
      }
      answered += commands.length;
      step = run.next(answersOf(entries));
    }
    if (answered < history.length) throw changed(answered, history[answered], undefined);
    return undefined;
  };
}

function commandsOf(asked: Asked): readonly NewCommand[] {
  const commands = Array.isArray(asked) ? (asked as readonly NewCommand[]) : [asked as NewCommand];
  for (const command of commands) {
    if (typeof command === "object" && command !== null && commandKinds.has(command.kind)) continue;
    throw new TypeError(`a script must yield commands, such as dm.get("./DevInfo/Mod"), not ${describe(command)}`);
  }
  return commands;
}

/** Whether an answer can be that of a command: its kind and address, and those of its members. */
function isOf(entry: HistoryEntry, command: NewCommand | Command): boolean {
  if (entry.command !== command.kind || entry.uri !== addressOf(command)) return false;
  const inner = membersOf(command);
  const { members = [] } = entry;
  return members.length === inner.length && members.every((member, index) => isOf(member, inner[index] as Command));
}

function addressOf(command: NewCommand | Command): string | undefined {
  const [first] = "items" in command ? (command.items ?? []) : [];
  return typeof first === "string" ? first : (first?.target?.locURI ?? first?.source?.locURI);
}

function membersOf(command: NewCommand | Command): readonly (NewCommand | Command)[] {
  return "commands" in command ? (command.commands ?? []) : [];
}

function changed(index: number, before: HistoryEntry | undefined, now: NewCommand | undefined): Error {
  const [was, is] = [
    before && `${before.command} ${before.uri ?? ""}`.trim(),
    now && `${now.kind} ${addressOf(now) ?? ""}`.trim(),
  ];
  return new Error(
    `the script does not do what it did before: command ${index + 1} of the session was ${was ?? "none"}, now it is ` +
      `${is ?? "none"}. A script may depend on nothing but its arguments and what yield gives`,
  );
}
