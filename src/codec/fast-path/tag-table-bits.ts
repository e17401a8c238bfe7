// The layout of the tables in wbxml-tags.ts. In a file without imports, as in action-bits.ts (convert/xml/medium, 6 %).

/** An entry is at the number of its name. */
export const NAME_BITS = 0xff;
/** After those, the tags for names in the namespace of meta information begin here. */
export const METINF_TAGS = 0x100;
/** And those for names in Meta and in meta information that have the namespace of the message. */
export const META_TAGS = 0x200;
/** Where there is none for any name. */
export const NO_TAGS = 0x300;
export const TABLE_LENGTH = 0x400;
/** A tag is its token and, above it, its page. */
export const PAGE_SHIFT = 8;
