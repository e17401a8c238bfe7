import { detectFormat, type Format } from "../../codec/detect-format.ts";
import { SyncmlError } from "../../core/errors.ts";
import { documentStart } from "../../core/sink.ts";
import { WbxmlReader } from "../../wbxml/reader.ts";
import { XmlReader } from "../../xml/reader.ts";
import type { ProvisioningDocument } from "./document.ts";
import { DocumentBuilder, type PlacedCharacteristic } from "./document-builder.ts";
import type { ProvisioningIssue } from "./issues.ts";
import { type ProvisioningLimits, readerLimits } from "./limits.ts";
import { MEDIA_TYPE } from "./media-types.ts";
import { provisioningVocabularies } from "./vocabularies.ts";

/** A document as read, up to a fault if there is one. */
export interface ReadDocument {
  readonly document: ProvisioningDocument;
  readonly format: Format;
  readonly issues: readonly ProvisioningIssue[];
  /** Where each characteristic of the document is. */
  readonly places: ReadonlyMap<object, PlacedCharacteristic>;
  readonly error: SyncmlError | undefined;
}

/** Reads a document in either form. Any fault is returned, with what was read before it. */
export function readDocument(bytes: Uint8Array, limits: ProvisioningLimits): ReadDocument {
  const format = detectFormat(bytes[0], bytes[1]);
  const builder = new DocumentBuilder(limits);
  const common = { limits: readerLimits(limits, limits.maxDepth), vocabularies: provisioningVocabularies };
  const source =
    format === "xml"
      ? new XmlReader(builder, common)
      : new WbxmlReader(builder, { ...common, mediaType: MEDIA_TYPE.wbxml });
  const error = faultOf(() => {
    if (bytes.length === 0) throw new SyncmlError("truncated-input", "there is no document", documentStart);
    source.write(bytes);
    source.end();
  });
  const { document, issues, places } = builder;
  return { document, format, issues, places, error };
}

function faultOf(read: () => void): SyncmlError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof SyncmlError) return error;
    throw error;
  }
}
