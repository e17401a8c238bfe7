import fc from "fast-check";
import { isSyncmlError } from "../../core/errors.ts";
import { share } from "../share.ts";
import { type Codec, completed } from "./codec.ts";
import { type MessageLawOptions, resolveMessageLaw, runsOf } from "./law.ts";

/**
 * A document that is cut off before its root ends is refused with an error; if that is a {@link SyncmlError}, it must be
 * `truncated-input` at the cut.
 *
 * @throws {Error} fast-check's report with the smallest message and cut for which that does not hold.
 */
export function checkHonest(codec: Partial<Codec>, options: Omit<MessageLawOptions, "same"> = {}): void {
  const { encode, decode } = completed(codec);
  const { messages, formats } = resolveMessageLaw(options);
  const property = fc.property(messages, formats, share, (message, format, kept) => {
    const document = encode(message, format);
    const byteLength = Math.floor(kept * document.length);
    const error = errorOf(() => decode(document.subarray(0, byteLength)));
    if (error === undefined)
      throw new Error(`${byteLength} of ${document.length} bytes are accepted as the whole document`);
    if (!isSyncmlError(error)) return;
    const { code, offset } = error;
    if (code === "truncated-input" && offset === byteLength) return;
    throw new Error(`cut at ${byteLength} of ${document.length} bytes, it is refused with ${error.message}`);
  });
  fc.assert(property, runsOf(options));
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error ?? new Error("something that is no Error was thrown");
  }
}
