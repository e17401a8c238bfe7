import fc from "fast-check";
import type { GenericContent } from "../../ast/nodes.ts";
import { convert } from "../../codec/convert.ts";
import { decode } from "../../codec/decode.ts";
import type { Format } from "../../codec/detect-format.ts";
import { encodeUtf8 } from "../../core/utf8.ts";
import { type PayloadElement, payloads, payloadText, spoiltMessages } from "../spoilt-namespaces.ts";
import { type ConvertingCodec, completed } from "./codec.ts";
import { type Runs, runsOf } from "./law.ts";

const formats: readonly Format[] = ["wbxml", "xml"];

/** Options of the law of conversions. */
export interface ConversionLawOptions extends Runs {
  /** Messages as XML. Default: messages whose namespaces are missing or misspelt. */
  readonly documents?: fc.Arbitrary<string>;
}

/**
 * Converting a message gives the same octets as decoding and encoding it, whatever namespaces its sender left out or
 * misspelt.
 *
 * @throws {Error} fast-check's report with the smallest document for which that does not hold.
 */
export function checkConversionsAgree(codec: Partial<ConvertingCodec> = {}, options: ConversionLawOptions = {}): void {
  const { encode, decode, convert } = completed(codec);
  const property = fc.property(options.documents ?? spoiltMessages(), (xml) => {
    const document = encodeUtf8(xml);
    for (const to of formats) {
      const converted = convert(document, to);
      const encoded = encode(decode(document), to);
      if (!isSame(converted, encoded))
        throw new Error(`${xml}\nis converted to ${to} as\n${shown(converted)}\nand encoded as\n${shown(encoded)}`);
    }
  });
  fc.assert(property, runsOf(options));
}

const roots = [` xmlns="SYNCML:SYNCML1.2"`, ` xmlns="SYNCML:SYNCML1.1"`, ` xmlns="syncml:syncml1.2"`, ""];

/**
 * Markup in Data that is not a document of the standard survives decoding, and conversion and encoding to both forms: each
 * element keeps the namespace that XML gives it.
 *
 * @throws {Error} fast-check's report with the smallest payload for which that does not hold.
 */
export function checkPayloads(codec: Partial<ConvertingCodec> = {}, options: Runs = {}): void {
  const { encode, decode, convert } = completed(codec);
  // This package has two ways to read: a diagnostic listener selects the event path.
  const readers = [decode, ...(codec.decode === undefined ? [listening] : [])];
  const property = fc.property(payloads(), fc.constantFrom(...roots), (payload, root) => {
    const text = `<SyncML${root}><SyncHdr><VerDTD>1.2</VerDTD></SyncHdr><SyncBody><Alert><CmdID>1</CmdID><Data>${payloadText(payload)}</Data></Alert></SyncBody></SyncML>`;
    const document = encodeUtf8(text);
    const [, inherited = ""] = /"(.*)"/.exec(root) ?? [];
    const expected = fc.stringify([expectedOf(payload, inherited)]);
    const message = decode(document);
    const wbxml = convert(document, "wbxml");
    const ways: Readonly<Record<string, Uint8Array>> = {
      decoded: document,
      encoded: encode(message, "xml"),
      "encoded as WBXML": encode(message, "wbxml"),
      converted: convert(document, "xml"),
      "converted to WBXML": wbxml,
      "converted there and back": convert(wbxml, "xml"),
    };
    for (const [way, result] of Object.entries(ways)) {
      for (const read of readers) {
        const [alert] = read(result).syncBody.commands;
        const data = alert?.kind === "Alert" && Array.isArray(alert.data) ? alert.data : [];
        const found = fc.stringify(data.map(contentOf));
        if (found !== expected) throw new Error(`${text}\n${way} is\n${found}\ninstead of\n${expected}`);
      }
    }
  });
  fc.assert(property, runsOf(options));
}

const listening = (document: Uint8Array) => decode(document, { onDiagnostic: () => {} });

type Expanded = readonly [local: string, namespace: string, ...content: (Expanded | string)[]];

function expectedOf({ local, declared, content }: PayloadElement, inherited: string): Expanded {
  const namespace = declared ?? inherited;
  return [local, namespace, ...content.map((part) => (typeof part === "string" ? part : expectedOf(part, namespace)))];
}

function contentOf(part: GenericContent): Expanded | string {
  if (part.kind === "Element") return [part.local, part.namespace, ...part.children.map(contentOf)];
  return part.kind === "Text" && typeof part.value === "string" ? part.value : part.kind;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function shown(document: Uint8Array): string {
  return convert(document, { to: "xml" });
}
