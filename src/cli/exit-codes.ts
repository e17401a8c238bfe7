/** Success. */
export const CLEAN = 0;
/** The documents could be read, and `validate` has findings, `bench` a loss; a code is not found, or what is verified does not fit. */
export const FINDINGS = 1;
/** The command line itself is wrong. */
export const USAGE = 2;
/** Input cannot be read or recognised, or output cannot be written. */
export const UNREADABLE = 3;
/** The input is damaged, or cannot be written as requested; the output up to that point is printed. */
export const UNDECODABLE = 4;
/** A limit was exceeded; the output up to that point is printed. */
export const LIMIT = 5;
