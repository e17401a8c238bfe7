import type { Format } from "../../codec/detect-format.ts";
import { ByteWriter } from "../../core/byte-writer.ts";
import type { Octets } from "../../core/bytes.ts";
import { UTF_8 } from "../../core/charset.ts";
import { describe } from "../../core/describe.ts";
import { SyncmlError } from "../../core/errors.ts";
import { type AttributeName, documentStart, type ElementName, type EventSink } from "../../core/sink.ts";
import { TOKENS_PER_TAG_PAGE } from "../../vocabulary/vocabulary.ts";
import { provisioning10 } from "../../vocabulary/wap/provisioning-1.0.ts";
import { WbxmlEncoder } from "../../wbxml/encoder.ts";
import type { WbxmlWriteOptions } from "../../wbxml/write-options.ts";
import { XmlEncoder } from "../../xml/encoder.ts";
import { characteristicPath } from "./characteristic-path.ts";
import type { Characteristic, ProvisioningDocument, ProvisioningParm } from "./document.ts";
import { MAX_PROVISIONING_DEPTH } from "./limits.ts";
import { provisioningVocabularies, provisioningVocabulary } from "./vocabularies.ts";

/** How a provisioning document is written. */
export interface ProvisioningWriteOptions {
  /** WBXML, the only form that goes over the air, or XML. Default `"wbxml"`. */
  readonly format: Format;
  /** WBXML version. Default `"1.3"`, as in published documents. */
  readonly wbxmlVersion: WbxmlWriteOptions["version"];
  /** Whether strings that occur several times move into the string table. Default `"none"`: some devices do not read it. */
  readonly stringTable: WbxmlWriteOptions["stringTable"];
  /** White space for each level of XML, such as `"  "`. Default none. */
  readonly indent: string;
}

export const writeDefaults: ProvisioningWriteOptions = {
  format: "wbxml",
  wbxmlVersion: "1.3",
  stringTable: "none",
  indent: "",
};

// Page 1 has two of the tags again; devices need the switch for attributes only.
const [rootName, characteristicName, parmName] = [0x05, 0x06, 0x07].map(
  (token) => provisioningVocabulary.tags[0 * TOKENS_PER_TAG_PAGE + token] as ElementName,
) as [ElementName, ElementName, ElementName];

function attributeName(local: string): AttributeName {
  return { local, namespace: "", prefix: "" };
}
const [version, type, name, value] = ["version", "type", "name", "value"].map(attributeName) as [
  AttributeName,
  AttributeName,
  AttributeName,
  AttributeName,
];

/** Writes a document in either form. */
export function writeDocument(document: ProvisioningDocument, options: ProvisioningWriteOptions): Octets {
  const output = new ByteWriter();
  const put = (bytes: Uint8Array) => output.bytes(bytes, 0, bytes.length);
  const isWbxml = options.format === "wbxml";
  const sink: EventSink = isWbxml
    ? new WbxmlEncoder(put, {
        version: options.wbxmlVersion,
        stringTable: options.stringTable,
        vocabularies: provisioningVocabularies,
      })
    : new XmlEncoder(put, { indent: options.indent });
  const info = {
    format: options.format,
    version: 0,
    publicId: provisioning10.publicId ?? 0,
    publicIdText: undefined,
    charset: UTF_8,
  };
  sink.startDocument(info, documentStart);
  sink.startElement(rootName);
  if (document.version !== undefined) sink.attribute(version, document.version);
  for (const characteristic of document.characteristics) writeCharacteristic(sink, characteristic, []);
  sink.endElement();
  sink.endDocument();
  return output.take();
}

/**
 * Writes a characteristic and what is in it. `path` has the types of those around it, from the outermost on. A call for each
 * level, as deep as a reader may be allowed to go.
 */
function writeCharacteristic(sink: EventSink, characteristic: Characteristic, path: string[]): void {
  checkCharacteristic(characteristic, path);
  path.push(characteristic.type);
  // The root and a parm are levels too.
  if (path.length + 2 > MAX_PROVISIONING_DEPTH) {
    const reason = `characteristics are nested deeper than ${MAX_PROVISIONING_DEPTH - 2} levels`;
    throw new SyncmlError("limit-exceeded", reason, { ...documentStart, path: () => characteristicPath(path) });
  }
  sink.startElement(characteristicName);
  sink.attribute(type, characteristic.type);
  for (const parm of characteristic.parms) {
    checkParm(parm, path);
    sink.startElement(parmName);
    sink.attribute(name, parm.name);
    if (parm.value !== undefined) sink.attribute(value, parm.value);
    sink.endElement();
  }
  for (const inner of characteristic.characteristics) writeCharacteristic(sink, inner, path);
  sink.endElement();
  path.pop();
}

function checkCharacteristic(given: Partial<Characteristic> | null, path: readonly string[]): void {
  const { type, parms, characteristics } = given ?? {};
  const what =
    typeof type !== "string"
      ? `type must be a string, not ${describe(type)}`
      : !Array.isArray(parms) || !Array.isArray(characteristics)
        ? "parms and characteristics must be arrays"
        : undefined;
  if (what !== undefined) throw new TypeError(`a characteristic in ${characteristicPath(path)}: ${what}`);
}

function checkParm(given: Partial<ProvisioningParm> | null, path: readonly string[]): void {
  const { name, value } = given ?? {};
  if (typeof name === "string" && (value === undefined || typeof value === "string")) return;
  // A value may be a secret.
  const what = typeof name === "string" ? `the value of ${name}, if it has one,` : "its name";
  throw new TypeError(`a parm in ${characteristicPath(path)}: ${what} must be a string`);
}
