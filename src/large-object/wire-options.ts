import type { ElementContentOptions } from "../ast/element-content.ts";
import type { EmbeddedTypeOptions } from "../ast/embedded-types.ts";
import { type OptionChecks, oneOf, optionChecks } from "../core/options.ts";
import type { DocumentInfo } from "../core/sink.ts";
import { type WbxmlWriteOptions, wbxmlWriteChecks } from "../wbxml/write-options.ts";
import { type XmlWriteOptions, xmlWriteChecks } from "../xml/encoder.ts";

/**
 * The output form to measure and cut for: the options that will be given to `encode`. `stringTable: "auto"` is not among
 * them, since its savings depend on the whole message; a message encoded with it is never larger.
 */
export interface WireOptions
  extends Pick<WbxmlWriteOptions, "version" | "publicId" | "charset" | "data" | "vocabularies">,
    Pick<XmlWriteOptions, "indent" | "opaque" | "octets">,
    EmbeddedTypeOptions,
    ElementContentOptions {
  /** Default: the format the message came in, or WBXML for a new one. */
  readonly format: DocumentInfo["format"];
}

/** Checks for the values of {@link WireOptions}. */
export const wireChecks: OptionChecks = optionChecks({
  ...wbxmlWriteChecks,
  ...xmlWriteChecks,
  embeddedTypes: oneOf("adapt", "keep"),
  whitespace: oneOf("drop", "keep"),
  format: oneOf("wbxml", "xml"),
});
