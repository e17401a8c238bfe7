import { describe } from "../../core/describe.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import type { Alert, Status } from "../nodes.ts";

/**
 * The code of a Status or an Alert as a number, for {@link statusCodes} and {@link alertCodes}; `NaN` if it has none that
 * is a number, which is no success and in no table.
 *
 * @throws {TypeError} if it is no object.
 */
export function codeOf(command: Status | Alert): number {
  const text = codeText(command);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** The code as it came, as text or as a view of its bytes, without white space around it; `""` if there is none. */
export function codeText(command: Status | Alert): string {
  if (typeof command !== "object" || command === null) {
    throw new TypeError(`a Status or an Alert is wanted, as a message has it, not ${describe(command)}`);
  }
  const { data } = command;
  if (data instanceof Uint8Array) return decodeUtf8(data, 0, data.length)?.trim() ?? "";
  return typeof data === "string" ? data.trim() : "";
}

/**
 * Whether a status code, a number or its digits, is one of success: 200 to 299, whatever the tables know (RepPro, response
 * status codes). 101, in progress, is not yet. 214 to 216 are, though the command was cancelled, skipped or undone.
 *
 * @throws {TypeError} if it is neither a number nor a string.
 */
export function isSuccess(code: number | string): boolean {
  if (typeof code !== "number" && typeof code !== "string") {
    throw new TypeError(`a status code is wanted, as a number or a string, not ${describe(code)}`);
  }
  return /^\s*2\d\d\s*$/.test(String(code));
}
