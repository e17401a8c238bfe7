import { type ReadOptions, readChecks } from "../codec/options.ts";
import { resolveLimits } from "../core/limits.ts";
import { atLeast, checkOptions, integer, oneOf, optionChecks } from "../core/options.ts";

/** Options of `readCommands`. */
export interface ReadCommandsOptions extends ReadOptions {
  /**
   * Commands inside Sync, Atomic and Sequence: entries of their own, so that memory does not grow with their number
   * (`"open"`), or left in the command around them (`"whole"`). Default `"open"`.
   */
  readonly containers: "open" | "whole";
  /**
   * Most bytes held at a time for the command being read and the elements open around it: the bytes of texts, plus 64
   * for each element and attribute. Default 4 MiB, range 1–2^53 − 1.
   */
  readonly maxCommandBytes: number;
  /**
   * Item data of more bytes than this is not held but comes as a {@link DataEntry}. Default `Infinity`, which means never;
   * range from 0.
   */
  readonly largeDataBytes: number;
}

const DEFAULT_COMMAND_BYTES = 4 * 1024 * 1024;

const checks = optionChecks({
  containers: oneOf("open", "whole"),
  maxCommandBytes: integer(1),
  largeDataBytes: atLeast(0),
});

/**
 * The options with defaults filled in.
 *
 * @throws {RangeError} if a number is outside its range.
 */
export function resolveOptions(options: Partial<ReadCommandsOptions>): Partial<ReadOptions> & PartOptions {
  checkOptions(options, checks);
  checkOptions(options, readChecks);
  if (options.limits !== undefined) resolveLimits(options.limits);
  const {
    containers = "open",
    maxCommandBytes = DEFAULT_COMMAND_BYTES,
    largeDataBytes = Number.POSITIVE_INFINITY,
  } = options;
  return { ...options, containers, maxCommandBytes, largeDataBytes };
}

/** The options of this folder, resolved. */
export type PartOptions = Pick<ReadCommandsOptions, "containers" | "maxCommandBytes" | "largeDataBytes"> &
  Partial<Pick<ReadCommandsOptions, "onDiagnostic">>;
