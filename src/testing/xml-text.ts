import fc from "fast-check";

const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcXYZ019 ./:;=-_\r\n\t<>&\"']") },
  { weight: 1, arbitrary: fc.constantFrom("é", "日", "\u{1f600}", "\u0085", "\u00a0", "\ufffd", "\ud7ff", "\ue000") },
);

/** Text that XML can hold, with all that needs care in it: markup, line breaks, one to four bytes a character. */
export const xmlText: fc.Arbitrary<string> = fc.string({ unit: character, maxLength: 12 });
