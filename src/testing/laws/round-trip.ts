import fc from "fast-check";
import { type Codec, completed, shown } from "./codec.ts";
import { type MessageLawOptions, resolveMessageLaw, runsOf } from "./law.ts";

/**
 * Decoding an encoded message gives the same message.
 *
 * @throws {Error} fast-check's report with the smallest message for which that does not hold.
 */
export function checkRoundTrip(codec: Partial<Codec>, options: MessageLawOptions = {}): void {
  const { encode, decode } = completed(codec);
  const { messages, formats, same } = resolveMessageLaw(options);
  const property = fc.property(messages, formats, (message, format) => {
    const decoded = decode(encode(message, format));
    if (!same(decoded, message))
      throw new Error(`encoded as ${format}\n${shown(message)}\nis decoded as\n${shown(decoded)}`);
  });
  fc.assert(property, runsOf(options));
}
