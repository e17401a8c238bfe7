import type { ReadOptions } from "../codec/options.ts";
import { atLeast, checkOptions, integer, oneOf, optionChecks } from "../core/options.ts";

/** How a message is read part by part. */
export interface ReadCommandsOptions extends ReadOptions {
  /**
   * Commands inside Sync, Atomic and Sequence: entries of their own, so that memory does not grow with their number, or
   * left in the command around them. Default `"open"`.
   */
  readonly containers: "open" | "whole";
  /**
   * What may be held at a time: the command that is being read, and what stays open around it. Counted are the bytes of
   * texts, and 64 for each element and attribute. Default 4 MiB, range 1–2^53 − 1.
   */
  readonly maxCommandBytes: number;
  /**
   * Item data longer than this is not held, but comes as an entry of its own. Default `Infinity`, which is never; range
   * from 0.
   */
  readonly largeDataBytes: number;
}

const DEFAULT_COMMAND_BYTES = 4 * 1024 * 1024;

const checks = optionChecks({
  containers: oneOf("open", "whole"),
  maxCommandBytes: integer(1),
  largeDataBytes: atLeast(0),
});

/** @throws {RangeError} if a number is outside its range. */
export function resolveOptions(options: Partial<ReadCommandsOptions>): Partial<ReadOptions> & PartOptions {
  checkOptions(options, checks);
  const {
    containers = "open",
    maxCommandBytes = DEFAULT_COMMAND_BYTES,
    largeDataBytes = Number.POSITIVE_INFINITY,
  } = options;
  return { ...options, containers, maxCommandBytes, largeDataBytes };
}

/** The options of this folder, all of them said. */
export type PartOptions = Pick<ReadCommandsOptions, "containers" | "maxCommandBytes" | "largeDataBytes"> &
  Partial<Pick<ReadCommandsOptions, "onDiagnostic">>;
