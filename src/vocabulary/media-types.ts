/** The media types of one kind of document. */
export interface MediaTypes {
  /** As WBXML. */
  readonly wbxml: string;
  /** As XML. */
  readonly xml: string;
}

function ofDocument(name: string): MediaTypes {
  return { wbxml: `application/vnd.${name}+wbxml`, xml: `application/vnd.${name}+xml` };
}

/** Media types of messages and of the documents that they carry, for `Content-Type`, `Accept` and Meta Type. */
export const mediaTypes: Readonly<Record<"sync" | "management" | "devInf" | "tnds" | "ddf", MediaTypes>> = {
  /** Messages of data synchronisation. */
  sync: ofDocument("syncml"),
  /** Messages of device management. */
  management: ofDocument("syncml.dm"),
  /** Device information. */
  devInf: ofDocument("syncml-devinf"),
  /** Serialised management trees. */
  tnds: ofDocument("syncml.dmtnds"),
  /** Device descriptions (DDF). */
  ddf: ofDocument("syncml.dmddf"),
};
