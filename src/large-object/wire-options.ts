import type { DocumentInfo } from "../core/sink.ts";
import type { WbxmlWriteOptions } from "../wbxml/write-options.ts";
import type { XmlWriteOptions } from "../xml/encoder.ts";

/**
 * The form that is measured and cut for: the options that will be given to `encode`. A string table with repeated strings
 * is not among them, since its savings depend on the whole message; a message encoded with one is never larger.
 */
export interface WireOptions
  extends Pick<WbxmlWriteOptions, "version" | "publicId" | "charset" | "data" | "vocabularies">,
    Pick<XmlWriteOptions, "indent" | "opaque"> {
  /** Default: the form the message came in, and WBXML for a new one. */
  readonly format: DocumentInfo["format"];
}
