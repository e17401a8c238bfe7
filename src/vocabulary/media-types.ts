/** The media types of one kind of document. */
export interface MediaTypes {
  /** As WBXML. */
  readonly wbxml: string;
  /** As XML. */
  readonly xml: string;
}

/** Media types of messages and of the documents that they carry, for `Content-Type`, `Accept` and Meta Type. */
export const mediaTypes: Readonly<Record<"sync" | "management" | "devInf" | "tnds" | "ddf", MediaTypes>> = {
  /** Messages of data synchronisation. */
  sync: { wbxml: "application/vnd.syncml+wbxml", xml: "application/vnd.syncml+xml" },
  /** Messages of device management. */
  management: { wbxml: "application/vnd.syncml.dm+wbxml", xml: "application/vnd.syncml.dm+xml" },
  /** Device information. */
  devInf: { wbxml: "application/vnd.syncml-devinf+wbxml", xml: "application/vnd.syncml-devinf+xml" },
  /** Serialised management trees. */
  tnds: { wbxml: "application/vnd.syncml.dmtnds+wbxml", xml: "application/vnd.syncml.dmtnds+xml" },
  /** Device descriptions (DDF). */
  ddf: { wbxml: "application/vnd.syncml.dmddf+wbxml", xml: "application/vnd.syncml.dmddf+xml" },
};
