import { decodeText } from "../capture/text/decode-text.ts";
import { beginsMarkup, beginsWbxml } from "../capture/text/document-start.ts";
import { readUintvar } from "../capture/text/uintvar.ts";
import { MEDIA_TYPE } from "../push/provisioning/media-types.ts";
import { parseContentType } from "../push/wsp/content-type.ts";

/** Client provisioning, or a message of the DM profile. */
export type BootstrapKind = "provisioning" | "dm";

const START_BYTES = 4096;
const PROVISIONING_ID = 0x0b;
/** SyncML 1.0 to 1.2 as their registrations have them, and as they are mostly written. */
const SYNCML_IDS: ReadonlySet<number> = new Set([0xfd1, 0xfd3, 0x1201]);

/** What kind of bootstrap a message is, by its content type or else by how it begins; `undefined` for anything else. */
export function bootstrapKindOf(body: Uint8Array, contentType = ""): BootstrapKind | undefined {
  const mediaType = parseContentType(contentType).mediaType.toLowerCase();
  if (mediaType === MEDIA_TYPE.wbxml || mediaType === MEDIA_TYPE.xml) return "provisioning";
  if (/^application\/vnd\.syncml(?:\.dm)?\+(?:wbxml|xml)$/.test(mediaType)) return "dm";
  const start = body.subarray(0, START_BYTES);
  return beginsWbxml(body) ? kindOfWbxml(start) : kindOfText(decodeText(start));
}

function kindOfWbxml(start: Uint8Array): BootstrapKind | undefined {
  const { value: publicId } = readUintvar(start, 1);
  if (publicId === PROVISIONING_ID) return "provisioning";
  if (SYNCML_IDS.has(publicId)) return "dm";
  if (publicId !== 0) return undefined;
  const [name] =
    /-\/\/(?:WAPFORUM\/\/DTD PROV|SYNCML\/\/DTD SyncML) \d/.exec(new TextDecoder("latin1").decode(start)) ?? [];
  return name === undefined ? undefined : name.includes("PROV") ? "provisioning" : "dm";
}

function kindOfText(text: string): BootstrapKind | undefined {
  if (!beginsMarkup(text)) return undefined;
  const [, root] = /<(?:[\w.-]+:)?([\w.-]+)/.exec(text.replace(/<!--.*?-->/gs, "")) ?? [];
  if (root === "wap-provisioningdoc") return "provisioning";
  return root === "SyncML" ? "dm" : undefined;
}
