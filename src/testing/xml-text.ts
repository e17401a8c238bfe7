import fc from "fast-check";

const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcXYZ019 ./:;=-_\r\n\t<>&\"']") },
  { weight: 1, arbitrary: fc.constantFrom("é", "日", "\u{1f600}", "\u0085", "\u00a0", "\ufffd", "\ud7ff", "\ue000") },
);

/** Text that XML can hold, with all that needs care in it: markup, line breaks, one to four bytes a character. */
export const xmlText: fc.Arbitrary<string> = fc.string({ unit: character, maxLength: 12 });

/** The same without blanks around it, as a peer compares it. */
export const trimmedText: fc.Arbitrary<string> = xmlText.map((text) => text.trim());

/** What a setting in plain text holds: no carriage returns, which a client takes for part of a value of one line. */
export const settingText: fc.Arbitrary<string> = xmlText.map((text) => text.replaceAll("\r", ""));
