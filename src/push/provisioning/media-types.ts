/** The media types of a client provisioning document in its two forms; over the air only the binary one is used. */
export const MEDIA_TYPE = {
  wbxml: "application/vnd.wap.connectivity-wbxml",
  xml: "text/vnd.wap.connectivity-xml",
} as const;
