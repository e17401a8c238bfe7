import type { Command, Container, SyncML } from "../../src/ast/nodes.ts";
import { isSyncmlError, type SyncmlError } from "../../src/core/errors.ts";
import { type ByteSource, type ReadCommandsOptions, readCommands } from "../../src/streams/index.ts";

/** An entry in a form that can be compared: what it was when it came, its data as bytes in hex. */
export type Seen = Readonly<Record<string, unknown>>;

/** Result of reading a message, and its error if any. */
export interface StreamReading {
  readonly seen: readonly Seen[];
  readonly error: SyncmlError | undefined;
}

/** Reads a message part by part; any error but a SyncmlError is thrown on. */
export async function readAll(source: ByteSource, options: Partial<ReadCommandsOptions> = {}): Promise<StreamReading> {
  const seen: Seen[] = [];
  try {
    for await (const entry of readCommands(source, options)) {
      if (entry.kind !== "data") {
        seen.push(structuredClone(entry) as unknown as Seen);
        continue;
      }
      const { bytes, ...rest } = entry;
      const pieces: Uint8Array[] = [];
      for await (const piece of bytes) pieces.push(piece);
      seen.push({ ...structuredClone(rest), bytes: Buffer.concat(pieces).toString("hex") });
    }
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
    return { seen, error };
  }
  return { seen, error: undefined };
}

/** What an error says, to compare two. */
export function facts(error: SyncmlError | undefined) {
  return error && { code: error.code, offset: error.offset, path: error.path, reason: error.reason };
}

type Holder = SyncML | SyncML["syncBody"] | Container;

/**
 * The entries equivalent to a whole message, in document order: header, commands, unknown content, end.
 * The position of container fields among commands is ignored, since a container comes before what follows it.
 */
export function entriesOf(message: SyncML, containers: "open" | "whole"): Seen[] {
  const entries: Seen[] = [];
  const body = withoutParts(message.syncBody);
  const shell = withoutParts({ ...message, syncBody: body });
  const visitHolder = (holder: Holder, commands: readonly Command[], within: readonly unknown[]): void => {
    let taken = 0;
    for (const part of holder.extra?.sequence ?? []) {
      if (part === "commands") visit(commands[taken++] as Command, within);
      else if (part === "syncHdr") entries.push({ kind: "header", header: message.syncHdr, wire: message.wire });
      else if (part === "syncBody") visitHolder(message.syncBody, message.syncBody.commands, []);
      else if (typeof part !== "string") entries.push({ kind: "content", content: part, parent: holder.kind, within });
    }
    for (const command of commands.slice(taken)) visit(command, within);
  };
  const visit = (command: Command, within: readonly unknown[]): void => {
    const isOpen = containers === "open" && "commands" in command;
    const entry = isOpen ? withoutParts(command) : command;
    entries.push({ kind: "command", command: entry, within });
    if (isOpen) visitHolder(command, command.commands, [...within, entry]);
  };
  if (message.extra?.sequence === undefined) {
    entries.push({ kind: "header", header: message.syncHdr, wire: message.wire });
    visitHolder(message.syncBody, message.syncBody.commands, []);
  } else visitHolder(message, [], []);
  return [...entries, { kind: "end", message: shell }];
}

/** A copy without commands and without the order of what is in it. */
function withoutParts<Node extends Holder>(node: Node): Node {
  const { sequence, ...extra } = node.extra ?? {};
  const isEmpty = Object.values(extra).every((value) => value === undefined);
  return { ...node, ...("commands" in node ? { commands: [] } : {}), extra: isEmpty ? undefined : extra };
}

/** Entries as they came, without the order of fields in what holds commands. */
export function withoutOrder(seen: readonly Seen[], containers: "open" | "whole"): Seen[] {
  return seen.map((entry) => {
    const { command, within, message } = entry as { command?: Command; within?: Container[]; message?: SyncML };
    if (message !== undefined) {
      return { ...entry, message: withoutParts({ ...message, syncBody: withoutParts(message.syncBody) }) };
    }
    const isOpen = command !== undefined && "commands" in command && containers === "open";
    return {
      ...entry,
      ...(isOpen ? { command: withoutParts(command) } : {}),
      ...(within === undefined ? {} : { within: within.map(withoutParts) }),
    };
  });
}
