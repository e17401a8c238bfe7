/** One in WBXML, one in XML. */
export interface MediaTypes {
  /** As WBXML. */
  readonly wbxml: string;
  /** As XML. */
  readonly xml: string;
}

/** Media types of messages and of the documents that they carry, for `Content-Type`, `Accept` and Meta Type. */
export const mediaTypes: Readonly<Record<"sync" | "management" | "devInf" | "tnds" | "ddf", MediaTypes>> = {
  /** Messages of data sync. */
  sync: { wbxml: "application/vnd.syncml+wbxml", xml: "application/vnd.syncml+xml" },
  /** Messages of device management. */
  management: { wbxml: "application/vnd.syncml.dm+wbxml", xml: "application/vnd.syncml.dm+xml" },
  /** Device information. */
  devInf: { wbxml: "application/vnd.syncml-devinf+wbxml", xml: "application/vnd.syncml-devinf+xml" },
  /** Trees of a device, serialised. */
  tnds: { wbxml: "application/vnd.syncml.dmtnds+wbxml", xml: "application/vnd.syncml.dmtnds+xml" },
  /** Descriptions of trees. */
  ddf: { wbxml: "application/vnd.syncml.dmddf+wbxml", xml: "application/vnd.syncml.dmddf+xml" },
};
