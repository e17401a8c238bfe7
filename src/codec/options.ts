import { type BuildOptions, buildChecks } from "../ast/builder.ts";
import type { ElementContentOptions } from "../ast/element-content.ts";
import type { EmbeddedTypeOptions } from "../ast/embedded-types.ts";
import { checkOptions, type OptionCheck, type OptionChecks, oneOf, optionChecks } from "../core/options.ts";
import { type WbxmlReadOptions, wbxmlReadChecks } from "../wbxml/read-options.ts";
import { type WbxmlWriteOptions, wbxmlWriteChecks } from "../wbxml/write-options.ts";
import { type XmlWriteOptions, xmlWriteChecks } from "../xml/encoder.ts";
import { type XmlReadOptions, xmlReadChecks } from "../xml/read-options.ts";
import type { Format } from "./detect-format.ts";

/**
 * How a document is read, by `openDocument` and every function built on it: the options of both formats, without those for
 * embedded documents.
 */
export interface ReadOptions
  extends Omit<WbxmlReadOptions, "baseOffset" | "basePath" | "baseDepth">,
    Omit<XmlReadOptions, keyof WbxmlReadOptions> {
  /** The format of the document. Default: detected from its first bytes. */
  readonly from: Format;
  /** Documents in OPAQUE data: read as part of the message (`"open"`), or left as bytes (`"keep"`). Default `"open"`. */
  readonly embedded: "open" | "keep";
}

/** How a message is decoded. */
export interface DecodeOptions extends ReadOptions, Pick<BuildOptions, "data"> {}

/** How a message is written, by the options of WBXML and of XML, without those for output in pieces. */
export interface WriteOptions
  extends Omit<WbxmlWriteOptions, "holdBytes" | "flushBytes">,
    Omit<XmlWriteOptions, "flushBytes">,
    EmbeddedTypeOptions,
    ElementContentOptions {}

const format = oneOf("wbxml", "xml");
const output = oneOf("string", "bytes");

const ofReading: Readonly<Record<string, OptionCheck>> = {
  ...wbxmlReadChecks,
  ...xmlReadChecks,
  from: format,
  embedded: oneOf("open", "keep"),
};
const ofWriting: Readonly<Record<string, OptionCheck>> = {
  ...wbxmlWriteChecks,
  ...xmlWriteChecks,
  embeddedTypes: oneOf("keep", "adapt"),
  whitespace: oneOf("drop", "keep"),
};

// Checks for the option values of each function.
export const readChecks: OptionChecks = optionChecks(ofReading);
export const decodeChecks: OptionChecks = optionChecks({ ...ofReading, ...buildChecks });
export const encodeChecks: OptionChecks = optionChecks({ ...ofWriting, format, output });
const convertChecks: OptionChecks = optionChecks({ ...ofReading, ...ofWriting, to: format, output });

/** Checks the options of a conversion, including `to`, which has no default. */
export function checkConversion(options: { readonly to?: unknown }): void {
  checkOptions(options, convertChecks);
  if (options.to === undefined) throw new TypeError(`option to is missing; it must be ${format.wanted}`);
}
