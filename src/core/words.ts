// Four bytes read as one integer, and tested all at once.

/** 1 in each byte. */
export const ONES = 0x0101_0101;
/** The highest bit of each byte: set in those beyond ASCII. */
export const HIGH_BITS: number = 0x8080_8080 | 0;

// What is neither a control character nor an angle bracket, an ampersand or beyond ASCII is plain in XML. In
//
//   ((((word & EITHER_ANGLE) ^ LESSES) - ONES) | ((word ^ AMPERSANDS) - ONES) | (word - BLANKS) | word) & HIGH_BITS
//
// the lowest bit set is in the first byte that is not plain. Those above it mean nothing.
export const BLANKS = 0x2020_2020;
export const AMPERSANDS = 0x2626_2626;
export const LESSES = 0x3c3c_3c3c;
/** All but the bit in which the angle brackets differ. */
export const EITHER_ANGLE: number = 0xfdfd_fdfd | 0;

/** Four lowest bits, one of each byte, times this have all of them side by side in the highest byte. */
export const GATHER = 0x0102_0408;
