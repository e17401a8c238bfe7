import { isContainer } from "../ast/all-commands.ts";
import type { Command, Container, SyncML, SyncmlDocument } from "../ast/nodes.ts";
import { readMessage } from "../codec/fast-path/read-message.ts";
import type { ReadOptions } from "../codec/options.ts";
import type { Diagnostic } from "../core/diagnostics.ts";
import { isSyncmlError } from "../core/errors.ts";
import { type Limits, resolveLimits } from "../core/limits.ts";
import { NODE_BYTES, type Part, type Step } from "./message-sink.ts";
import type { PartOptions } from "./options.ts";

/** A message in a longer chunk is read as it arrives, so that its parts do not all wait in the queue at once. */
const MAX_BYTES = 65_536;

/** Deeper containers than any message has are read by events, which do not recurse. */
const MAX_CONTAINERS = 64;

const noContainers: readonly Container[] = [];

/** A message in parts. */
export interface WholeMessage {
  /** All of them, but for the end. */
  readonly parts: readonly Part[];
  /** The message without its commands. */
  readonly message: SyncML;
}

/**
 * The parts of a message that is all in its first chunk, as most are: read on the fast path, where their number is bounded by
 * the chunk. `undefined` for everything that is to be read by events: a message that goes on, an invalid one, one with
 * content of its own between its commands, and one in which a limit of `options` could be reached.
 */
export function wholeMessage(chunk: Uint8Array, options: Partial<ReadOptions> & PartOptions): WholeMessage | undefined {
  const { maxCommandBytes, largeDataBytes, containers, onDiagnostic } = options;
  const { length } = chunk;
  // What is held for one command is at most this, and what references to a string table add.
  const free = Math.min(maxCommandBytes - length * (NODE_BYTES + 1), largeDataBytes - length);
  if (length > MAX_BYTES || free < 0) return undefined;
  const diagnostics: Diagnostic[] = [];
  const heard = onDiagnostic && { onDiagnostic: (diagnostic: Diagnostic) => void diagnostics.push(diagnostic) };
  // Half of the chunk as the table and half as references of two bytes.
  const limited = (length * length) / 8 > free ? { limits: within(options.limits, free) } : undefined;
  let document: SyncmlDocument | undefined;
  try {
    document = readMessage(chunk, heard || limited ? { ...options, ...heard, ...limited } : options);
  } catch (error) {
    if (!isSyncmlError(error)) throw error;
  }
  if (document?.kind !== "SyncML" || !isRegular(document, containers)) return undefined;
  for (const diagnostic of diagnostics) onDiagnostic?.(diagnostic);
  const { syncBody } = document;
  return { parts: partsOf(document, containers), message: { ...document, syncBody: { ...syncBody, commands: [] } } };
}

function within(limits: Partial<Limits> | undefined, free: number): Limits {
  const resolved = resolveLimits(limits);
  return { ...resolved, maxReferencedBytes: Math.min(resolved.maxReferencedBytes, free) };
}

/** Whether nothing but commands has to be handed out, in the order of the standard. */
function isRegular({ syncHdr, syncBody, extra }: SyncML, containers: PartOptions["containers"]): boolean {
  if (syncHdr === undefined || syncBody === undefined || extra?.sequence || syncBody.extra?.sequence) return false;
  return containers === "whole" || haveCommandsOnly(syncBody.commands, MAX_CONTAINERS);
}

function haveCommandsOnly(commands: readonly Command[], depth: number): boolean {
  return commands.every(
    (command) =>
      !isContainer(command) || (depth > 0 && !command.extra?.sequence && haveCommandsOnly(command.commands, depth - 1)),
  );
}

function partsOf({ syncHdr, syncBody, wire }: SyncML, containers: PartOptions["containers"]): Part[] {
  const parts: Step[] = [{ kind: "header", header: syncHdr, wire: wire as NonNullable<typeof wire> }];
  const add = (commands: readonly Command[], within: readonly Container[]) => {
    for (const command of commands) {
      if (containers === "whole" || !isContainer(command) || command.commands.length === 0) {
        parts.push({ kind: "command", command, within });
        continue;
      }
      const container: Container = { ...command, commands: [] };
      parts.push({ kind: "command", command: container, within });
      add(command.commands, [...within, container]);
    }
  };
  add(syncBody.commands, noContainers);
  return parts;
}
