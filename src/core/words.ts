// Constants for testing four bytes at once, read as one integer.

/** 1 in each byte. */
export const ONES = 0x0101_0101;
/** The highest bit of each byte: set in those beyond ASCII. */
export const HIGH_BITS: number = 0x8080_8080 | 0;

// A byte is plain in XML if it is ASCII and neither a control character, an angle bracket nor an ampersand. In
//
//   ((((word & EITHER_ANGLE) ^ LESSES) - ONES) | ((word ^ AMPERSANDS) - ONES) | (word - BLANKS) | word) & HIGH_BITS
//
// the lowest set bit is in the first byte that is not plain. Higher bits are undefined.
export const BLANKS = 0x2020_2020;
export const AMPERSANDS = 0x2626_2626;
export const LESSES = 0x3c3c_3c3c;
/** All but the bit in which the angle brackets differ. */
export const EITHER_ANGLE: number = 0xfdfd_fdfd | 0;

/** Multiplying a word that has only the lowest bit of each byte by this gathers those four bits in the highest byte. */
export const GATHER = 0x0102_0408;
