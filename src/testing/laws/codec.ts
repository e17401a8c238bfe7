import type { SyncML } from "../../ast/nodes.ts";
import { convert } from "../../codec/convert.ts";
import { decode } from "../../codec/decode.ts";
import type { Format } from "../../codec/detect-format.ts";
import { encode } from "../../codec/encode.ts";

/** The codec under test. The default of each function is that of this package. */
export interface Codec {
  /** The message in a document of WBXML or XML. */
  readonly decode: (document: Uint8Array) => SyncML;
  /** The message as a document in that format. */
  readonly encode: (message: SyncML, format: Format) => Uint8Array;
}

/** A {@link Codec} that also converts, not necessarily through a message. */
export interface ConvertingCodec extends Codec {
  /** The document in the format `to`. */
  readonly convert: (document: Uint8Array, to: Format) => Uint8Array;
}

const own: ConvertingCodec = {
  decode: (document) => decode(document),
  encode: (message, format) => encode(message, { format }),
  convert: (document, to) => (to === "wbxml" ? convert(document, { to }) : convert(document, { to, output: "bytes" })),
};

/** The codec, completed with the functions of this package. */
export function completed(codec: Partial<ConvertingCodec>): ConvertingCodec {
  return { ...own, ...codec };
}

/** A message as a person reads it. */
export function shown(message: SyncML): string {
  return encode(message, { format: "xml", output: "string" });
}
