import type { BuildOptions } from "../ast/builder.ts";
import type { WbxmlReadOptions } from "../wbxml/read-options.ts";
import type { WbxmlWriteOptions } from "../wbxml/write-options.ts";
import type { XmlWriteOptions } from "../xml/encoder.ts";
import type { XmlReadOptions } from "../xml/read-options.ts";
import type { Format } from "./detect-format.ts";

type OfEmbedded = "baseOffset" | "basePath" | "baseDepth";
type OfStreams = "holdBytes" | "flushBytes";

/** How a document is read: by `openDocument` and all that stands on it. */
export interface ReadOptions extends Omit<WbxmlReadOptions, OfEmbedded>, Omit<XmlReadOptions, keyof WbxmlReadOptions> {
  /** The form of the document. Default: its first bytes tell. */
  readonly from: Format;
  /** Documents inside OPAQUE data: read as part of the message, or left as bytes. Default `"open"`. */
  readonly embedded: "open" | "keep";
}

/** How a message is decoded. */
export interface DecodeOptions extends ReadOptions, Pick<BuildOptions, "data"> {}

/** How a message is written: in which form, and how in that form. */
export interface WriteOptions extends Omit<WbxmlWriteOptions, OfStreams>, Omit<XmlWriteOptions, OfStreams> {
  /**
   * The Meta Type of device information and management trees: as it is, or changed to say the form that the embedded
   * document has in what is written, `+wbxml` or `+xml`, as some peers need it. Default `"keep"`.
   */
  readonly embeddedTypes: "keep" | "adapt";
}
