// Global tokens, the same on every page of both code spaces (WAP-192 §7.1).
export const SWITCH_PAGE = 0x00;
export const END = 0x01;
export const ENTITY = 0x02;
export const STR_I = 0x03;
export const LITERAL = 0x04;
export const EXT_I_0 = 0x40;
export const EXT_I_2 = 0x42;
export const PI = 0x43;
export const LITERAL_C = 0x44;
export const EXT_T_0 = 0x80;
export const EXT_T_2 = 0x82;
export const STR_T = 0x83;
export const LITERAL_A = 0x84;
export const EXT_0 = 0xc0;
export const EXT_2 = 0xc2;
export const OPAQUE = 0xc3;
export const LITERAL_AC = 0xc4;

// The two flag bits of a tag (WAP-192 §5.8.2).
export const HAS_ATTRIBUTES = 0x80;
export const HAS_CONTENT = 0x40;
/** Bits of a tag without the two flags; 0–4 are the global tokens. */
export const IDENTITY = 0x3f;

/** The two code spaces, each with a page register of its own. */
export const TAG_SPACE = 0;
export const ATTRIBUTE_SPACE = 1;
