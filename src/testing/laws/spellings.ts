import fc from "fast-check";
import { encodeUtf8 } from "../../core/utf8.ts";
import { spell, spellingChoices } from "../xml-spellings.ts";
import { type Codec, completed, shown } from "./codec.ts";
import { type MessageLawOptions, resolveMessageLaw, runsOf } from "./law.ts";

/**
 * However a message is spelt in XML, it is decoded as the same message.
 *
 * @throws {Error} fast-check's report with the smallest message, in the plainest spelling, for which that does not hold.
 */
export function checkSpellings(codec: Pick<Codec, "decode">, options: Omit<MessageLawOptions, "formats"> = {}): void {
  const { decode } = completed(codec);
  const { messages, same } = resolveMessageLaw(options);
  // Independent arbitraries, since they shrink faster than chained ones.
  const property = fc.property(messages, spellingChoices, (message, choices) => {
    const xml = spell(message, choices);
    const decoded = decode(encodeUtf8(xml));
    if (!same(decoded, message)) throw new Error(`${xml}\nis decoded as\n${shown(decoded)}`);
  });
  fc.assert(property, runsOf(options));
}
