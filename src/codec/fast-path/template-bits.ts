// The layout of a template: a tag as XML, ready to be copied. In a file without imports, as in action-bits.ts.

/** 0 in whole is a tag that has no template. */
export const LENGTH_BITS = 0xff;
/** The number of the namespace: 0 is none. */
export const NAMESPACE_SHIFT = 8;
export const NAMESPACE_BITS = 0x3f00;
/** The element is the Type of meta information, its Format or its Size. */
export const TYPE = 0x4000;
export const FORMAT = 0x8000;
export const SIZE = 0x1_0000;
/** An OPAQUE in the element is a value whose text form is base64. */
export const BINARY = 0x2_0000;
/** Above is the place of its first word, below {@link MAX_WORDS}. */
export const WORD_SHIFT = 18;
export const MAX_WORDS = 0x4000;

/** The templates of a tag are at `(page * 64 | token) << TAG_SHIFT`, in this order. */
export const TAG_SHIFT = 2;
export const START_TAG = 0;
export const START_TAG_WITH_NAMESPACE = 1;
export const END_TAG = 2;
