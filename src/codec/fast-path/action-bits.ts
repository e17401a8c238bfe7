// The layout of an action: what a reader that makes messages on the fast path has to do for an element at its place. In a
// file without imports, since bundlers put constants where they are used only from there (ast/wbxml/medium, 13 %).

// The low bits are the kind. 0 is for everything that only the event path builds.
export const TEXT = 1;
export const BASE64 = 2;
export const FLAG = 3;
export const DATA = 4;
export const NODE = 5;
/** A node without an element of its own: the element is its first field. */
export const GROUP = 6;

export const KIND_BITS = 0x0f;
/** The field is a list. */
export const LIST = 0x10;
/** The field is the `data` of a message: where documents are embedded. */
export const NAMED_DATA = 0x20;
/** The field is the Type of meta information, or its Format. */
export const META_TYPE = 0x40;
export const META_FORMAT = 0x80;
export const SLOT_SHIFT = 8;
export const SLOT_BITS = 0xff;
export const SHAPE_SHIFT = 16;
/** A name is at most this, so that an action is found at `shape << NAME_SHIFT | name`. */
export const NAME_SHIFT = 8;
/** An action is found at `shape << TAG_SHIFT | page * 64 | token`: pages 0 to 3 are enough for all vocabularies. */
export const TAG_SHIFT = 8;
