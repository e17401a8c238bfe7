// What the header of a document contains (WAP-192 §5.4, §5.5).

/** WBXML 1.3 */
export const LAST_VERSION = 0x03;
/** The public identifier that means "unknown". */
export const UNKNOWN_PUBLIC_ID = 1;
