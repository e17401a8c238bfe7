import fc from "fast-check";
import { type Codec, completed, shown } from "./codec.ts";
import { type MessageLawOptions, resolveMessageLaw, runsOf } from "./law.ts";

/**
 * A message means the same whether it is encoded as WBXML or as XML.
 *
 * @throws {Error} fast-check's report with the smallest message for which that does not hold.
 */
export function checkFormsAgree(codec: Partial<Codec>, options: Omit<MessageLawOptions, "formats"> = {}): void {
  const { encode, decode } = completed(codec);
  const { messages, same } = resolveMessageLaw(options);
  const property = fc.property(messages, (message) => {
    const [wbxml, xml] = [decode(encode(message, "wbxml")), decode(encode(message, "xml"))];
    if (!same(wbxml, xml)) throw new Error(`WBXML says\n${shown(wbxml)}\nand XML says\n${shown(xml)}`);
  });
  fc.assert(property, runsOf(options));
}
