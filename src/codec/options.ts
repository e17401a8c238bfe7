import type { BuildOptions } from "../ast/builder.ts";
import type { WbxmlReadOptions } from "../wbxml/read-options.ts";
import type { XmlWriteOptions } from "../xml/encoder.ts";

/** How a document is read: by `openDocument` and all that stands on it. */
export interface ReadOptions extends Omit<WbxmlReadOptions, "baseOffset" | "basePath" | "baseDepth"> {
  /** Documents inside OPAQUE data: read as part of the message, or left as bytes. Default `"open"`. */
  readonly embedded: "open" | "keep";
}

/** How a message is decoded. */
export interface DecodeOptions extends ReadOptions, Pick<BuildOptions, "data"> {}

/** How a document is converted. */
export interface ConvertOptions extends ReadOptions, Pick<XmlWriteOptions, "indent" | "opaque"> {
  readonly to: "xml";
}
