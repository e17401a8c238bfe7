// Four bytes read as one integer, and tested all at once.

/** 1 in each byte. */
export const ONES = 0x0101_0101;
/** The highest bit of each byte: set in those beyond ASCII. */
export const HIGH_BITS: number = 0x8080_8080 | 0;
