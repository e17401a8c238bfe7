import { describe } from "../core/describe.ts";
import { checkOptions, oneOf, optionChecks } from "../core/options.ts";
import { mediaTypes } from "../vocabulary/media-types.ts";
import { isDeviceManagement } from "./device-management.ts";
import type { SyncML } from "./nodes.ts";

const checks = optionChecks({ format: oneOf("wbxml", "xml") });

/**
 * The media type of a message as `encode` writes it with the same `format`: `application/vnd.syncml+wbxml` or `+xml`, or for
 * device management, by VerProto, `application/vnd.syncml.dm+wbxml` or `+xml` (DM Protocol; SyncML HTTP Binding). Default:
 * the format the message came in, or WBXML for a new one.
 *
 * @throws {TypeError} if `message` is not a message; a `RangeError` for a format that does not exist.
 */
export function mediaTypeOf(message: SyncML, options: { readonly format?: "wbxml" | "xml" | undefined } = {}): string {
  checkOptions(options, checks);
  if (typeof message !== "object" || message === null || message.kind !== "SyncML") {
    throw new TypeError(`expected a message, as decode returns it, not ${describe(message)}`);
  }
  const use = isDeviceManagement(message) ? mediaTypes.management : mediaTypes.sync;
  return use[options.format ?? message.wire?.format ?? "wbxml"];
}
