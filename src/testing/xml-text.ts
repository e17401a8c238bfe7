import fc from "fast-check";

const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcXYZ019 ./:;=-_\r\n\t<>&\"']") },
  { weight: 1, arbitrary: fc.constantFrom("é", "日", "\u{1f600}", "\u0085", "\u00a0", "\ufffd", "\ud7ff", "\ue000") },
);

/** Text that XML can hold, with everything that needs care: markup, line breaks, characters of one to four bytes. */
export const xmlText: fc.Arbitrary<string> = fc.string({ unit: character, maxLength: 12 });

/** The same without blanks around it, for values that a peer compares. */
export const trimmedText: fc.Arbitrary<string> = xmlText.map((text) => text.trim());

/** Text of a setting: without carriage returns, which a client would take as part of a one-line value. */
export const settingText: fc.Arbitrary<string> = xmlText.map((text) => text.replaceAll("\r", ""));
