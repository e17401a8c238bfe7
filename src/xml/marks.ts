import { encodeUtf8 } from "../core/utf8.ts";

// What XML text cannot hold is written as base64 between two processing instructions, so that a reader that knows them
// gets the bytes back, and one that does not still gets well-formed XML with the base64 as text.

/** Target of the processing instructions. */
export const MARK_TARGET = "wbxml";
/** Data of the instruction in front of an OPAQUE's bytes. */
export const OPAQUE_BASE64 = "opaque base64";
/** Data of the instruction in front of a string's bytes. */
export const TEXT_BASE64 = "text base64";
/** Data of the instruction after either. */
export const BASE64_END = "end";

export const opaqueMark: Uint8Array = encodeUtf8(`<?${MARK_TARGET} ${OPAQUE_BASE64}?>`);
export const textMark: Uint8Array = encodeUtf8(`<?${MARK_TARGET} ${TEXT_BASE64}?>`);
export const endMark: Uint8Array = encodeUtf8(`<?${MARK_TARGET} ${BASE64_END}?>`);
