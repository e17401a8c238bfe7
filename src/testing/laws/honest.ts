import fc from "fast-check";
import { isSyncmlError } from "../../core/errors.ts";
import { type Codec, completed } from "./codec.ts";
import { type MessageLawOptions, resolveMessageLaw, runsOf } from "./law.ts";

/**
 * A document that is cut before its root ends is refused: with any error, or if it is a {@link SyncmlError}, with
 * `truncated-input` at the cut.
 *
 * @throws {Error} fast-check's report with the smallest message and cut for which that does not hold.
 */
export function checkHonest(codec: Partial<Codec>, options: Omit<MessageLawOptions, "same"> = {}): void {
  const { encode, decode } = completed(codec);
  const { messages, formats } = resolveMessageLaw(options);
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const property = fc.property(messages, formats, share, (message, format, kept) => {
    const document = encode(message, format);
    const byteLength = Math.floor(kept * document.length);
    const error = errorOf(() => decode(document.subarray(0, byteLength)));
    if (error === undefined) throw new Error(`${byteLength} of ${document.length} bytes are taken for the whole`);
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
    return error ?? new Error("nothing was thrown as an error");
  }
}
