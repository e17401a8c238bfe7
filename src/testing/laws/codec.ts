import type { SyncML } from "../../ast/nodes.ts";
import { convert } from "../../codec/convert.ts";
import { decode } from "../../codec/decode.ts";
import type { Format } from "../../codec/detect-format.ts";
import { encode } from "../../codec/encode.ts";

/** What the laws are held against. Where one half is not given, it is that of this package. */
export interface Codec {
  readonly decode: (document: Uint8Array) => SyncML;
  readonly encode: (message: SyncML, format: Format) => Uint8Array;
}

/** Likewise with conversions, which need not make a message in between. */
export interface ConvertingCodec extends Codec {
  readonly convert: (document: Uint8Array, to: Format) => Uint8Array;
}

const own: ConvertingCodec = {
  decode: (document) => decode(document),
  encode: (message, format) => encode(message, { format }),
  convert: (document, to) => (to === "wbxml" ? convert(document, { to }) : convert(document, { to, output: "bytes" })),
};

export function completed(codec: Partial<ConvertingCodec>): ConvertingCodec {
  return { ...own, ...codec };
}

/** A message as a person reads it. */
export function shown(message: SyncML): string {
  return encode(message, { format: "xml", output: "string" });
}
