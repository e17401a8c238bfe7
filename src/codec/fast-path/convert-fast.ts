import type { Octets } from "../../core/bytes.ts";
import { detectFormat } from "../detect-format.ts";
import type { ReadOptions, WriteOptions } from "../options.ts";
import { writeWbxmlAsXml } from "./wbxml-to-xml.ts";
import { convertXmlDocument } from "./xml-document.ts";

type Options = Partial<ReadOptions & WriteOptions> & {
  readonly to: "wbxml" | "xml";
  readonly output?: "string" | "bytes";
};

/**
 * A document converted on the fast path, several times as fast; `undefined` for one that takes the event path,
 * and always if the caller asks for diagnostics or for output in a special form.
 */
export function convertFast(input: Uint8Array | string, options: Options): string | Octets | undefined {
  if (options.to === "wbxml") return convertXmlDocument(input, options);
  const { from, onDiagnostic, indent, opaque } = options;
  if (onDiagnostic !== undefined || typeof input === "string") return undefined;
  const format = from ?? detectFormat(input[0], input[1]);
  if (format !== "wbxml" || indent || (opaque ?? "text") !== "text") return undefined;
  const written = writeWbxmlAsXml(input, options);
  return options.output === "bytes" ? written?.take() : written?.text();
}
