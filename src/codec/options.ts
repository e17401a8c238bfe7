import { type BuildOptions, buildChecks } from "../ast/builder.ts";
import type { ElementContentOptions } from "../ast/element-content.ts";
import type { EmbeddedTypeOptions } from "../ast/embedded-types.ts";
import { checkOptions, type OptionCheck, type OptionChecks, oneOf, optionChecks } from "../core/options.ts";
import { type WbxmlReadOptions, wbxmlReadChecks } from "../wbxml/read-options.ts";
import { type WbxmlWriteOptions, wbxmlWriteChecks } from "../wbxml/write-options.ts";
import { type XmlWriteOptions, xmlWriteChecks } from "../xml/encoder.ts";
import { type XmlReadOptions, xmlReadChecks } from "../xml/read-options.ts";
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
export interface WriteOptions
  extends Omit<WbxmlWriteOptions, OfStreams>,
    Omit<XmlWriteOptions, OfStreams>,
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

// What the options of each function may be.
export const readChecks: OptionChecks = optionChecks(ofReading);
export const decodeChecks: OptionChecks = optionChecks({ ...ofReading, ...buildChecks });
export const encodeChecks: OptionChecks = optionChecks({ ...ofWriting, format, output });
const convertChecks: OptionChecks = optionChecks({ ...ofReading, ...ofWriting, to: format, output });

/** Looks at the options of a conversion, the form that it goes to among them, which has no default. */
export function checkConversion(options: { readonly to?: unknown }): void {
  checkOptions(options, convertChecks);
  if (options.to === undefined) throw new TypeError(`option to is missing, where ${format.wanted} is wanted`);
}
