import { describe } from "../../core/describe.ts";
import { decodeUtf8 } from "../../core/utf8.ts";
import type { Alert, Status } from "../nodes.ts";

/**
 * The code of a Status or an Alert as a number, for {@link statusCodes} and {@link alertCodes}; `NaN` if it has no numeric
 * code, which is not a success and in neither table.
 *
 * @throws {TypeError} if it is not an object.
 */
export function codeOf(command: Status | Alert): number {
  const text = codeText(command);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** The code as trimmed text, whether the data is a string or bytes; `""` if there is none. */
export function codeText(command: Status | Alert): string {
  if (typeof command !== "object" || command === null) {
    throw new TypeError(`expected a Status or an Alert, as in a message, not ${describe(command)}`);
  }
  const { data } = command;
  if (data instanceof Uint8Array) return decodeUtf8(data, 0, data.length)?.trim() ?? "";
  return typeof data === "string" ? data.trim() : "";
}

/**
 * Whether a status code, a number or its digits, means success: 200 to 299, whether or not the tables have it (RepPro,
 * response status codes). 101, in progress, does not. 214 to 216 do, although the command was cancelled, skipped or undone.
 *
 * @throws {TypeError} if it is neither a number nor a string.
 */
export function isSuccess(code: number | string): boolean {
  if (typeof code !== "number" && typeof code !== "string") {
    throw new TypeError(`a status code must be a number or a string, not ${describe(code)}`);
  }
  return /^\s*2\d\d\s*$/.test(String(code));
}
